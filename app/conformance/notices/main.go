// Command notices makes the notices of everything by others that is compiled into Handrail, from the modules that
// each build really holds. From the folder of Handrail:
//
//	go run ./app/conformance/notices
//
// The folder data has the notices of what is compiled in and has no folder of its own, and of the software renderer
// (.ci/package/renderer), which is a download beside the packages.
package main

import (
	"embed"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// file is where the notices are kept, from the root.
const file = "assets/notices/notices.txt"

//go:embed data/*.txt
var data embed.FS

func main() {
	text, err := generate(".")
	if err == nil {
		err = os.WriteFile(filepath.FromSlash(file), []byte(text), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d kB\n", file, len(text)/1000)
}

// generate returns the notices of every build of the program at root.
func generate(root string) (string, error) {
	all, err := everywhere(root)
	if err != nil {
		return "", err
	}
	found, err := collect(all)
	return write(found), err
}

// collect returns the notices of components and those in data.
func collect(all map[string]*component) ([]notice, error) {
	var found []notice
	var err error
	for name, c := range all {
		var some []notice
		if name == "handrail" {
			some, err = ours(c)
		} else {
			some, err = c.texts()
		}
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	extra, err := extras()
	if err != nil {
		return nil, err
	}
	// Maps have no order, and texts that differ in blanks alone are one.
	found = append(found, extra...)
	slices.SortFunc(found, func(a, b notice) int {
		return strings.Compare(a.of[0]+"\x00"+a.text, b.of[0]+"\x00"+b.text)
	})
	return merge(found), nil
}

// ours returns the notices of data by others in Handrail's own folders. Its name is the heading of the page beside it.
func ours(c *component) ([]notice, error) {
	var all []notice
	for folder := range c.folders {
		license := filepath.Join(folder, "LICENSE")
		if _, err := os.Stat(license); err != nil || folder == c.root {
			continue
		}
		n, err := read(license)
		if err != nil {
			return nil, err
		}
		page, err := os.ReadFile(filepath.Join(folder, "README.md"))
		if err != nil {
			return nil, err
		}
		heading, _, _ := strings.Cut(string(page), "\n")
		n.of = []string{strings.TrimPrefix(heading, "# ")}
		all = append(all, n)
	}
	return all, nil
}

// extras returns the notices in data: each has its names, an empty line, and the text.
func extras() ([]notice, error) {
	entries, err := data.ReadDir("data")
	if err != nil {
		return nil, err
	}
	var all []notice
	for _, e := range entries {
		b, err := data.ReadFile(path.Join("data", e.Name()))
		if err != nil {
			return nil, err
		}
		names, text, ok := strings.Cut(string(b), "\n\n")
		if !ok {
			return nil, fmt.Errorf("data/%s has no text", e.Name())
		}
		text = strings.Trim(text, "\n")
		all = append(all, notice{kind: kindOf(text), text: text, of: strings.Split(names, "\n")})
	}
	return all, nil
}

// rule stands above each notice. No licence has such a line.
var rule = strings.Repeat("─", 80)

// write returns the file. Package assets/notices reads it.
func write(all []notice) string {
	var b strings.Builder
	b.WriteString("Handrail contains software and data by others. These are their notices.\n\n" +
		"Portions of this software are copyright © The FreeType Project (www.freetype.org). All rights reserved.\n")
	for _, n := range all {
		b.WriteString("\n" + rule + "\n" + strings.Join(n.of, "\n") + "\n")
		if n.kind != "" {
			b.WriteString("Licence: " + n.kind + "\n")
		}
		b.WriteString("\n" + n.text + "\n")
	}
	return b.String()
}
