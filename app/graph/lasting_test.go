package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// hasty returns a client of a server that waits only for a moment.
func hasty(t *testing.T, p patience, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	g, err := NewLocal(s.URL, Options{patience: p, NoThrottle: true,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// say writes text at once.
func say(w http.ResponseWriter, text string) {
	_, _ = io.WriteString(w, text)
	w.(http.Flusher).Flush()
}

func TestAnAnswerThatStopsIsGivenUp(t *testing.T) {
	for name, rest := range map[string]func(http.ResponseWriter, *http.Request){
		"nothing more": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"a drip": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				say(w, " ")
				time.Sleep(5 * time.Millisecond)
			}
		},
	} {
		var asked atomic.Int32
		g := hasty(t, patience{60 * time.Millisecond, time.Minute}, func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) == 4 {
				say(w, `{"value":[{"id":"a"}]}`)
				return
			}
			say(w, `{"value":[`)
			rest(w, r)
		})
		var notes []string
		ctx := tenant.WithNote(context.Background(), func(n string) { notes = append(notes, n) })
		rows := 0
		err := g.Fetch(ctx, tenant.SectionGroups, "", func(p tenant.Page) error { rows += len(p.Rows); return nil })
		if err != nil || rows != 1 || asked.Load() != 4 || len(notes) != 3 {
			t.Errorf("%s: %d rows, %d requests, told %q, %v", name, rows, asked.Load(), notes, err)
		}
	}
}

// TestAStallIsToldAsThat: with every try, it is no lost connection and no “could not reach”.
func TestAStallIsToldAsThat(t *testing.T) {
	for name, begin := range map[string]string{"no head": "", "a head": " ",
		"a page": `{"value":[{"id":"a"}],"@odata.nextLink":"ROOT/v1.0/groups?$skiptoken=2"}`} {
		n := 0
		g := hasty(t, patience{60 * time.Millisecond, 400 * time.Millisecond}, func(w http.ResponseWriter, r *http.Request) {
			if n++; n == 1 && name == "a page" {
				say(w, strings.ReplaceAll(begin, "ROOT", "http://"+r.Host))
				return
			}
			if name != "no head" {
				say(w, " ")
			}
			<-r.Context().Done()
		})
		_, _, err := fetched(g, tenant.SectionGroups, "")
		message, hint := app.UserMessage(err)
		var section *tenant.SectionError
		if errors.As(err, &section) {
			message, hint = section.Message, section.Hint
		}
		if !errors.Is(err, tenant.ErrStalled) || !strings.Contains(message, "stopped") || hint == "" {
			t.Errorf("%s: said %q %q (%v)", name, message, hint, err)
		}
	}
}

func TestAnAnswerThatTakesTooLongEnds(t *testing.T) {
	var asked atomic.Int32
	much := strings.Repeat(" ", 8<<10)
	g := hasty(t, patience{300 * time.Millisecond, 900 * time.Millisecond},
		func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			for r.Context().Err() == nil {
				say(w, much)
				time.Sleep(10 * time.Millisecond)
			}
		})
	_, _, err := fetched(g, tenant.SectionGroups, "")
	if message, hint := app.UserMessage(err); !strings.Contains(message, "took longer than") || hint == "" {
		t.Errorf("said %q %q", message, hint)
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times; another try takes as long", asked.Load())
	}
	// A stop by the person is no limit of ours.
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if err := g.Fetch(ctx, tenant.SectionGroups, "", nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("stopped: %v", err)
	}
}

