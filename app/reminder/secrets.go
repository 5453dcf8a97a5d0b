package reminder

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

// secrets adds the ends of the client secrets and certificates of app registrations.
func (l *List) secrets(ctx context.Context, s Sources, now time.Time) error {
	_, why, err := section(ctx, s, tenant.SectionApplications)
	if err != nil {
		return err
	}
	if why != "" {
		l.add(Reminder{Kind: SignIn, ID: id(SignIn, "applications"), Place: "organisation", Why: why,
			Title: "When client secrets and certificates of apps expire"})
		return nil
	}
	return tenant.Each(ctx, s.View, tenant.SectionApplications, func(a tenant.Application) error {
		for _, c := range a.Secrets {
			l.credential(s, a, c, Reminder{Title: "A client secret of an app expires"}, now)
		}
		for _, c := range a.Certificates {
			l.credential(s, a, c, Reminder{Title: "A certificate of an app expires"}, now)
		}
		return nil
	})
}

// appsPage is the page of the Microsoft Entra admin center with the app registrations.
const appsPage = "/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"

// portalOf returns the address of the Microsoft Entra admin center of an organisation’s cloud.
func portalOf(o tenant.Organisation) string {
	if cloud, known := tenant.CloudByID(o.Cloud); known {
		return cloud.Portal
	}
	return tenant.Clouds()[0].Portal // the sample has pages of the public cloud too
}

// link sets a page of Microsoft, where Handrail may open it.
func (r *Reminder) link(address, title string) {
	if app.ValidateLink(address) == nil {
		r.Link, r.LinkTitle = address, title
	}
}

// credential adds one credential, whose title r has. What expired is no longer a date to wait for: the app uses another
// one, or no longer signs in.
func (l *List) credential(s Sources, a tenant.Application, c tenant.Credential, r Reminder, now time.Time) {
	r.Kind, r.ID, r.About = SignIn, id(SignIn, r.Title, a.ID, string(c.Key)), string(a.Name)
	r.Why = "After this, the app can no longer sign in with it. Create a new one first, under Entra ID > App registrations."
	r.Place = "organisation"
	r.link(portalOf(s.Organisation)+appsPage, "App registrations")
	if c.Name != "" {
		r.About += ", “" + string(c.Name) + "”"
	}
	switch {
	case c.End.IsZero():
		r.Why = "Microsoft did not say when it expires."
	case !now.Before(c.End.Time):
		return
	default:
		r.At = c.End.UTC()
	}
	l.add(r)
}
