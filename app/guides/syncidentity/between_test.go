package syncidentity

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// direct sets who is in a group itself: the account, or other groups.
func direct(w *guidetest.World, group string, members ...string) {
	var rows []string
	for _, m := range members {
		kind := "group"
		if m == "s1" {
			kind = "user"
		}
		rows = append(rows, `{"@odata.type":"#microsoft.graph.`+kind+`","id":"`+m+`"}`)
	}
	w.Office.Add(tenant.DirectMembersSection(group), rows...)
}

// TestGroupsBetween: how many groups lie between is said only where every group on the way was
// read, and a group that is refused stops no check.
func TestGroupsBetween(t *testing.T) {
	for name, c := range map[string]struct {
		says string
		make func(*guidetest.World)
	}{
		"a member": {"", func(w *guidetest.World) { direct(w, "outer", "inner", "s1") }},
		"the shorter of two ways": {"through 1 group between", func(w *guidetest.World) {
			direct(w, "outer", "far", "near")
			direct(w, "far", "farther")
			direct(w, "farther", "s1")
			direct(w, "near", "s1")
		}},
		"a loop without the account": {"", func(w *guidetest.World) {
			direct(w, "outer", "inner")
			direct(w, "inner", "outer")
		}},
		"the group is refused": {"", func(*guidetest.World) {}},
		"a shorter way may lead through a group that is refused": {"", func(w *guidetest.World) {
			direct(w, "outer", "hidden", "far")
			direct(w, "far", "farther")
			direct(w, "farther", "s1")
		}},
		"a shorter way may lead through a group that was read long ago": {"", func(w *guidetest.World) {
			direct(w, "outer", "hidden", "far")
			direct(w, "hidden")
			st := w.Office.States[tenant.DirectMembersSection("hidden")]
			st.Completed = guidetest.Noon.AddDate(-1, 0, 0)
			w.Office.States[tenant.DirectMembersSection("hidden")] = st
			direct(w, "far", "farther")
			direct(w, "farther", "s1")
		}},
		"another group of the same level is refused": {"through 1 group between", func(w *guidetest.World) {
			direct(w, "outer", "hidden", "near")
			direct(w, "near", "s1")
		}},
	} {
		w := made(recent, []string{holder("s1", "user", role)}, on(`"excludeGroups":["outer"]`))
		group(w, "outer", "s1")
		w.Office.Unread(tenant.DirectMembersSection("outer"), tenant.DirectMembersSection("hidden"))
		c.make(w)
		for n, progress := range []task.Report{none, nil} { // nil: only what is saved
			doc, err := deps{w.Services()}.policies(t.Context(), &guide.Visit{}, progress)
			if err != nil {
				t.Error(name, n, err)
				continue
			}
			said := ""
			for _, b := range doc.Blocks {
				e, _ := b.(report.Entries)
				for _, item := range e.Items {
					said += item.State
				}
			}
			if strings.Contains(said, "between") != (c.says != "") || !strings.Contains(said, c.says) {
				t.Errorf("%s, %d: %s", name, n, said)
			}
		}
	}
}
