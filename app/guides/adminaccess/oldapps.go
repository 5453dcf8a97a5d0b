package adminaccess

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// legacyApps are the clients that Microsoft calls legacy (Graph resource signIn).
var legacyApps = []string{"Exchange ActiveSync", "IMAP", "MAPI", "SMTP", "POP", "Other clients", "Authenticated SMTP",
	"Exchange Web Services", "Autodiscover", "Offline Address Book", "Exchange Online PowerShell",
	"Reporting Web Services", "Outlook Anywhere", "Outlook Service", "Universal Outlook"}

// oldApps are the legacy apps that people signed in with.
type oldApps struct {
	known bool
	apps  map[string][]string // by the ID of the person
	since time.Time           // since when the log reaches
	quiet int                 // people whose sign-ins in the background were not read
}

func (o *oldApps) note(s tenant.SignIn) {
	old := slices.ContainsFunc(legacyApps, func(a string) bool {
		return strings.HasPrefix(strings.ToLower(string(s.Client)), strings.ToLower(a))
	})
	id := strings.ToLower(string(s.User))
	if old && s.Status.Code == 0 && !slices.Contains(o.apps[id], string(s.Client)) {
		o.apps[id] = append(o.apps[id], string(s.Client))
	}
}

// legacy returns the legacy apps in the sign-ins, also in those in the background of the
// people at positions: mail programs keep signing in when no one uses them.
func (w *world) legacy(ctx context.Context, people []int) (o oldApps, err error) {
	if err := w.have.Also(ctx, tenant.SectionSignIns); err != nil {
		return o, err
	}
	w.gaps()
	if _, o.known = w.have.Gap(tenant.SectionSignIns); !o.known {
		return o, nil
	}
	o.apps = map[string][]string{}
	err = tenant.Each(ctx, w.have, tenant.SectionSignIns, func(s tenant.SignIn) error {
		if o.since.IsZero() || s.At.Before(o.since) {
			o.since = s.At.Time
		}
		o.note(s)
		return nil
	})
	for _, i := range people {
		id := tenant.BackgroundSection(w.o.People[i].ID)
		st, failed := w.have.Status(ctx, id)
		if failed != nil {
			return o, failed
		}
		if st.Completed.IsZero() {
			o.quiet++
			continue
		}
		failed = tenant.Each(ctx, w.have, id, func(s tenant.SignIn) error { o.note(s); return nil })
		if failed != nil {
			return o, failed
		}
	}
	return o, err
}

// readBackground reads the sign-ins in the background of the people at positions, where they
// were never read. Where that fails, they are not known.
func (d deps) readBackground(ctx context.Context, w *world, people []int, progress task.Report) error {
	c := d.Tenant.Connection
	if progress == nil || c == nil || !c.SignedIn(ctx) {
		return ctx.Err()
	}
	var never []string
	for _, i := range people {
		id := tenant.BackgroundSection(w.o.People[i].ID)
		st, err := w.have.Status(ctx, id)
		if err != nil {
			return err
		}
		if st.Completed.IsZero() && st.State != tenant.NeedsLicence {
			never = append(never, id)
		}
	}
	if len(never) > 0 {
		_, _ = c.Refresh(ctx, never, progress) // its state says why
	}
	return ctx.Err()
}

// legacyFinding is the answer to how many administrators use legacy apps; all is whether
// every administrator is known.
func legacyFinding(n int, old oldApps, all bool) report.Finding {
	f := report.Finding{Code: "legacy-apps", Severity: report.OK}
	switch {
	case !old.known:
		f.Severity, f.Title = report.Unknown, "It is not known who uses legacy apps"
		f.Text, f.Do = "Handrail could not read the sign-ins.", "Refresh “Recent sign-ins” on the page Organisation."
	case n > 0:
		f.Severity = report.Warning
		f.Title = counted(n, "administrator uses a legacy app", "administrators use a legacy app")
		f.Text, f.Do = "It stops working once the policies are on.",
			"Set up a modern app for them first, such as Outlook."
	case !all:
		f.Severity, f.Title = report.Unknown, "It is not known whether every administrator uses modern apps"
		f.Text = "Handrail does not know all administrators."
	case old.since.IsZero():
		f.Severity, f.Title = report.Unknown, "It is not known who uses legacy apps"
		f.Text = "Microsoft’s log has no sign-ins."
	case old.quiet > 0:
		f.Severity, f.Title = report.Unknown, "No legacy app in the sign-ins that Handrail read"
		f.Text = "The background sign-ins of " + counted(old.quiet, "administrator", "administrators") +
			" were not read."
	default:
		f.Title = "No administrator used a legacy app"
		f.Text = "In the sign-ins since " + dayWords(old.since) + ", also those in the background."
	}
	return f
}
