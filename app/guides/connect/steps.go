package connect

import (
	"context"
	"regexp"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d Deps) cloudStep() guide.Step {
	return guide.Step{
		ID: stepCloud, Title: "Choose your cloud",
		Lead: "Microsoft runs separate clouds. Choose the one your organisation uses.",
		Asks: []guide.Ask{{
			Name: askCloud, Label: "Where is your organisation?", Hint: "If you are not sure, choose the first one.",
			Kind: guide.Choice,
			Options: func(*guide.Visit) []guide.Option {
				var all []guide.Option
				for _, c := range tenant.Clouds() {
					all = append(all, guide.Option{Value: c.ID, Label: c.Title, Hint: c.Hint})
				}
				return all
			},
			Default: func(*guide.Visit) string { return "global" },
			Valid: func(_ *guide.Visit, text string) error {
				if _, ok := tenant.CloudByID(text); !ok {
					return app.Errorf(app.Invalid, "Choose the cloud of your organisation.",
						"This option is not available.")
				}
				return nil
			},
		}},
		Terms: []guide.Term{
			{Word: "Cloud", Meaning: "The group of data centres where Microsoft stores the data of your organisation."},
			{Word: "US", Meaning: "The United States of America."},
			{Word: "GCC and GCC High", Meaning: "Two clouds for governments in the United States: Government Community Cloud."},
		},
	}
}

func (d Deps) registerStep() guide.Step {
	return guide.Step{
		ID: stepRegister, Title: "Register Handrail",
		Lead: "Choose the app registration that Handrail uses to read your organisation.",
		Text: "Your own app registration appears in your sign-in logs under its own name. " +
			"Delete it to remove its access. " +
			"Microsoft’s shared application needs no preparation. " +
			"Every other script that uses it gets the same permissions.",
		Next: "Show the steps",
		Asks: []guide.Ask{
			{
				Name: askApp, Label: "Which app registration should Handrail use?", Hint: "You can change this later.",
				Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{
						{Value: ownApp, Label: "Our own app registration (recommended)",
							Hint: "This takes about ten minutes, once."},
						{Value: sharedApp, Label: "Microsoft’s shared application, to try Handrail now",
							Hint: "Handrail signs in as Microsoft Graph Command Line Tools. " +
								"Your organisation may block it."},
					}
				},
				Default: func(*guide.Visit) string { return ownApp },
				Valid:   oneOf("Select one of the options shown.", ownApp, sharedApp),
			},
		},
		DependsOn: []string{askCloud, askApp},
		Hand:      d.register,
		Terms: []guide.Term{
			{Word: "API permissions", Meaning: "The page in the admin center that shows what an application can read."},
			{Word: "Redirect URI", Meaning: "The address to which Microsoft sends you back after the sign-in: here, this computer."},
			{Word: "Client ID", Meaning: "The ID of the application at Microsoft. It is not a secret."},
		},
	}
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)

func (d Deps) signInStep() guide.Step {
	own := func(v *guide.Visit) bool { return v.Answer(askApp) == ownApp }
	return guide.Step{
		ID: stepSignIn, Title: "Sign in", Lead: "You sign in on a Microsoft page. Handrail never sees your password.",
		Text: "Handrail opens a Microsoft page in your browser and waits up to five minutes. " +
			"You can stop at any time. " +
			"At the first sign-in, Microsoft asks you to accept the read permissions from the previous step.",
		Press: "Sign in with Microsoft", Next: "Continue",
		Asks: []guide.Ask{
			{
				Name: askClient, Label: "What is the Application (client) ID?",
				Hint: "You find it in the admin center, on the Overview page of the app registration.",
				Kind: guide.Line, When: own,
				Valid: func(_ *guide.Visit, text string) error {
					if !guid.MatchString(strings.TrimSpace(text)) {
						return app.Errorf(app.Invalid, "Enter an ID such as 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.",
							"This is not an application ID.")
					}
					return nil
				},
				Clean: func(text string) string { return strings.ToLower(strings.TrimSpace(text)) },
				What:  "It identifies the application that you registered. It is not a secret.",
			},
			{
				Name: askTenant, Label: "What is the domain or tenant ID of your organisation?",
				Hint: "For example northgate.onmicrosoft.com.", Kind: guide.Line, When: own,
				Valid: func(_ *guide.Visit, text string) error {
					text = strings.TrimSpace(text)
					if text == "" || strings.ContainsAny(text, " /\\@:?#") || !strings.Contains(text, ".") && !guid.MatchString(text) {
						return app.Errorf(app.Invalid,
							"Enter a domain such as northgate.onmicrosoft.com, or the tenant ID.",
							"This is not a domain or a tenant ID.")
					}
					return nil
				},
				Clean: func(text string) string { return strings.ToLower(strings.TrimSpace(text)) },
			},
			{
				Name: askWay, Label: "Where do you sign in?", Hint: "The browser on this computer is safer.",
				Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{
						{Value: browser, Label: "In the browser on this computer", Hint: "Handrail opens it for you."},
						{Value: device, Label: "On another device, with a code",
							Hint: "Many organisations block this option because attackers also use it."},
					}
				},
				Default: func(*guide.Visit) string { return browser },
				Valid:   oneOf("Select one of the options shown.", browser, device),
			},
		},
		DependsOn: []string{askCloud, askApp, askClient, askTenant},
		Look:      d.signIn,
	}
}

