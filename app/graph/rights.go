package graph

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

// Ask implements tenant.Writer. The permissions are used for changes only.
func (o *Connections) Ask(ctx context.Context, scopes ...string) error {
	if err := o.mayChange(ctx); err != nil {
		return err
	}
	w, id, err := o.allowed(ctx, "make the change yourself", scopes)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writers[id] = w
	return nil
}

// mayChange returns why nothing may be changed: read-only mode is on, or that could not be read.
func (o *Connections) mayChange(ctx context.Context) error {
	if o.ports.ReadOnly == nil {
		return nil
	}
	on, err := o.ports.ReadOnly(ctx)
	if err != nil || !on {
		return err
	}
	return &app.Error{Code: app.Denied, Message: "Read-only mode is on. Nothing was changed.",
		Hint: "Turn off read-only mode in Settings, then confirm again.", Err: tenant.ErrReadOnly}
}

// allowed returns a client of the organisation that is shown whose token carries scopes, with the organisation's ID.
// It may open a browser. instead is what the person can do where they are not granted.
func (o *Connections) allowed(ctx context.Context, instead string, scopes []string) (w *Client, id string, err error) {
	org, err := o.current(ctx)
	if err != nil {
		return nil, "", err
	}
	g, err := o.client(org)
	if err != nil {
		return nil, "", err
	}
	if w, err = New(g.cloud, g.cred, scopes, o.ports.Options); err != nil {
		return nil, "", err
	}
	if have, known := w.granted(); o.ports.Local != "" || known && holdsAll(have, scopes) {
		return w, org.ID, nil
	}
	cred, ok := g.cred.(login)
	if !ok {
		return nil, "", errSignIn(nil)
	}
	if tenant.IsUnattended(ctx) {
		return nil, "", app.Errorf(app.Denied, "Open Handrail and check again there.",
			"This needs the permission %s, and a person has to sign in for it.", strings.Join(scopes, " and "))
	}
	record, err := cred.enter(ctx, w.scopes)
	if err != nil {
		return nil, "", err
	}
	if !strings.EqualFold(record.Username, org.Account) || !strings.EqualFold(record.TenantID, org.ID) {
		o.mu.Lock()
		delete(o.clients, org.ID) // it is somebody else's now
		o.mu.Unlock()
		return nil, "", app.Errorf(app.Denied, "Start again, and choose "+org.Account+" in the browser.",
			"You signed in as %s. This organisation is connected as %s.", record.Username, org.Account)
	}
	if have, known := w.granted(); known && !holdsAll(have, scopes) {
		e := app.Errorf(app.Denied, "Ask a Global Administrator to grant it, or "+instead+".",
			"Your organisation has not granted Handrail the permission %s.", strings.Join(scopes, " and "))
		e.Err = &tenant.NotGranted{Scopes: scopes}
		return nil, "", e
	}
	return w, org.ID, nil
}

func holdsAll(have, need []string) bool {
	for _, n := range need {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, n) }) {
			return false
		}
	}
	return true
}

// writer returns the client with the permissions that Ask asked for.
func (o *Connections) writer(ctx context.Context) (*Client, error) {
	org, err := o.current(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if w, ok := o.writers[org.ID]; ok {
		return w, nil
	}
	return nil, app.Errorf(app.Denied, "Confirm the change again.",
		"Handrail has not asked for permission to change this yet.")
}
