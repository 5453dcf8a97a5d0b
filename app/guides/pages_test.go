package guides

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
)

var update = flag.Bool("update", false, "write the tables of the pages again")

// TestPages compares the tables of guides in the READMEs with the guides. To write
// them again: go test ./app/guides -run TestPages -update
func TestPages(t *testing.T) {
	for name, made := range map[string]string{
		"../../README.md":        catalogue(),
		"../terminal/answers.md": answers(t),
	} {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := between(string(page), made)
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case want == string(page):
		case *update:
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Error(err)
			}
		default:
			t.Errorf("%s differs from the guides: run this test with -update", name)
		}
	}
}

// fresh returns the services of a computer on which no reports were imported yet.
func fresh() services.Services {
	s := guidetest.New().Services()
	s.Mail.ReportsPath, s.Mail.MailFolder, s.Files.Answers = "", "", services.Answers{}
	return s
}

// between returns page with made between its two marks.
func between(page, made string) (string, error) {
	const begin, end = "<!-- guides: ", "<!-- end of guides -->"
	before, rest, ok := strings.Cut(page, begin)
	mark, rest, marked := strings.Cut(rest, "-->\n")
	_, after, ended := strings.Cut(rest, end)
	if !ok || !marked || !ended {
		return "", fmt.Errorf("the marks %q and %q are missing", begin, end)
	}
	return before + begin + mark + "-->\n" + made + end + after, nil
}

// catalogue returns the guides as a table for people.
func catalogue() string {
	rows := [][]string{{"guide", "result", "minutes", "you need"}}
	for _, g := range All(fresh()) {
		var needs []string
		for _, n := range g.Needs {
			needs = append(needs, n.Title)
		}
		minutes, need := strconv.Itoa(g.Minutes), strings.Join(needs, "; ")
		rows = append(rows, []string{"**" + g.Title + "**", g.Outcome, minutes, need})
	}
	return table(rows)
}

// answers returns what each guide asks, for programs.
func answers(t *testing.T) string {
	t.Helper()
	rows := [][]string{{"guide", "answer", "question", "kind", "values"}}
	for _, g := range All(fresh()) {
		visits := examples(t, g)
		for _, step := range g.Steps {
			for _, a := range step.Asks {
				rows = append(rows, []string{code(g.ID), code(a.Name), a.Label, string(a.Kind), values(a, visits)})
			}
		}
	}
	return "\n" + table(rows) + "\n"
}

// examples returns visits in which every choice of g is offered: of each subject,
// as it is by default and with every option that the default offers.
func examples(t *testing.T, g guide.Guide) []*guide.Visit {
	t.Helper()
	all := []*guide.Visit{{Answers: map[string]string{}}}
	for _, subject := range guidetest.Subjects(g) {
		base := guidetest.Walk(t, g, map[string]string{g.Subject: subject})
		all = append(all, base)
		for _, step := range g.Steps {
			for _, a := range step.Asks {
				if a.Options == nil {
					continue
				}
				for _, o := range a.Options(base) {
					v := base.Clone()
					v.Answers[a.Name] = o.Value
					all = append(all, &v)
				}
			}
		}
	}
	return all
}

// values returns what may be answered: the options in any of the visits, or whether
// the answer must be given.
func values(a guide.Ask, visits []*guide.Visit) string {
	if a.Options == nil {
		text := ""
		if a.Default != nil {
			text = a.Default(visits[0])
		}
		switch {
		case text != "":
			return "has a default"
		case a.Validate(visits[0], "") == nil:
			return "may be empty"
		}
		return "must be given"
	}
	var all []string
	for _, v := range visits {
		for _, o := range a.Options(v) {
			if text := code(o.Value); !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return strings.Join(all, ", ")
}

func code(text string) string { return "`" + text + "`" }

// table returns rows as a table of Markdown; the first is its head.
func table(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.ReplaceAll(strings.Join(row, " | "), "\n", " "))
		if i == 0 {
			fmt.Fprintf(&b, "|%s\n", strings.Repeat("---|", len(row)))
		}
	}
	return b.String()
}

// TestFactsAreOnThePage checks that the terminal's page names every fact that the
// guides find here: as it is, or with “…” or <host> for a part that varies.
func TestFactsAreOnThePage(t *testing.T) {
	page, err := os.ReadFile("../terminal/facts.md")
	if err != nil {
		t.Fatal(err)
	}
	facts := string(page)
	var named []*regexp.Regexp
	for _, m := range regexp.MustCompile("`([^` =]+)`").FindAllStringSubmatch(facts, -1) {
		pattern := regexp.QuoteMeta(m[1])
		pattern = regexp.MustCompile(`<[a-z]+>|…`).ReplaceAllString(pattern, ".+")
		named = append(named, regexp.MustCompile("^"+pattern+"$"))
	}
	missing := map[string]bool{}
	for _, g := range All(fresh()) {
		for _, subject := range guidetest.Subjects(g) {
			for _, o := range guidetest.Walk(t, g, map[string]string{g.Subject: subject}).Outcomes {
				for name := range o.Facts {
					if !slices.ContainsFunc(named, func(n *regexp.Regexp) bool { return n.MatchString(name) }) {
						missing[g.ID+": "+name] = true
					}
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		t.Errorf("app/terminal/facts.md does not name the fact %s", name)
	}
}
