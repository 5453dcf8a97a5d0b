package adminaccess

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// policyEffect is what one policy does to one administrator. Its words are stable: stops,
// will-stop (it is report-only), must-register (a method, and may), depends (on the sign-in),
// unknown, passes (it applies, and the person meets it) and spares.
type policyEffect struct {
	Policy  string `json:"policy"`
	Name    string `json:"name"`
	State   string `json:"state"` // on, report-only, off, unknown
	Verdict string `json:"verdict"`
	Code    string `json:"code"` // why the policy names the person, or does not
	Reason  string `json:"reason"`
}

// effectWords are the verdicts in words, the most serious first.
var effectWords = []struct {
	verdict, word string
	severity      report.Severity
}{
	{"stops", "Stops the person", report.Problem}, {"will-stop", "Will stop the person", report.Warning},
	{"must-register", "Must register a method first", report.Warning},
	{"unknown", "Not known", report.Unknown}, {"depends", "Depends on the sign-in", report.Note},
	{"passes", "The person can meet it", report.OK}, {"spares", "Does not apply", report.OK},
}

// stateNames are the states of a policy for programs.
var stateNames = map[access.State]string{access.On: "on", access.ReportOnly: "report-only", access.Off: "off",
	access.StateUnknown: "unknown"}

// effectOf returns what a policy does to the administrator at a place.
func (w *world) effectOf(row tenant.AccessPolicy, i int, s *access.Subject, name func(string) string,
	day time.Time) policyEffect {
	policy, grant := access.Of(row), access.GrantOf(row)
	r := policy.Reach(s)
	v := policyEffect{Policy: row.ID, Name: string(row.Name), State: stateNames[policy.State], Code: string(r.Why()),
		Reason: r.Text(name)}
	may, meets := access.Is(grant.All), w.o.Meets(grant)
	stops, by := grant.Stops(func(c access.Control) access.Answer {
		meets, registers := meets(i, c)
		if meets == access.No && grant.All {
			may = may.And(registers)
		} else if meets == access.No {
			may = may.Or(registers)
		}
		return meets
	})
	open := stops == access.Yes && !grant.Block && may != access.No
	switch {
	case r.Answer == access.No:
		v.Verdict = "spares"
		return v
	case stops == access.No:
		v.Verdict = "passes"
	case r.Answer == access.Unknown:
		v.Verdict = "unknown"
	case len(r.Conditions) > 0:
		v.Verdict = "depends"
	case stops == access.Unknown, open && may == access.Unknown:
		v.Verdict = "unknown"
	case open:
		v.Verdict = "must-register"
	case policy.State == access.ReportOnly:
		v.Verdict = "will-stop"
	default:
		v.Verdict = "stops"
	}
	if len(r.Conditions) > 0 {
		v.Reason += " It applies " + access.Words(r.Conditions) + "."
	}
	if text := access.BaselineWords(row, day); text != "" {
		v.Reason += " " + text
	}
	switch {
	case grant.Block:
		v.Reason += " It blocks."
	case stops == access.Yes:
		v.Reason += " No method of this person meets " + strings.Join(controlWords(by), ", ") + "."
		v.Reason += map[access.Answer]string{access.Yes: " They can register one.", access.No: " They cannot register one.",
			access.Unknown: " Handrail does not know whether they can register one."}[may]
	case stops == access.Unknown:
		v.Reason += " Not known: " + strings.Join(controlWords(by), ", ") + "."
	}
	return v
}

// controlWords are controls in words.
func controlWords(all []access.Control) (words []string) {
	names := map[access.Control]string{access.MFA: "MFA", access.Strength: "the authentication strength",
		access.CompliantDevice: "a compliant device", access.JoinedDevice: "a joined device",
		access.ApprovedClient: "an approved app", access.ProtectedClient: "a protected app",
		access.PasswordChange: "a new password", access.RiskRemediation: "a check of the risk",
		access.TermsOfUse: "terms of use", access.CustomControl: "a custom control",
		access.TokenProtection: "token protection", access.UnknownControl: "a control that Handrail does not know"}
	for _, c := range all {
		words = append(words, names[c])
	}
	return words
}

// groupNames returns what names a group or a role.
func (w *world) groupNames(ctx context.Context) (func(id string) string, error) {
	if err := w.have.Also(ctx, tenant.SectionGroups); err != nil {
		return nil, err
	}
	w.gaps()
	names := map[string]string{}
	if _, known := w.have.Gap(tenant.SectionGroups); known {
		if err := tenant.Each(ctx, w.have, tenant.SectionGroups, func(g tenant.Group) error {
			names[strings.ToLower(g.ID)] = "“" + string(g.Name) + "”"
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return func(id string) string {
		if role, known := roles.ByID(id); known {
			return role.Name
		}
		return names[strings.ToLower(id)]
	}, nil
}

// policyEffects adds what each policy does to each administrator, with its reason.
func (w *world) policyEffects(ctx context.Context, doc *frame.Draft, day time.Time) error {
	e := report.Entries{Name: "verdicts", Title: "What each policy does to each administrator"}
	if w.policyGap {
		return nil // which policies there are is not known
	}
	name, err := w.groupNames(ctx)
	if err != nil {
		return err
	}
	for _, i := range w.administrators(nil) {
		s, p := w.o.Subject(i), &w.o.People[i]
		all := make([]policyEffect, 0, len(w.policies))
		for _, row := range w.policies {
			all = append(all, w.effectOf(row, i, &s, name, day))
		}
		e.Items = append(e.Items, effectEntry(p.Label(), all, map[string]any{"id": p.ID, "upn": p.UPN, "name": p.Name,
			"policies": all}))
	}
	order := []report.Severity{report.Problem, report.Warning, report.Unknown, report.Note, report.OK}
	slices.SortStableFunc(e.Items, func(a, b report.Entry) int {
		return slices.Index(order, a.Severity) - slices.Index(order, b.Severity)
	})
	if len(e.Items) > 0 && len(w.policies) > 0 {
		doc.Add(e)
	}
	return nil
}

// effectEntry is one administrator, who opens to the policies, the most serious first.
func effectEntry(name string, all []policyEffect, data map[string]any) report.Entry {
	item := report.Entry{Title: name, Severity: report.OK, State: "No policy stops this person", Data: raw(data)}
	table := report.Table{Columns: []string{"Policy", "What it does", "Why"}}
	for n, s := range effectWords {
		count := 0
		for _, v := range all {
			if v.Verdict == s.verdict {
				count++
				table.Rows = append(table.Rows, []string{cmp.Or(v.Name, v.Policy), s.word, v.Reason})
			}
		}
		if count > 0 && item.Severity == report.OK && n < 5 {
			item.Severity, item.State = s.severity, s.word+": "+counted(count, "policy", "policies")
		}
	}
	item.Open = &report.Document{Title: name, Blocks: []report.Block{table}}
	return item
}
