package mfamethods

import (
	"context"
	"slices"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/mfa"
	"handrail/app/powershell"
)

// byHand returns everything that is needed to make the change without Handrail.
func (d deps) byHand(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	changes := changesOf(v)
	if v.Answer(askWay) != "hand" || len(changes) == 0 {
		return &guide.Handover{Nothing: "You do not need to do anything by hand."}, nil
	}
	_, policy, _, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	writes, err := writesOf(policy, changes)
	if err != nil {
		return nil, err
	}
	if len(writes) == 0 {
		return &guide.Handover{Nothing: "The settings already match the plan. " +
			"You do not need to do anything by hand."}, nil
	}
	made, err := script(writes, false).File()
	if err != nil {
		return nil, err
	}
	undo, err := script(writes, true).File()
	if err != nil {
		return nil, err
	}
	steps := []string{"Open the page below and sign in as Authentication Policy Administrator."}
	for _, c := range ordered(policy, changes) {
		press := "change it"
		switch _, what := c.Method(); what {
		case "on", "off":
			press = "turn it " + what
		case "only":
			press = "turn it on, include only " + calledIn(v, c.Groups())
		case "without":
			press = "select Exclude, add " + calledIn(v, c.Groups())
		}
		steps = append(steps, c.Title()+": open “"+label(c)+"”, "+press+" and select Save.")
	}
	return &guide.Handover{
		Todo: steps,
		Links: []guide.Link{{Title: "Microsoft Entra admin center: Authentication methods",
			URL: "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/AuthenticationMethodsMenuBlade/~/AdminAuthMethods"}},
		Bundles: []guide.Bundle{{ID: "script", Title: "A PowerShell script",
			Summary: "It makes the same change and nothing else.",
			Steps: []string{"Install the module Microsoft.Graph.Authentication.", "Run change.ps1 and sign in.",
				"To undo the change, run undo.ps1."},
			Files: []guide.File{{Path: "change.ps1", Data: made}, {Path: "undo.ps1", Data: undo}}}},
		Done: "I have made the change",
	}, nil
}

// label returns the name of what c changes in the Microsoft Entra admin center,
// as Microsoft Learn writes it (Manage authentication methods for Microsoft Entra ID).
func label(c mfa.Change) string {
	m, _ := c.Method()
	if name := map[mfa.Method]string{mfa.Sms: "SMS", mfa.Voice: "Voice call", mfa.Fido2: "Passkey (FIDO2)",
		mfa.SoftwareOath: "Third-party software OATH tokens", mfa.HardwareOath: "Hardware OATH tokens",
		mfa.X509: "Certificate-based authentication", mfa.EmailOTP: "Email OTP"}[m]; name != "" {
		return name
	}
	if c.Code == mfa.MigrationComplete {
		return "Manage migration"
	}
	return setting(c)
}

// script returns a script that makes the writes or, with back, undoes them.
// Run with -WhatIf it shows each request and sends none.
func script(writes []change.Write, back bool) powershell.Script {
	s := powershell.Script{
		Modules: []string{"Microsoft.Graph.Authentication"},
		Synopsis: []string{"Changes each setting below. Run it with -WhatIf first to see the changes without making " +
			"them."},
		Params: []powershell.Param{{Name: "Setting", List: true}, {Name: "Body", List: true}},
		Body: `Connect-MgGraph -Scopes '` + writeScope + `' -NoWelcome
for ($i = 0; $i -lt $Setting.Count; $i++) {
    if ($PSCmdlet.ShouldProcess($Setting[$i], $Body[$i])) {
        $uri = 'https://graph.microsoft.com/v1.0' + $Setting[$i]
        Invoke-MgGraphRequest -Method PATCH -Uri $uri -ContentType 'application/json' -Body $Body[$i]
    }
}`,
	}
	if back { // what was turned off last is turned on first
		writes = slices.Clone(writes)
		slices.Reverse(writes)
	}
	for _, w := range writes {
		body := w.Body
		if back {
			body = w.Undo
		}
		s.Params[0].Values = append(s.Params[0].Values, w.Object)
		s.Params[1].Values = append(s.Params[1].Values, string(body))
	}
	return s
}
