// Package python asks programs of others that run on Python, for tests in which
// they judge. Their versions are pinned in a requirements.txt.
package python

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"handrail/app/conformance/node"
)

// ErrNotHere means that a judge cannot run on this machine: there is no Python, or
// its packages cannot be had.
var ErrNotHere = errors.New("the judge cannot run on this machine")

// Ask runs judge.py of folder, a path from the project's root, with the packages
// that its requirements.txt names, which are installed under build/judge-NAME
// once. in goes to it and out comes from it, as JSON.
func Ask(ctx context.Context, folder, name string, in, out any) error {
	python, script, err := Prepare(ctx, folder, name)
	if err != nil {
		return err
	}
	input, err := json.Marshal(in)
	if err != nil {
		return err
	}
	run := exec.CommandContext(ctx, python, script)
	run.Stdin, run.Stderr = bytes.NewReader(input), os.Stderr
	said, err := run.Output()
	if err != nil {
		return fmt.Errorf("the judge %s stopped: %w", name, err)
	}
	if err := json.Unmarshal(said, out); err != nil {
		return fmt.Errorf("the judge %s does not answer in JSON: %w", name, err)
	}
	return nil
}

// Prepare returns the Python that has the packages, and the script.
func Prepare(ctx context.Context, folder, name string) (python, script string, err error) {
	root, err := node.Project()
	if err != nil {
		return "", "", err
	}
	place := filepath.Join(root, "build", "judge-"+name)
	python, script = filepath.Join(place, "bin", "python3"), filepath.Join(root, folder, "judge.py")
	needs := filepath.Join(root, folder, "requirements.txt")
	pinned, err := os.ReadFile(needs)
	if err != nil {
		return "", "", err
	}
	stamp := filepath.Join(place, "installed")
	if done, err := os.ReadFile(stamp); err == nil && bytes.Equal(done, pinned) {
		return python, script, nil
	}
	for _, args := range [][]string{{"python3", "-m", "venv", place},
		{python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--prefer-binary", "-r",
			needs}} {
		if said, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil {
			if ctx.Err() != nil {
				return "", "", ctx.Err()
			}
			return "", "", fmt.Errorf("%w: %v: %w\n%s", ErrNotHere, args, err, said)
		}
	}
	return python, script, os.WriteFile(stamp, pinned, 0o644)
}
