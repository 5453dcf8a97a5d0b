package domainlook

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/domainpart"
	"handrail/app/mail/mailcheck"
	"handrail/app/task"
)

// keeper keeps looks while its context lasts.
type keeper struct{ looks []Look }

func (k *keeper) KeepLook(ctx context.Context, l Look) error {
	if ctx.Err() == nil {
		k.looks = append(k.looks, l)
	}
	return ctx.Err()
}

// TestALookIsKeptWhateverComesAfter: a check that ended is saved, even if the person leaves the page at that moment.
// One that failed found nothing.
func TestALookIsKeptWhateverComesAfter(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for _, failed := range []error{nil, context.Canceled} {
		k := &keeper{}
		ctx, leave := context.WithCancel(t.Context())
		check := Notes{To: k, Now: func() time.Time { return at }}.Check(
			func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error) {
				leave()
				return &mailcheck.State{Domain: dns.Domain{ASCII: "a.example"}}, failed
			})
		if _, err := check(ctx, dns.Domain{ASCII: "a.example"}, nil); err != failed {
			t.Error(err)
		}
		if kept := len(k.looks) == 1 && k.looks[0].At.Equal(at); kept != (failed == nil) {
			t.Errorf("failed with %v, and %+v is kept", failed, k.looks)
		}
	}
}

// TestWhole: that a server is gone is known only where the list of servers was read.
func TestWhole(t *testing.T) {
	mx := Part{Section: domainpart.Section("a.example", domainpart.MX, ""), Row: []byte("{}")}
	spf := Part{Section: domainpart.Section("a.example", domainpart.SPF, ""), Row: []byte("{}")}
	silent := Part{Section: mx.Section, Why: "The name server did not answer in time."}
	for name, c := range map[string]struct {
		parts []Part
		want  []string
	}{
		"everything":       {[]Part{mx, spf}, []string{"domain/a.example/certificate/", "domain/a.example/dane/"}},
		"no servers":       {[]Part{silent, spf}, nil},
		"only the servers": {[]Part{mx}, nil},
	} {
		if got := (Look{Domain: "a.example", Parts: c.parts}).Whole(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestTagged: what senders read alike is one form.
func TestTagged(t *testing.T) {
	for _, text := range []string{"v=DMARC1; p=none; rua=mailto:A@b.example",
		"v=DMARC1;rua=mailto:a@b.example ; P=none;"} {
		if got := tagged([]string{text}, true); !slices.Equal(got, []string{"v=dmarc1; p=none; rua=mailto:a@b.example"}) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// many is a keeper that keeps several looks at once, unless it is told to refuse them.
type many struct {
	keeper
	refuses bool
	times   int
}

func (m *many) KeepLooks(_ context.Context, all []Look) error {
	m.times++
	if m.refuses {
		return context.Canceled
	}
	m.looks = append(m.looks, all...)
	return nil
}

// TestLooksAreKeptAtOnce: several looks are saved together; where that fails, each that can be saved is.
func TestLooksAreKeptAtOnce(t *testing.T) {
	for _, refuses := range []bool{false, true} {
		k := &many{refuses: refuses}
		check := Notes{To: k, Now: time.Now}.CheckAll(
			func(_ context.Context, all []dns.Domain, _ task.Report) (states []*mailcheck.State, err error) {
				for _, d := range all {
					states = append(states, &mailcheck.State{Domain: d})
				}
				return states, nil
			})
		states, err := check(t.Context(), []dns.Domain{{ASCII: "a.example"}, {ASCII: "b.example"}}, nil)
		if err != nil || len(states) != 2 || k.times != 1 || len(k.looks) != 2 || k.looks[1].Domain != "b.example" ||
			k.looks[0].At.IsZero() {
			t.Errorf("refused %v: %+v, %v", refuses, k, err)
		}
	}
}
