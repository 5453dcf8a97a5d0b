package terminal

import (
	"bytes"
	"context"
	"testing"

	"handrail/app/release"
)

func TestVersion(t *testing.T) {
	whole := release.Version{Number: "0.1.0", Commit: "abc1234", Made: noon.AddDate(0, 0, -2), Origin: "deb", Go: "go1.26",
		System: "linux", Arch: "amd64"}
	for name, c := range map[string]struct {
		v    release.Version
		args []string
		want string
	}{
		"in words": {whole, nil, "Handrail 0.1.0 (abc1234)\nIts date is 20 November 2026, 2 days ago.\n" +
			"Installed from the Debian package (.deb).\ngo1.26 linux amd64\n"},
		"for a program": {whole, []string{"-json"}, `{
  "version": "0.1.0",
  "commit": "abc1234",
  "made": "2026-11-20T12:00:00Z",
  "days": 2,
  "origin": "deb",
  "go": "go1.26",
  "system": "linux",
  "arch": "amd64"
}
`},
		"not known": {release.Version{Number: "0.1.0", Go: "go1.26", System: "linux", Arch: "amd64"}, []string{"-json"}, `{
  "version": "0.1.0",
  "commit": null,
  "made": null,
  "days": null,
  "origin": null,
  "go": "go1.26",
  "system": "linux",
  "arch": "amd64"
}
`},
	} {
		var out, errs bytes.Buffer
		args := append([]string{"version", "-now", "2026-11-22T12:00:00Z"}, c.args...)
		status := Run(context.Background(), args, Environment{Out: &out, Err: &errs, Version: c.v}) // Open is nil
		if status != Fine || out.String() != c.want || errs.Len() > 0 {
			t.Errorf("%s: %d, %s%s", name, status, out.String(), errs.String())
		}
	}
	var out, errs bytes.Buffer
	status := Run(context.Background(), []string{"version", "new"}, Environment{Out: &out, Err: &errs})
	if status != NotDone {
		t.Errorf("a word too many: %d, %s", status, out.String())
	}
}
