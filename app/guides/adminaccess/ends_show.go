package adminaccess

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// finding describes how an exclusion stands.
func (e end) finding(s standing, now time.Time) report.Finding {
	day := dayWords(e.at())
	f := report.Finding{Code: "exclusion-ends", Severity: report.Note, Subject: e.Name, Step: stepEnds,
		Title: "The exclusion of " + e.Name + " ends on " + day, Text: "Until then: " + inWords(s.by) + "."}
	switch {
	case e.ID == "" && s.is == access.No:
		f.Code, f.Severity, f.Title = "exclusion-no-account", report.Warning, "No account has the name “"+e.Name+"”"
		f.Text, f.Do = "Its exclusion was to end on "+day+".", "Check the sign-in name in the list of exclusions."
	case e.due(now) && s.is == access.Yes:
		f.Code, f.Severity = "exclusion-due", report.Warning
		f.Title = "The exclusion of " + e.Name + " ended on " + day + " and still applies"
		f.Text, f.Do = "It is in "+inWords(s.by)+".", "End it in the step “End exclusions”."
	case e.due(now) && s.is == access.No:
		f.Code, f.Severity, f.Title = "exclusion-ended", report.OK, "The exclusion of "+e.Name+" has ended"
		f.Text = "No policy excludes this account any more: by name, through a group or role, or as a guest."
	case s.is == access.Unknown:
		f.Code, f.Severity = "exclusion-unknown", report.Unknown
		f.Title = "It is not known whether " + e.Name + " is excluded"
		f.Text, f.Do = "It was to end on "+day+".", "Refresh your organisation, then check again."
	case s.is == access.No:
		f.Code, f.Title = "not-excluded", e.Name+" is not excluded"
		f.Text = "No policy excludes this account: by name, through a group or role, or as a guest."
	}
	return f
}

func inWords(words []string) string { return strings.Join(few(words), ", ") }

