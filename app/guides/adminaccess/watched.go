package adminaccess

import (
	"slices"
	"strings"

	"handrail/app/report"
)

// result is a result of a report-only policy and how it is shown.
type result struct {
	result   string
	word     string
	severity report.Severity
	text     string
}

// watched are the results, the most serious first (Graph resource
// appliedConditionalAccessPolicy).
var watched = []result{
	{"failure", "Stopped", report.Problem, "was stopped"},
	{"reportOnlyFailure", "Would be stopped", report.Problem, "would have been stopped"},
	{"reportOnlyInterrupted", "Would be asked", report.Warning, "would have been asked for more"},
	{"unknownFutureValue", "Not known", report.Unknown, "had a result that Handrail does not know"},
	{"success", "Let through", report.OK, "was let through"},
	{"reportOnlySuccess", "Would pass", report.OK, "would have passed"},
	{"reportOnlyNotApplied", "Not applied", report.Note, "was not covered"},
	{"notApplied", "Not applied", report.Note, "was not covered"},
	{"notEnabled", "Not applied", report.Note, "was not covered"},
}

// resultOf returns how a result is shown; one that Handrail does not know is not known.
func resultOf(word string) result {
	i := slices.IndexFunc(watched, func(r result) bool { return strings.EqualFold(r.result, word) })
	if i < 0 {
		i = slices.IndexFunc(watched, func(r result) bool { return r.severity == report.Unknown })
	}
	return watched[i]
}

// tally counts the administrators by what is known of them.
type tally struct {
	policies, stopped, none, signed, differs int
	quiet                                    int // people whose background sign-ins were not read
	known                                    bool
}

func (t *tally) add(item report.Entry, differs, signed bool) {
	switch {
	case differs:
		t.differs++
	case item.Severity == report.Unknown:
		t.none++
	}
	if item.Severity == report.Problem {
		t.stopped++
	}
	if signed {
		t.signed++
	}
}

// watchedPerson shows what the policies did to the sign-ins of a person, and what
// Microsoft's What If says. Where it says otherwise than Handrail, nothing is certain.
func (w *world) watchedPerson(i int, excluded bool, log *recorded, says verdicts) report.Entry {
	p := &w.o.People[i]
	item := report.Entry{Title: p.Label(), Severity: report.Unknown, State: "No result",
		About: "No sign-in with these policies in the log."}
	s := log.of(p.ID)
	if excluded {
		item.Severity, item.State, item.About = report.OK, "Excluded", "Both policies exclude this account."
	} else if s != nil {
		item = s.entry(p.Label())
	}
	if says.differ() && (item.Severity == report.OK || item.Severity == report.Note) {
		item.Severity, item.State = report.Unknown, "Not known"
	}
	item.About = strings.TrimSpace(item.About + " " + says.words())
	data := map[string]any{"id": p.ID, "name": p.Name, "upn": p.UPN, "state": item.State}
	if s != nil {
		data["sign-ins"], data["results"], data["background"] = s.signIns, s.results, s.background
		data["reasons"] = s.reasons
	}
	if len(says) > 0 {
		data["what-if"] = says
	}
	item.Data = raw(data)
	return item
}

// watchFinding is the answer to what the policies would have done.
func (w *world) watchFinding(t tally) report.Finding {
	f := report.Finding{Code: "watch", Severity: report.OK}
	switch {
	case t.policies == 0:
		f.Severity, f.Title = report.Unknown, "There are no policies to watch yet"
		f.Text = "Create them on the page before. Nothing was recorded."
	case !t.known:
		f.Severity, f.Title = report.Unknown, "It is not known what the policies would have done"
		f.Text, f.Do = "Handrail could not read the sign-ins or the roles.",
			"Refresh your organisation, then check again."
	case t.stopped > 0:
		f.Severity = report.Problem
		f.Title = counted(t.stopped, "administrator would be stopped", "administrators would be stopped")
		f.Text, f.Do = "The list below shows the reason for each person.", "Help them before you switch the policies on."
	case t.differs > 0:
		f.Severity, f.Title = report.Unknown, "Not certain for "+counted(t.differs, "administrator", "administrators")
		f.Text, f.Do = "Microsoft’s What If and Handrail disagree.", "Find out why before you switch the policies on."
	case t.none > 0:
		f.Severity, f.Title = report.Unknown, "No result yet for "+counted(t.none, "administrator", "administrators")
		f.Text, f.Do = "No result is not a good result.", "Ask them to sign in, then check again tomorrow."
	case !w.rolesKnown:
		f.Severity, f.Title = report.Unknown, "No administrator that Handrail knows would be stopped"
		f.Text = "Handrail could not read all roles. There may be more administrators."
	case t.signed == 0:
		f.Severity, f.Title, f.Text = report.Note, "There is no one to watch",
			"No person that the policies apply to holds one of the roles."
	default:
		f.Title, f.Text = "No administrator would be stopped",
			"Every one of them signed in while the policies recorded."
	}
	if f.Severity == report.OK && t.quiet > 0 {
		f.Text += " Sign-ins in the background are not part of this answer."
	}
	if w.defaults.String() == "yes" && t.policies > 0 {
		f.Text += " Security defaults are still on, so watching is safe."
	}
	return f
}

// of returns what the log has of a person; nil where it has nothing.
func (r *recorded) of(id string) *seen { return r.by[strings.ToLower(id)] }

// findings are since when the log reaches, and what of it was not read.
func (r *recorded) findings() (all []report.Finding) {
	switch {
	case !r.known: // said already
	case r.since.IsZero():
		all = append(all, report.Finding{Code: "log-since", Severity: report.Unknown,
			Title: "Microsoft’s log has no sign-ins", Text: "A sign-in takes a few minutes to show up in the log."})
	default:
		all = append(all, report.Finding{Code: "log-since", Severity: report.Note,
			Title: "The log reaches back to " + dayWords(r.since), Text: "Handrail read no sign-ins before that day."})
	}
	if len(r.quiet) > 0 {
		all = append(all, report.Finding{Code: "background", Severity: report.Unknown,
			Title: "Background sign-ins are not known for " + counted(len(r.quiet), "administrator", "administrators"),
			Text:  strings.Join(few(r.quiet), ", ") + ". " + r.why})
	}
	return all
}

// entry shows the most serious result of a person, with the reasons that Microsoft gives.
func (s *seen) entry(name string) report.Entry {
	for _, one := range watched {
		n := s.words[one.word]
		if n == 0 {
			continue
		}
		text := one.text
		if n > 1 {
			text = strings.Replace(text, "was ", "were ", 1)
		}
		about := counted(n, "sign-in ", "sign-ins ") + text + "."
		for k, why := range s.reasons[one.word] {
			if k == mostReasons {
				about += " There are more reasons."
				break
			}
			about += " " + why.String()
		}
		switch none := s.unclear[one.word]; {
		case none == n:
			about += " The reason is unknown: Microsoft gives no reason."
		case none > 0:
			about += " The reason is unknown for " + counted(none, "sign-in", "sign-ins") + "."
		}
		return report.Entry{Title: name, Severity: one.severity, State: one.word, About: about}
	}
	return report.Entry{Title: name, Severity: report.Unknown, State: "No result"}
}

// mostReasons is how many reasons are shown of a person.
const mostReasons = 2
