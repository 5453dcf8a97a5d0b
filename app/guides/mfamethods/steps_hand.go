package mfamethods

import (
	"context"
	"encoding/base64"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
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
	steps := report.Timeline{Title: "What to press", Items: []report.Event{{Text: "Open the page below and sign in as Authentication Policy Administrator."}}}
	for _, c := range changes {
		steps.Items = append(steps.Items, report.Event{Text: c.Title() + ": open “" + setting(c) + "”, change it and press Save."})
	}
	return &guide.Handover{
		Blocks: []report.Block{steps},
		Links:  []guide.Link{{Title: "Entra admin center: authentication methods", URL: "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/AuthenticationMethodsMenuBlade/~/AdminAuthMethods"}},
		Bundles: []guide.Bundle{{ID: "script", Title: "A PowerShell script", Lead: "It makes the same change and nothing else.",
			Steps: []string{"Install the module Microsoft.Graph.Authentication.", "Run change.ps1 and sign in.", "undo.ps1 puts the former settings back."},
			Files: []guide.File{{Path: "change.ps1", Data: script(writes, false)}, {Path: "undo.ps1", Data: script(writes, true)}}}},
		Done: "The change is made",
	}, nil
}

// script makes the requests in PowerShell. The bodies stand in base64, which has
// no character that PowerShell could take for anything else.
func script(writes []write, back bool) []byte {
	var b strings.Builder
	b.WriteString("#requires -Modules Microsoft.Graph.Authentication\r\n$ErrorActionPreference = 'Stop'\r\nConnect-MgGraph -Scopes '" + writeScope + "' -NoWelcome\r\n")
	for _, w := range writes {
		body := w.body
		if back {
			body = w.undo
		}
		b.WriteString("$body = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('" + base64.StdEncoding.EncodeToString(body) + "'))\r\n")
		b.WriteString("Invoke-MgGraphRequest -Method PATCH -Uri 'https://graph.microsoft.com/v1.0" + w.object + "' -ContentType 'application/json' -Body $body\r\n")
	}
	return []byte(b.String())
}
