package graphsim

import (
	"context"
	"log/slog"
	"net/http"

	"handrail/app/sample/actionlog"
)

// remember notes a write, with the lock held.
func (c *Cloud) remember(w Write) {
	c.writes = append(c.writes, w)
	if c.diary == "" {
		return
	}
	if err := actionlog.Add(c.diary, w); err != nil {
		slog.Warn("The sample organisation cannot keep what is done in it", "err", err)
	}
}

// recall does again what was written in earlier runs, at the time it was written,
// and keeps what is written from now on.
func (c *Cloud) recall() {
	if c.options.Diary == "" {
		return
	}
	all, err := actionlog.Read[Write](c.options.Diary)
	if err != nil {
		slog.Warn("The sample organisation cannot read what was done in it", "err", err)
	}
	for _, w := range all {
		x := &call{cloud: c, method: w.Method, path: w.Path, beta: w.Beta, body: w.Body, part: true, now: w.At, by: w.By,
			base: "http://127.0.0.1/v1.0", header: http.Header{"Content-Type": {"application/json"}}}
		x.carryOut(context.Background())
	}
	c.diary = c.options.Diary
}
