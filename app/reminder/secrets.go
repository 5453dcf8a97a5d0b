package reminder

import (
	"context"
	"time"

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
			l.credential(a, c, "secret", "A client secret of an app expires", now)
		}
		for _, c := range a.Certificates {
			l.credential(a, c, "certificate", "A certificate of an app expires", now)
		}
		return nil
	})
}

// credential adds one credential. What expired is no longer a date to wait for: the app uses another one, or no longer
// signs in.
func (l *List) credential(a tenant.Application, c tenant.Credential, kind, title string, now time.Time) {
	r := Reminder{Kind: SignIn, ID: id(SignIn, kind, a.ID, string(c.Key)), Title: title, About: string(a.Name),
		Place: "was/" + tenant.SectionApplications,
		Why:   "After this, the app can no longer sign in with it. Create a new one first, under Entra ID > App registrations."}
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
