package mfamethods

import (
	"context"

	"handrail/app/guide"
	"handrail/app/powershell"
)

// byHand gives everything to make the change without Handrail.
func (d Deps) byHand(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	changes := changesOf(v)
	if v.Answer(askWay) != "hand" || len(changes) == 0 {
		return &guide.Handover{Nothing: "There is nothing to do by hand."}, nil
	}
	_, policy, _, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	writes, err := writesOf(policy, changes)
	if err != nil {
		return nil, err
	}
	change, err := script(writes, false).File()
	if err != nil {
		return nil, err
	}
	undo, err := script(writes, true).File()
	if err != nil {
		return nil, err
	}
	steps := []string{"Open the page below and sign in as Authentication Policy Administrator."}
	for _, c := range changes {
		press := "change it"
		if _, what := c.Method(); what == "without" {
			press = "choose Exclude, add " + calledIn(v, c.Groups())
		}
		steps = append(steps, c.Title()+": open “"+setting(c)+"”, "+press+" and press Save.")
	}
	return &guide.Handover{
		Todo:  steps,
		Links: []guide.Link{{Title: "Entra admin center: authentication methods", URL: "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/AuthenticationMethodsMenuBlade/~/AdminAuthMethods"}},
		Bundles: []guide.Bundle{{ID: "script", Title: "A PowerShell script", Lead: "It makes the same change and nothing else.",
			Steps: []string{"Install the module Microsoft.Graph.Authentication.", "Run change.ps1 and sign in.", "undo.ps1 puts the former settings back."},
			Files: []guide.File{{Path: "change.ps1", Data: change}, {Path: "undo.ps1", Data: undo}}}},
		Done: "The change is made",
	}, nil
}

// script makes the requests in PowerShell, or with back set those that take them
// back. It prints what it sends, and sends nothing with -WhatIf.
func script(writes []write, back bool) powershell.Script {
	s := powershell.Script{
		Modules: []string{"Microsoft.Graph.Authentication"}, Lead: []string{"Changes the settings below, each with one request. Run it with -WhatIf first: then it only says what it would do."},
		Params: []powershell.Param{{Name: "Setting", List: true}, {Name: "Body", List: true}},
		Body: `Connect-MgGraph -Scopes '` + writeScope + `' -NoWelcome
for ($i = 0; $i -lt $Setting.Count; $i++) {
    if ($PSCmdlet.ShouldProcess($Setting[$i], $Body[$i])) {
        Invoke-MgGraphRequest -Method PATCH -Uri ('https://graph.microsoft.com/v1.0' + $Setting[$i]) -ContentType 'application/json' -Body $Body[$i]
    }
}`,
	}
	for _, w := range writes {
		body := w.body
		if back {
			body = w.undo
		}
		s.Params[0].Values = append(s.Params[0].Values, w.object)
		s.Params[1].Values = append(s.Params[1].Values, string(body))
	}
	return s
}
