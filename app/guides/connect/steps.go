package connect

import (
	"cmp"
	"context"
	"regexp"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func cloudStep() guide.Step {
	var clouds []guide.Option
	for _, c := range tenant.Clouds() {
		clouds = append(clouds, guide.Option{Value: c.ID, Label: c.Title, Hint: c.Hint})
	}
	return guide.Step{
		ID: stepCloud, Title: "Choose your cloud",
		Summary: "Microsoft runs separate clouds. Choose the one your organisation uses.",
		Asks: []guide.Ask{ask.Choice(askCloud, ask.Words{Label: "Where is your organisation?",
			Hint: "If you are not sure, choose the first one."}, clouds)},
		Terms: []guide.Term{
			{Word: "Cloud", Meaning: "The group of data centres where Microsoft stores the data of your organisation."},
			{Word: "US", Meaning: "The United States of America."},
			{Word: "GCC and GCC High",
				Meaning: "Two clouds for governments in the United States: Government Community Cloud."},
		},
	}
}

func registerStep() guide.Step {
	return guide.Step{
		ID: stepRegister, Title: "Register Handrail",
		Summary: "Choose the app registration that Handrail uses to read your organisation.",
		Text: "Your own app registration appears in your sign-in logs under its own name. " +
			"Delete it to remove its access. " +
			"Microsoft’s shared application needs no preparation. " +
			"Every other script that uses it gets the same permissions.",
		NextLabel: "Show the steps",
		Asks: []guide.Ask{ask.Choice(askApp, ask.Words{Label: "Which app registration should Handrail use?",
			Hint: "You can change this later."}, []guide.Option{
			{Value: ownApp, Label: "Our own app registration (recommended)",
				Hint: "This takes about ten minutes, once."},
			{Value: sharedApp, Label: "Microsoft’s shared application, to try Handrail now",
				Hint: "Handrail signs in as Microsoft Graph Command Line Tools. Your organisation may block it."},
		})},
		DependsOn: []string{askCloud, askApp},
		Hand:      register,
		Terms: []guide.Term{
			{Word: "API permissions", Meaning: "The page in the admin center that shows what an application can read."},
			{Word: "Redirect URI",
				Meaning: "The address to which Microsoft sends you back after the sign-in: here, this computer."},
			{Word: "Client ID", Meaning: "The ID of the application at Microsoft. It is not a secret."},
		},
	}
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)

func lower(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

func validClient(text string) error {
	if guid.MatchString(lower(text)) {
		return nil
	}
	return app.Errorf(app.Invalid, "Enter an ID such as 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.",
		"This is not an application ID.")
}

func validTenant(text string) error {
	text = lower(text)
	if guid.MatchString(text) || strings.Contains(text, ".") && !strings.ContainsAny(text, " /\\@:?#") {
		return nil
	}
	return app.Errorf(app.Invalid, "Enter a domain such as northgate.onmicrosoft.com, or the tenant ID.",
		"This is not a domain or a tenant ID.")
}

func (d deps) signInStep() guide.Step {
	own := ask.WhenOf(func(v *guide.Visit) bool { return v.Answer(askApp) == ownApp })
	return guide.Step{
		ID: stepSignIn, Title: "Sign in",
		Summary: "You sign in on a Microsoft page. Handrail never sees your password.",
		Text: "Handrail opens a Microsoft page in your browser and waits up to five minutes. " +
			"You can stop at any time. " +
			"At the first sign-in, Microsoft asks you to accept the read permissions from the previous step.",
		CheckLabel: "Sign in with Microsoft", NextLabel: "Continue",
		Asks: []guide.Ask{
			ask.Line(askClient, ask.Words{Label: "What is the Application (client) ID?",
				Hint: "You find it in the admin center, on the Overview page of the app registration.",
				Help: "It identifies the application that you registered. It is not a secret."},
				own, ask.Checked(validClient), ask.Cleaned(lower)),
			ask.Line(askTenant, ask.Words{Label: "What is the domain or tenant ID of your organisation?",
				Hint: "For example northgate.onmicrosoft.com."}, ask.Known(guide.KnownTenant), own,
				ask.Checked(validTenant), ask.Cleaned(lower)),
			ask.Choice(askWay, ask.Words{Label: "Where do you sign in?",
				Hint: "The browser on this computer is safer."}, []guide.Option{
				{Value: browser, Label: "In the browser on this computer", Hint: "Handrail opens it for you."},
				{Value: device, Label: "On another device, with a code",
					Hint: "Many organisations block this option because attackers also use it."},
			}),
		},
		DependsOn: []string{askCloud, askApp, askClient, askTenant},
		Look:      d.signIn,
	}
}

// signIn opens the browser. It runs only after the person selected the button.
func (d deps) signIn(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := d.ready(); err != nil {
		return nil, err
	}
	tell := func(words string) {
		if rep != nil {
			rep(task.Progress{Note: words})
		}
	}
	tell("Waiting for you to sign in…")
	var warnings []string
	org, err := d.Tenant.SignIn.SignIn(ctx, tenant.Way{
		Cloud: v.Answer(askCloud), Client: v.Answer(askClient), Tenant: v.Answer(askTenant),
		Device: v.Answer(askWay) == device,
	}, func(words string) {
		tell(words)
		if !strings.Contains(words, "code") {
			warnings = append(warnings, words)
		}
	})
	if err != nil {
		return nil, err
	}
	doc := frame.New(frame.Head{Title: "Signed in", Subject: org.Name, At: d.Now(), Account: org.Account,
		Sources: []string{frame.FromGraph}})
	doc.Add(report.Banner{Tone: report.OK, Lead: "You are signed in to " + org.Name + ".",
		Text: "If this is not the organisation you want, go back and sign in with another account."})
	for _, w := range warnings {
		doc.Add(report.Banner{Tone: report.Note, Text: w})
	}
	doc.Fact("organisation", "Organisation", org.Name, "")
	doc.Fact("tenant", "Tenant ID", org.ID, "")
	doc.Fact("domain", "Main domain", cmp.Or(org.Domain, "unknown"), "")
	doc.Fact("account", "Your account", cmp.Or(org.Account, "unknown"), "")
	doc.Facts("")
	return doc.Done(), nil
}

func (d deps) rightsStep() guide.Step {
	return guide.Step{
		ID: stepRights, Title: "Check access",
		Summary: "Each kind of data needs a permission. Some also need a role or a licence.",
		Needs:   stepSignIn, DependsOn: []string{askCloud, askApp, askClient, askTenant}, Look: d.rights,
		Terms: terms.Of(terms.Permission, terms.Role),
	}
}

func (d deps) refreshStep() guide.Step {
	return guide.Step{
		ID: stepRefresh, Title: "First refresh",
		Summary: "Handrail reads all the data once and saves it on this computer.",
		Text:    "Handrail changes nothing at Microsoft. You can stop and continue later.",
		Needs:   stepSignIn, DependsOn: []string{askCloud, askApp, askClient, askTenant}, Look: d.refresh,
	}
}

// refresh reads every section.
func (d deps) refresh(ctx context.Context, _ *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := d.ready(); err != nil {
		return nil, err
	}
	all, err := d.Tenant.Connection.Refresh(ctx, nil, rep)
	if err != nil {
		return nil, err
	}
	doc, err := d.sections(ctx, "First refresh", all)
	if err != nil {
		return nil, err
	}
	if err := d.own(ctx, doc); err != nil {
		return nil, err
	}
	return doc.Done(), nil
}
