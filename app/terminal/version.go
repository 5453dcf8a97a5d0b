package terminal

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// versionRow is the answer of "version -json". What is not known is null.
type versionRow struct {
	Version string     `json:"version"`
	Commit  *string    `json:"commit"`
	Made    *time.Time `json:"made"`
	Days    *int       `json:"days"`
	Origin  *string    `json:"origin"`
	Go      string     `json:"go"`
	System  string     `json:"system"`
	Arch    string     `json:"arch"`
}

// showVersion shows which version runs. It opens no file.
func showVersion(_ context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("version", words); err != nil {
		return 0, err
	}
	v, now := w.Version, f.Clock()()
	if !o.json {
		_, err := fmt.Fprintln(w.Out, strings.Join(v.Lines(now), "\n"))
		return Fine, err
	}
	row := versionRow{Version: v.Number, Go: v.Go, System: v.System, Arch: v.Arch, Commit: known(v.Commit),
		Origin: known(v.Origin)}
	if !v.Made.IsZero() {
		row.Made = &v.Made
	}
	if days, ok := v.Days(now); ok {
		row.Days = &days
	}
	return Fine, writeJSON(w.Out, row)
}

// known returns nil for "".
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