// exclusions returns which exclusions with a day still apply, and saves the days for Home.
func (d deps) exclusions(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, fresh, err := d.loadFresh(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Which exclusions end?")
	if err := w.endLines(ctx, v, doc, d.Now(), fresh); err != nil {
		return nil, err
	}
	if err := d.remember(ctx, v, w.ends(v)); err != nil {
		doc.Find(frame.NotKnown("reminder-not-saved", "Handrail cannot remind you on Home", err))
	}
	doc.Find(frame.NotRead(w.missing)...)
	if !fresh {
		doc.Find(frame.Doubtful(w.doubtful)...)
	}
	return doc.Answered(), ctx.Err()
}

// remember saves the days for Home; none takes the place of earlier ones.
func (d deps) remember(ctx context.Context, v *guide.Visit, all []end) error {
	org, err := d.organisation(ctx)
	if err != nil {
		return err
	}
	var before []end
	_, had, err := guide.LastRecord(ctx, d.Observations, memoEnds, org, &before, v.ID)
	if err != nil || len(all) == 0 && !had {
		return err
	}
	return guide.SaveRecord(ctx, d.Observations, memoEnds, org, v.ID, all, d.Now())
}

// endLines adds each exclusion with a day.
func (w *world) endLines(ctx context.Context, v *guide.Visit, doc *frame.Draft, now time.Time, fresh bool) error {
	all := w.ends(v)
	table := report.Table{Title: "Exclusions with an end", Columns: []string{"Person", "Ends", "Still applies", "In"}}
	due, unknown := 0, 0
	for _, e := range all {
		s, err := w.standsNow(ctx, e, now, fresh)
		if err != nil {
			return err
		}
		f := e.finding(s, now)
		doc.Find(f)
		switch f.Code {
		case "exclusion-due":
			due++
		case "exclusion-unknown":
			unknown++
		}
		table.Rows = append(table.Rows, []string{e.Name, dayWords(e.at()), yesNo[s.is], strings.Join(s.by, ", ")})
	}
	value := strconv.Itoa(due)
	if due == 0 && unknown > 0 {
		value = string(report.Unknown)
	}
	switch {
	case len(all) == 0:
		doc.Find(report.Finding{Code: "no-exclusion-ends", Severity: report.Note,
			Title: "You gave no exclusion an end", Text: "Handrail reminds you only of exclusions with a day."})
		doc.Headline("You gave no exclusion an end")
	case due > 0:
		doc.Headline(counted(due, "exclusion has ended and still applies", "exclusions have ended and still apply"))
	case unknown > 0:
		doc.Headline("It is not known which exclusions still apply")
	default:
		doc.Headline("No exclusion applies longer than it should")
	}
	doc.Add(table)
	doc.Fact("exclusions-dated", "Exclusions with an end", strconv.Itoa(len(all)), "")
	doc.Fact("exclusions-due", "Ended, and still apply", value, "")
	return nil
}

var yesNo = map[access.Answer]string{access.Yes: "Yes", access.No: "No", access.Unknown: "Not known"}

// endThem hands over the steps that take back what is due and what Handrail does not change.
func (d deps) endThem(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	w, fresh, err := d.loadFresh(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	h := &guide.Handover{Done: "I have ended the exclusions", Links: []guide.Link{{Title: "Open the policies",
		URL: policiesPage}}}
	open, itself := false, map[string]bool{}
	for _, t := range d.takeBack(w, v) {
		itself[t.was.ID] = d.runner().Can()
	}
	for _, e := range w.ends(v) {
		s, err := w.standsNow(ctx, e, d.Now(), fresh)
		if err != nil {
			return nil, err
		}
		if e.due(d.Now()) {
			for _, p := range w.policies {
				if todo := s.named[p.ID]; todo != "" && !itself[p.ID] {
					h.Todo = append(h.Todo, todo)
				}
			}
			h.Todo = append(h.Todo, s.undo...)
			open = open || s.is == access.Unknown
		}
	}
	switch {
	case len(h.Todo) > 0:
		h.Todo = append(h.Todo, "Come back to this page, and check again.")
		return h, nil
	case open:
		return &guide.Handover{Nothing: "It is not known which exclusions still apply.", Done: "Continue"}, nil
	}
	return &guide.Handover{Nothing: "No exclusion needs a step by hand.", Done: "Continue"}, nil
}

const policiesPage = "https://entra.microsoft.com/" +
	"#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies"

// endNotices returns what Home shows of the exclusions with a day, of every visit.
func (d deps) endNotices(ctx context.Context, org string, visits []guide.Visit) (all []guide.Notice, err error) {
	if d.Observations == nil {
		return nil, ctx.Err()
	}
	memos, err := d.Observations.Recall(ctx, memoEnds, org)
	if err != nil {
		return nil, err
	}
	said := map[end]bool{}
	var w *world
	for _, m := range memos {
		k := slices.IndexFunc(visits, func(v guide.Visit) bool { return v.ID == m.Key })
		var ends []end
		if k < 0 || !jsonInto([]byte(m.Value), &ends) || len(ends) == 0 {
			continue
		}
		if w == nil {
			if w, err = d.load(ctx, &visits[k], nil); err != nil {
				return nil, err
			}
		}
		for _, e := range ends {
			if e.ID == "" { // an account that was made since
				if i := w.position(e.Name); i >= 0 {
					e.ID, e.Name = w.o.People[i].ID, w.o.People[i].Label()
				}
			}
			if said[e] {
				continue
			}
			said[e] = true
			s, err := w.stands(ctx, e)
			if err != nil {
				return nil, err
			}
			all = append(all, w.notice(e, s, m.Key, d.Now())...)
		}
	}
	return all, ctx.Err()
}

// notice is what Home shows of one exclusion: a day to come waits; what is over is not shown.
func (w *world) notice(e end, s standing, visit string, now time.Time) []guide.Notice {
	f := e.finding(s, now)
	if !w.upToDate(now) && e.due(now) { // the policies may have changed since they were read
		f = e.finding(standing{}, now)
	}
	if f.Code == "exclusion-ends" || !e.due(now) && f.Severity == report.Unknown {
		return []guide.Notice{{Visit: visit, Step: stepEnds, Code: "exclusion-ends", Severity: report.Note,
			Title: f.Title, Text: f.Text, At: e.at()}}
	}
	return guide.NoticesOf(visit, stepEnds, []report.Finding{f})
}

// standsNow returns how an exclusion stands. That it is gone needs policies that were read
// lately, at the last try.
func (w *world) standsNow(ctx context.Context, e end, now time.Time, fresh bool) (standing, error) {
	s, err := w.stands(ctx, e)
	if s.is == access.No && e.ID != "" && !fresh && !w.upToDate(now) {
		s.is = access.Unknown
	}
	return s, err
}

// upToDate reports whether the policies were read at the last try, and not long ago.
func (w *world) upToDate(now time.Time) bool {
	return len(frame.NotSince(w.doubtful, now, longAgo, tenant.SectionAccess)) == 0
}
