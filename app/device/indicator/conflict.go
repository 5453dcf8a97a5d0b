package indicator

import (
	"slices"
	"strings"
	"time"
)

// Conflict is an item that several rows are about.
type Conflict struct {
	Item    string
	Rows    []int  // indexes in the list
	Winner  Action // "" if Microsoft does not say which row wins
	Differs bool   // the rows have different actions; if not, all but one are superfluous
}

// order is which action wins on the same item: Allow, then Warn, then Block (Microsoft Learn,
// "Indicator IP URL and domain policy conflict handling order"). Where Audit stands, no page says.
func order(a Action) int { return slices.Index([]Action{Block, Warn, Allow}, a) }

// Conflicts returns the items that several rows are about, for the same devices, in the order of
// the list. Expired rows and rows that cannot be read take no part.
func Conflicts(rows []Indicator, now time.Time) (all []Conflict) {
	at := map[string]int{}
	for n, one := range rows {
		item := one.Item()
		if item == "" || one.Expired(now) {
			continue
		}
		key := item + "\x00" + groupKey(one.Groups)
		place, seen := at[key]
		if !seen {
			at[key] = len(all)
			all = append(all, Conflict{Item: item, Rows: []int{n}, Winner: one.Action})
			continue
		}
		c := &all[place]
		c.Rows = append(c.Rows, n)
		if one.Action != rows[c.Rows[0]].Action {
			c.Differs = true
		}
	}
	all = slices.DeleteFunc(all, func(c Conflict) bool { return len(c.Rows) < 2 })
	for i := range all {
		all[i].Winner = winner(rows, all[i].Rows)
	}
	return all
}

// winner returns the action that wins among rows about one item; "" if no page says it.
func winner(rows []Indicator, of []int) Action {
	best := rows[of[0]].Action
	for _, n := range of[1:] {
		a := rows[n].Action
		switch {
		case a == best:
		case order(a) < 0 || order(best) < 0 || !rows[n].Type.Network():
			return ""
		case order(a) > order(best):
			best = a
		}
	}
	return best
}

// groupList returns the device groups of a row in lower case, sorted; none are all devices.
func groupList(groups string) (all []string) {
	for g := range strings.SplitSeq(groups, ",") {
		if g = strings.ToLower(strings.TrimSpace(g)); g != "" {
			all = append(all, g)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func groupKey(groups string) string { return strings.Join(groupList(groups), ",") }
