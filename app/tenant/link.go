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

// Connection is what guides and screens have of the organisation that is shown.
type Connection interface {
	Organisations
	// View returns what is kept of the organisation shown; app.NotFound where none
	// is connected. It never asks Microsoft.
	View(ctx context.Context) (View, error)
	// Refresh reads sections again, as the function Refresh does. app.Denied,
	// with what to do, where no one is signed in: it never opens a browser.
	Refresh(ctx context.Context, ids []string, report task.Report) ([]Status, error)
	// SignedIn reports whether Microsoft can be asked without a new sign-in.
	SignedIn(ctx context.Context) bool
	// SignOut removes every token of the organisation shown from this computer.
	SignOut(ctx context.Context) error
}

// Way is how and where a person signs in.
type Way struct {
	Cloud  string // id of a cloud
	Client string // application (client) id; "" is Microsoft's shared one
	Tenant string // id or domain; "" for whichever the account is in
	Device bool   // with a code on another device
}

// SignInService is the way in. It opens a browser, so it is used only after a button
// was pressed.
type SignInService interface {
	// SignIn signs in, keeps the organisation and shows it. tell receives words for
	// the person: the code to type, or that this computer keeps no sign-in.
	SignIn(ctx context.Context, w Way, tell func(string)) (Organisation, error)
	// Granted returns the permissions that the sign-in carries; known is false
	// if the sign-in does not name them.
	Granted(ctx context.Context) (scopes []string, known bool, err error)
}

// Current returns the organisation that is shown; ok is false where none is
// connected.
func Current(ctx context.Context, all Organisations) (o Organisation, ok bool, err error) {
	list, current, err := all.Organisations(ctx)
	for _, o := range list {
		if o.ID == current {
			return o, err == nil, err
		}
	}
	return Organisation{}, false, err
}

// ReadScopes returns every permission that the sections need, each once, in the
// order of the sections. Optional sections are left out.
func ReadScopes() []string {
	var all []string
	seen := map[string]bool{}
	for _, s := range Sections() {
		for _, name := range s.Scopes {
			if !s.Optional && !seen[name] {
				seen[name] = true
				all = append(all, name)
			}
		}
	}
	return all
}
