package screens

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// barred is why a plan that is shown cannot be applied now.
type barred int

const (
	notBarred barred = iota
	signedOut        // Microsoft cannot be asked without a new sign-in
	offline          // someone is signed in, but Microsoft does not answer
	readOnly         // the person chose that Handrail changes nothing
)

// words returns the reason as the page of the plan says it; "" for none.
func (b barred) words() string {
	switch b {
	case signedOut:
		return "You are not connected. Connect your organisation to make this change."
	case offline:
		return "Handrail cannot reach Microsoft. Check this computer’s connection, then select “Connect to apply”."
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

// offlineNow runs in a job and returns offline where a plan could not be made from what Microsoft says now because there
// is no network: Microsoft did not answer, or the plan is of saved data and no name can be looked up either.
func (w *Window) offlineNow(ctx context.Context, b barred, f *found) barred {
	switch {
	case b != notBarred:
	case app.CodeOf(f.err) == app.Unreachable:
		return offline
	case f.plan != nil && f.plan.FromSaved && w.p.AskNames != nil && w.p.AskNames(ctx) != nil:
		return offline
	}
	return b
}
