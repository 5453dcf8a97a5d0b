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
		ID: stepCloud, Title: "Which cloud", Lead: "Microsoft runs several clouds that know nothing of each other.",
		Asks: []guide.Ask{{
			Name: askCloud, Label: "Where is your organisation?", Hint: "If you are not sure, it is the first.", Kind: guide.Choice,
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
					return app.Errorf(app.Invalid, "Choose the cloud of your organisation.", "None of the choices is chosen.")
				}
				return nil
			},
		}},
		Terms: []guide.Term{
			{Word: "Cloud", Meaning: "The set of data centres in which Microsoft keeps your organisation."},
			{Word: "US", Meaning: "The United States of America."},
			{Word: "GCC and GCC High", Meaning: "Two clouds for governments in the United States: Government Community Cloud."},
		},
	}
}

func (d Deps) registerStep() guide.Step {
	return guide.Step{
		ID: stepRegister, Title: "How Handrail may sign in", Lead: "Every program that reads an organisation does so as an application.",
		Text: "An application of your own appears in your sign-in records under its own name. You take its access back by deleting it. " +
			"Microsoft’s shared application needs no preparation. What is granted to it is granted to every other script that uses it too.",
		Next: "Show me what to do",
		Asks: []guide.Ask{
			{
				Name: askApp, Label: "Which application shall Handrail be?", Hint: "You can change this later.", Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{
						{Value: ownApp, Label: "One of our own (recommended)", Hint: "About ten minutes in the portal, once."},
						{Value: sharedApp, Label: "Try it now, read only", Hint: "With Microsoft’s Graph Command Line Tools. Your organisation may block it."},
					}
				},
				Default: func(*guide.Visit) string { return ownApp },
				Valid:   oneOf("Choose one of the two.", ownApp, sharedApp),
			},
		},
		DependsOn: []string{askCloud, askApp},
		Hand:      d.register,
		Terms: []guide.Term{
			{Word: "API permissions", Meaning: "The portal’s page for what an application may read."},
			{Word: "Redirect URI", Meaning: "The address to which Microsoft sends you back after the sign-in: here, this computer."},
			{Word: "Client ID", Meaning: "The name by which Microsoft knows the application. It is no secret."},
		},
	}
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)

func (d Deps) signInStep() guide.Step {
	own := func(v *guide.Visit) bool { return v.Answer(askApp) == ownApp }
	return guide.Step{
		ID: stepSignIn, Title: "Sign in", Lead: "Microsoft asks for your name and password; Handrail never sees them.",
		Text: "Handrail opens a page of Microsoft’s in your browser and waits up to five minutes. You can stop at any time. " +
			"The first sign-in asks you to allow the reading permissions of the step before.",
		Press: "Sign in with Microsoft", Next: "Continue",
		Asks: []guide.Ask{
			{
				Name: askClient, Label: "Application (client) id", Hint: "The portal shows it on the application’s overview.", Kind: guide.Line, When: own,
				Valid: func(_ *guide.Visit, text string) error {
					if !guid.MatchString(strings.TrimSpace(text)) {
						return app.Errorf(app.Invalid, "It looks like 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.", "This is not the id of an application.")
					}
					return nil
				},
				Clean: func(text string) string { return strings.ToLower(strings.TrimSpace(text)) },
				What:  "The name by which Microsoft knows the application you registered. It is no secret.",
			},
			{
				Name: askTenant, Label: "Your organisation’s domain or id", Hint: "Such as northgate.onmicrosoft.com.", Kind: guide.Line, When: own,
				Valid: func(_ *guide.Visit, text string) error {
					text = strings.TrimSpace(text)
					if text == "" || strings.ContainsAny(text, " /\\@:?#") || !strings.Contains(text, ".") && !guid.MatchString(text) {
						return app.Errorf(app.Invalid, "Type a domain such as northgate.onmicrosoft.com, or the directory (tenant) id.", "This names no organisation.")
					}
					return nil
				},
				Clean: func(text string) string { return strings.ToLower(strings.TrimSpace(text)) },
			},
			{
				Name: askWay, Label: "Where do you sign in?", Hint: "The browser here is the safer way.", Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{
						{Value: browser, Label: "In the browser on this computer", Hint: "Handrail opens it for you."},
						{Value: device, Label: "On another device, with a code", Hint: "Many organisations block this way, because thieves use it too."},
					}
				},
				Default: func(*guide.Visit) string { return browser },
				Valid:   oneOf("Choose one of the two.", browser, device),
			},
		},
		DependsOn: []string{askCloud, askApp, askClient, askTenant},
		Look:      d.signIn,
	}
}

// signIn opens the browser. It runs only after the button was pressed.
func (d Deps) signIn(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := d.ready(ctx); err != nil {
		return nil, err
	}
	tell := func(words string) {
		if rep != nil {
			rep(task.Progress{Note: words})
		}
	}
	tell("Waiting for you to sign in.")
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
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.OK, Lead: "You are signed in to " + org.Name + ".", Text: "If this is another organisation than you meant, go back and sign in with the other account."})
	for _, w := range warnings {
		doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Text: w})
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Rows: []report.Fact{
		{Name: "organisation", Label: "Organisation", Value: org.Name}, {Name: "tenant", Label: "Its id", Value: org.ID},
		{Name: "domain", Label: "First domain", Value: orUnknown(org.Domain)}, {Name: "account", Label: "Your account", Value: orUnknown(org.Account)},
	}})
	return doc, nil
}

func (d Deps) rightsStep() guide.Step {
	return guide.Step{
		ID: stepRights, Title: "What Handrail can see", Lead: "Each kind of data needs a permission, some a role or a licence.",
		Needs: stepSignIn, DependsOn: []string{askCloud, askApp, askClient, askTenant}, Look: d.rights,
		Terms: []guide.Term{
			{Word: "Permission", Meaning: "What the application may read; a Global Administrator grants it."},
			{Word: "Role", Meaning: "What your account may do; somebody with more rights gives it to you."},
		},
	}
}

func (d Deps) refreshStep() guide.Step {
	return guide.Step{
		ID: stepRefresh, Title: "First refresh", Lead: "Handrail reads everything once and keeps it on this computer.",
		Text:  "Nothing is changed at Microsoft. You can stop and go on later; what was read stays.",
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
		return app.Errorf(app.Invalid, hint, "None of the choices is chosen.")
	}
}

func orUnknown(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}