func TestALongAnswerThatComesIsRead(t *testing.T) {
	g := hasty(t, patience{100 * time.Millisecond, time.Minute}, func(w http.ResponseWriter, _ *http.Request) {
		for range 20 {
			say(w, strings.Repeat(" ", 8<<10))
			time.Sleep(20 * time.Millisecond)
		}
		say(w, `{"value":[{"id":"a"}]}`)
	})
	if rows, _, err := fetched(g, tenant.SectionGroups, ""); err != nil || len(rows) != 1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// TestAnAnswerThatStopsAfterMuchEndsSoon: what came before a stall does not make it longer.
func TestAnAnswerThatStopsAfterMuchEndsSoon(t *testing.T) {
	const stall = 900 * time.Millisecond
	var asked atomic.Int32
	var began time.Time
	g := hasty(t, patience{stall, time.Minute}, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 2 {
			say(w, `{"value":[{"id":"a"}]}`)
			return
		}
		say(w, `{"value":[`+strings.Repeat(" ", 2*little))
		began = time.Now()
		<-r.Context().Done()
		if waited := time.Since(began); waited > stall*5/3 {
			t.Errorf("waited %s", waited)
		}
	})
	if rows, _, err := fetched(g, tenant.SectionGroups, ""); err != nil || len(rows) != 1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestHowLongHandrailWaits(t *testing.T) {
	if late := patient.stall / spans; patient.stall+late > time.Minute || patient.whole >= 5*time.Minute {
		t.Errorf("an answer may stop for %s and last %s", patient.stall, patient.whole)
	}
	// With every try, a body that stops costs less than five minutes.
	if all := 4*(patient.stall+patient.stall/spans) + 14*time.Second; all >= 5*time.Minute {
		t.Errorf("a body that stops is told after %s", all)
	}
}

func TestAWriteWhoseAnswerStopsHasAnUnknownOutcome(t *testing.T) {
	g := hasty(t, patience{50 * time.Millisecond, time.Minute}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		say(w, `{"id":`)
		<-r.Context().Done()
	})
	r, err := g.publishing("x")
	if err != nil {
		t.Fatal(err)
	}
	var lost *tenant.UnknownOutcome
	if _, err := g.send(context.Background(), r); !errors.As(err, &lost) {
		t.Errorf("got %v", err)
	}
}

func TestEndlessPagesEnd(t *testing.T) {
	for name, row := range map[string]string{"with rows": `{"id":"row-N"}`, "bare": ""} {
		var n atomic.Int32
		g := hasty(t, patience{}, func(w http.ResponseWriter, r *http.Request) {
			i := n.Add(1)
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprintf(w, `{"value":[%s],"@odata.nextLink":"http://%s/v1.0/groups?$skiptoken=t%d"}`,
				strings.ReplaceAll(row, "N", fmt.Sprint(i)), r.Host, i)
		})
		_, pages, err := fetched(g, tenant.SectionGroups, "")
		var e *tenant.SectionError
		if !errors.As(err, &e) || e.State != tenant.Incomplete || !e.GoOn || e.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
		if len(pages) == 0 || n.Load() > 5000 || name == "bare" && n.Load() > 100 {
			t.Errorf("%s: %d requests", name, n.Load())
		}
		if name == "with rows" && pages[len(pages)-1].Next == "" {
			t.Error("there is no place to continue from")
		}
	}
}

// stuck is a credential whose server never answers.
type stuck struct{}

// GetToken implements azcore.TokenCredential.
func (stuck) GetToken(ctx context.Context, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
	<-ctx.Done()
	return azcore.AccessToken{}, fmt.Errorf("login: %w", ctx.Err())
}

// TestARenewalThatStallsEnds: it has a limit too, and its words are not “your sign-in has ended”.
func TestARenewalThatStallsEnds(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	c, err := Local(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(c, stuck{}, nil, Options{patience: patience{time.Second, 50 * time.Millisecond}, NoThrottle: true})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = fetched(g, tenant.SectionGroups, "")
	if message, hint := app.UserMessage(err); app.CodeOf(err) != app.Unreachable ||
		!strings.Contains(message, "did not renew your sign-in") || hint == "" {
		t.Errorf("said %q %q: %v", message, hint, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := g.Fetch(ctx, tenant.SectionGroups, "", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if tokenLimit > 2*time.Minute {
		t.Errorf("a renewal may take %s", tokenLimit)
	}
}
