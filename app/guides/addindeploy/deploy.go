package addindeploy

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"

	"handrail/app"
	"handrail/app/audience"
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
)

func (d Deps) deployStep() guide.Step {
	return guide.Step{
		ID: stepDeploy, Title: "Deploy", Lead: "Microsoft has no interface for this, so you press the buttons.", Next: "Show what to do", Main: "It is done",
		Text:  "It can take 24 hours until an add-in shows, and Outlook may take 72. The same holds for every change and for removal.",
		Needs: stepReach, Terms: []guide.Term{termFixed, termCSV}, DependsOn: []string{askAddin, askAim, askStore, askManifest, askWho, askGroups, askPeople, askMethod, askWay},
		Asks: []guide.Ask{choice(askWay, "How do you do it?", "Both give the same result, but for Fixed, Available and Optional.", "Only the pages of the admin center let you choose between the three.", "portal",
			guide.Option{Value: "portal", Label: "In the Microsoft 365 admin center"}, guide.Option{Value: "older", Label: "On its older page for add-ins", Hint: "Where Integrated apps is not there, as in government clouds."},
			guide.Option{Value: "script", Label: "With a script", Hint: "On Windows only."})},
		Plan: d.plan, Hand: d.hand,
	}
}

// aims says in words what is done, and how it is afterwards.
var aims = map[string][2]string{
	"deploy": {"Deploy", "Deployed"}, "widen": {"Change who has it", "As chosen here"}, "method": {"Change how people have it", "As chosen here"}, "update": {"Replace the manifest", "The newer one"},
	"off": {"Turn it off", "Turned off"}, "on": {"Turn it on", "Turned on"}, "remove": {"Remove it", "Removed"},
}

// plan says what the person is about to change.
func (d Deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t, err := d.target(v)
	if err != nil {
		return nil, err
	}
	now := map[string]string{"yes": "Deployed", "no": "Not deployed"}[v.Fact("deployed")]
	p := &guide.Plan{ByHand: true, Changes: []guide.Change{{Setting: t.name, Now: or(now, "Not known"), After: aims[v.Answer(askAim)][1]}}}
	switch aim := v.Answer(askAim); aim {
	case "remove":
		p.NoUndo = "What people set up in the add-in may be lost. You can deploy it again."
	case "update":
		p.NoUndo = "An older manifest replaces a newer one only with a higher version."
	default:
		p.Undo = "You can change it back in the same place. Each change takes up to 24 hours."
	}
	a, err := d.judge(ctx, v, nil)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		message, _ := app.Say(err)
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Unknown, Text: "Who is reached is not known. " + message})
		return p, nil
	}
	p.Changes = append(p.Changes, guide.Change{Setting: "Who has it", Now: "Not known", After: a.assigned()}, guide.Change{Setting: "How", Now: "Not known", After: methodWords[v.Answer(askMethod)]})
	p.Affected = append(p.Affected, guide.Affected{Severity: report.OK, Text: guide.Count(a.count(audience.Gets), "person is reached.", "people are reached.")})
	if n := a.count(audience.LeftOut); n > 0 {
		var names []string
		for _, i := range a.left() {
			if len(names) < 5 && a.results[i].State == audience.LeftOut {
				names = append(names, or(a.q.People[i].Name, a.q.People[i].UPN))
			}
		}
		if n > len(names) {
			names = append(names, strconv.Itoa(n-len(names))+" more")
		}
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Warning, Text: guide.Count(n, "person is left out:", "people are left out:"), Names: names})
	}
	if n := a.count(audience.NotKnown); n > 0 {
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Unknown, Text: guide.Count(n, "person is not certain.", "people are not certain.")})
	}
	return p, nil
}

var methodWords = map[string]string{"fixed": "Fixed: there, and stays", "available": "Available: people fetch it", "optional": "Optional: there, may be removed"}

// assigned says in words to whom it is assigned.
func (a *answer) assigned() string {
	switch a.q.Who {
	case audience.Groups:
		return guide.Count(len(a.q.Chosen), "group", "groups")
	case audience.People:
		return guide.Count(len(a.q.Chosen), "person", "people")
	}
	return "Everyone"
}

// members gives what a script assigns to: addresses of groups, sign-in names of
// people. A group without an address cannot be assigned to and is left out.
func (a *answer) members() (all []string) {
	for _, i := range a.q.Chosen {
		name := ""
		if a.q.Who == audience.Groups {
			if g := &a.q.Groups[i]; g.Kind.Supported() {
				name = g.Mail
			}
		} else {
			name = a.q.People[i].UPN
		}
		if _, err := powershell.QuoteIdentity(name); err == nil {
			all = append(all, name)
		}
	}
	return all
}

const (
	integratedApps = "https://admin.microsoft.com/#/Settings/IntegratedApps"
	olderAddins    = "https://admin.microsoft.com/#/Settings/AddIns"
)

// hand gives the clicks or the script, and a flat copy of the groups where they
// leave people out.
func (d Deps) hand(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t, err := d.target(v)
	if err != nil {
		return nil, err
	}
	aim := v.Answer(askAim)
	h := &guide.Handover{Done: aims[aim][0] + ": done"}
	a, err := d.judge(ctx, v, nil)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		a = nil // the clicks are the same; only what rests on people is left out
	}
	if aim == "deploy" && v.Fact("deployed") == "yes" {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "It is deployed already.", Text: "Go back to the first page and choose to change who has it."})
	}
	way := v.Answer(askWay)
	if way == "script" {
		bundle, why := d.scriptBundle(v, t, a)
		if why != "" {
			h.Blocks = append(h.Blocks, report.Banner{Tone: report.Note, Lead: "There is no script for this.", Text: why})
			way = "portal"
		} else {
			h.Bundles = append(h.Bundles, bundle)
		}
	}
	if way != "script" {
		h.Todo = clicks(v, t, way)
		h.Links = append(h.Links, guide.Link{Title: "Microsoft 365 admin center: Integrated apps", URL: integratedApps})
		if way == "older" {
			h.Links = append(h.Links, guide.Link{Title: "Microsoft 365 admin center: Add-ins, the older page", URL: olderAddins})
		}
	}
	if b, ok := flatBundle(t, a); ok {
		h.Bundles = append(h.Bundles, b)
	}
	return h, nil
}

