package connect

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// register returns the steps to register an application, or what the shared
// application means.
func register(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	if v.Answer(askApp) == sharedApp {
		return &guide.Handover{Done: "Continue to the sign-in", Blocks: []report.Block{
			report.Banner{Tone: report.Note, Lead: "You do not need to prepare anything.",
				Text: "Handrail signs in as Microsoft Graph Command Line Tools and asks for read permissions only."},
			report.Text{Text: "Every script in your organisation that uses the same application gets these " +
				"permissions too. " +
				"You can remove them in the Microsoft Entra admin center: Entra ID > Enterprise apps."},
			permissions(),
		}}, nil
	}
	cloud, _ := tenant.CloudByID(v.Answer(askCloud)) // the answer was validated
	return &guide.Handover{
		Done: "I have registered Handrail",
		Links: []guide.Link{{Title: "Microsoft Entra admin center: App registrations",
			URL: cloud.Portal + "/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"}},
		Blocks: []report.Block{
			report.Code{Label: "Name", Text: "Handrail (read only)"},
			report.Code{Label: "Redirect URI", Text: "http://localhost"},
			permissions(),
			report.Code{Label: "Permissions to copy", Text: strings.Join(tenant.ReadScopes(), "\n")},
		},
		Todo: []string{
			"Go to Entra ID > App registrations and select “New registration”.",
			"Copy the name below into “Name”. Under “Supported account types”, choose accounts in this organisation " +
				"only.",
			"Under “Redirect URI”, choose “Public client/native (mobile & desktop)” and copy the address below. " +
				"Select “Register”.",
			"Only if you want to sign in with a code: open “Authentication”, turn on “Allow public client flows”, " +
				"and save.",
			"Open “API permissions”. Select “Add a permission”, “Microsoft Graph”, “Delegated permissions”. " +
				"Select each permission in the list below.",
			"Select “Grant admin consent”. If the button is grey, send the message below to a Global Administrator.",
			"Open “Overview” and copy the Application (client) ID. You need it in the next step.",
		},
		Messages: []guide.Message{{
			To: "a Global Administrator", Subject: "Permission for Handrail to read our organisation",
			Text: "Hello,\n\nI use Handrail to check settings before I change them. " +
				"These permissions are read-only:\n\n" +
				strings.Join(tenant.ReadScopes(), "\n") +
				"\n\nCan you open the app registration “Handrail (read only)” in the Microsoft Entra admin center, " +
				"select “API permissions”, and grant admin consent?\n\nThank you.",
		}},
	}, nil
}

// permissions lists every permission with its purpose.
func permissions() report.Block {
	t := report.Table{Title: "Permissions that Handrail asks for", Columns: []string{"Permission", "Purpose"}}
	for _, scope := range tenant.ReadScopes() {
		var why []string
		for _, s := range tenant.Sections() {
			for _, x := range s.Scopes {
				if x == scope && !s.Optional {
					why = append(why, s.Why)
				}
			}
		}
		t.Rows = append(t.Rows, []string{scope, strings.Join(why, " ")})
	}
	return t
}
