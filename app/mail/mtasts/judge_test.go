package mtasts

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// ruling is a row of testdata/judge.json: a question, our verdict, and where
// another author's program says otherwise the line of the RFC that decides.
type ruling struct {
	Kind      string   `json:"kind"`              // records, policy or match
	Records   []string `json:"records,omitempty"` // the TXT records of a name
	Policy    string   `json:"policy,omitempty"`
	Pattern   string   `json:"pattern,omitempty"`
	Host      string   `json:"host,omitempty"`
	OK        bool     `json:"ok"`
	Value     string   `json:"value,omitempty"` // the id; or mode, max_age and mx
	Disagrees string   `json:"disagrees,omitempty"`
}

func (r ruling) String() string {
	switch r.Kind {
	case "records":
		return fmt.Sprintf("records %q", r.Records)
	case "policy":
		return fmt.Sprintf("policy %q", r.Policy)
	}
	return fmt.Sprintf("pattern %q with host %q", r.Pattern, r.Host)
}

func rulings(t *testing.T) []ruling {
	t.Helper()
	raw, err := os.ReadFile("testdata/judge.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []ruling
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// ours returns the verdict of this package.
func ours(r ruling) (bool, string) {
	switch r.Kind {
	case "records":
		if s := Select(r.Records); s.State == Valid {
			return true, s.Record.ID
		}
	case "policy":
		if p, err := ParsePolicy([]byte(r.Policy)); err == nil {
			return true, strings.Join(append([]string{string(p.Mode), fmt.Sprint(p.MaxAge)}, p.MX...), " ")
		}
	case "match":
		return Match(r.Pattern, r.Host), ""
	}
	return false, ""
}

// The table says what we say, has at least 60 rows, and cites a section for each disagreement.
func TestRulings(t *testing.T) {
	list := rulings(t)
	if len(list) < 60 {
		t.Errorf("%d rows", len(list))
	}
	cites := regexp.MustCompile(`^RFC \d+ section [\d.]+: .{10}`)
	for _, r := range list {
		if ok, value := ours(r); ok != r.OK || value != r.Value {
			t.Errorf("%s: we say %v %q, the table %v %q", r, ok, value, r.OK, r.Value)
		}
		if r.Disagrees != "" && !cites.MatchString(r.Disagrees) {
			t.Errorf("%s: no section decides in %q", r, r.Disagrees)
		}
	}
}
