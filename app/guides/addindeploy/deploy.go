package addindeploy

import (
	"bytes"
	"context"
	"encoding/csv"
	"strconv"

	"handrail/app"
	"handrail/app/audience"
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
)

func (d Deps) deployStep() guide.Step {
	return guide.Step{
		ID: stepDeploy, Title: "Deploy the add-in",
		Lead: "Handrail cannot deploy add-ins for you. Follow these steps or run the script.", Next: "Show the steps",
		Main: "Confirm that it is done",
		Text: "An add-in can take 24 hours to appear, and in Outlook up to 72 hours. The same is true for every change and " +
			"for removal.",
		Needs: stepReach, Terms: []guide.Term{termFixed, termCSV}, DependsOn: []string{askAddin, askAim, askStore, askManifest, askWho, askGroups, askPeople, askMethod, askWay},
		Asks: []guide.Ask{choice(askWay, "How do you want to do it?",
			"The result is the same, except for Fixed, Available and Optional.",
			"You can choose between these three only in the admin center.", "portal",
			guide.Option{Value: "portal", Label: "In the Microsoft 365 admin center"},
			guide.Option{Value: "older", Label: "On the “Add-ins” page of the admin center",
				Hint: "Use it if you cannot deploy under Integrated apps, for example in government clouds."},
			guide.Option{Value: "script", Label: "With a script", Hint: "The script runs on Windows only."})},
		Plan: d.plan, Hand: d.hand,
	}
}

// aims has the words for each aim: what is done, and the state afterwards.
var aims = map[string][2]string{
	"deploy": {"Deploy", "Deployed"}, "widen": {"Change who gets it", "As selected here"},
	"method": {"Change the deployment method", "As selected here"},
	"update": {"Replace the manifest", "The newer manifest"},
	"off":    {"Turn it off", "Turned off"}, "on": {"Turn it on", "Turned on"}, "remove": {"Remove it", "Removed"},
}

// plan returns what the person is about to change.
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
		p.NoUndo = "People may lose their settings in the add-in. You can deploy it again."
	case "update":
		p.NoUndo = "To go back, you need the old manifest with a higher version number."
	default:
		p.Undo = "You can undo the change in the same place. Each change takes up to 24 hours."
	}
	a, err := d.judge(ctx, v, nil)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		message, _ := app.Say(err)
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Unknown,
			Text: "Handrail cannot tell who gets the add-in. " + message})
		return p, nil
	}
	p.Changes = append(p.Changes, guide.Change{Setting: "Who gets it", Now: "Not known", After: a.assigned()},
		guide.Change{Setting: "Deployment method", Now: "Not known", After: methodWords[v.Answer(askMethod)]})
	p.Affected = append(p.Affected, guide.Affected{Severity: report.OK,
		Text: guide.Count(a.count(audience.Gets), "person gets the add-in.", "people get the add-in.")})
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
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Warning,
			Text: guide.Count(n, "person does not get it:", "people do not get it:"), Names: names})
	}
	if n := a.count(audience.NotKnown); n > 0 {
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Unknown,
			Text: guide.Count(n, "person might not get it.", "people might not get it.")})
	}
	return p, nil
}

var methodWords = map[string]string{"fixed": "Fixed: added for people, they cannot remove it",
	"available": "Available: people add it themselves", "optional": "Optional: added for people, they can remove it"}

// assigned returns who the add-in is assigned to, in words.
func (a *answer) assigned() string {
	switch a.q.Who {
	case audience.Groups:
		return guide.Count(len(a.q.Chosen), "group", "groups")
	case audience.People:
		return guide.Count(len(a.q.Chosen), "person", "people")
	}
	return "Everyone"
}

// members returns the members for a script: addresses of groups, sign-in names of people.
// It skips groups without an address, because nothing can be assigned to them.
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

// hand returns the steps or the script, and a flat copy of the groups if they exclude
// people.
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
		a = nil // the steps are the same; only what depends on people is missing
	}
	if aim == "deploy" && v.Fact("deployed") == "yes" {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "The add-in is already deployed.",
			Text: "Go back to the first page and select “Change who gets it”."})
	}
	way := v.Answer(askWay)
	if way == "script" {
		bundle, why := d.scriptBundle(v, t, a)
		if why != "" {
			h.Blocks = append(h.Blocks, report.Banner{Tone: report.Note, Lead: "Handrail has no script for this.", Text: why})
			way = "portal"
		} else {
			h.Bundles = append(h.Bundles, bundle)
		}
	}
	if way != "script" {
		h.Todo = clicks(v, t, way)
		h.Links = append(h.Links, guide.Link{Title: "Microsoft 365 admin center > Settings > Integrated apps",
			URL: integratedApps})
		if way == "older" {
			h.Links = append(h.Links, guide.Link{Title: "Microsoft 365 admin center > Integrated apps > Add-ins",
				URL: olderAddins})
		}
	}
	if b, ok := flatBundle(t, a); ok {
		h.Bundles = append(h.Bundles, b)
	}
	return h, nil
}

