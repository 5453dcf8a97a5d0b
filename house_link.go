package main

import (
	"context"
	"net/http"

	"handrail/app/event/teamslink"
	"handrail/app/terminal"
)

// linkTarget asks where short links lead; in the sample there is no one to ask.
func linkTarget(f terminal.Flags) func(context.Context, string) (string, error) {
	if f.Sample {
		return nil
	}
	return func(ctx context.Context, link string) (string, error) {
		return teamslink.Target(ctx, http.DefaultTransport, link)
	}
}
