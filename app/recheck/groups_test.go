package recheck

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// TestEveryGroupHasItsTurn: of more groups than are read at a time, those that were tried the longest ago are read.
func TestEveryGroupHasItsTurn(t *testing.T) {
	o := &tenanttest.Organisation{At: then}
	var groups, late []string
	for i := range mostGroups + 5 {
		id := fmt.Sprintf("%08d-1111-1111-1111-111111111111", i)
		groups = append(groups, `"`+id+`"`)
		section := tenant.MembersSection(id)
		o.Add(section)
		st := o.States[section]
		if st.Started = then; i >= mostGroups {
			st.Started, late = then.AddDate(0, 0, -1), append(late, section)
		}
		if i == 0 { // of a group that is gone, which was never read and is tried each time
			st.State, st.Completed = tenant.Failed, time.Time{}
		}
		o.States[section] = st
	}
	o.Add(tenant.SectionAccess, `{"id":"p","state":"enabled","conditions":{"users":{"excludeGroups":[`+
		strings.Join(groups, ",")+`]}}}`)
	w := newWorld()
	p := Ports{Visits: visitsOf{world: w}, Kept: w, Clock: func() time.Time { return then.AddDate(0, 0, 1) }, Link: o,
		Changes: func(ctx context.Context) (drift.Sources, error) {
			v, err := o.View(ctx)
			return drift.Sources{View: remembering{v, w}}, err
		}}
	if err := p.Run(t.Context(), Changed, nil); err != nil {
		t.Fatal(err)
	}
	if len(o.Refreshed) != mostGroups {
		t.Errorf("%d groups are read", len(o.Refreshed))
	}
	for _, section := range late {
		if !slices.Contains(o.Refreshed, section) {
			t.Errorf("%s has no turn", section)
		}
	}
}
