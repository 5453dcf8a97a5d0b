package adminaccess

import (
	"context"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
)

// askTests is the answer with the days on which someone tested emergency access accounts.
// Stored with every visit.
const askTests = "emergency-tests"

// memoTests is the kind of the memo with these days, by the ID of the account. Stored.
const memoTests = "admin-access-emergency-tests"

func (d deps) testsQuestion() guide.Ask {
	return ask.Optional(ask.Lines(askTests, ask.Words{Label: "When did you last test them?",
		Hint: "One per line: the sign-in name, then the day. For example em1@example.org 2026-10-31.",
		Help: "Without Entra ID P1, Microsoft does not show their last sign-in. Handrail remembers the day that you write."},
		ask.Checked(d.validTests)))
}

func (d deps) validTests(text string) error {
	for _, row := range ask.Rows(text) {
		switch e, ok := endOf(row); {
		case !ok:
			return app.Errorf(app.Invalid, "Write the sign-in name, a blank, and year, month and day.",
				"“%.60s” has no name or no day.", row)
		case e.at().After(d.Now()):
			return app.Errorf(app.Invalid, "Write the day of a test that you made.", "“%.60s” is still to come.", row)
		}
	}
	return nil
}

// recallTests puts the day of the latest test that someone wrote for each account into w: in
// this visit, or in an earlier one of this organisation.
func (d deps) recallTests(ctx context.Context, v *guide.Visit, w *world) error {
	w.tests = map[string]time.Time{}
	take := func(id, day string) {
		if e := (end{Day: day}); e.at().After(w.tests[strings.ToLower(id)]) && !e.at().After(d.Now()) {
			w.tests[strings.ToLower(id)] = e.at()
		}
	}
	org, err := d.organisation(ctx)
	if err == nil && org != "" && d.Observations != nil {
		memos, err := d.Observations.Recall(ctx, memoTests, org)
		if err != nil {
			return err
		}
		for _, m := range memos {
			var days map[string]string
			if m.Key != v.ID && jsonInto([]byte(m.Value), &days) {
				for id, day := range days {
					take(id, day)
				}
			}
		}
	}
	for id, day := range w.testsOf(v) {
		take(id, day)
	}
	return err
}

// testsOf returns the days of the answer of a visit, by the ID of the account.
func (w *world) testsOf(v *guide.Visit) map[string]string {
	days := map[string]string{}
	for _, row := range ask.Rows(v.Answer(askTests)) {
		e, ok := endOf(row)
		if i := w.position(e.Name); ok && i >= 0 && e.Day > days[w.o.People[i].ID] {
			days[w.o.People[i].ID] = e.Day
		}
	}
	return days
}

// testsOfNoOne is about names with a test that are no account's.
func (w *world) testsOfNoOne(v *guide.Visit) (all []report.Finding) {
	for _, row := range ask.Rows(v.Answer(askTests)) {
		if e, ok := endOf(row); ok && w.position(e.Name) < 0 && w.peopleKnown() {
			all = append(all, report.Finding{Code: "test-no-account", Severity: report.Warning, Subject: e.Name,
				Title: "No account has the name “" + e.Name + "”", Text: "Its test counts for no account.",
				Do: "Check the sign-in name in the list of tests."})
		}
	}
	return all
}

// rememberTests saves the days of a visit for the next ones; none takes the place of earlier
// ones.
func (d deps) rememberTests(ctx context.Context, v *guide.Visit, w *world) error {
	org, err := d.organisation(ctx)
	if err != nil || org == "" || d.Observations == nil {
		return err
	}
	var before map[string]string
	days := w.testsOf(v)
	_, had, err := guide.LastRecord(ctx, d.Observations, memoTests, org, &before, v.ID)
	if err != nil || len(days) == 0 && !had {
		return err
	}
	return guide.SaveRecord(ctx, d.Observations, memoTests, org, v.ID, days, d.Now())
}
