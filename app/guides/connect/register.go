package connect

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// register hands over how an application is registered, or what trying means.
func (d Deps) register(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if v.Answer(askApp) == sharedApp {
		return &guide.Handover{Done: "Go on to the sign-in", Blocks: []report.Block{
			report.Banner{Tone: report.Note, Lead: "There is nothing to prepare.", Text: "Handrail signs in as Microsoft Graph Command Line Tools and asks for reading permissions only."},
			report.Text{Text: "What you allow there stays allowed for every script in your organisation that uses the same application. You can take it back in the portal under Enterprise applications."},
			permissions(),
		}}, nil
	}
	cloud, _ := tenant.CloudByID(v.Answer(askCloud)) // the answer was checked
	return &guide.Handover{
		Done:  "I have registered the application",
		Links: []guide.Link{{Title: "App registrations in the portal", URL: cloud.Portal + "/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"}},
		Blocks: []report.Block{
			report.Code{Label: "Name", Text: "Handrail (read only)"},
			report.Code{Label: "Redirect URI", Text: "http://localhost"},
			permissions(),
			report.Code{Label: "The permissions, for copying", Text: strings.Join(tenant.ReadScopes(), "\n")},
		},
		Todo: []string{
			"Open App registrations and choose New registration.",
			"Copy the name above into Name. Under Supported account types choose this organisational directory only.",
			"Under Redirect URI choose “Public client/native (mobile & desktop)” and copy the address above into it. Choose Register.",
			"Open Authentication. Under Advanced settings switch on “Allow public client flows” only if you will sign in with a code. Save.",
			"Open API permissions. Choose Add a permission, Microsoft Graph, Delegated permissions. Tick each permission of the list above.",
			"Choose Grant admin consent. If the button is grey, send the words below to a Global Administrator.",
			"Open Overview and copy the Application (client) ID. The next step asks for it.",
		},
		Words: []guide.Words{{
			To: "a Global Administrator", Subject: "Permission for Handrail to read our organisation",
			Text: "Hello,\n\nI use Handrail to look before I change anything in Microsoft 365. It reads and never writes with these permissions:\n\n" +
				strings.Join(tenant.ReadScopes(), "\n") + "\n\nWould you open the app registration “Handrail (read only)” in the portal, choose API permissions, and grant admin consent?\n\nThank you.",
		}},
	}, nil
}

// permissions lists every permission with what it is for.
func permissions() report.Block {
	t := report.Table{Title: "What Handrail asks to read", Columns: []string{"Permission", "What for"}}
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