// scriptBundle returns the script for the aim of v, or the reason why there is none.
func (d Deps) scriptBundle(v *guide.Visit, t target, a *answer) (guide.Bundle, string) {
	if v.Answer(askAim) == "method" {
		return guide.Bundle{}, "Microsoft’s module cannot set Fixed, Available or Optional. The admin center can."
	}
	c := change{aim: v.Answer(askAim), asset: t.asset, product: t.product, manifestPath: v.Answer(askManifest), everyone: v.Answer(askWho) == "everyone"}
	if c.asset != "" && c.aim == "deploy" {
		c.manifestPath = ""
	}
	if !c.everyone {
		if a == nil {
			return guide.Bundle{}, "Handrail could not read the people or groups that you selected."
		}
		if c.members = a.members(); len(c.members) == 0 && (c.aim == "deploy" || c.aim == "widen") {
			return guide.Bundle{}, "The people or groups that you entered have no addresses for the script."
		}
	}
	s, ok := c.script()
	if !ok {
		return guide.Bundle{}, "Handrail does not know the ID of the add-in or its manifest."
	}
	data, err := s.File()
	if err != nil {
		message, _ := app.Say(err)
		return guide.Bundle{}, message
	}
	return guide.Bundle{ID: "script", Title: "A script",
		Lead: "The script makes only this change. It cannot set Fixed, Available or Optional.",
		Steps: []string{"On Windows, install the module O365CentralizedAddInDeployment.",
			"Run change.ps1 with -WhatIf first to see the change without making it.", "Run change.ps1 and sign in.",
			"If you want Fixed, select it in the admin center afterwards."},
		Files: []guide.File{{Path: "change.ps1", Data: data}}}, ""
}

// clicks returns the steps in the admin center, in order.
func clicks(v *guide.Visit, t target, way string) []string {
	who := map[string]string{"everyone": "“Entire organization”",
		"groups": "“Specific users/groups”, and add the groups one by one",
		"people": "“Specific users/groups”, and add the people one by one"}[v.Answer(askWho)]
	method := map[string]string{"fixed": "Fixed", "available": "Available", "optional": "Optional"}[v.Answer(askMethod)]
	open := "Go to Settings > Integrated apps with the link below."
	if way == "older" {
		open = "Go to Settings > Integrated apps, and select “Add-ins” at the top."
	}
	find := "Find “" + t.name + "” in the list and open it."
	var steps []string
	switch v.Answer(askAim) {
	case "deploy":
		get := "Select “Get apps”, search for “" + t.name + "”, and select “Get it now”."
		if t.asset == "" {
			get = "Select “Upload custom apps”, then “Office Add-in”, and upload the manifest."
		}
		if way == "older" {
			get = "Select “Deploy Add-in”, then choose it from the store or upload the manifest."
		}
		steps = []string{get, "Read the permissions that it requests, and accept them.",
			"At “Add users”, select whether this is a test.", "Select " + who + ".",
			"If you can choose a deployment method, select “" + method + "”.",
			"Accept the permission request. Only a Global Administrator can do this.",
			"Select “Finish deployment”, and wait for the green tick."}
	case "widen":
		steps = []string{find, "Open the tab “Users”.", "Select " + who + ".", "Select “Update”."}
	case "method":
		steps = []string{find, "Open the tab “Users” or “Configuration”.", "Select “" + method + "”.", "Select “Update”."}
	case "update":
		steps = []string{find, "Open the tab “Configuration”, and select the update of the add-in.",
			"Upload the newer manifest. Its version must be higher.", "Accept the permissions again if asked."}
	case "off":
		steps = []string{find, "Turn it off. People lose no settings."}
	case "on":
		steps = []string{find, "Turn it on again."}
	case "remove":
		steps = []string{find, "Open the tab “Configuration” and select “Remove”.",
			"If this fails, select “Add-ins” at the top of Integrated apps, choose the add-in and select “Remove add-in”."}
	}
	return append([]string{"Sign in with the account that will manage the add-in. Only this account or a Global " +
		"Administrator can change it later.", open}, steps...)
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
	data, err := flatScript("Add-in - "+t.name, names).File()
	if err == nil {
		b.Files = append(b.Files, guide.File{Path: "flat.ps1", Data: data})
	}
	return b, true
}
