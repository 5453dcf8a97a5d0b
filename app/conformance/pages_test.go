package conformance

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png" // the format of the pictures
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The most that a person reads of a page.
const (
	firstPageLines = 150 // of the README.md in the root
	pageLines      = 400 // of any other
	proseColumns   = 160
	tableColumns   = 700 // a cell has no line breaks
)

// link is a link or a picture in a page.
type link struct {
	line       int
	text, goal string
	picture    bool
}

var (
	linkInPage = regexp.MustCompile(`(!?)\[([^\]]*)\]\(([^)\s]*)\)`)
	elsewhere  = regexp.MustCompile(`^(https|mailto):`)
	heading    = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	notAnchor  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// pageLinks returns the links of a Markdown page outside its code.
func pageLinks(content []byte) []link {
	var all []link
	for _, p := range pagePassages("", content) {
		for _, m := range linkInPage.FindAllStringSubmatch(p.text, -1) {
			all = append(all, link{p.line(0), m[2], m[3], m[1] == "!"})
		}
	}
	return all
}

// anchors returns the names under which the headings of a page can be linked to.
func anchors(content []byte) []string {
	var all []string
	for _, m := range heading.FindAllSubmatch(content, -1) {
		name := notAnchor.ReplaceAllString(strings.ToLower(strings.TrimSpace(string(m[1]))), "")
		all = append(all, strings.ReplaceAll(name, " ", "-"))
	}
	return all
}

// wrongLink returns what is wrong with a link in the page name, or "".
func wrongLink(module fs.FS, name string, l link) string {
	switch {
	case strings.TrimSpace(l.text) == "" && l.picture:
		return "the picture has no words for those who cannot see it"
	case strings.TrimSpace(l.text) == "":
		return "the link has no words"
	case elsewhere.MatchString(l.goal):
		return ""
	}
	file, anchor, anchored := strings.Cut(l.goal, "#")
	goal := name
	if file != "" {
		goal = path.Join(path.Dir(name), file)
	}
	if !fs.ValidPath(goal) {
		return "it leads out of the project"
	}
	st, err := fs.Stat(module, goal)
	switch {
	case err != nil:
		return "there is no such file"
	case l.picture:
		return wrongPicture(module, goal)
	case anchored:
		page, err := fs.ReadFile(module, goal)
		if st.IsDir() || err != nil || !slices.Contains(anchors(page), anchor) {
			return "there is no such heading"
		}
	}
	return ""
}

// wrongPicture returns why the file name is not a picture, or "".
func wrongPicture(module fs.FS, name string) string {
	f, err := module.Open(name)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = f.Close() }()
	if size, _, err := image.DecodeConfig(f); err != nil || size.Width < 100 {
		return fmt.Sprintf("it is not a picture that can be seen (%v)", err)
	}
	return ""
}

// wrongLines returns the lines of a page that no one wants to read.
func wrongLines(name string, content []byte) (all []string) {
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	most := pageLines
	if name == "README.md" {
		most = firstPageLines
	}
	if strings.HasSuffix(name, "README.md") && len(lines) > most {
		all = append(all, fmt.Sprintf("%s has %d lines, at most %d", name, len(lines), most))
	}
	if !strings.HasPrefix(lines[0], "# ") {
		all = append(all, name+" does not begin with its title")
	}
	for i, line := range lines {
		widest := proseColumns
		if strings.HasPrefix(line, "|") {
			widest = tableColumns
		}
		if n := utf8.RuneCountInString(line); n > widest {
			all = append(all, fmt.Sprintf("%s:%d has %d columns, at most %d", name, i+1, n, widest))
		}
	}
	return all
}

// securityPage is where GitHub looks for it.
const securityPage = ".github/SECURITY.md"

// needed are pages that must be there, linked to or not.
var needed = []string{
	"README.md", "CHANGELOG.md", "app/README.md", "app/guides/README.md", "app/terminal/README.md",
	"app/terminal/answers.md", "app/terminal/facts.md",
	"app/graph/README.md",
	"app/mail/README.md", "app/identity/README.md", "app/event/README.md", "app/addin/README.md",
	"app/device/README.md",
	promisesPage,
}

// TestPages checks the READMEs and the list of changes: every link leads to
// something, every picture can be seen, and no page or line is too long.
func TestPages(t *testing.T) {
	module := os.DirFS(moduleRoot(t))
	pages := moduleFiles(t, "README.md", "CHANGELOG.md", "answers.md", "facts.md")
	security, err := fs.ReadFile(module, securityPage)
	if err != nil {
		t.Error(err)
	}
	pages[securityPage] = security // in a folder that is left out elsewhere
	for _, name := range needed {
		if len(bytes.TrimSpace(pages[name])) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
	for name, content := range pages {
		for _, l := range pageLinks(content) {
			if wrong := wrongLink(module, name, l); wrong != "" {
				t.Errorf("%s:%d: %s: %s", name, l.line, l.goal, wrong)
			}
		}
		for _, wrong := range wrongLines(name, content) {
			t.Error(wrong)
		}
	}
}

// TestEveryPageIsLinked checks that a person who begins in the root finds each page.
func TestEveryPageIsLinked(t *testing.T) {
	pages := moduleFiles(t, "README.md")
	found := map[string]bool{"README.md": true}
	for next := []string{"README.md"}; len(next) > 0; next = next[1:] {
		for _, l := range pageLinks(pages[next[0]]) {
			file, _, _ := strings.Cut(l.goal, "#")
			goal := path.Join(path.Dir(next[0]), file)
			if _, ok := pages[goal]; ok && !found[goal] {
				found[goal] = true
				next = append(next, goal)
			}
		}
	}
	for name := range pages {
		if !found[name] {
			t.Errorf("no link leads from README.md to %s", name)
		}
	}
}

// TestPagesExamples checks what is found in a page.
func TestPagesExamples(t *testing.T) {
	module := os.DirFS(moduleRoot(t))
	for goal, wrong := range map[string]bool{
		"go.mod": false, "app": false, "https://example.org/x": false, "CHANGELOG.md#010": false,
		"gone.md": true, "../elsewhere": true, "/etc/passwd": true, "http://example.org": true,
		"CHANGELOG.md#gone": true,
	} {
		if got := wrongLink(module, "README.md", link{1, "words", goal, false}); (got != "") != wrong {
			t.Errorf("%s: %q", goal, got)
		}
	}
	for _, l := range []link{{1, "words", "go.mod", true}, {1, "", "app", false}} {
		if wrongLink(module, "README.md", l) == "" {
			t.Errorf("%v is accepted", l)
		}
	}
	page := []byte("# Title, two!\n[a](b) and ![c](d.png#e)\n```\n[not](this)\n```\n`[nor](this)`\n" +
		strings.Repeat("x", proseColumns+1) + "\n")
	if got := pageLinks(page); len(got) != 2 || got[1] != (link{2, "c", "d.png#e", true}) {
		t.Errorf("links: %v", got)
	}
	if got := anchors(page); !slices.Equal(got, []string{"title-two"}) {
		t.Errorf("anchors: %v", got)
	}
	long := append(page, bytes.Repeat([]byte("\n"), firstPageLines)...)
	if got := wrongLines("README.md", long); len(got) != 2 {
		t.Errorf("lines: %v", got)
	}
}