// scriptBundle gives the script of what the visit is about, or why there is none.
func (d Deps) scriptBundle(v *guide.Visit, t target, a *answer) (guide.Bundle, string) {
	if v.Answer(askAim) == "method" {
		return guide.Bundle{}, "Microsoft's module cannot choose between Fixed, Available and Optional. The admin center can."
	}
	c := change{aim: v.Answer(askAim), asset: t.asset, product: t.product, manifestPath: v.Answer(askManifest), everyone: v.Answer(askWho) == "everyone"}
	if c.asset != "" && c.aim == "deploy" {
		c.manifestPath = ""
	}
	if !c.everyone {
		if a == nil {
			return guide.Bundle{}, "Who is meant could not be read, so nobody can be named in it."
		}
		if c.members = a.members(); len(c.members) == 0 && (c.aim == "deploy" || c.aim == "widen") {
			return guide.Bundle{}, "None of those you named can be assigned to by its address."
		}
	}
	s, ok := c.script()
	if !ok {
		return guide.Bundle{}, "The id of the add-in, or its manifest, is not known."
	}
	data, err := s.File()
	if err != nil {
		message, _ := app.Say(err)
		return guide.Bundle{}, message
	}
	return guide.Bundle{ID: "script", Title: "A script", Lead: "It does this and nothing else. It cannot choose between Fixed, Available and Optional.",
		Steps: []string{"On Windows, install the module O365CentralizedAddInDeployment.", "Run change.ps1 with -WhatIf first and read what it would do.", "Run change.ps1 and sign in.", "Choose Fixed in the admin center afterwards, where you want it."},
		Files: []guide.File{{Path: "change.ps1", Data: data}}}, ""
}

// clicks gives what to press, in order.
func clicks(v *guide.Visit, t target, way string) []string {
	who := map[string]string{"everyone": "Entire organization", "groups": "Specific users/groups, and add the groups one by one", "people": "Specific users/groups, and add the people one by one"}[v.Answer(askWho)]
	method := map[string]string{"fixed": "Fixed", "available": "Available", "optional": "Optional"}[v.Answer(askMethod)]
	open := "Open Settings, Integrated apps, by the link below."
	if way == "older" {
		open = "Open Settings, Integrated apps, and press Add-ins at the top."
	}
	find := "Find “" + t.name + "” in the list and open it."
	var steps []string
	switch v.Answer(askAim) {
	case "deploy":
		get := "Press Get apps, search for “" + t.name + "”, and press Get it now."
		if t.asset == "" {
			get = "Press Upload custom apps, choose Office Add-in, and upload the manifest."
		}
		if way == "older" {
			get = "Press Deploy Add-in, then choose it from the store or upload the manifest."
		}
		steps = []string{get, "Read the permissions that it asks for, and accept them.", "At Add users, answer whether this is a test.", "Choose " + who + ".", "Where a way is offered, choose " + method + ".", "Accept the permission request. Only a Global Administrator can.", "Press Finish deployment, and wait for the green tick."}
	case "widen":
		steps = []string{find, "Open the tab Users.", "Choose " + who + ".", "Press Update."}
	case "method":
		steps = []string{find, "Open the tab Users, or Configuration.", "Choose " + method + ".", "Press Update."}
	case "update":
		steps = []string{find, "Open the tab Configuration, and choose to update the add-in.", "Upload the newer manifest. Its version must be higher.", "Accept the permissions again, where it asks."}
	case "off":
		steps = []string{find, "Turn it off. Nothing is lost by that."}
	case "on":
		steps = []string{find, "Turn it on again."}
	case "remove":
		steps = []string{find, "Open the tab Configuration and press Remove.", "Where that fails, press Add-ins at the top of Integrated apps, choose it there and press Remove add-in."}
	}
	return append([]string{"Sign in as the one who shall look after it. Only that account or a Global Administrator can change it later.", open}, steps...)
}

// flatBundle gives the flat copy of the chosen groups as a table and as a script,
// where they leave somebody out.
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
	_ = w.Write([]string{"UserPrincipalName", "DisplayName"}) // a buffer never fails
	var names []string
	for _, p := range people {
		if _, err := powershell.QuoteIdentity(p.UPN); err != nil {
			continue
		}
		names = append(names, p.UPN)
		_ = w.Write([]string{report.SafeCell(p.UPN), report.SafeCell(cut(p.Name))})
	}
	w.Flush()
	b := guide.Bundle{ID: "flat", Title: "A flat copy of the groups", Lead: fmt.Sprintf("One group with %d people in it and no groups, so that nobody is left out.", len(names)),
		Steps: []string{"Run flat.ps1 with -WhatIf first, then without.", "Choose the new group in place of the old ones.", "Remember: who joins the old groups later must be added to this one too."},
		Files: []guide.File{{Path: "flat.csv", Data: table.Bytes()}}}
	data, err := flatScript("Add-in - "+t.name, names).File()
	if err == nil {
		b.Files = append(b.Files, guide.File{Path: "flat.ps1", Data: data})
	}
	return b, true
}
