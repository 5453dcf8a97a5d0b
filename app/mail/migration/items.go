package migration

import (
	"cmp"
	"slices"
	"strings"

	"handrail/app/powershell"
)

// itemsOf returns the skipped items of a row, and whether the list is complete as far as
// the row shows it. A move request has them in its report.
func itemsOf(r powershell.Row, f powershell.Field) (items []powershell.Row, whole bool) {
	if f.Name != fieldMoveItems.Name {
		if f.State(r) != powershell.Given {
			return nil, f.State(r) == powershell.Empty || f.State(r) == powershell.Null
		}
		return r.Rows(f.Name)
	}
	reports, whole := r.Rows(f.Name)
	if len(reports) != 1 {
		return nil, false
	}
	for _, name := range []string{"BadItems", "LargeItems"} {
		switch reports[0].State(name) {
		case powershell.Given:
			some, all := reports[0].Rows(name)
			items, whole = append(items, some...), whole && all
		case powershell.Part, powershell.Absent:
			whole = false
		}
	}
	return items, whole
}

// list sets the losses of p, and what is known of the list.
func (p *Person) list(items []powershell.Row, whole bool) {
	p.Losses = grouped(items)
	n := int64(len(items))
	switch {
	case n > 0 && whole && p.Skipped.Known && n >= p.Skipped.N:
		p.List = ListWhole
	case n > 0:
		p.List = ListPart
	case p.Skipped == Count{0, true}:
		p.List = ListNone
	case p.Skipped.Known:
		p.List = ListLost
	default:
		p.List = ListOpen
	}
}

// grouped counts items by kind and folder, most items first.
func grouped(items []powershell.Row) (all []Loss) {
	at := map[Loss]int{}
	for _, r := range items {
		one := Loss{Kind: r.Text("Kind"), Folder: r.Text("FolderName")}
		i, ok := at[one]
		if !ok {
			i = len(all)
			at[one] = i
			all = append(all, one)
		}
		all[i].Items++
	}
	slices.SortStableFunc(all, func(a, b Loss) int {
		return cmp.Or(order[family(a.Kind)]-order[family(b.Kind)], cmp.Compare(b.Items, a.Items),
			strings.Compare(a.Kind, b.Kind), strings.Compare(a.Folder, b.Folder))
	})
	return all
}

// The families of items, what people miss most first.
const (
	familyItem       = "item"
	familyFolder     = "folder"
	familyOther      = "other"
	familySetting    = "setting"
	familyPermission = "permission"
)

var order = map[string]int{familyItem: 0, familyFolder: 1, familyOther: 2, familySetting: 3, familyPermission: 4}

// family returns what a kind of item is; "other" for a kind that Handrail does not know.
func family(kind string) string {
	if w, ok := meaning("kind", kind); ok {
		return w.means
	}
	return familyOther
}

// KindText returns a kind of item in words; Microsoft's word where Handrail does not know it.
func KindText(kind string, n int) string {
	w, ok := meaning("kind", kind)
	switch {
	case !ok && kind == "":
		return "kind not named"
	case !ok:
		return kind
	case n == 1:
		return w.one
	}
	return w.many
}

// Content is how many items of each family a list has.
type Content struct{ Items, Folders, Permissions, Settings, Others int }

// Content returns what the list of p has. It is all that was skipped only if the list is
// whole.
func (p *Person) Content() (c Content) { return contentOf(p.Losses) }

func contentOf(all []Loss) (c Content) {
	for _, l := range all {
		switch family(l.Kind) {
		case familyItem:
			c.Items += l.Items
		case familyFolder:
			c.Folders += l.Items
		case familyPermission:
			c.Permissions += l.Items
		case familySetting:
			c.Settings += l.Items
		default:
			c.Others += l.Items
		}
	}
	return c
}
