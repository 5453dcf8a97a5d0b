//go:build !unix

package store

import (
	"os/exec"
	"testing"
)

func becomeNobody(t *testing.T, _ *exec.Cmd) { t.Skip("only where users have numbers") }

func umaskChild(string) {}

func cacheUmaskChild(string) {}
