package addindeploy

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/addin/assignment"
	"handrail/app/csvtable"
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
)

// The pages of the admin center.
var (
	integratedApps = guide.Link{Title: "Microsoft 365 admin center > Settings > Integrated apps",
		URL: "https://admin.microsoft.com/#/Settings/IntegratedApps"}
	olderAddins = guide.Link{Title: "Microsoft 365 admin center > Integrated apps > Add-ins",
		URL: "https://admin.microsoft.com/#/Settings/AddIns"}
)

// doneWords are the words on the button that confirms each aim.
var doneWords = map[string]string{
	"deploy": "I deployed it", "widen": "I changed who gets it", "method": "I changed the method",
	"update": "I replaced the manifest", "off": "I turned it off", "on": "I turned it on", "remove": "I removed it",
}

// hand returns the steps or the script, and a flat copy of the groups if they exclude
// people.
func (d deps) hand(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	t, err := d.target(v)
	if err != nil {
		return nil, err
	}
	aim := v.Answer(askAim)
	h := &guide.Handover{Done: doneWords[aim]}
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
			h.Blocks = append(h.Blocks,
				report.Banner{Tone: report.Note, Lead: "Handrail has no script for this.", Text: why})
			way = "portal"
		} else {
			h.Bundles = append(h.Bundles, bundle)
		}
	}
	if way != "script" {
		h.Todo = clicks(v, t, way)
		h.Blocks = append(h.Blocks, steps(deploymentFailed, "", deploymentFailedLook).Open.Blocks...)
		h.Links = append(h.Links, integratedApps)
		if way == "older" {
			h.Links = append(h.Links, olderAddins)
		}
	}
	if b, ok := flatBundle(t, a); ok {
		h.Bundles = append(h.Bundles, b)
	}
	return h, nil
}

// scriptBundle returns the script for the aim of v, or the reason why there is none.
func (d deps) scriptBundle(v *guide.Visit, t target, a *answer) (guide.Bundle, string) {
	if v.Answer(askAim) == "method" {
		return guide.Bundle{}, "Microsoft’s module cannot set Fixed, Available or Optional. The admin center can."
	}
	c := change{aim: v.Answer(askAim), asset: t.asset, product: t.product, manifestPath: v.Answer(askManifest),
		everyone: v.Answer(askWho) == "everyone"}
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
		message, _ := app.UserMessage(err)
		return guide.Bundle{}, message
	}
	return guide.Bundle{ID: "script", Title: "A script",
		Summary: "The script makes only this change. It cannot set Fixed, Available or Optional.",
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
		steps = []string{find, "Open the tab “Users” or “Configuration”.", "Select “" + method + "”.",
			"Select “Update”."}
	case "update":
		steps = []string{find, "Open the tab “Configuration”, and select the update of the add-in.",
			"Upload the newer manifest. Its version must be higher.", "Accept the permissions again if asked."}
	case "off":
		steps = []string{find, "Turn it off. People lose no settings."}
	case "on":
		steps = []string{find, "Turn it on again."}
	case "remove":
		steps = []string{find, "Open the tab “Configuration” and select “Remove”.",
			"If this fails, select “Add-ins” at the top of Integrated apps, choose the add-in and select “Remove " +
				"add-in”."}
	}
	return append([]string{"Sign in with the account that will manage the add-in. Only this account or a Global " +
		"Administrator can change it later.", open}, steps...)
}

// members returns the members for a script: addresses of groups, sign-in names of people.
// It skips groups without an address, because nothing can be assigned to them.
func (a *answer) members() (all []string) {
	for _, i := range a.q.Chosen {
		name := ""
		if a.q.Who == assignment.Groups {
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

// flat returns the members of a flat copy of the chosen groups: everyone in them and in
// nested groups who has a mailbox and can sign in.
func (a *answer) flat() (people []assignment.Person) {
	for i, r := range a.results {
		able := !r.Has(assignment.GuestAccount) && !r.Has(assignment.WithoutMailbox) &&
			!r.Has(assignment.WithoutLicence) && !r.Has(assignment.SignInOff)
		if r.State != assignment.NotMeant && able {
			people = append(people, a.q.People[i])
		}
	}
	slices.SortFunc(people, func(x, y assignment.Person) int { return strings.Compare(x.UPN, y.UPN) })
	return people
}

// flatBundle returns the flat copy of the chosen groups as a table and as a script; false
// if the groups exclude no one.
func flatBundle(t target, a *answer) (guide.Bundle, bool) {
	if a == nil || a.q.Who != assignment.Groups {
		return guide.Bundle{}, false
	}
	useful := false
	for _, r := range a.results {
		useful = useful || r.Has(assignment.NestedGroup) || r.Has(assignment.ParentGroup) || r.Has(assignment.GroupKind)
	}
	people := a.flat()
	if !useful || len(people) == 0 {
		return guide.Bundle{}, false
	}
	rows, names := [][]string{{"UserPrincipalName", "DisplayName"}}, []string(nil)
	for _, p := range people {
		if _, err := powershell.QuoteIdentity(p.UPN); err == nil {
			rows, names = append(rows, []string{p.UPN, cut(p.Name)}), append(names, p.UPN)
		}
	}
	b := guide.Bundle{ID: "flat", Title: "A flat copy of the groups",
		Summary: "One group with " + guide.Count(len(names), "direct member", "direct members") +
			" and no nested groups.",
		Steps: []string{"Run flat.ps1 with -WhatIf first, then without it.",
			"Select the new group instead of the old groups.",
			"When someone joins an old group later, add them to this group too."},
		Files: []guide.File{{Path: "flat.csv", Data: csvtable.Write(rows)}}}
	if len(a.read.Missing) > 0 {
		b.Steps = append([]string{"Complete the list first. Handrail does not know all members of the groups."},
			b.Steps...)
	}
	data, err := flatScript("Add-in - "+t.name, names).File()
	if err == nil {
		b.Files = append(b.Files, guide.File{Path: "flat.ps1", Data: data})
	}
	return b, true
}
