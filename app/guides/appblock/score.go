package appblock

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"handrail/app/device/appblock"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// chosen returns the chosen score.
func chosen(v *guide.Visit) int {
	n, err := strconv.Atoi(v.Answer(askScore))
	if err != nil {
		return 0
	}
	return n
}

// lookScore shows what the chosen score stops.
func (d deps) lookScore(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	const title = "What does this score stop?"
	doc := d.draft(v, title)
	if !w.show(doc, v, title, true) {
		return doc.Done(), nil
	}
	doc.Add(w.stays(), w.collateral(chosen(v)))
	return doc.Done(), nil
}

// show adds the answer for the chosen score, the curve and the facts; false if nothing is known.
func (w *world) show(doc *frame.Draft, v *guide.Visit, title string, drawn bool) bool {
	doc.Find(w.gaps(v)...)
	if !w.known {
		for _, f := range []string{"blocked", "stays", "collateral"} {
			doc.Fact(f, labels[f], string(report.Unknown), "Not known")
		}
		return false
	}
	score := chosen(v)
	levels := appblock.Curve(w.apps, w.needs)
	level := levels[score]
	beyond := appblock.Beyond(w.apps, score, w.needs)
	lead := blocks(level, len(w.apps))
	if n := len(beyond); n > 0 {
		lead += ", but the list stops nothing of " + guide.Figures(n)
	}
	doc.Headline(lead)
	doc.Add(report.Path{Caption: title, Verdict: lead, Why: people(level)})
	if drawn {
		doc.Add(curve(levels, w.wantedAt(), len(w.apps), score))
	}
	hit := appblock.FindCollateral(w.apps, score, w.needs)
	doc.Fact("blocked", labels["blocked"], strconv.Itoa(level.Apps), guide.Figures(level.Apps))
	doc.Fact("stays", labels["stays"], strconv.Itoa(len(w.apps)-levels[appblock.MaxScore].Apps), "")
	doc.Fact("collateral", labels["collateral"], strconv.Itoa(wanted(hit)), "")
	rows, _ := appblock.Rows(appblock.Blocked(w.apps, score, w.needs), appblock.Spared(w.apps, score, w.needs), "",
		time.Time{})
	doc.Fact("domains", "Addresses in the list", strconv.Itoa(len(rows)), guide.Figures(len(rows)))
	doc.Fact("not-stopped", "Apps of which the list stops nothing", strconv.Itoa(len(beyond)), "")
	doc.Fact("people-least", "People, at least", known(level.PeopleLeast, level.Apps > 0 &&
		level.PeopleUnknown == level.Apps), "")
	doc.Fact("people-most", "People, at most", known(level.PeopleMost, level.PeopleUnknown > 0), "")
	doc.Fact("people-unknown", "Apps of which the people are not known", strconv.Itoa(level.PeopleUnknown), "")
	doc.Fact("transactions", "Transactions", known(int(level.Transactions), level.TransactionsUnknown > 0), "")
	if n := wanted(hit); n > 0 {
		doc.Find(report.Finding{Code: "collateral", Severity: report.Warning,
			Title: "This also stops " + guide.Count(n, "app", "apps") + " that you may want",
			Text:  "They have addresses under the blocked ones.",
			Do:    "Name those that you need in “Review the apps”. Then the address above them stays open."})
	}
	if len(beyond) > 0 {
		doc.Find(report.Finding{Code: "no-address", Severity: report.Warning,
			Title: "The list stops nothing of " + guide.Count(len(beyond), "app", "apps"),
			Text:  "No address is known, or each of them is left out: " + short(names(beyond)) + ".",
			Do:    "Block these in Microsoft Defender, if your licence allows it."})
	}
	doc.Find(w.spared(doc, score)...)
	doc.Find(w.shared(score)...)
	doc.Findings("", "")
	return true
}

var labels = map[string]string{"blocked": "Apps blocked", "stays": "Apps that stay at any score",
	"collateral": "Wanted apps that stop too"}

