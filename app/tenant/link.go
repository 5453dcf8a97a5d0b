package tenant

import (
	"context"

	"handrail/app/task"
)

// View is what is kept of one organisation, and the search over its people.
type View interface {
	Reader
	People
}

// Link is what guides and screens have of the organisation that is shown.
type Link interface {
	Organisations
	// View gives what is kept of the organisation shown; app.NotFound where none
	// is connected. It never asks Microsoft.
	View(ctx context.Context) (View, error)
	// Refresh reads sections anew, as the function Refresh does. app.Denied,
	// with what to do, where nobody is signed in: it never opens a browser.
	Refresh(ctx context.Context, ids []string, report task.Report) ([]Status, error)
	// SignedIn tells whether Microsoft can be asked without a new sign-in.
	SignedIn(ctx context.Context) bool
	// SignOut removes every token of the organisation shown from this computer.
	SignOut(ctx context.Context) error
}
