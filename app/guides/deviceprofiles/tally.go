package deviceprofiles

import (
	"slices"
	"strconv"
	"strings"

	"handrail/app/device/dynrule"
	"handrail/app/identity/access"
	"handrail/app/report"
)

// tally is what a rule makes of all devices.
type tally struct {
	taken, uncertain, differ []device
	missed                   []device // you mean them, and the rule does not take them
	rows                     []collision
	mean                     int
}

// collision is a profile name of which the rule takes devices, or that you mean.
type collision struct {
	name
	mean            bool
	taken, not, may int
}

// tally returns what a rule makes of all devices.
func (w *world) tally(rule *dynrule.Rule, names []string) tally {
	var t tally
	at := map[string]int{}
	for _, d := range w.devices {
		key := strings.ToLower(d.Profile)
		i, seen := at[key]
		if !seen {
			i = len(t.rows)
			at[key] = i
			t.rows = append(t.rows, collision{name: name{Profile: d.Profile}, mean: has(names, d.Profile)})
		}
		row := &t.rows[i]
		row.Devices = append(row.Devices, d)
		if row.mean {
			t.mean++
		}
		if first, other := rule.Readings(d.values); first.Answer != other.Answer {
			t.differ = append(t.differ, d)
		}
		switch rule.Evaluate(d.values).Answer {
		case access.Yes:
			row.taken++
			t.taken = append(t.taken, d)
		case access.No:
			row.not++
			if row.mean {
				t.missed = append(t.missed, d)
			}
		default:
			row.may++
			t.uncertain = append(t.uncertain, d)
		}
	}
	t.rows = slices.DeleteFunc(t.rows, func(c collision) bool { return c.taken+c.may == 0 && !c.mean })
	slices.SortStableFunc(t.rows, func(a, b collision) int { return a.order() - b.order() })
	return t
}

// order puts the worst first, and what you chose last.
func (c collision) order() int {
	switch {
	case c.mean:
		return 3
	case c.selfNamed():
		return 0
	case c.taken > 0:
		return 1
	}
	return 2
}

// state returns what a row of the table says.
func (c collision) state() string {
	switch {
	case c.mean && c.taken == len(c.Devices):
		return "You chose this"
	case c.mean && c.may > 0:
		return "You chose this, not certain"
	case c.mean:
		return "You chose this, not taken"
	case c.selfNamed():
		return "Anyone can join"
	case c.taken > 0:
		return "Also taken"
	}
	return "Not certain"
}

// also returns how many devices the rule takes that you did not choose.
func (t tally) also() (n int) {
	for _, c := range t.rows {
		if !c.mean {
			n += c.taken
		}
	}
	return n
}

func (t tally) table() report.Table {
	table := report.Table{Title: "This rule also takes these", Columns: []string{"State", "Profile name", "Devices"},
		Right: []bool{false, false, true}}
	if t.also()+len(t.uncertain) == 0 {
		table.Title = "This rule takes these"
	}
	for _, c := range t.rows {
		label := c.Profile
		if label == "" {
			label = "Without a profile name"
		}
		n := len(c.Devices)
		if !c.mean {
			n = c.taken + c.may
		}
		table.Rows = append(table.Rows, []string{c.state(), label, strconv.Itoa(n)})
	}
	return table
}
