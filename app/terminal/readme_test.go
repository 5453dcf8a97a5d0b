package terminal

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheReadmeIsComplete: it has each field of each JSON object, and with the help each command and each flag.
func TestTheReadmeIsComplete(t *testing.T) {
	text := ""
	for _, name := range []string{"README.md", "facts.md"} {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text += string(body)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	field := regexp.MustCompile("`json:\"([^\",]+)")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range field.FindAllStringSubmatch(string(body), -1) {
			if m[1] != "-" && !strings.Contains(text, "`"+m[1]+"`") {
				t.Errorf("%s prints the field %s, of which the README says nothing", name, m[1])
			}
		}
	}
	for _, c := range commands {
		var o options
		set := newSet(c.name)
		(&Flags{}).bind(set)
		c.own(set, &o)
		for name, in := range map[string]string{"the README": text, "the help": usage} {
			if !strings.Contains(in, "handrail "+c.name) {
				t.Errorf("%s lacks %s", name, c.name)
			}
			set.VisitAll(func(f *flag.Flag) {
				if !regexp.MustCompile(`(?m)[^a-z]-` + f.Name + `\b`).MatchString(in) {
					t.Errorf("%s lacks -%s of %s", name, f.Name, c.name)
				}
			})
		}
	}
}