// known returns a count as a fact.
func known(n int, missing bool) string {
	if missing {
		return string(report.Unknown)
	}
	return strconv.Itoa(n)
}

// wanted returns how many apps are stopped by the addresses of others.
func wanted(all []appblock.Collateral) int {
	seen := map[string]bool{}
	for _, c := range all {
		seen[c.App.ID+"\x00"+c.App.Name] = true
	}
	return len(seen)
}

// spared returns a finding for the addresses that stay open because a needed app is under them.
func (w *world) spared(doc *frame.Draft, score int) []report.Finding {
	all := appblock.Spared(w.apps, score, w.needs)
	doc.Fact("spared", "Addresses that stay open for apps that you need", strconv.Itoa(len(all)), "")
	var why []string
	for _, d := range slices.Sorted(maps.Keys(all)) {
		why = append(why, d+" for "+all[d].Label())
	}
	if len(why) == 0 {
		return nil
	}
	return []report.Finding{{Code: "spared", Severity: report.Note,
		Title: guide.Count(len(all), "address stays", "addresses stay") + " open for apps that you need",
		Text:  "The apps that they belong to stay open in part: " + short(why) + "."}}
}

// shared returns a finding for the addresses that many organisations share.
func (w *world) shared(score int) []report.Finding {
	all := appblock.SharedDomains(appblock.Blocked(w.apps, score, w.needs))
	if len(all) == 0 {
		return nil
	}
	return []report.Finding{{Code: "shared-domain", Severity: report.Warning,
		Title: "Handrail leaves " + guide.Count(len(all), "address", "addresses") + " out of the list",
		Text:  "Many organisations have their own names under " + short(all) + ".",
		Do:    "To block such an app, add its full address in Microsoft Defender yourself."}}
}

// stays lists the apps that stay allowed at any score, by their reason.
func (w *world) stays() report.Table {
	t := report.Table{Columns: []string{"Apps", "Why they stay", "Which"}, Right: []bool{true}}
	n := 0
	for _, c := range []struct {
		class appblock.Class
		word  string
	}{{appblock.Needed, "You need them"}, {appblock.Sanctioned, "Approved by you"},
		{appblock.Protected, "Microsoft lets no one block them"}, {appblock.Unscored, "No score: decide one by one"}} {
		apps := appblock.Of(w.apps, c.class, w.needs)
		if n += len(apps); len(apps) > 0 {
			t.Rows = append(t.Rows, []string{guide.Figures(len(apps)), c.word, short(names(apps))})
		}
	}
	t.Title = guide.Count(n, "app stays", "apps stay") + " allowed at any score"
	return t
}

// collateral lists the wanted apps that a score also stops.
func (w *world) collateral(score int) report.Table {
	hit := appblock.FindCollateral(w.apps, score, w.needs)
	t := report.Table{Title: "This also stops " + guide.Count(wanted(hit), "app", "apps") + " that you may want",
		Columns: []string{"App", "People", "Under", "That app", "What stops"}}
	for _, c := range hit {
		what := fmt.Sprintf("%d of its %s: %s", len(c.Stopped), guide.Count(len(c.App.Domains), "address", "addresses"),
			short(c.Stopped))
		if c.All() {
			what = "All of it"
		}
		t.Rows = append(t.Rows, []string{c.App.Label(), count(c.App), c.Domain,
			fmt.Sprintf("%s, score %d", c.By.Label(), c.By.Score), what})
	}
	return t
}

// count returns how many people use an app.
func count(a appblock.App) string {
	if !a.PeopleKnown {
		return "Not known"
	}
	return guide.Figures(a.People)
}

func names(apps []appblock.App) (all []string) {
	for _, a := range apps {
		all = append(all, a.Label())
	}
	return all
}

// short returns the first of some names.
func short(all []string) string { return guide.Some(all, 4) }
