package openfile

import (
	"fmt"
	"os/exec"
	"strings"
)

// opener is the program of macOS that opens files and shows them in the Finder: open(1).
const opener = "/usr/bin/open"

// The paths are absolute, so none is taken for an option.
var native = system{
	open: func(path string) error { return run(path) },
	show: func(path string) error { return run("-R", path) },
}

func run(arguments ...string) error {
	out, err := exec.Command(opener, arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("openfile: %w: %.200s", err, strings.TrimSpace(string(out)))
	}
	return nil
}
