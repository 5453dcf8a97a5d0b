package mfaenforce

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
)

func switched(o *mfa.Organisation) (on ons) {
	for i := range o.Enforcement.Policies {
		p := &o.Enforcement.Policies[i]
		if p.Asks {
			on.asking = append(on.asking, p)
		}
		if p.Guards {
			on.guards++
			on.guardsWhen = append(on.guardsWhen, p.Only)
		}
	}
	if slices.Contains(on.guardsWhen, "") {
		on.guardsWhen = nil
	}
	on.guardsWhen = slices.Compact(slices.Sorted(slices.Values(on.guardsWhen)))
	for i := range o.People {
		switch o.People[i].PerUser {
		case access.Yes:
			on.single++
		case access.Unknown:
			on.singleUnknown++
		}
	}
	return on
}

// table lists the options and whether they are on.
func (on ons) table(o *mfa.Organisation) report.Table {
	t := report.Table{Title: "What is on", Columns: []string{"Option", "Today"}}
	t.Rows = append(t.Rows, []string{"Security defaults", onOff(o.Enforcement.Defaults)})
	for _, p := range on.asking {
		t.Rows = append(t.Rows, []string{"Conditional Access: " + p.Name, onWhen(p)})
	}
	if len(on.asking) == 0 {
		state := "No policy requires MFA"
		if o.Enforcement.Complete != access.Yes {
			state = "Not known"
		}
		t.Rows = append(t.Rows, []string{"Conditional Access", state})
	}
	words := guide.Count(on.single, "person", "people")
	switch {
	case on.single == 0 && on.singleUnknown > 0:
		words = "Not known"
	case on.singleUnknown > 0:
		words += fmt.Sprintf("; not known for %d", on.singleUnknown)
	}
	t.Rows = append(t.Rows, []string{"Per-user MFA", words}, []string{"Microsoft’s admin centers", "Always"},
		[]string{"Registration campaign", reminders(o.Policy.Campaign.State)}, []string{"ID Protection",
			"Handrail cannot read this setting"})
	return t
}

// certain returns how many policies certainly require MFA at some sign-ins.
func (on ons) certain() (n int) {
	for _, p := range on.asking {
		if !p.Unclear && p.Policy.State == access.On {
			n++
		}
	}
	return n
}

// onWhen returns that a policy is on, with its condition.
func onWhen(p *mfa.Access) string {
	words := "On"
	switch {
	case p.Policy.State != access.On:
		words = "Not known whether it is on"
	case p.Unclear:
		words = "On, but it is not known whether it requires MFA"
	}
	if p.Only == "" {
		return words
	}
	return words + ", " + p.Only
}

// guarding describes whom the policies that protect registration keep from it.
func (on ons) guarding() string {
	text := "People with no registered method need a Temporary Access Pass."
	if len(on.guardsWhen) > 0 {
		text = "Where it applies, people with no registered method may need a Temporary Access Pass."
		for _, when := range on.guardsWhen {
			text += " It applies " + when + "."
		}
	}
	return text
}

func onOff(t access.Answer) string {
	return map[access.Answer]string{access.Yes: "On", access.No: "Off", access.Unknown: "Not known"}[t]
}

func reminders(state string) string {
	switch strings.ToLower(state) {
	case "enabled":
		return "On"
	case "disabled":
		return "Off"
	case "default":
		return "Microsoft managed"
	}
	return "Not known"
}
