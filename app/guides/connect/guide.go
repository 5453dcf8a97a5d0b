// Package connect is the guide that connects Handrail to an organisation: which
// of Microsoft's clouds, as which application, signed in as whom, and what may be
// read then. It asks for reading permissions only; a guide that changes something
// asks for its own on the page where the change is confirmed.
//
// Microsoft lets a program read an organisation for the person who signed in: the
// program needs a permission, and the person a role. Handrail can use an
// application that the organisation registers for it, which can be revoked by
// itself, or try with one of Microsoft's that is in every organisation.
package connect

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// Deps is what the guide needs of the world outside. Link and Entrance may be
// nil where there is none; then its looks say so.
type Deps struct {
	Link     tenant.Link
	Entrance tenant.Entrance
	Now      app.Clock
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

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID:      ID,
		Title:   "Connect your organisation",
		Outcome: "Handrail can read who is in your organisation and how they sign in, and keeps it on this computer.",
		Topic:   "Your organisation",
		Minutes: 20,
		Needs: []guide.Need{
			{Title: "Your work account", Text: "One that may read the organisation. Global Reader is enough for nearly all of it."},
			{Title: "Somebody who may grant permissions", Text: "A Global Administrator, once. Handrail gives you the words to send."},
		},
		Subject: askCloud,
		Steps:   []guide.Step{d.cloudStep(), d.registerStep(), d.signInStep(), d.rightsStep(), d.refreshStep()},
	}
}

// ready says why nothing can be asked here.
func (d Deps) ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.Link == nil || d.Entrance == nil {
		return app.Errorf(app.NotFound, "Open Handrail’s window and try again there.", "This Handrail cannot sign in.")
	}
	return nil
}
