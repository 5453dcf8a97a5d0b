package filepicker

import (
	"context"
	"errors"
	"os/exec"
	"strings"
)

// The program of macOS that runs AppleScript, and the script. What differs comes as arguments, which are
// no part of the script: osascript(1), “choose file” in Apple's AppleScript Language Guide.
const (
	runner = "/usr/bin/osascript"
	script = `on run argv
	set what to item 1 of argv
	set words to item 2 of argv
	set place to item 3 of argv
	activate
	if what is "folder" and place is "" then return POSIX path of (choose folder with prompt words)
	if what is "folder" then return POSIX path of (choose folder with prompt words default location (POSIX file place))
	if place is "" then return POSIX path of (choose file with prompt words)
	return POSIX path of (choose file with prompt words default location (POSIX file place))
end run`
)

func pick(ctx context.Context, r Request) (string, error) {
	what := "file"
	if r.Directory {
		what = "folder"
	}
	cmd := exec.Command(runner, "-e", script, what, r.Title, r.Folder)
	var out, wrong strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &wrong
	if err := cmd.Start(); err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	if err := cmd.Wait(); err != nil {
		if strings.Contains(wrong.String(), "-128") { // userCanceledErr
			return "", ErrCancelled
		}
		return "", errors.Join(err, errors.New(strings.TrimSpace(wrong.String())))
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}
