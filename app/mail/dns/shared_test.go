package dns

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// slowly counts how many questions are on their way at once.
type slowly struct {
	Fake
	now, most, all atomic.Int32
}

func (s *slowly) Lookup(ctx context.Context, name string, t Type) (Answer, error) {
	n := s.now.Add(1)
	defer s.now.Add(-1)
	s.all.Add(1)
	for most := s.most.Load(); n > most && !s.most.CompareAndSwap(most, n); most = s.most.Load() {
	}
	select {
	case <-time.After(2 * time.Millisecond):
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	return s.Fake.Lookup(ctx, name, t)
}

// TestSharedAsksOnce: a hundred callers of ten names ask ten questions, three at a time.
func TestSharedAsksOnce(t *testing.T) {
	zone := Zone{}
	names := []string{"a.example", "b.example", "c.example", "d.example", "e.example", "f.example", "g.example",
		"h.example", "i.example", "j.example"}
	for _, name := range names {
		zone[name] = []Record{{Type: TXT, Text: []string{name}}}
	}
	behind := &slowly{Fake: Fake{Zone: zone, Fail: map[string]Kind{"j.example": ServFail}}}
	s := NewShared(behind, 3)
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			name := names[i%len(names)]
			a, err := s.Lookup(t.Context(), name+".", TXT)
			var failed *Error
			switch {
			case name == "j.example" && (!errors.As(err, &failed) || failed.Kind != ServFail):
				t.Errorf("a failure is not shared: %v", err)
			case name != "j.example" && (err != nil || a.Records[0].TXT() != name):
				t.Errorf("%s: %+v, %v", name, a, err)
			}
		})
	}
	all.Wait()
	if behind.all.Load() != 10 || behind.most.Load() > 3 || s.Asked() != 10 {
		t.Errorf("%d questions, %d at once, %d counted", behind.all.Load(), behind.most.Load(), s.Asked())
	}
}

// TestSharedCancel: one who gives up does not decide for those who wait.
func TestSharedCancel(t *testing.T) {
	s := NewShared(&slowly{Fake: Fake{Zone: Zone{"a.example": {{Type: TXT, Text: []string{"x"}}}}}}, 1)
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := s.Lookup(ctx, "a.example", TXT); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	all.Go(func() {
		if a, err := s.Lookup(t.Context(), "a.example", TXT); err != nil || a.Status != Found {
			t.Errorf("the one who waits got %+v, %v", a, err)
		}
	})
	stop()
	all.Wait()
	if _, err := s.Lookup(ctx, "b.example", TXT); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}
