package userfolder

import (
	"os"
	"path/filepath"
)

// inHome returns a folder in the person's home.
func inHome(parts ...string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(append([]string{home}, parts...)...)
}

func documents() string { return inHome("Documents") }

func data() string { return inHome("Library", "Application Support") }

func common() []string { return []string{inHome("Desktop"), inHome("Downloads"), "/Users/Shared"} }
