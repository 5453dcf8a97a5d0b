package mfa

import (
	"encoding/json"
	"time"

	"handrail/app/tenant"
)

// report reads Microsoft's registration report, or what was put together person
// by person in its place.
func (l *loader) report() error {
	l.at, l.names = map[string]int{}, map[string]named{}
	ok, err := l.have(tenant.SectionRegistration)
	if err != nil || !ok {
		return err
	}
	l.reportOK = true
	return l.r.Each(l.ctx, tenant.SectionRegistration, func(id string, body []byte) error {
		p := Person{ID: id, InReport: Yes}
		if err := l.registration(&p, body); err != nil {
			return err
		}
		l.at[id] = len(l.o.People)
		l.o.People = append(l.o.People, p)
		return nil
	})
}

// registration reads one row field by field; a row is read a hundred thousand
// times, so only what counts is decoded.
func (l *loader) registration(p *Person, body []byte) error {
	return fields(body, func(key string, raw []byte) {
		switch key {
		case "userPrincipalName":
			p.UPN = text(raw)
		case "userDisplayName":
			p.Name = text(raw)
		case "userType":
			p.Guest = guest(text(raw))
		case "isAdmin":
			p.Admin = tri(raw)
		case "isMfaCapable":
			p.Capable = tri(raw)
		case "isSsprCapable":
			p.SSPRCapable = tri(raw)
		case "isSystemPreferredAuthenticationMethodEnabled":
			p.SystemPreferred = tri(raw)
		case "userPreferredMethodForSecondaryAuthentication":
			p.PreferredName = text(raw)
			p.Preferred = PreferredOf(p.PreferredName)
		case "methodsRegistered":
			n := l.methods(raw)
			p.Names, p.Registered = n.list, n.registered
			p.PassWorks = p.has(TemporaryPass) && l.fresh()
		case "handrailMethods":
			details(p, raw, l.told.Now)
		}
	})
}

// fresh tells whether the report is younger than a pass lasts, so that a pass
// it lists has not run out for certain.
func (l *loader) fresh() bool {
	minutes := l.o.Policy.Methods[TemporaryAccessPass].PassMinutes
	if minutes == 0 {
		minutes = 60
	}
	age := l.told.Now.Sub(l.o.Read[tenant.SectionRegistration])
	return age >= 0 && age < time.Duration(minutes)*time.Minute
}

// methods reads a list of methods; the same list is read once.
func (l *loader) methods(raw []byte) named {
	if n, ok := l.names[string(raw)]; ok {
		return n
	}
	var list tenant.Texts
	_ = json.Unmarshal(raw, &list) // it takes anything
	n := named{list: list}
	for _, name := range list {
		n.registered |= RegisteredOf(name)
	}
	l.names[string(raw)] = n
	return n
}

// details reads what only a person's methods one by one tell: whether a phone
// may be signed in with, and until when a pass works.
func details(p *Person, raw []byte, now time.Time) {
	var all []struct {
		Type    tenant.Text `json:"@odata.type"`
		Ready   tenant.Text `json:"smsSignInState"`
		Usable  tenant.Flag `json:"isUsable"`
		Start   tenant.When `json:"startDateTime"`
		Minutes json.Number `json:"lifetimeInMinutes"`
	}
	if json.Unmarshal(raw, &all) != nil || all == nil {
		return
	}
	ready := No
	p.PassWorks = false
	for _, m := range all {
		switch {
		case m.Ready.Is("ready"):
			ready = Yes
		case m.Type.Is("#microsoft.graph.temporaryAccessPassAuthenticationMethod") && m.Usable.Yes:
			minutes, _ := m.Minutes.Int64()
			end := m.Start.Add(time.Duration(minutes) * time.Minute)
			p.PassWorks = !m.Start.IsZero() && end.After(now)
		}
	}
	p.TextReady = ready
}

// users adds names and accounts, and those whom the report does not have.
func (l *loader) users() error {
	ok, err := l.have(tenant.SectionUsers)
	if err != nil || !ok {
		return err
	}
	missing := Unknown
	if l.reportOK {
		missing = No
	}
	return l.r.Each(l.ctx, tenant.SectionUsers, func(id string, body []byte) error {
		at, known := l.at[id]
		if !known {
			at = len(l.o.People)
			l.o.People = append(l.o.People, Person{ID: id, InReport: missing})
		}
		p := &l.o.People[at]
		return fields(body, func(key string, raw []byte) {
			switch key {
			case "userPrincipalName":
				if s := text(raw); s != "" {
					p.UPN = s
				}
			case "displayName":
				if s := text(raw); s != "" {
					p.Name = s
				}
			case "mail":
				p.Mail = text(raw)
			case "accountEnabled":
				p.Enabled = tri(raw)
			case "userType":
				if g := guest(text(raw)); g != Unknown {
					p.Guest = g
				}
			case "preferredLanguage":
				p.Language = text(raw)
			case "signInActivity":
				var s tenant.SignInTimes
				if json.Unmarshal(raw, &s) == nil {
					for _, t := range []tenant.When{s.Last, s.LastWithoutAsk, s.LastSuccessful} {
						if t.After(p.LastSignIn) {
							p.LastSignIn = t.Time
						}
					}
				}
			}
		})
	})
}

func guest(kind string) Tri {
	switch kind {
	case "guest", "Guest":
		return Yes
	case "member", "Member":
		return No
	}
	return Unknown
}

func tri(raw []byte) Tri {
	switch string(raw) {
	case "true", `"true"`, `"True"`:
		return Yes
	case "false", `"false"`, `"False"`:
		return No
	}
	return Unknown
}
