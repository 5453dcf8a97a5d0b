package terminal

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// kept are settings.
type kept map[string]string

func (k kept) Settings(context.Context) (map[string]string, error)    { return k, nil }
func (k kept) SetSetting(_ context.Context, name, value string) error { k[name] = value; return nil }

// TestADomainThatIsKnownIsNotAskedAgain: the one typed on Home before the one of the latest guide, and an answer that was
// given before both. The run says what it used. What is no domain is not used, and the sample answers for itself.
func TestADomainThatIsKnownIsNotAskedAgain(t *testing.T) {
	for _, c := range []struct {
		name, typed, before, want string
		args                      []string
		sample                    map[string]string
	}{
		{"typed", "parish.example", "old.example", "parish.example", nil, nil},
		{"answered before", "", "Old.example", "old.example", nil, nil},
		{"given", "parish.example", "old.example", "given.example", []string{"-set", "domain=given.example"}, nil},
		{"another given", "parish.example", "", "parish.example", []string{"-set", "mode=none"}, nil},
		{"refused", "nodots", "", "", nil, nil},
		{"sample", "parish.example", "", "sample.example", nil, map[string]string{"domain": "sample.example"}},
		{"nothing", "", "", "", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &stage{severity: report.OK}
			g := s.guide()
			g.Steps[0].Asks[0].Known = guide.KnownDomain
			if c.before != "" {
				s.shelf.visits = []guide.Visit{{ID: "v", Guide: "walk", Answers: map[string]string{"domain": c.before}}}
			}
			var out, errs bytes.Buffer
			answers := map[string]map[string]string{}
			if c.sample != nil {
				answers["walk"] = c.sample
			}
			Run(t.Context(), append([]string{"run", "walk"}, c.args...), Environment{Out: &out, Err: &errs,
				Open: func(context.Context, Flags) (*Program, error) {
					return &Program{Guides: []guide.Guide{g}, Visits: &s.shelf, Library: &s.shelf, Answers: answers,
						Settings: kept{guide.DomainSetting: c.typed}, Clock: func() time.Time { return noon }}, nil
				}})
			if c.want == "" {
				if len(s.looked) > 0 {
					t.Errorf("it checked %q", s.looked)
				}
				return
			}
			if len(s.looked) == 0 || !strings.HasPrefix(s.looked[0], "Today "+c.want+" ") {
				t.Fatalf("it checked %q\n%s", s.looked, errs.String())
			}
			told := strings.Contains(errs.String(), "what it knows already: domain="+c.want+".")
			if used := c.sample == nil && c.name != "given"; told != used {
				t.Errorf("it says %q", errs.String())
			}
		})
	}
}
