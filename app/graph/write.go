package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"handrail/app"
	"handrail/app/graph/shape"
	"handrail/app/tenant"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// Read implements tenant.Writer. What the rights to read do not show is read with the right to change, where that was
// asked for.
func (o *Connections) Read(ctx context.Context, path string) ([]byte, error) {
	g, err := o.Client(ctx)
	if err != nil {
		return nil, err
	}
	what, id, err := objectAt(path)
	if err != nil {
		return nil, err
	}
	if what.read == nil {
		return nil, noObject(path)
	}
	body, err := g.readNow(ctx, what, id)
	if app.CodeOf(err) == app.Denied {
		if w, none := o.writer(ctx); none == nil {
			body, err = w.readNow(ctx, what, id)
		}
	}
	return body, err
}

// readNow reads an object, or a list to its last page. A list that was not read to its end is an error.
func (g *Client) readNow(ctx context.Context, what object, id string) ([]byte, error) {
	src := g.from(func(s start) ask { return what.read(s, id) })
	if !what.list {
		body, err := src.read(ctx, query{})
		if err == nil {
			_, err = shape.Members(body)
		}
		return body, notRead(err)
	}
	return g.listNow(ctx, what, src)
}

func notRead(err error) error {
	var a *answer
	var cut *tenant.SectionError
	switch {
	case errors.As(err, &a):
	case errors.As(err, &cut):
		return &app.Error{Code: app.Unreachable, Message: "Handrail could not read the whole list. " + cut.Message,
			Hint: "Try again in a few minutes.", Err: err}
	default:
		return err
	}
	e := app.Errorf(app.Unreachable, "Try again in a few minutes.",
		"Handrail could not read the current settings (status %d).", a.Status)
	if a.Status == http.StatusNotFound && strings.EqualFold(a.Code, "Request_ResourceNotFound") {
		e = app.Errorf(app.NotFound, "Check on Microsoft’s own page whether it was deleted.",
			"Microsoft has no such object now.")
	}
	if a.Status == http.StatusForbidden || a.Status == http.StatusUnauthorized {
		e = app.Errorf(app.Denied, "Open the guide “Connect your organisation” to see which permission is missing.",
			"Your account may not read this.")
	}
	e.Err = a
	return e
}

// Patch implements tenant.Writer.
func (o *Connections) Patch(ctx context.Context, path string, body []byte) (requestID string, err error) {
	what, id, err := objectAt(path)
	if err != nil {
		return "", err
	}
	if what.patch == nil {
		return "", noObject(path)
	}
	_, requestID, err = o.write(ctx, func(g *Client) (*abs.RequestInformation, error) {
		return what.patch(ctx, g, id, body)
	})
	return requestID, err
}

// Post implements tenant.Writer.
func (o *Connections) Post(ctx context.Context, path string, body []byte) (answer []byte, requestID string, err error) {
	what, id, err := objectAt(path)
	if err != nil {
		return nil, "", err
	}
	if what.post == nil {
		return nil, "", noObject(path)
	}
	return o.write(ctx, func(g *Client) (*abs.RequestInformation, error) {
		r, err := what.post(ctx, g, id, body)
		if err == nil {
			r.Headers.Add("Accept-Language", "en") // events must have it (Microsoft Learn, Create virtualEventTownhall)
		}
		return r, err
	})
}

// Delete implements tenant.Writer.
func (o *Connections) Delete(ctx context.Context, path string) (requestID string, err error) {
	what, id, err := objectAt(path)
	if err != nil {
		return "", err
	}
	if what.remove == nil {
		return "", noObject(path)
	}
	_, requestID, err = o.write(ctx, func(g *Client) (*abs.RequestInformation, error) {
		return what.remove(ctx, g, id, nil)
	})
	return requestID, err
}

// write sends what build builds, once.
func (o *Connections) write(
	ctx context.Context, build func(*Client) (*abs.RequestInformation, error),
) (said []byte, id string, err error) {
	if err := o.mayChange(ctx); err != nil {
		return nil, "", err
	}
	g, err := o.writer(ctx)
	if err != nil {
		return nil, "", err
	}
	r, err := build(g)
	if err != nil {
		return nil, "", err
	}
	said, id, err = g.exchange(ctx, r)
	var lost *tenant.UnknownOutcome
	switch {
	case err != nil && ctx.Err() != nil && !errors.As(err, &lost):
		// It was stopped on its way; no one knows how far it came.
		return nil, id, &tenant.UnknownOutcome{RequestID: id, Err: err}
	case err != nil:
		return nil, id, notChanged(err)
	}
	return said, id, nil
}

// notChanged returns the error for a refused change; an unknown outcome stays.
func notChanged(err error) error {
	var a *answer
	if !errors.As(err, &a) {
		return err
	}
	var e *app.Error
	switch a.Status {
	case http.StatusForbidden, http.StatusUnauthorized:
		e = app.Errorf(app.Denied,
			"Sign in with an account that has the required role and licence, or make the change yourself.",
			"Microsoft does not let your account make this change. Nothing was changed.")
	case http.StatusTooManyRequests:
		e = app.Errorf(app.Unreachable, "Wait a few minutes, then confirm again.",
			"Microsoft is too busy and did not make the change. Nothing was changed.")
	case http.StatusNotFound:
		e = app.Errorf(app.NotFound, "Check the current settings, and read the plan again.",
			"Microsoft has no such object now. Nothing was changed.")
	default:
		e = app.Errorf(app.Invalid,
			"Check the current settings, and read the plan again. If it happens again, copy the technical details.",
			"Microsoft did not accept the change (status %d). Nothing was changed.", a.Status)
	}
	e.Err = a
	return e
}
