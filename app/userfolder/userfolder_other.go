//go:build !windows && !darwin

package userfolder

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
)

// named returns a folder that user-dirs.dirs names, else the one of this name in the home
// (freedesktop.org, “xdg-user-dirs”).
func named(key, name string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	config := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) {
		config = filepath.Join(home, ".config")
	}
	f, err := os.Open(filepath.Join(config, "user-dirs.dirs"))
	if err != nil {
		return filepath.Join(home, name)
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		value, found := strings.CutPrefix(strings.TrimSpace(lines.Text()), "XDG_"+key+"_DIR=")
		if !found {
			continue
		}
		folder := strings.ReplaceAll(strings.Trim(value, `"`), "$HOME", home)
		if filepath.IsAbs(folder) {
			return filepath.Clean(folder)
		}
	}
	return filepath.Join(home, name)
}

func documents() string { return named("DOCUMENTS", "Documents") }

// data follows the XDG Base Directory specification 0.8, which requires to skip a path that
// is not absolute.
func data() string {
	if folder := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(folder) {
		return folder
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "share")
}

func common() []string { return []string{named("DESKTOP", "Desktop"), named("DOWNLOAD", "Downloads")} }
