package adminaccess

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/tenant"
)

// protection is what protected administrators without policies. Stored.
type protection struct {
	Means    string    `json:"means"`
	At       time.Time `json:"at,omitzero"` // when it was read; zero where it was not
	Defaults bool      `json:"securityDefaults,omitempty"`
	PerUser  []string  `json:"perUser,omitempty"` // IDs of the administrators with per-user MFA
}

// insteadSection is the section with what a way changes.
func insteadSection(means string) string {
	if means == meansPerUser {
		return tenant.SectionPerUserMFA
	}
	return tenant.SectionDefaults
}

// protection returns what protects administrators now; nil where policies do.
func (d deps) protection(ctx context.Context, w *world, v *guide.Visit, fresh bool) (*protection, error) {
	p := &protection{Means: w.means(v)}
	if p.Means == meansPolicies {
		return nil, ctx.Err()
	}
	return p, d.readProtection(ctx, w, v, p, fresh)
}

// readProtection puts how the way of p is now into it.
func (d deps) readProtection(ctx context.Context, w *world, v *guide.Visit, p *protection, fresh bool) error {
	section := insteadSection(p.Means)
	if err := w.have.Also(ctx, section); err != nil {
		return err
	}
	st, err := w.have.Status(ctx, section)
	if err != nil {
		return err
	}
	if p.At = st.Completed; fresh {
		p.At = d.Now().UTC()
	}
	p.Defaults = w.defaults == access.Yes
	if p.Means == meansDefaults {
		if w.defaults == access.Unknown {
			p.At = time.Time{}
		}
		return ctx.Err()
	}
	for _, i := range w.perUserTargets(v) {
		if one := &w.o.People[i]; perUserOn(one.PerUserName) {
			p.PerUser = append(p.PerUser, one.ID)
		}
	}
	return ctx.Err()
}

// perUserOn reports whether a state of per-user MFA requires it.
func perUserOn(state string) bool {
	word := perUserWord(state)
	return word == "Enabled" || word == "Enforced"
}

// protectionSince compares what protects administrators with a record.
func (d deps) protectionSince(ctx context.Context, w *world, v *guide.Visit, before *protection, fresh bool) (
	all []report.Finding, err error) {
	if before == nil || before.Means == meansDefaults && !before.Defaults ||
		before.Means == meansPerUser && len(before.PerUser) == 0 {
		return nil, ctx.Err() // it was not on for the record
	}
	now := &protection{Means: before.Means}
	if err := d.readProtection(ctx, w, v, now, fresh); err != nil {
		return nil, err
	}
	gaps := slices.Concat(w.missing, w.doubtful, w.have.Missing, w.have.Doubtful, w.o.Doubtful)
	if !fresh {
		all = frame.NotSince(distinct(gaps), d.Now(), longAgo, insteadSection(before.Means))
	}
	switch {
	case len(all) > 0 || !now.At.After(before.At):
		return all, nil
	case before.Means == meansDefaults:
		if !now.Defaults && !w.replaced() {
			all = append(all, report.Finding{Code: "defaults-turned-off", Severity: report.Warning, Step: stepSwitch,
				Title: "Security defaults are off", Text: "They were on for the record. They protected everyone.",
				Do: "Turn them on again, or check what protects your people instead."})
		}
		return all, nil
	}
	return w.perUserSince(v, before), nil
}

// replaced reports whether a policy of this guide is on in the place of security defaults.
func (w *world) replaced() bool {
	return slices.ContainsFunc(own, func(p wanted) bool {
		row, there := w.named(p.name)
		return there && row.State.Is(stateOn)
	})
}

// perUserSince returns the administrators who have no per-user MFA any more, and those who
// became administrators since and have none.
func (w *world) perUserSince(v *guide.Visit, before *protection) (all []report.Finding) {
	var lost, newly, unknown []string
	for _, i := range w.perUserTargets(v) {
		switch p := &w.o.People[i]; {
		case perUserOn(p.PerUserName):
		case perUserWord(p.PerUserName) == "Not known":
			unknown = append(unknown, p.Label())
		case slices.Contains(before.PerUser, p.ID):
			lost = append(lost, p.Label())
		default:
			newly = append(newly, p.Label())
		}
	}
	add := func(code string, severity report.Severity, title, do string, names []string) {
		if len(names) > 0 {
			all = append(all, report.Finding{Code: code, Severity: severity, Step: stepSwitch,
				Title: title + counted(len(names), "administrator", "administrators"),
				Text:  strings.Join(few(names), ", ") + ".", Do: do})
		}
	}
	const again = "Turn it on in the step “Switch protection on”."
	add("per-user-off", report.Warning, "Per-user MFA is off again for ", again, lost)
	add("per-user-missing", report.Warning, "Without per-user MFA: ", again, newly)
	add("not-compared", report.Unknown, "It is not known who has per-user MFA: ",
		"Refresh your organisation, then check again.", unknown)
	return all
}
