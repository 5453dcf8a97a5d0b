package mtasts

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
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

// ours gives the verdict of this package.
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

// Another author's reading of RFC 8461 (mailauth, strict) agrees with ours, but
// for the rows where the table says why not.
func TestRulingsOfMailauth(t *testing.T) {
	list := rulings(t)
	input, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, "node", "judge.mjs")
	run.Dir = judgeFolder(ctx, t)
	run.Stdin = bytes.NewReader(input)
	out, err := run.Output()
	if err != nil {
		t.Fatalf("the judge stopped: %v", err)
	}
	var theirs []struct {
		OK    bool
		Value string
	}
	if err := json.Unmarshal(out, &theirs); err != nil || len(theirs) != len(list) {
		t.Fatalf("the judge ruled on %d of %d rows: %v", len(theirs), len(list), err)
	}
	declared := 0
	for i, r := range list {
		same := theirs[i].OK == r.OK && (!r.OK || theirs[i].Value == r.Value)
		switch {
		case r.Disagrees != "":
			declared++
			if same {
				t.Errorf("%s: the judge agrees now; take the note away: %s", r, r.Disagrees)
			}
		case !same:
			t.Errorf("%s: we say %v %q, mailauth %v %q", r, r.OK, r.Value, theirs[i].OK, theirs[i].Value)
		}
	}
	t.Logf("%d rows, %d disagreements, each with the section that decides", len(list), declared)
}

// judgeFolder puts the script and its pinned package under build/ and installs it once.
func judgeFolder(ctx context.Context, t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed, so the other author's program cannot be asked", tool)
		}
	}
	folder, err := filepath.Abs("../../build/judge-mta-sts")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	var lock []byte
	for _, name := range []string{"judge.mjs", "package.json", "package-lock.json"} {
		raw, err := os.ReadFile(filepath.Join("testdata/judge", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
		lock = raw
	}
	stamp := filepath.Join(folder, "installed")
	if done, err := os.ReadFile(stamp); err == nil && bytes.Equal(done, lock) {
		return folder
	}
	install := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		if regexp.MustCompile(`ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ENETUNREACH`).Match(out) {
			t.Skipf("the package registry cannot be reached, so the other author's program cannot be asked")
		}
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	if err := os.WriteFile(stamp, lock, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}
