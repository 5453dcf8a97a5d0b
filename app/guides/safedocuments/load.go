package safedocuments

import (
	"cmp"
	"context"

	"handrail/app"
	"handrail/app/device/safedocs"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// world is what is known: the switch, and the people where licences and people were read.
type world struct {
	policy   safedocs.Policy
	given    bool
	err      error // of the export
	apart    error // why no organisation could be asked
	people   []safedocs.Person
	counts   safedocs.Counts
	known    bool // people and licences were read
	missing  []tenant.Gap
	doubtful []tenant.Gap
}

// load reads the people, and the switch from the answer to one of the questions.
func (d deps) load(ctx context.Context, v *guide.Visit, answer string, progress task.Report) (*world, error) {
	w := &world{}
	got, err := export.Read(v.Answer(answer), d.Files.Read)
	w.given, w.err, w.policy = got.Given, err, safedocs.ReadPolicy(got.Rows)
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		tenant.SectionLicences, tenant.SectionUsers)
	if app.CodeOf(err) == app.NotFound { // no organisation is connected; the switch can be known all the same
		w.apart = err
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	w.missing, w.doubtful = have.Missing, have.Doubtful
	if _, known := have.Gap(tenant.SectionUsers); !known {
		return w, nil
	}
	licences, err := tenant.LicensingOf(ctx, have)
	if err != nil {
		if _, known := have.Gap(tenant.SectionLicences); known {
			return nil, err
		}
		licences = nil
	}
	err = tenant.Each(ctx, have, tenant.SectionUsers, func(u tenant.User) error {
		p := safedocs.Check(u, licences, w.policy)
		if !u.Guest() || p.Verdict != safedocs.NoLicence { // someone of another organisation without a licence
			w.people = append(w.people, p)
		}
		return nil
	})
	w.known, w.counts = licences != nil, safedocs.Count(w.people)
	return w, err
}

// gaps returns what is not known, as findings.
func (w *world) gaps() (found []report.Finding) {
	found = append(frame.NotRead(w.missing), frame.Doubtful(w.doubtful)...)
	if w.apart != nil {
		found = append(found, frame.NotKnown("not-connected", "Handrail could not read your people", w.apart))
	}
	const do = "Run safe-documents.ps1, and enter the file that it writes."
	switch {
	case w.err != nil:
		return append(found, frame.NotKnown("export-unread", "Handrail could not read the export", w.err))
	case !w.given:
		return append(found, report.Finding{Code: "export-none", Severity: report.Unknown,
			Title: "It is not known whether the switch is on", Text: "You have not entered an export.", Do: do})
	case w.policy.Rows == 0:
		return append(found, report.Finding{Code: "export-other", Severity: report.Unknown,
			Title: "The export does not show the switch", Text: "No row of it has EnableSafeDocs.", Do: do})
	}
	for _, f := range []struct {
		flag tenant.Flag
		name string
	}{{w.policy.On, safedocs.SwitchName}, {w.policy.Open, safedocs.OpenName}} {
		if !f.flag.Known {
			found = append(found, report.Finding{Code: "value-unknown", Severity: report.Unknown, Subject: f.name,
				Title: "The value of " + f.name + " is not known",
				Text:  "The export does not have it, or has values that contradict each other.",
				Do:    "Run Get-AtpPolicyForO365 | Format-List *SafeDocs*, and enter its output."})
		}
	}
	return found
}

// about returns the organisation that is connected, else the file of the export.
func (d deps) about(ctx context.Context, v *guide.Visit) string {
	name := ""
	if d.Tenant.Connection != nil {
		if o, ok, err := tenant.Current(ctx, d.Tenant.Connection); ok && err == nil {
			name = cmp.Or(o.Name, o.Domain)
		}
	}
	return cmp.Or(name, export.FileName(v.Answer(askExport)), string(report.Unknown))
}
