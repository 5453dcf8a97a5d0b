package assignment

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// TestPeopleAreFoundByOneName: IDs in any case; an address that two people have is neither of them.
func TestPeopleAreFoundByOneName(t *testing.T) {
	ctx, w := context.Background(), &tenanttest.Organisation{At: time.Unix(1e9, 0)}
	row := func(id, upn, mail string) string {
		return `{"id":"` + id + `","userPrincipalName":"` + upn + `","mail":"` + mail + `"}`
	}
	w.Add(tenant.SectionUsers, row("AB-1", "ann@parish.example", "office@parish.example"),
		row("ab-2", "office_parish.example#EXT#@other.example", "office@parish.example"),
		row("ab-3", "cy@parish.example", ""))
	w.Add(tenant.SectionGroups, `{"id":"CD-1","displayName":"Choir","groupTypes":["Unified"]}`)
	w.Add(tenant.SectionLicences)
	w.Add(tenant.DirectMembersSection("CD-1"), `{"@odata.type":"#microsoft.graph.user","id":"ab-1"}`)
	w.Add(tenant.ParentsSection("CD-1"))
	o, err := Load(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]int32{"ab-1": {0}, " AB-2 ": {1}, "ANN@parish.example": {0},
		"Ann Day <ann@parish.example>": {0}, "<": nil, "office@parish.example": {0, 1}, "": nil, "nobody": nil} {
		if got := o.FindPerson(text); !slices.Equal(got, want) {
			t.Errorf("%q is %v", text, got)
		}
	}
	choir := o.FindGroup("cd-1")
	if _, err := o.LoadMembers(ctx, w, choir); err != nil || len(choir) != 1 || len(o.Groups[choir[0]].People) != 1 ||
		o.Groups[choir[0]].UnknownMembers != 0 {
		t.Errorf("%v %+v %v", choir, o.Groups, err)
	}
}
