package mfa

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"handrail/app/identity/access"
	"handrail/app/tenant"

	"golang.org/x/sync/errgroup"
)

// people reads Microsoft's registration report and the users concurrently: they are
// the large sections.
func (l *loader) people() error {
	reported, rows, err := l.haveRows(tenant.SectionRegistration)
	if err != nil {
		return err
	}
	listed, n, err := l.haveRows(tenant.SectionUsers)
	if err != nil {
		return err
	}
	if l.known != nil {
		l.o.People, l.o.names = l.known.People, l.known.names
		return nil
	}
	l.o.names = new(nameOrder)
	users := make([]user, 0, n)
	l.o.People = make([]Person, 0, max(rows, n)) // nearly all are in both
	g, ctx := errgroup.WithContext(l.ctx)
	var states []perUserState
	g.Go(func() (err error) { // beside the users, which are the largest section
		if reported {
			if err := l.report(ctx); err != nil {
				return err
			}
		}
		states, err = l.perUserStates(ctx)
		return err
	})
	if listed {
		g.Go(func() (err error) {
			users, err = readUsers(ctx, l.r, users)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	l.join(users, reported)
	l.setPerUser(states)
	return nil
}

// report reads Microsoft's registration report, or the rows that replace it if
// methods were read for each person.
func (l *loader) report(ctx context.Context) error {
	l.names, l.texts = map[string]named{}, tenant.SharedTexts{}
	return l.r.Each(ctx, tenant.SectionRegistration, func(id string, body []byte) error {
		p := Person{ID: id, InReport: access.Yes}
		if err := l.registration(&p, body); err != nil {
			return err
		}
		l.o.People = append(l.o.People, p)
		return nil
	})
}

// registration reads one row field by field and decodes only the fields it needs:
// there can be a hundred thousand rows.
func (l *loader) registration(p *Person, body []byte) error {
	return tenant.EachField(body, func(name, raw []byte) {
		switch string(name) {
		case "userPrincipalName":
			p.UPN = tenant.FieldText(raw)
		case "userDisplayName":
			p.Name = tenant.FieldText(raw)
		case "userType":
			p.Guest = guest(tenant.FieldText(raw))
		case "isAdmin":
			p.Admin = tri(raw)
		case "isMfaCapable":
			p.Capable = tri(raw)
		case "isSsprCapable":
			p.SSPRCapable = tri(raw)
		case "isSystemPreferredAuthenticationMethodEnabled":
			p.SystemPreferred = tri(raw)
		case "userPreferredMethodForSecondaryAuthentication":
			p.PreferredName = l.texts.Text(raw)
			p.Preferred = PreferredOf(p.PreferredName)
		case "methodsRegistered":
			n := l.methods(raw)
			p.Names, p.Registered = n.list, n.registered
		case "handrailMethods":
			details(p, raw)
		}
	})
}

// methods parses a list of methods; the same list is parsed once.
func (l *loader) methods(raw []byte) named {
	if n, ok := l.names[string(raw)]; ok {
		return n
	}
	var list tenant.Texts
	_ = json.Unmarshal(raw, &list) // accepts any JSON
	n := named{list: list}
	for _, name := range list {
		n.registered |= RegisteredOf(name)
	}
	l.names[string(raw)] = n
	return n
}

// details reads what only the methods of a single person contain: whether they can
// sign in with a phone number, and until when a Temporary Access Pass works.
func details(p *Person, raw []byte) {
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
	ready := access.No
	p.passTold = true
	for _, m := range all {
		switch {
		case m.Ready.Is("ready"):
			ready = access.Yes
		case m.Type.Is("#microsoft.graph.temporaryAccessPassAuthenticationMethod") && m.Usable.Yes:
			minutes, _ := m.Minutes.Int64()
			if !m.Start.IsZero() {
				p.passUntil = m.Start.Add(time.Duration(minutes) * time.Minute)
			}
		}
	}
	p.TextReady = ready
}

// join adds the data of users to the report, and the users that it lacks.
func (l *loader) join(users []user, reported bool) {
	missing := access.Unknown
	if reported {
		missing = access.No
	}
	at := make(map[string]int, len(l.o.People))
	for i := range l.o.People {
		at[strings.ToLower(l.o.People[i].ID)] = i
	}
	l.at = at
	for i := range users {
		u := &users[i]
		id := strings.ToLower(u.id)
		n, known := at[id]
		if !known {
			n = len(l.o.People)
			l.o.People = append(l.o.People, Person{ID: u.id, InReport: missing})
			at[id] = n
		}
		p := &l.o.People[n]
		if u.upn != "" {
			p.UPN = u.upn
		}
		if u.name != "" {
			p.Name = u.name
		}
		if u.guest != access.Unknown {
			p.Guest = u.guest
		}
		p.External = external(u.stated, u.state, p.Guest, p.UPN)
		p.Mail, p.Enabled, p.Language = u.mail, u.enabled, u.language
		p.Department, p.DepartmentRead = u.department, u.placed
		p.Created, p.SignInRead = u.created, u.active
		if u.last.After(p.LastSignIn) {
			p.LastSignIn = u.last
		}
	}
}

func guest(kind string) access.Answer {
	switch kind {
	case "guest", "Guest":
		return access.Yes
	case "member", "Member":
		return access.No
	}
	return access.Unknown
}

func tri(raw []byte) access.Answer {
	switch string(raw) {
	case "true", `"true"`, `"True"`:
		return access.Yes
	case "false", `"false"`, `"False"`:
		return access.No
	}
	return access.Unknown
}
