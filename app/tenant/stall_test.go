package tenant

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// noted is a cache that notes how each section ended.
type noted struct {
	Cache
	failed map[string]string
	whole  []string
}

func (*noted) Begin(context.Context, string) (string, error)             { return "", nil }
func (*noted) Settle(context.Context) error                              { return nil }
func (*noted) Keep(_ context.Context, _ string, _ Page) (n int, _ error) { return n, nil }

func (c *noted) Complete(_ context.Context, section string, _, _ []string) (Status, error) {
	c.whole = append(c.whole, section)
	return Status{Section: section, State: Updated}, nil
}

func (c *noted) Fail(_ context.Context, section string, state State, message, _ string, _ []string, _ bool) (Status,
	error) {
	c.failed[section] = message
	return Status{Section: section, State: state}, nil
}

// ends is a source whose sections end as the list says; one not in it is read.
type ends struct {
	by    map[string]error
	asked []string
}

func (s *ends) Fetch(_ context.Context, section, _ string, page func(Page) error) error {
	s.asked = append(s.asked, section)
	if err := s.by[section]; err != nil {
		return err
	}
	return page(Page{})
}

func (*ends) Requests() []string { return nil }

// TestARefreshDoesNotStallForEachSection: every stall takes minutes, so after two in a row the rest is not asked for.
func TestARefreshDoesNotStallForEachSection(t *testing.T) {
	stall := &SectionError{State: Incomplete, Message: "It stopped.", Err: fmt.Errorf("graph: %w", ErrStalled)}
	other := &SectionError{State: NeedsLicence, Message: "No licence."}
	for name, c := range map[string]struct {
		ends  []error
		asked int
	}{
		"every one":        {[]error{stall, stall, stall, stall, stall}, 2},
		"one":              {[]error{nil, stall, nil, nil, nil}, 5},
		"not in a row":     {[]error{stall, nil, stall, other, stall}, 5},
		"then not at all":  {[]error{nil, stall, stall, nil, nil}, 3},
		"no connection":    {[]error{errors.Join(ErrOffline), nil, nil, nil, nil}, 1},
		"refused, no more": {[]error{other, other, other, other, other}, 5},
	} {
		var ids []string
		s := &ends{by: map[string]error{}}
		for i, err := range c.ends {
			ids = append(ids, Sections()[i].ID)
			s.by[ids[i]] = err
		}
		cache := &noted{failed: map[string]string{}}
		all, err := Refresh(context.Background(), cache, s, ids, nil)
		if err != nil || len(all) != len(ids) || !slices.Equal(s.asked, ids[:c.asked]) {
			t.Errorf("%s: asked for %q, %d of %d sections told, %v", name, s.asked, len(all), len(ids), err)
		}
		if len(cache.whole)+len(cache.failed) != len(ids) {
			t.Errorf("%s: whole %q, failed %q", name, cache.whole, cache.failed)
		}
		if last := cache.failed[ids[len(ids)-1]]; name == "every one" && !strings.Contains(last, "did not ask for this") {
			t.Errorf("the last section is told as %q", last)
		}
	}
}
