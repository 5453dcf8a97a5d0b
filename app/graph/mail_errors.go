package graph

import (
	"errors"
	"net/http"
	"strings"

	"handrail/app"
)

// forgotten reports whether Microsoft no longer knows a cursor (Microsoft Learn, Use delta query to track changes).
func forgotten(err error) bool {
	var a *answer
	if !errors.As(err, &a) {
		return false
	}
	code := strings.ToLower(a.Code)
	lost := strings.Contains(code, "syncstate") || strings.Contains(code, "resync")
	return a.Status == http.StatusGone || a.Status == http.StatusBadRequest && lost
}

// notMailed returns an error about a mailbox for people.
func notMailed(err error) error {
	var no *refusal
	if errors.As(err, &no) {
		e := app.Errorf(app.Unreachable, "Try again. If it happens again, copy the technical details.",
			"Microsoft’s answer pointed to another server (%s). Handrail did not contact it.", no.host)
		e.Err = err
		return e
	}
	var a *answer
	if !errors.As(err, &a) {
		return err
	}
	e := app.Errorf(app.Unreachable, "Try again later. The emails read so far are saved.",
		"Microsoft did not return the emails (status %d).", a.Status)
	switch {
	case a.Code == "MailboxNotEnabledForRESTAPI" || a.Code == "MailboxNotSupportedForRESTAPI":
		e = app.Errorf(app.NotFound,
			"Sign in with the account whose mailbox receives the reports, or save the emails as files.",
			"This account has no mailbox in Exchange Online.")
	case a.Status == http.StatusForbidden || a.Status == http.StatusUnauthorized:
		e = app.Errorf(app.Denied,
			"Ask a Global Administrator to grant the permission "+MailScope+", or save the emails as files.",
			"Handrail may not read this mailbox.")
	case a.Status == http.StatusNotFound:
		e = app.Errorf(app.NotFound, "Check the folder: the email may have been moved or deleted.",
			"An email or a folder is no longer there.")
	}
	e.Err = a
	return e
}
