// Package node asks programs of others that run on Node.js, for tests in which
// they judge. Their versions are pinned by a package-lock.json.
package node

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// files are what a judge consists of.
var files = []string{"judge.mjs", "package.json", "package-lock.json"}

// Ask copies the judge in folder, a path from the project's root, under
// build/judge-NAME,
// installs its packages there once, and runs judge.mjs: in goes to it and out
// comes from it, as JSON. More arguments go to npm ci. Where Node.js is missing
// or the packages cannot be had, that is an error: a judge that was not asked has
// agreed to nothing.
func Ask(ctx context.Context, folder, name string, in, out any, npm ...string) error {
	place, err := prepare(ctx, folder, name, npm)
	if err != nil {
		return fmt.Errorf("the judge %s cannot be asked: %w", name, err)
	}
	input, err := json.Marshal(in)
	if err != nil {
		return err
	}
	// A large grammar in WebAssembly is compiled once and plainly: its second,
	// better compilation takes a minute and is never worth it here.
	run := exec.CommandContext(ctx, "node", "--liftoff-only", files[0])
	run.Dir, run.Stdin, run.Stderr = place, bytes.NewReader(input), os.Stderr
	said, err := run.Output()
	if err != nil {
		return fmt.Errorf("the judge %s stopped: %w", name, err)
	}
	if err := json.Unmarshal(said, out); err != nil {
		return fmt.Errorf("the judge %s does not answer in JSON: %w", name, err)
	}
	return nil
}

// prepare returns the place where the judge is ready to run.
func prepare(ctx context.Context, folder, name string, npm []string) (place string, err error) {
	root, err := Project()
	if err != nil {
		return "", err
	}
	place = filepath.Join(root, "build", "judge-"+name)
	if err := os.MkdirAll(place, 0o755); err != nil {
		return "", err
	}
	var lock []byte
	for _, file := range files {
		if lock, err = os.ReadFile(filepath.Join(root, folder, file)); err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(place, file), lock, 0o644); err != nil {
			return "", err
		}
	}
	stamp := filepath.Join(place, "installed")
	if done, err := os.ReadFile(stamp); err == nil && bytes.Equal(done, lock) {
		return place, nil
	}
	install := exec.CommandContext(ctx, "npm",
		append([]string{"ci", "--ignore-scripts", "--no-audit", "--no-fund"}, npm...)...)
	install.Dir = place
	if said, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w\n%s", err, said)
	}
	return place, os.WriteFile(stamp, lock, 0o644)
}

// Project returns the folder of go.mod, the working folder or one above it.
func Project() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		above := filepath.Dir(at)
		if above == at {
			return "", fmt.Errorf("no go.mod here or above")
		}
		at = above
	}
}
