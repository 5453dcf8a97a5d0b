package terminal

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// expanded returns the files that the words mean. On Windows a program gets “*.json” as it
// was typed; elsewhere the shell has put the names in its place.
func expanded(words []string) []string {
	if runtime.GOOS != "windows" {
		return words
	}
	var all []string
	for _, word := range words {
		all = append(all, expand(word)...)
	}
	return all
}

// expand returns the files whose names fit a pattern, in the order of their names. Only the last part of a
// path may have * and ?; brackets are letters like others. A word that fits nothing stays, so that
// what is said about it names it.
func expand(word string) []string {
	folder, pattern := filepath.Split(word)
	if !strings.ContainsAny(pattern, "*?") {
		return []string{word}
	}
	in := folder
	if in == "" {
		in = "."
	}
	entries, _ := os.ReadDir(in)
	var all []string
	for _, e := range entries {
		if fits([]rune(strings.ToLower(e.Name())), []rune(strings.ToLower(pattern))) {
			all = append(all, folder+e.Name())
		}
	}
	if len(all) == 0 {
		return []string{word}
	}
	return all
}

// fits reports whether a name fits a pattern: * is any text, ? any letter.
func fits(name, pattern []rune) bool {
	for len(pattern) > 0 {
		switch {
		case pattern[0] == '*':
			for skip := range len(name) + 1 {
				if fits(name[skip:], pattern[1:]) {
					return true
				}
			}
			return false
		case len(name) == 0 || pattern[0] != '?' && pattern[0] != name[0]:
			return false
		}
		name, pattern = name[1:], pattern[1:]
	}
	return len(name) == 0
}
