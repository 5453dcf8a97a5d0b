// Package connect is the guide that connects Handrail to an organisation: it
// chooses the Microsoft cloud, the app registration and the account, and shows
// what Handrail can read. It asks for read permissions only. A guide that changes
// something asks for its own permission in the step that confirms the change.
//
// Microsoft lets a program read an organisation on behalf of the person who signed
// in: the program needs a permission, and the person a role. Handrail can use an
// app registration of the organisation, whose access can be revoked separately, or
// Microsoft's shared application, which every organisation has.
package connect

import (
	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/services"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
}

// ID of the guide. Stored with every visit.
const ID = "connect"

// The steps. Stored with every visit.
const (
	stepCloud    = "cloud"
	stepRegister = "register"
	stepSignIn   = "sign-in"
	stepRights   = "rights"
	stepRefresh  = "refresh"
)

// The answers. Stored with every visit.
const (
	askCloud  = "cloud"
	askApp    = "app"
	askClient = "client"
	askTenant = "tenant"
	askWay    = "way"
)

// The values of answers.
const (
	ownApp    = "own"
	sharedApp = "shared"
	browser   = "browser"
	device    = "device"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	return guide.Guide{
		ID:       ID,
		Title:    "Connect your organisation",
		Outcome:  "Handrail can read people and their sign-in methods, and saves this data on this computer.",
		Topic:    "Organisation and sign-in",
		Minutes:  20,
		Problems: problems,
		Needs: []guide.Need{
			{Title: "Your work account",
				Text: "It must be able to read the organisation. " +
					"The role Global Reader is enough for nearly everything."},
			{Title: "Someone who can grant permissions",
				Text: "You need a Global Administrator once. Handrail writes the message for you."},
		},
		Subject: askCloud,
		Steps:   []guide.Step{cloudStep(), registerStep(), d.signInStep(), d.rightsStep(), d.refreshStep()},
	}
}

// ready returns an error if nothing can be read here.
func (d deps) ready() error {
	if d.Tenant.Connection == nil || d.Tenant.SignIn == nil {
		return app.Errorf(app.NotFound, "Open the Handrail window and try again there.",
			"Handrail cannot sign in here.")
	}
	return nil
}
