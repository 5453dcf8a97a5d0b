package appblock

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"handrail/app/device/appblock"
	"handrail/app/guide"
	"handrail/app/report"
)

// gigabyte is how many bytes a figure of the traffic stands for.
const gigabyte = 1 << 30

// wantedAt is how many wanted apps stop too, at each score.
type wantedAt [appblock.MaxScore + 1]int

// wantedAt counts the wanted apps at each score.
func (w *world) wantedAt() (all wantedAt) {
	for score := range all {
		all[score] = wanted(appblock.FindCollateral(w.apps, score, w.needs))
	}
	return all
}

// curve returns the figures at each score, with what each score means. total is the number of apps.
func curve(levels [appblock.MaxScore + 1]appblock.Level, too wantedAt, total, chosen int) report.Levels {
	b := report.Levels{Axis: "Score", Chosen: chosen}
	rows := []report.LevelRow{{Name: "blocked", Label: "Apps blocked"}, {Name: "people-least", Label: "People, at least"},
		{Name: "people-unknown", Label: "Apps, people unknown", Unknown: true},
		{Name: "traffic", Label: "Traffic in GB"}, {Name: "collateral", Label: "Wanted apps too"}}
	for i, l := range levels {
		add := func(row int, value float64, text string, missing bool) {
			r := &rows[row]
			r.Values, r.Texts = append(r.Values, value), append(r.Texts, text)
			r.NotKnown = append(r.NotKnown, missing)
		}
		count := func(row, n int, missing bool) { add(row, float64(n), guide.Figures(n), missing) }
		count(0, l.Apps, false)
		count(1, l.PeopleLeast, l.Apps > 0 && l.PeopleUnknown == l.Apps)
		count(2, l.PeopleUnknown, false)
		gb := gigabytes(l.Traffic)
		add(3, gb, traffic(gb), l.TrafficUnknown > 0)
		count(4, too[i], false)
		b.Labels = append(b.Labels, strconv.Itoa(i))
		b.Words = append(b.Words, report.LevelWord{Name: fmt.Sprintf("%d or lower", i), Title: blocks(l, total),
			Text: people(l)})
	}
	b.Rows = rows
	return b
}

// gigabytes returns bytes in gigabytes with one decimal; what is more than nothing is at least 0.1.
func gigabytes(bytes int64) float64 {
	gb := math.Round(float64(bytes)/gigabyte*10) / 10
	if bytes > 0 {
		gb = max(gb, 0.1)
	}
	return gb
}

// traffic writes gigabytes: one decimal where that says more.
func traffic(gb float64) string {
	if gb >= 10 || gb == 0 {
		return strconv.FormatFloat(gb, 'f', 0, 64)
	}
	return strconv.FormatFloat(gb, 'f', 1, 64)
}

// blocks returns the answer in one line.
func blocks(l appblock.Level, total int) string {
	return fmt.Sprintf("Score %d or lower would block %s of %s", l.Score, guide.Figures(l.Apps),
		guide.Count(total, "app", "apps"))
}

// people returns how many people use the apps of a level. People of several apps are never added.
func people(l appblock.Level) string {
	switch {
	case l.Apps == 0:
		return "No app that can be blocked has such a score."
	case l.PeopleUnknown == l.Apps:
		return "How many people use them is not known."
	case l.PeopleUnknown > 0:
		return fmt.Sprintf("At least %s them. For %s of the %s, people are not known.", uses(l.PeopleLeast),
			guide.Figures(l.PeopleUnknown), guide.Count(l.Apps, "app", "apps"))
	case l.PeopleMost > l.PeopleLeast:
		return fmt.Sprintf("At least %s them, and at most %s: some may use several.", uses(l.PeopleLeast),
			guide.Figures(l.PeopleMost))
	}
	return strings.ToUpper(uses(l.PeopleLeast)[:1]) + uses(l.PeopleLeast)[1:] + " them."
}

func uses(n int) string { return guide.Count(n, "person uses", "people use") }
