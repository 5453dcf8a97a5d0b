package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/graph/shape"
	"handrail/app/tenant"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// answer is a refusal by Graph.
type answer struct {
	Status  int
	Code    string // error.code
	Message string // error.message
	ID      string // request-id
	Retry   http.Header
}

// Error returns Graph's own message, for the technical details.
func (a *answer) Error() string {
	return fmt.Sprintf("graph: status %d, %s: %s (request-id %s)", a.Status, a.Code, a.Message, a.ID)
}

// As makes an answer a *tenant.Refusal for packages that know no HTTP.
func (a *answer) As(target any) bool {
	r, ok := target.(**tenant.Refusal)
	if ok {
		*r = &tenant.Refusal{Status: a.Status, Code: a.Code, Message: a.Message, RequestID: a.ID}
	}
	return ok
}

// textOf returns the text of an answer. The error is *answer where Graph refused, and *app.Error where another system
// answered.
func textOf(resp *http.Response) ([]byte, error) {
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if kind == "text/html" || resp.StatusCode/100 == 3 || resp.StatusCode == http.StatusProxyAuthRequired {
		return nil, app.Errorf(app.Unreachable,
			"Open a web page to check whether your network asks you to sign in. Then try again.",
			"Another system answered instead of Microsoft.")
	}
	if resp.StatusCode < 400 {
		return body, nil
	}
	return nil, refused(resp.StatusCode, resp.Header, body)
}

// refused returns the refusal that an answer is.
func refused(status int, h http.Header, body []byte) *answer {
	a := &answer{Status: status, ID: h.Get("request-id"), Retry: h}
	a.Code, a.Message = shape.Fault(body)
	return a
}

// translate returns an error for people in place of one of the SDK and its parts. An *answer stays.
func (g *Client) translate(ctx context.Context, err error) error {
	var said *app.Error
	var got *answer
	var lost *tenant.UnknownOutcome
	var no *refusal
	var signIn *azidentity.AuthenticationRequiredError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &got):
		return got
	case errors.As(err, &lost):
		return lost
	case errors.As(err, &said):
		return said
	case stalled(err):
		e := app.Errorf(app.Unreachable, "Check your connection, then try again. The data saved before is still there.",
			"Microsoft’s answer stopped coming, so Handrail stopped waiting.")
		e.Err = errors.Join(tenant.ErrStalled, err)
		return e
	case errors.As(err, &no):
		return err
	case errors.As(err, &signIn):
		return errSignIn(err)
	}
	e := app.Errorf(app.Unreachable, "Check your connection, then try again. The data saved before is still there.",
		"Handrail could not reach Microsoft.")
	e.Err = err
	if dialling(err) {
		e.Err = errors.Join(tenant.ErrOffline, err)
	}
	return e
}

func errSignIn(err error) error {
	e := app.Errorf(app.Denied, "Open the guide “Connect your organisation” and sign in again.",
		"Your sign-in has ended.")
	e.Err = err
	return e
}

// section returns an error for people about one section: what is missing, and who can grant it.
func (g *Client) section(s tenant.Section, err error) error {
	var said *tenant.SectionError
	if errors.As(err, &said) {
		return err
	}
	var no *refusal
	if errors.As(err, &no) {
		return &tenant.SectionError{State: tenant.Incomplete, Err: err,
			Message: "Microsoft’s answer pointed to another server (" + no.host + "). Handrail did not contact it.",
			Hint:    "Refresh again. If it happens again, copy the technical details."}
	}
	var a *answer
	if !errors.As(err, &a) {
		return err
	}
	switch {
	case withoutApp(s, a):
		return errWithoutApp(a)
	case a.Status == http.StatusUnauthorized:
		return errSignIn(a)
	case premium(a):
		return &tenant.SectionError{State: tenant.NeedsLicence, Err: a,
			Message: "Only organisations with Entra ID P1 have this data.",
			Hint: "Check your licences: Microsoft 365 Business Premium includes it. Without it, Handrail shows what it " +
				"does not know."}
	case withoutIntune(a):
		return &tenant.SectionError{State: tenant.NeedsLicence, Err: a,
			Message: "Your organisation has no active Intune licence.",
			Hint:    "Check your licences, or continue without this data."}
	case a.Status == http.StatusForbidden:
		return g.forbidden(s, a)
	case a.Status == http.StatusNotFound && strings.EqualFold(a.Code, "Request_ResourceNotFound") && s.OfOne:
		e := app.Errorf(app.NotFound, "Remove it from the settings that name it.", "%s", tenant.GoneMessage)
		e.Err = a
		return e
	case absent(a):
		e := app.Errorf(app.NotFound, "Continue without it: this cloud may not offer it. The rest of Handrail works.",
			"Microsoft has no data for “%s”.", s.Title)
		e.Err = a
		return e
	}
	e := app.Errorf(app.Unreachable, "Try again later. The data saved before is still there.",
		"Microsoft could not return “%s” (status %d).", s.Title, a.Status)
	e.Err = a
	return e
}

// withoutIntune reports whether the organisation has no licence for Intune. Only the message says so: the status is
// that of a wrong request.
func withoutIntune(a *answer) bool {
	return strings.Contains(strings.ToLower(a.Message), "not applicable to target tenant")
}

// premium reports whether the organisation lacks a licence. Only the code and the message say so: the status is that
// of a missing permission.
func premium(a *answer) bool {
	text := strings.ToLower(a.Code + " " + a.Message)
	signs := []string{"nonpremiumtenant", "aadpremiumlicenserequired", "premium license", "premium licence"}
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}

// absent reports whether the server does not offer what was asked for.
func absent(a *answer) bool {
	switch a.Status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// forbidden returns which is missing: a permission or a role. It knows this only where the token lists its
// permissions.
func (g *Client) forbidden(s tenant.Section, a *answer) error {
	granted, known := g.granted()
	var missing []string
	for _, scope := range s.Scopes {
		if known && !slices.ContainsFunc(granted, func(x string) bool { return strings.EqualFold(x, scope) }) {
			missing = append(missing, scope)
		}
	}
	if known && len(missing) == 0 {
		roles := "a role that may read it, such as Global Reader"
		if len(s.Roles) > 0 {
			roles = "one of these roles: " + strings.Join(s.Roles, ", ")
		}
		return &tenant.SectionError{State: tenant.NeedsRole, Err: a,
			Message: "Your account may not read “" + s.Title + "”.",
			Hint:    "Ask a Global Administrator to assign you " + roles + "."}
	}
	if !known {
		missing = s.Scopes
	}
	return &tenant.SectionError{State: tenant.NeedsConsent, Err: a,
		Message: "Handrail does not have permission to read “" + s.Title + "”.",
		Hint:    "Ask a Global Administrator to grant Handrail the permission " + strings.Join(missing, " and ") + "."}
}

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return "an unreadable address"
}

func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	return u, nil
}
