package screens

import (
	"context"

	"handrail/app/guide"
	"handrail/app/tenant"
)

// barred is why a plan that is shown cannot be applied now.
type barred int

const (
	notBarred barred = iota
	signedOut        // Microsoft cannot be asked without a new sign-in
	readOnly         // the person chose that Handrail changes nothing
)

// words returns the reason as the page of the plan says it; "" for none.
func (b barred) words() string {
	switch b {
	case signedOut:
		return "You are not connected. Connect your organisation to make this change."
	case readOnly:
		return "Read-only mode is on. Turn it off in Settings to make this change."
	}
	return ""
}

// fetchBarred runs in a job and returns why a step's plan cannot be applied now. It never opens a browser.
func (w *Window) fetchBarred(ctx context.Context, step guide.Step) barred {
	if step.Apply == nil || w.p.Tenant == nil {
		return notBarred
	}
	kept, err := w.p.Settings.Settings(ctx)
	switch {
	case err != nil:
		logError(err) // the change itself is refused then
	case tenant.IsReadOnly(kept):
		return readOnly
	}
	if !w.p.Tenant.SignedIn(ctx) {
		return signedOut
	}
	return notBarred
}
