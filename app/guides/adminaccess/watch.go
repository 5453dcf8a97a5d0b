package adminaccess

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// seen is what the policies did to the sign-ins of one person: by policy, how often each
// result came.
type seen struct {
	signIns int
	results map[string]int
}

// watched are the results of a report-only policy, the most serious first (Graph resource
// appliedConditionalAccessPolicy), and how they are shown.
var watched = []struct {
	result   string
	word     string
	severity report.Severity
	text     string
}{
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

// watch returns what the report-only policies recorded for each administrator.
func (d deps) watch(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	if fresh, err := d.refresh(ctx, w); err != nil {
		return nil, err
	} else if fresh {
		if err := d.settle(ctx, v, w); err != nil {
			return nil, err
		}
	}
	if err := d.rereadSignIns(ctx, w, progress); err != nil {
		return nil, err
	}
	doc := d.frame("What would the policies have done?")
	if err := d.results(ctx, w, v, doc, progress); err != nil {
		return nil, err
	}
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Done(), nil
}

// results adds the result for each administrator, and the answer.
func (d deps) results(ctx context.Context, w *world, v *guide.Visit, doc *frame.Draft, progress task.Report) error {
	ids := []string{}
	for _, p := range own {
		if row, there := w.named(p.name); there {
			ids = append(ids, row.ID)
			doc.Add(report.Text{Text: fmt.Sprintf("“%s”: %s%s.", p.name, stateWords(row.State), d.age(row))})
		}
	}
	by, known, err := w.results(ctx, ids)
	if err != nil {
		return err
	}
	e := report.Entries{Name: "watched", Title: "Administrators, most serious first"}
	stopped, none, signed := 0, 0, 0
	for _, i := range w.administrators(w.chosen(v)) {
		p := &w.o.People[i]
		item := report.Entry{Title: p.Label(), Severity: report.Unknown, State: "No result",
			About: "No sign-in with these policies in the log."}
		s := by[strings.ToLower(p.ID)]
		if slices.Contains(w.spared(v), p.ID) {
			item.Severity, item.State, item.About = report.OK, "Excluded", "Both policies exclude this account."
		} else if s != nil {
			item = s.entry(p.Label())
		}
		switch item.Severity {
		case report.Problem:
			stopped++
		case report.Unknown:
			none++
		}
		data := map[string]any{"id": p.ID, "name": p.Name, "upn": p.UPN, "state": item.State}
		if s != nil {
			if item.State != "Excluded" {
				signed++
			}
			data["sign-ins"], data["results"] = s.signIns, s.results
		}
		item.Data = raw(data)
		e.Items = append(e.Items, item)
	}
	order := []report.Severity{report.Problem, report.Warning, report.Unknown, report.Note, report.OK}
	slices.SortStableFunc(e.Items, func(a, b report.Entry) int {
		return slices.Index(order, a.Severity) - slices.Index(order, b.Severity)
	})
	strange := w.strangers(w.chosen(v))
	none += len(strange)
	f := w.watchFinding(len(ids), stopped, none, signed, known && (w.rolesKnown || len(e.Items) > 0))
	doc.Find(f)
	doc.Headline(f.Title)
	doc.Add(e)
	value := func(n int) string {
		if !known || len(ids) == 0 || n == 0 && !w.rolesKnown {
			return string(report.Unknown)
		}
		return strconv.Itoa(n)
	}
	doc.Fact("would-be-stopped", "Would be stopped", value(stopped), "")
	doc.Fact("no-result", "No result", value(none), "")
	return nil
}

// age writes since when a policy is there.
func (d deps) age(row tenant.AccessPolicy) string {
	if row.Created.IsZero() {
		return ""
	}
	days := int(d.Now().Sub(row.Created.Time).Hours() / 24)
	if days < 1 {
		return " since today"
	}
	return " for " + counted(days, "day", "days")
}

func (w *world) watchFinding(policies, stopped, none, signed int, known bool) report.Finding {
	f := report.Finding{Code: "watch", Severity: report.OK}
	switch {
	case policies == 0:
		f.Severity, f.Title = report.Unknown, "There are no policies to watch yet"
		f.Text = "Create them on the page before. Nothing was recorded."
	case !known:
		f.Severity, f.Title = report.Unknown, "It is not known what the policies would have done"
		f.Text, f.Do = "Handrail could not read the sign-ins or the roles.",
			"Refresh your organisation, then check again."
	case stopped > 0:
		f.Severity = report.Problem
		f.Title = counted(stopped, "administrator would be stopped", "administrators would be stopped")
		f.Text, f.Do = "The list has the reasons that Microsoft gives.", "Help them before you switch the policies on."
	case none > 0:
		f.Severity, f.Title = report.Unknown, "No result yet for "+counted(none, "administrator", "administrators")
		f.Text, f.Do = "No result is not a good result.", "Ask them to sign in, then check again tomorrow."
	case !w.rolesKnown:
		f.Severity, f.Title = report.Unknown, "No administrator that Handrail knows would be stopped"
		f.Text = "Handrail could not read all roles. There may be more administrators."
	case signed == 0:
		f.Severity, f.Title, f.Text = report.Note, "There is no one to watch",
			"No person that the policies apply to holds one of the roles."
	default:
		f.Title, f.Text = "No administrator would be stopped",
			"Every one of them signed in while the policies recorded."
	}
	if w.defaults.String() == "yes" && policies > 0 {
		f.Text += " Security defaults are still on, so watching is safe."
	}
	return f
}

// results counts what policies did to the sign-ins of each person, by ID.
func (w *world) results(ctx context.Context, policies []string) (by map[string]*seen, known bool, err error) {
	if err := w.have.Also(ctx, tenant.SectionSignIns); err != nil {
		return nil, false, err
	}
	w.gaps()
	if _, known := w.have.Gap(tenant.SectionSignIns); !known {
		return nil, false, nil
	}
	by = map[string]*seen{}
	return by, true, tenant.Each(ctx, w.have, tenant.SectionSignIns, func(s tenant.SignIn) error {
		id, got := strings.ToLower(string(s.User)), map[string]bool{}
		for _, p := range s.Policies {
			if slices.ContainsFunc(policies, func(own string) bool { return p.ID.Is(own) }) {
				got[string(p.Result)] = true
			}
		}
		if len(got) > 0 && by[id] == nil {
			by[id] = &seen{results: map[string]int{}}
		}
		if len(got) > 0 {
			by[id].signIns++
		}
		for result := range got {
			by[id].results[result]++
		}
		return nil
	})
}

// entry shows the most serious result of a person.
func (s *seen) entry(name string) report.Entry {
	item := report.Entry{Title: name, Severity: report.Unknown, State: "Not known",
		About: "Microsoft gives a result that Handrail does not know."}
	for _, one := range watched {
		if n := s.results[one.result]; n > 0 {
			item.Severity, item.State = one.severity, one.word
			item.About = counted(n, "sign-in ", "sign-ins ") + one.text + ". Microsoft gives no reason here."
			return item
		}
	}
	return item
}

func indent(body []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return string(body)
	}
	return b.String()
}
