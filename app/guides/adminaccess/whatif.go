package adminaccess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// exchangeOnline is the application that Microsoft's What If is asked about: every
// administrator has it, and legacy apps sign in to it.
const exchangeOnline = "00000002-0000-0ff1-ce00-000000000000"

// verdict is what Microsoft's What If and Handrail say of one policy and one person.
type verdict struct {
	Policy   string `json:"policy"`
	Applies  string `json:"applies"`          // Microsoft's answer: yes, no or unknown
	Reason   string `json:"reason,omitempty"` // Microsoft's word why not, or why it is not known
	Handrail string `json:"handrail"`         // Handrail's answer
	differs  bool
}

// verdicts are those of one person, in the order of the policies.
type verdicts []verdict

func (all verdicts) differ() bool {
	return slices.ContainsFunc(all, func(v verdict) bool { return v.differs })
}

func (all verdicts) known() bool {
	return len(all) > 0 && !slices.ContainsFunc(all, func(v verdict) bool { return v.Applies == "unknown" })
}

// words returns what Microsoft says, in one sentence or two.
func (all verdicts) words() string {
	if len(all) == 0 {
		return ""
	}
	var applies, unknown, differ []string
	for _, v := range all {
		switch v.Applies {
		case "yes":
			applies = append(applies, "“"+v.Policy+"”")
		case "unknown":
			unknown = append(unknown, "“"+v.Policy+"”")
		}
		if v.differs {
			differ = append(differ, "“"+v.Policy+"”")
		}
	}
	text := "Microsoft’s What If: no policy applies."
	switch {
	case len(unknown) == len(all):
		text = "Microsoft’s What If: not known."
	case len(applies) == len(all) && len(all) > 1:
		text = "Microsoft’s What If: both policies apply."
	case len(applies) > 0:
		text = "Microsoft’s What If: " + strings.Join(applies, " and ") + " applies."
	case len(unknown) > 0:
		text = "Microsoft’s What If: not known for " + strings.Join(unknown, " and ") + "."
	}
	if len(differ) > 0 {
		text += " Handrail says otherwise about " + strings.Join(differ, " and ") + "."
	}
	return text
}

// whatIfs asks Microsoft's What If about the people at positions, by their positions. The
// first refusal that is not about one person ends the questions; it stands as the reason.
func (d deps) whatIfs(ctx context.Context, w *world, people []int, rows []tenant.AccessPolicy,
	progress task.Report) (map[int]verdicts, error) {
	all, why := map[int]verdicts{}, ""
	switch c := d.Tenant.Connection; {
	case d.Tenant.Evaluator == nil:
		why = "Handrail cannot ask Microsoft here."
	case c == nil || !c.SignedIn(ctx):
		why = "You are signed out."
	}
	for n, i := range people {
		if progress != nil && why == "" && len(rows) > 0 {
			progress(task.Progress{Done: n, Total: len(people), Note: "Asking Microsoft’s What If"})
		}
		answers, said := map[string][]tenant.WhatIfResult{}, why
		for _, row := range rows {
			client := clientOf(row)
			if _, asked := answers[client]; said == "" && !asked {
				got, err := d.Tenant.Evaluator.Evaluate(tenant.WithProgress(ctx, progress),
					tenant.WhatIfQuestion{User: w.o.People[i].ID, Application: exchangeOnline, Client: client})
				if ctx.Err() != nil {
					return nil, ctx.Err()
				}
				if err != nil {
					if said, _ = app.UserMessage(err); app.CodeOf(err) != app.Invalid {
						why = said
					}
				}
				answers[client] = got
			}
			all[i] = append(all[i], w.verdict(i, row, answers[client], said))
		}
	}
	return all, ctx.Err()
}

// clientOf returns the client app with which a policy is asked about: the most seldom one
// that it covers, so that one question is enough for both policies of the guide.
func clientOf(row tenant.AccessPolicy) string {
	clients := row.Conditions.ClientApps
	if len(clients) == 0 || clients.Has("all") || clients.Has("other") {
		return "other"
	}
	return clients[0]
}

// verdict compares what Microsoft says of a policy and a person with what Handrail says; why
// is why Microsoft's answer is not known.
func (w *world) verdict(i int, row tenant.AccessPolicy, results []tenant.WhatIfResult, why string) verdict {
	subject, policy := w.o.Subject(i), access.Of(row)
	reach := policy.Reach(&subject)
	ours := reach.Answer
	if slices.ContainsFunc(reach.Conditions, func(c access.Condition) bool { return c.Kind != access.Clients }) {
		ours = access.Unknown // it depends on what this question does not name
	}
	v := verdict{Policy: string(row.Name), Applies: access.Unknown.String(), Handrail: ours.String(), Reason: why}
	if why != "" {
		return v
	}
	n := slices.IndexFunc(results, func(r tenant.WhatIfResult) bool { return strings.EqualFold(r.Policy, row.ID) })
	if n < 0 {
		v.Reason = "Microsoft’s answer does not name this policy."
		return v
	}
	theirs := access.Flag(results[n].Applies)
	reasons := results[n].Why()
	for _, open := range []string{"notEnoughInformation", "invalidCondition", "invalidPolicy", "unknownFutureValue"} {
		if theirs == access.No && reasons.Has(open) {
			theirs = access.Unknown
		}
	}
	v.Applies, v.Reason = theirs.String(), strings.Join(reasons, ", ")
	v.differs = theirs != access.Unknown && ours != access.Unknown && theirs != ours
	return v
}

// whatIfFinding is the answer of Microsoft's What If about everyone.
func (w *world) whatIfFinding(people []int, says map[int]verdicts) report.Finding {
	f := report.Finding{Code: "what-if", Severity: report.OK, Title: "Microsoft’s What If agrees with Handrail"}
	var differ, unknown []string
	why, applies := "", 0
	for _, i := range people {
		name := w.o.People[i].Label()
		switch {
		case says[i].differ():
			differ = append(differ, name)
		case !says[i].known():
			unknown = append(unknown, name)
			for _, v := range says[i] {
				if v.Applies == "unknown" && why == "" {
					why = v.Reason
				}
			}
		case !slices.ContainsFunc(says[i], func(v verdict) bool { return v.Applies != "yes" }):
			applies++
		}
	}
	switch {
	case len(differ) > 0:
		f.Severity, f.Title = report.Warning, "Microsoft’s What If and Handrail disagree about "+
			counted(len(differ), "administrator", "administrators")
		f.Text = strings.Join(differ, ", ") + ". What happens to them is not certain."
		f.Do = "Open What If in the Microsoft Entra admin center, and find out why."
	case len(unknown) > 0:
		f.Severity, f.Title = report.Unknown, "Microsoft’s What If is not known for "+
			counted(len(unknown), "administrator", "administrators")
		f.Text = strings.Join(few(unknown), ", ") + ". " + why
	case len(people) == 0:
		f.Severity, f.Title = report.Note, "Microsoft’s What If was not asked"
		f.Text = "Handrail knows no administrator to ask about."
	default:
		f.Text = fmt.Sprintf("Every policy applies to %d of ", applies) +
			counted(len(people), "administrator", "administrators") + "."
	}
	return f
}
