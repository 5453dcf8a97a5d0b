package program

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// sentOnce compares the requests that arrived with those of a stage.
func (p *protecting) sentOnce(t *testing.T, name string, s stage) {
	t.Helper()
	most, sent := map[string]int{}, map[string]int{}
	for _, c := range s.calls {
		most[c.Method+" "+c.Path]++
	}
	for _, r := range p.cloud.Requests() {
		path, _, _ := strings.Cut(strings.TrimPrefix(r.URI, "/v1.0"), "?")
		if r.Method == http.MethodGet || strings.HasSuffix(path, "$batch") {
			continue
		}
		if sent[r.Method+" "+path]++; path != allPolicies && sent[r.Method+" "+path] > 1 {
			t.Errorf("%s: %s %s was sent twice", name, r.Method, path)
		}
	}
	if n := sent["POST "+allPolicies]; n > most["POST "+allPolicies] {
		t.Errorf("%s: %d policies were made", name, n)
	}
}

var told = regexp.MustCompile(`“([^”]+)” is ([a-z -]+)\.`)

// standsAs compares what an error tells of each setting with the server.
func (p *protecting) standsAs(t *testing.T, name, message, now string) {
	t.Helper()
	words := map[string]string{"on": "on", "report": "report-only"}
	is := map[string]string{}
	for _, one := range strings.Split(now, ", ") {
		end := strings.LastIndex(one, " ")
		is[one[:end]] = words[one[end+1:]]
	}
	short := strings.NewReplacer("Handrail: ", "", "no legacy apps for ", "legacy ", "MFA for ", "mfa ",
		"administrators", "admins", "everyone", "all")
	for _, m := range told.FindAllStringSubmatch(message, -1) {
		want := is[short.Replace(m[1])]
		if m[1] == "Security defaults" {
			want = map[bool]string{true: "on", false: "off"}[strings.Contains(now, "defaults true")]
		}
		if strings.HasPrefix(m[1], "Exclusion of ") {
			want = map[bool]string{true: "not by name", false: "in "}[strings.Contains(now, "excluded 0")]
			if strings.HasPrefix(m[2], "in ") {
				m[2] = "in "
			}
		}
		if m[2] != want && (want != "" || m[2] != "not there" && m[2] != "removed") {
			t.Errorf("%s: told that “%s” is %s, and it is %q", name, m[1], m[2], want)
		}
	}
}