// signIn opens the browser. It runs only after the person selected the button.
func (d Deps) signIn(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := d.ready(ctx); err != nil {
		return nil, err
	}
	tell := func(words string) {
		if rep != nil {
			rep(task.Progress{Note: words})
		}
	}
	tell("Waiting for you to sign in…")
	var warnings []string
	org, err := d.Entrance.SignIn(ctx, tenant.Way{
		Cloud: v.Answer(askCloud), Client: v.Answer(askClient), Tenant: v.Answer(askTenant), Device: v.Answer(askWay) == device,
	}, func(words string) {
		tell(words)
		if !strings.Contains(words, "code") {
			warnings = append(warnings, words)
		}
	})
	if err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "Signed in", Subject: org.Name, At: d.Now().UTC()}
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.OK, Lead: "You are signed in to " + org.Name + ".",
		Text: "If this is not the organisation you want, go back and sign in with another account."})
	for _, w := range warnings {
		doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Text: w})
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Rows: []report.Fact{
		{Name: "organisation", Label: "Organisation", Value: org.Name}, {Name: "tenant", Label: "Tenant ID",
			Value: org.ID},
		{Name: "domain", Label: "Main domain", Value: orUnknown(org.Domain)}, {Name: "account", Label: "Your account",
			Value: orUnknown(org.Account)},
	}})
	return doc, nil
}

func (d Deps) rightsStep() guide.Step {
	return guide.Step{
		ID: stepRights, Title: "Check access",
		Lead:  "Each kind of data needs a permission. Some also need a role or a licence.",
		Needs: stepSignIn, DependsOn: []string{askCloud, askApp, askClient, askTenant}, Look: d.rights,
		Terms: []guide.Term{
			{Word: "Permission", Meaning: "What an application can read. A Global Administrator grants it."},
			{Word: "Role", Meaning: "What your account can do. An administrator assigns it to you."},
		},
	}
}

func (d Deps) refreshStep() guide.Step {
	return guide.Step{
		ID: stepRefresh, Title: "First refresh",
		Lead:  "Handrail reads all the data once and saves it on this computer.",
		Text:  "Handrail changes nothing at Microsoft. You can stop and continue later.",
		Needs: stepSignIn, DependsOn: []string{askCloud, askApp, askClient, askTenant}, Look: d.refresh,
	}
}

// refresh reads every section.
func (d Deps) refresh(ctx context.Context, _ *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := d.ready(ctx); err != nil {
		return nil, err
	}
	all, err := d.Link.Refresh(ctx, nil, rep)
	if err != nil {
		return nil, err
	}
	doc, err := d.sections(ctx, "First refresh", all)
	if err != nil {
		return nil, err
	}
	own, err := d.own(ctx)
	if err != nil {
		return nil, err
	}
	doc.Blocks = append(doc.Blocks, own)
	return doc, nil
}

func oneOf(hint string, values ...string) func(*guide.Visit, string) error {
	return func(_ *guide.Visit, text string) error {
		for _, v := range values {
			if v == text {
				return nil
			}
		}
		return app.Errorf(app.Invalid, hint, "This option is not available.")
	}
}

func orUnknown(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}
