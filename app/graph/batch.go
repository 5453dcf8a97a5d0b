package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"handrail/app/tenant"
)

// batchSize is how many requests Graph takes in one batch (Microsoft Learn, JSON batching).
const batchSize = 20

// part is the answer to one request of a batch: its text, or what went wrong.
type part struct {
	Body json.RawMessage
	Err  error // *answer
}

type batchRequest struct {
	Requests []batchStep `json:"requests"`
}

type batchStep struct {
	ID     string `json:"id"`
	Method string `json:"method"`
	URL    string `json:"url"`
}

type batchAnswer struct {
	Responses []struct {
		ID      tenant.Text            `json:"id"`
		Status  int                    `json:"status"`
		Headers map[string]tenant.Text `json:"headers"`
		Body    json.RawMessage        `json:"body"`
	} `json:"responses"`
}

// batch reads many paths of one version, twenty at a time. Graph throttles each part separately: only those parts are
// sent again. Where the server does not offer batches, each path is read alone.
func (g *Client) batch(ctx context.Context, of string, paths []string) ([]part, error) {
	all := make([]part, len(paths))
	for from := 0; from < len(paths); from += batchSize {
		to := min(from+batchSize, len(paths))
		if err := g.batchOnce(ctx, of, paths[from:to], all[from:to]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// batchOnce fills out for at most batchSize paths.
func (g *Client) batchOnce(ctx context.Context, of string, paths []string, out []part) error {
	open := make([]int, len(paths))
	for i := range paths {
		open[i] = i
	}
	for try := 1; len(open) > 0; try++ {
		got, err := g.sendBatch(ctx, of, paths, open)
		if noBatch(err) {
			return g.singly(ctx, of, paths, open, out)
		}
		if err != nil {
			return err
		}
		var wait time.Duration
		open, wait = g.sort(got, open, out, try)
		if len(open) > 0 && (try == tries || wait > longestWait) {
			return tired(&http.Response{StatusCode: http.StatusTooManyRequests}, nil, wait)
		}
		if len(open) > 0 {
			tenant.Note(ctx, asked(nil, wait))
			if err := g.sleep(ctx, wait); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *Client) sendBatch(ctx context.Context, of string, paths []string, open []int) (batchAnswer, error) {
	var b batchRequest
	for _, i := range open {
		b.Requests = append(b.Requests, batchStep{strconv.Itoa(i), http.MethodGet, "/" + paths[i]})
	}
	body, err := json.Marshal(b)
	if err != nil {
		return batchAnswer{}, err
	}
	r, err := g.batching(of)
	if err != nil {
		return batchAnswer{}, err
	}
	r.SetStreamContentAndContentType(body, "application/json")
	text, err := g.send(reading(ctx), r)
	if err != nil {
		return batchAnswer{}, err
	}
	var got batchAnswer
	if err := json.Unmarshal(text, &got); err != nil || got.Responses == nil {
		return got, &answer{Status: http.StatusNotImplemented, Message: "no batch answer"}
	}
	return got, nil
}

// sort stores the answers in out. It returns which requests must be sent again, and the longest wait of any of them.
func (g *Client) sort(got batchAnswer, open []int, out []part, try int) (again []int, wait time.Duration) {
	done := map[int]bool{}
	for _, r := range got.Responses {
		i, err := strconv.Atoi(string(r.ID))
		if err != nil || i < 0 || i >= len(out) {
			continue
		}
		h := http.Header{}
		for name, value := range r.Headers {
			h.Set(name, string(value))
		}
		if throttled(r.Status) {
			wait = max(wait, pause(h, g.now(), try))
			continue
		}
		done[i] = true
		if r.Status >= 400 || r.Status == 0 {
			out[i] = part{Err: refused(r.Status, h, r.Body)}
		} else {
			out[i] = part{Body: r.Body}
		}
	}
	for _, i := range open {
		if !done[i] {
			again = append(again, i)
		}
	}
	if len(again) > 0 && wait == 0 { // a part that has no answer at all
		wait = pause(nil, g.now(), try)
	}
	return again, wait
}

// noBatch reports whether a server does not offer batches.
func noBatch(err error) bool {
	var a *answer
	return errors.As(err, &a) && absent(a)
}

// singly reads each path alone.
func (g *Client) singly(ctx context.Context, of string, paths []string, open []int, out []part) error {
	for _, i := range open {
		body, err := g.get(ctx, of+"/"+paths[i])
		var a *answer
		switch {
		case errors.As(err, &a):
			out[i] = part{Err: a}
		case err != nil:
			return err
		default:
			out[i] = part{Body: body}
		}
	}
	return nil
}
