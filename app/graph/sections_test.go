package graph

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app/tenant"
)

// firstOf returns the path and the query of the first request for a section.
func firstOf(t *testing.T, g *Client, s tenant.Section) (path string, q map[string][]string) {
	t.Helper()
	src, asked, err := g.source(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	r, err := src.request(context.Background(), asked)
	if err != nil {
		t.Fatal(err)
	}
	u, err := r.GetUri()
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range s.Headers {
		if got := r.Headers.Get(name); !slices.Equal(got, []string{value}) {
			t.Errorf("%s: header %s is %q", s.ID, name, got)
		}
	}
	return strings.TrimPrefix(u.String(), g.base()), u.Query()
}

// TestEachSectionIsAskedForAsItsRowSays compares each request with its row. A builder silently drops what its
// collection does not take.
func TestEachSectionIsAskedForAsItsRowSays(t *testing.T) {
	g, _ := client(t, serve(t, nil))
	all := tenant.Sections()
	for kind, s := range tenant.Demands() {
		s.ID, s.Path = string(kind)+"/a b", strings.ReplaceAll(s.Path, "{id}", "a%20b")
		all = append(all, s)
	}
	for _, s := range all {
		path, q := firstOf(t, g, s)
		path, _, _ = strings.Cut(path, "?")
		if of, inBeta := strings.CutSuffix(s.Path, " (beta)"); inBeta { // its whole address is written by hand
			s.Path = strings.Replace(g.base(), "/"+version, "/"+beta, 1) + of
		}
		if s.ID != tenant.SectionPerUserMFA && path != s.Path { // read person by person
			t.Errorf("%s reads %s, and its row says %s", s.ID, path, s.Path)
		}
		want := map[string]string{}
		if len(s.Select) > 0 {
			want["$select"] = strings.Join(s.Select, ",")
		}
		if len(s.Expand) > 0 {
			want["$expand"] = strings.Join(s.Expand, ",")
		}
		if s.PageSize > 0 {
			want["$top"] = fmt.Sprint(s.PageSize)
		}
		if s.Count {
			want["$count"] = "true"
		}
		if s.Since != "" {
			want["$filter"] = s.Since + " ge 2026-11-15T09:00:00Z"
			if s.Days == 30 {
				want["$filter"] = s.Since + " ge 2026-10-23T09:00:00Z"
			}
		}
		if len(q) != len(want) {
			t.Errorf("%s asks for %v, want %v", s.ID, q, want)
		}
		for name, value := range want {
			if !slices.Equal(q[name], []string{value}) {
				t.Errorf("%s asks %s for %q, want %q", s.ID, name, q[name], value)
			}
		}
		if e := endpoints[s.ID]; (e.extra != nil) != (s.Extra.Name != "") {
			t.Errorf("%s: the row and the builder differ about what is read beside each row", s.ID)
		} else if e.extra != nil {
			beside := g.from(func(at start) ask { return e.extra(at, "a/b") })
			if path, err := beside.path(context.Background()); err != nil || "/"+path != s.Path+"/a%2Fb"+s.Extra.Path {
				t.Errorf("%s reads %s beside each row (%v)", s.ID, path, err)
			}
		}
	}
	if len(endpoints) != len(tenant.Sections()) || len(onDemand) != len(tenant.Demands()) {
		t.Errorf("%d builders for %d sections, %d for %d on demand",
			len(endpoints), len(tenant.Sections()), len(onDemand), len(tenant.Demands()))
	}
}

// TestPathsAreWrittenByHandInOnePlace holds that all other paths come from the SDK's builders.
func TestPathsAreWrittenByHandInOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	hand := regexp.MustCompile(`"[^" ]*(v1\.0/|beta/|/me/|/users/|/\$)[^" ]*"`)
	object := regexp.MustCompile(`(?m)^\s*path: "[^"]*",$`) // only a name: the request builder stands beside it
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		mayWrite := strings.HasSuffix(name, "_test.go") || name == "beta.go" || name == "source.go"
		if found := hand.FindString(object.ReplaceAllString(string(text), "")); found != "" && !mayWrite {
			t.Errorf("%s writes the path %s: use a request builder, or say in beta.go why there is none", name, found)
		}
	}
}

func TestTheAccountItselfIsReadAsMe(t *testing.T) {
	s := serve(t, map[string][]reply{"/v1.0/me": {ok(`{"userPrincipalName":"a@x"}`)}})
	g, _ := client(t, s)
	var org tenant.Organisation
	if err := g.self(context.Background(), &org); err != nil || org.Account != "a@x" {
		t.Errorf("%+v, %v", org, err)
	}
	if len(s.seen) != 1 || s.seen[0] != http.MethodGet+" /v1.0/me?%24select=userPrincipalName" {
		t.Errorf("asked %q", s.seen)
	}
}
