package graph

import (
	"errors"
	"net/http"

	"handrail/app"
)

// unansweredWords are the words for a question that only answers, if Microsoft does not answer.
type unansweredWords struct {
	account, signIn string // the account may not ask, and what to do
	refused, byHand string // Microsoft does not take it, and what to do
	silent          string // no answer came
}

// unanswered returns the error for a question that Microsoft did not answer.
func unanswered(err error, q unansweredWords) error {
	var a *answer
	if !errors.As(err, &a) {
		return err
	}
	var e *app.Error
	switch a.Status {
	case http.StatusForbidden, http.StatusUnauthorized:
		e = app.Errorf(app.Denied, q.signIn, "%s", q.account)
	case http.StatusBadRequest, http.StatusNotFound:
		e = app.Errorf(app.Invalid, q.byHand, "%s (status %d).", q.refused, a.Status)
	default:
		e = app.Errorf(app.Unreachable, "Try again in a few minutes.", "%s (status %d).", q.silent, a.Status)
	}
	e.Err = a
	return e
}
