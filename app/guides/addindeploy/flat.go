package addindeploy

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"handrail/app/audience"
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
)

// flat returns the members of a flat copy of the chosen groups: everyone in them and in
// nested groups who has a mailbox and can sign in.
func (a *answer) flat() (people []audience.Person) {
	for i, r := range a.results {
		able := !r.Has(audience.GuestAccount) && !r.Has(audience.WithoutMailbox) &&
			!r.Has(audience.WithoutLicence) && !r.Has(audience.SignInOff)
		if r.State != audience.NotMeant && able {
			people = append(people, a.q.People[i])
		}
	}
	slices.SortFunc(people, func(x, y audience.Person) int { return strings.Compare(x.UPN, y.UPN) })
	return people
}

// flatBundle returns the flat copy of the chosen groups as a table and as a script; false
// if the groups exclude no one.
func flatBundle(t target, a *answer) (guide.Bundle, bool) {
	if a == nil || a.q.Who != audience.Groups {
		return guide.Bundle{}, false
	}
	useful := false
	for _, r := range a.results {
		useful = useful || r.Has(audience.NestedGroup) || r.Has(audience.ParentGroup) || r.Has(audience.GroupKind)
	}
	people := a.flat()
	if !useful || len(people) == 0 {
		return guide.Bundle{}, false
	}
	var table bytes.Buffer
	table.WriteString("\uFEFF")
	w := csv.NewWriter(&table)
	w.UseCRLF = true
	_ = w.Write([]string{"UserPrincipalName", "DisplayName"}) // writing to a buffer never fails
	var names []string
	for _, p := range people {
		if _, err := powershell.QuoteIdentity(p.UPN); err != nil {
			continue
		}
		names = append(names, p.UPN)
		_ = w.Write([]string{report.SafeCell(p.UPN), report.SafeCell(cut(p.Name))})
	}
	w.Flush()
	b := guide.Bundle{ID: "flat", Title: "A flat copy of the groups",
		Lead: "One group with " + guide.Count(len(names), "direct member", "direct members") + " and no nested groups.",
		Steps: []string{"Run flat.ps1 with -WhatIf first, then without it.",
			"Select the new group instead of the old groups.",
			"When someone joins an old group later, add them to this group too."},
		Files: []guide.File{{Path: "flat.csv", Data: table.Bytes()}}}
	if len(a.read.Missing) > 0 {
		b.Steps = append([]string{"Complete the list first. Handrail does not know all members of the groups."}, b.Steps...)
	}
	data, err := flatScript("Add-in - "+t.name, names).File()
	if err == nil {
		b.Files = append(b.Files, guide.File{Path: "flat.ps1", Data: data})
	}
	return b, true
}
