package graph

import (
	"context"
	"errors"
	"slices"
	"strings"

	"handrail/app"
)

// signInError returns the end of a sign-in as an error for people. The codes are from Microsoft Learn, Microsoft
// Entra authentication and authorization error codes.
func signInError(ctx, limited context.Context, err error, code string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var said *app.Error
	if errors.As(err, &said) {
		return said
	}
	e := &app.Error{Code: app.Denied, Err: err}
	text := err.Error()
	has := func(codes ...string) bool {
		return slices.ContainsFunc(codes, func(c string) bool { return code == c || strings.Contains(text, c) })
	}
	switch {
	case limited.Err() != nil:
		e.Code, e.Message, e.Hint = app.Unreachable, "No one signed in within 5 minutes, so Handrail stopped waiting.",
			"Start the sign-in again when you are ready."
	case has("AADSTS65001", "AADSTS90094", "AADSTS90095", "AADSTS900941", "consent_required"):
		e.Message, e.Hint = "Your organisation has not granted Handrail these permissions yet.",
			"Ask a Global Administrator to grant consent, then sign in again."
	case has("AADSTS65004", "access_denied"):
		e.Message, e.Hint = "The request for permission was declined.",
			"Start the sign-in again and accept, or ask a Global Administrator."
	case has("AADSTS530036", "AADSTS50199"):
		e.Message, e.Hint = "Your organisation blocks sign-in with a code on another device.",
			"Sign in with the browser on this computer instead."
	case has("AADSTS53003", "AADSTS53000", "AADSTS530032"):
		e.Message, e.Hint = "A Conditional Access policy of your organisation blocked the sign-in.",
			"Ask the administrator for Conditional Access which policy applies to Handrail."
	case has("AADSTS700016"):
		e.Code, e.Message, e.Hint = app.NotFound, "Your organisation does not have an application with this ID.",
			"Copy the application (client) ID again from the Microsoft Entra admin center."
	case has("AADSTS50020", "AADSTS90072", "AADSTS50034"):
		e.Message, e.Hint = "This account does not belong to the organisation.",
			"Sign in again and choose the account of the organisation."
	case has("AADSTS50011", "AADSTS500113"):
		e.Message, e.Hint = "The application has a different redirect URI.",
			"Add http://localhost under “Mobile and desktop applications” in the app registration."
	case dialling(err):
		e.Code, e.Message, e.Hint = app.Unreachable, "Handrail could not reach Microsoft to sign in.",
			"Check your connection, then try again."
	default:
		e.Message, e.Hint = "Microsoft did not let you sign in.",
			"Copy the technical details and send them to an administrator."
	}
	return e
}
