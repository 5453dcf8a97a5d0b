package guides

import (
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
)

// TestGuidesAreFoundByProblem: every guide names three problems in a user's words, and each of them finds it among
// the first three.
func TestGuidesAreFoundByProblem(t *testing.T) {
	all := All(guidetest.New().Services())
	seen := map[string]string{}
	for _, g := range all {
		if len(g.Problems) < 3 {
			t.Errorf("%s has %d problems in a user's words, of at least 3", g.ID, len(g.Problems))
		}
		for _, p := range g.Problems {
			if other, twice := seen[p]; twice {
				t.Errorf("%s and %s have the same problem %q", g.ID, other, p)
			}
			seen[p] = g.ID
			if len(strings.Fields(p)) > 12 || strings.HasSuffix(p, ".") || strings.ContainsAny(p, "(){}") {
				t.Errorf("%s: no one types this: %q", g.ID, p)
			}
			found := guide.Search(all, p)
			at := slices.IndexFunc(found, func(m guide.Match) bool { return m.Guide.ID == g.ID })
			if at < 0 || at > 2 || found[at].Problem != p && found[at].Problem != "" || !found[at].All {
				t.Errorf("%q finds %s in place %d: %+v", p, g.ID, at, ids(found))
			}
		}
	}
}

// TestSearchWords: what people type in other words.
func TestSearchWords(t *testing.T) {
	all := All(guidetest.New().Services())
	for text, want := range map[string]string{
		"email goes to junk": "header", "mail goes to junk": "header", "e-mail goes to spam": "header",
		"lost phone": "mfa-methods", "mobile phone lost": "mfa-methods", "mta-sts": "mtasts",
		"end text messages": "mfa-methods", "SMS": "mfa-methods",
		"2fa": "mfa-enforce", "MFA": "mfa-enforce", "live stream": "live-event", "sunday service": "live-event",
		"scanner": "connectors", "Zoom": "addin-deploy", "background mirrored": "backgrounds", "hacked": "mfa-enforce",
		"add in outlook": "addin-deploy",
	} {
		found := guide.Search(all, text)
		if want == "mtasts" {
			want = "mta-sts"
		}
		if len(found) == 0 || !slices.Contains(ids(found)[:min(3, len(found))], want) {
			t.Errorf("%q does not find %s but %q", text, want, ids(found))
		}
	}
	for _, text := range []string{"", "  ", "zzzz"} {
		if found := guide.Search(all, text); len(found) > 0 {
			t.Errorf("%q finds %q", text, ids(found))
		}
	}
	if found := guide.Search(all, "phone zzzz"); len(found) == 0 || found[0].All {
		t.Errorf("with one word of two: %q", ids(found))
	}
}

func ids(found []guide.Match) (all []string) {
	for _, m := range found {
		all = append(all, m.Guide.ID)
	}
	return all
}
