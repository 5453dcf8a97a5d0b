package reminder

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"handrail/app/guide"
	"handrail/app/tenant"
)

// signInDays is for how many days Microsoft accepts a saved sign-in that is not used (Microsoft Learn, Refresh tokens
// in the Microsoft identity platform: 90 days, and a new one with each use).
const signInDays = 90

// passType is the type of a Temporary Access Pass among the methods of a person.
const passType = "#microsoft.graph.temporaryAccessPassAuthenticationMethod"

// organisation adds what ends in the organisation that is connected.
func (l *List) organisation(ctx context.Context, s Sources, now time.Time) error {
	for _, add := range []func(context.Context, Sources, time.Time) error{l.passes, l.secrets, l.licences, l.signIn} {
		if err := add(ctx, s, now); err != nil {
			return err
		}
	}
	return nil
}

// Sections returns the parts of an organisation’s data that dates come from.
func Sections() []string {
	return []string{tenant.SectionRegistration, tenant.SectionApplications, tenant.SectionSubscriptions}
}

// section returns the status of a section, and the reason where nothing was ever read of it.
func section(ctx context.Context, s Sources, of string) (st tenant.Status, why string, err error) {
	if st, err = s.View.Status(ctx, of); err != nil {
		return st, "", err
	}
	if gap, read := tenant.NotRead(st, of); !read {
		why = gap.Message + " " + gap.Hint
	}
	return st, why, nil
}

// passes adds the ends of Temporary Access Passes. Microsoft’s report says who has one, and not until when.
func (l *List) passes(ctx context.Context, s Sources, now time.Time) error {
	_, why, err := section(ctx, s, tenant.SectionRegistration)
	if err != nil {
		return err
	}
	open := Reminder{Kind: SignIn, ID: id(SignIn, "passes"), Title: "When Temporary Access Passes end",
		Place: "people"}
	if why != "" {
		open.Why = why
		l.add(open)
		return nil
	}
	undated := 0
	err = s.View.Each(ctx, tenant.SectionRegistration, func(_ string, body []byte) error {
		if !bytes.Contains(body, []byte("emporaryAccessPass")) {
			return nil // most rows, of which there can be many
		}
		var p tenant.Registration
		if err := json.Unmarshal(body, &p); err != nil {
			return err
		}
		if p.FromReport() {
			if p.Methods.Has("temporaryAccessPass") {
				undated++
			}
			return nil
		}
		for _, raw := range p.Details {
			r, ok := pass(p, raw)
			if !ok || r.Known() && r.Past(now) {
				continue
			}
			l.add(r)
		}
		return nil
	})
	if undated > 0 {
		open.About = guide.Count(undated, "person has one", "people have one")
		open.Why = "Microsoft’s registration report does not show the end. The Entra admin center does, for each person."
		l.add(open)
	}
	return err
}

// pass returns the reminder of one sign-in method that is a Temporary Access Pass which can still be used.
func pass(p tenant.Registration, raw json.RawMessage) (r Reminder, ok bool) {
	var m struct {
		Type    tenant.Text `json:"@odata.type"`
		ID      tenant.Text `json:"id"`
		Usable  tenant.Flag `json:"isUsable"`
		Reason  tenant.Text `json:"methodUsabilityReason"`
		Start   tenant.When `json:"startDateTime"`
		Minutes json.Number `json:"lifetimeInMinutes"`
	}
	if json.Unmarshal(raw, &m) != nil || !m.Type.Is(passType) || m.Reason.Is("expired") || m.Reason.Is("oneTimeUsed") {
		return r, false
	}
	name := string(p.Name)
	if name == "" {
		name = string(p.UPN)
	}
	r = Reminder{Kind: SignIn, ID: id(SignIn, "pass", p.ID, string(m.ID)), Title: "A Temporary Access Pass ends",
		About: name, Names: true, Place: "person/" + p.ID,
		Why: "After it, the person needs a registered sign-in method, or a new pass."}
	minutes, err := m.Minutes.Int64()
	if err != nil || m.Start.IsZero() {
		r.Why += " Microsoft did not say when it ends."
		return r, true
	}
	r.At = m.Start.Add(time.Duration(minutes) * time.Minute).UTC()
	return r, true
}

// licences adds when each subscription must be renewed.
func (l *List) licences(ctx context.Context, s Sources, now time.Time) error {
	_, why, err := section(ctx, s, tenant.SectionSubscriptions)
	if err != nil {
		return err
	}
	if why != "" {
		l.add(Reminder{Kind: Licences, ID: id(Licences, "subscriptions"), Title: "When your licences must be renewed",
			Place: "organisation", Why: why})
		return nil
	}
	return tenant.Each(ctx, s.View, tenant.SectionSubscriptions, func(one tenant.Subscription) error {
		if r, ok := subscription(one, public(s.Organisation), now); ok {
			l.add(r)
		}
		return nil
	})
}

// productsPage is Billing > Your products of the Microsoft 365 admin center.
const productsPage = "https://admin.microsoft.com/#/subscriptions"

// subscription returns when one subscription must be renewed; ok is false where it has ended. public is set in
// Microsoft’s public cloud.
func subscription(one tenant.Subscription, public bool, now time.Time) (r Reminder, ok bool) {
	r = Reminder{Kind: Licences, ID: id(Licences, "subscription", one.ID), Title: "A subscription must be renewed",
		About: tenant.ProductName(string(one.Part)), Place: "organisation"}
	if public {
		r.link(productsPage, "Your products")
	}
	const where = " See Billing > Your products in the Microsoft 365 admin center."
	switch {
	case one.Status.Is("Deleted"):
		return r, false
	case one.Status.Is("Warning"):
		r.Title, r.Why = "An expired subscription loses its access", "It has expired. People can use it until this day."+where
	case one.Status.Is("Suspended"), one.Status.Is("LockedOut"):
		r.Title, r.Why = "A disabled subscription is deleted", "It has expired, and only administrators can reach its data."+where
	case one.Trial.Yes:
		r.Title, r.Why = "A trial ends", "People can no longer use it afterwards, unless someone buys it."+where
	default:
		r.Why = "If it is not renewed, people lose it some time after this day. Check whether it renews automatically." + where
	}
	switch {
	case one.Next.IsZero():
		r.Why = "Microsoft gave no date for it." + where
	case one.Next.Before(now):
		r.Why = "The date in the saved data has passed, so it was renewed or has expired. Refresh your organisation."
	case one.Next.After(now.AddDate(20, 0, 0)): // it has no end
		return r, false
	default:
		r.onDay(one.Next.UTC().Date())
	}
	return r, true
}

// signIn adds until when Microsoft accepts the sign-in that is saved on this computer, if no one uses it.
func (l *List) signIn(ctx context.Context, s Sources, now time.Time) error {
	if !s.SignedIn || s.Organisation.Cloud == "local" {
		return nil
	}
	all, err := s.View.Statuses(ctx)
	if err != nil {
		return err
	}
	var used time.Time
	for _, st := range all {
		if st.Completed.After(used) && !st.Completed.After(now) {
			used = st.Completed
		}
	}
	r := Reminder{Kind: SignIn, ID: id(SignIn, "handrail"), Title: "Handrail’s saved sign-in ends if it is not used",
		Place: "organisation", Why: "Refresh your organisation before this day. Otherwise you need to sign in again. " +
			"A policy or a new password can end it earlier."}
	if used.IsZero() {
		r.Why = "Handrail does not know when the sign-in was used last. Refresh your organisation."
	} else {
		used = used.In(now.Location()).AddDate(0, 0, signInDays)
		r.onDay(used.Date())
	}
	l.add(r)
	return nil
}
