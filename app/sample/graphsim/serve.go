package graphsim

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// mostBody is the largest request body that is read, unpacked.
const mostBody = 4 << 20

func newZipper() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails for other levels only
	return z
}

// serve answers one HTTP request.
func (c *Cloud) serve(w http.ResponseWriter, r *http.Request) {
	now := c.now()
	c.note(Request{Method: r.Method, URI: r.URL.RequestURI(), Header: r.Header.Clone(), At: now})
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	x := &call{
		cloud: c, method: r.Method, path: "/" + path, rawQuery: r.URL.RawQuery, header: r.Header,
		base: "http://" + r.Host + "/" + version, beta: version == "beta", now: now,
		by: Actor{Agent: r.UserAgent()},
	}
	if c.options.Latency > 0 {
		wait(r.Context(), c.options.Latency)
	}
	var a *answer
	var err error
	switch {
	case version != "v1.0" && version != "beta":
		a = x.seal(refuse(400, "BadRequest", "Invalid version: "+version))
	default:
		if x.body, err = readBody(r); err != nil {
			a = x.seal(refuse(400, "BadRequest", "Unable to read the request payload: "+err.Error()))
			break
		}
		a = x.answer(r.Context())
	}
	if f := x.faultOf(Cut); f != nil {
		cutShort(w, a, f.After)
		return
	}
	c.send(w, r, a)
}

// answer carries out one request or one part of a batch, with its faults.
func (x *call) answer(ctx context.Context) *answer {
	x.faults = x.cloud.faultsFor(x)
	if f := x.faultOf(Slow); f != nil {
		wait(ctx, f.Delay)
	}
	if f := x.faultOf(Portal); f != nil {
		return f.portal()
	}
	refused := x.faultOf(Refuse)
	if refused != nil && !refused.After {
		return x.seal(refused.refusal())
	}
	if f := x.faultOf(Cut); f != nil && !f.After && x.method != http.MethodGet {
		return &answer{} // the connection ends before anything is done
	}
	a := x.carryOut(ctx)
	if refused != nil {
		return x.seal(refused.refusal())
	}
	for _, f := range x.faults {
		if f.Effect == Alter {
			f.alter(a)
		}
	}
	return x.seal(a)
}

// carryOut finds the route of a request and calls it.
func (x *call) carryOut(ctx context.Context) *answer {
	if !x.part && !strings.HasPrefix(x.header.Get("Authorization"), "Bearer ") ||
		x.header.Get("Authorization") == "Bearer " {
		a := refuse(401, "InvalidAuthenticationToken", "Access token is empty.")
		a.header.Set("WWW-Authenticate",
			`Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", `+
				`client_id="00000003-0000-0000-c000-000000000000"`)
		return a
	}
	if strings.EqualFold(x.path, "/$batch") && !x.part {
		if x.method != http.MethodPost {
			return refuse(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
		}
		return x.batch(ctx)
	}
	found, segment := x.cloud.find(x)
	switch {
	case found != nil && found.write:
		x.cloud.mu.Lock()
		defer x.cloud.mu.Unlock()
		was := x.cloud.past()
		a := found.do(x)
		if a.status < 300 {
			x.cloud.remember(Write{Method: x.method, Path: x.path, Beta: x.beta, Body: x.body, At: x.now, By: x.by})
			x.cloud.log(x.now, x.by, x.deeds(found.pattern, was)...)
		}
		return a
	case found != nil:
		x.cloud.mu.RLock()
		defer x.cloud.mu.RUnlock()
		return found.do(x)
	case segment == "":
		return refuse(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
	}
	// Graph answers 400 here, not 404 (seen in practice; not documented).
	return refuse(400, "BadRequest", "Resource not found for the segment '"+segment+"'.")
}

// readBody reads a request body, packed with gzip or not.
func readBody(r *http.Request) ([]byte, error) {
	var in io.Reader = r.Body
	if strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			return nil, err
		}
		in = z
	}
	b, err := io.ReadAll(io.LimitReader(in, mostBody+1))
	if err == nil && len(b) > mostBody {
		err = http.ErrContentLength
	}
	return b, err
}

// send writes an answer, packed where the client takes that.
func (c *Cloud) send(w http.ResponseWriter, r *http.Request, a *answer) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	body := a.body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(body) > 200 {
		var buf bytes.Buffer
		z := c.zippers.Get().(*gzip.Writer)
		z.Reset(&buf)
		_, _ = z.Write(body) // a buffer takes everything
		_ = z.Close()
		c.zippers.Put(z)
		body = buf.Bytes()
		w.Header().Set("Content-Encoding", "gzip")
	}
	w.Header().Set("Vary", "Accept-Encoding")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // the client has disconnected
}

// cutShort sends half of an answer, or nothing of one that has no body, and ends
// the connection.
func cutShort(w http.ResponseWriter, a *answer, after bool) {
	if len(a.body) > 1 && !after {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
	}
	panic(http.ErrAbortHandler)
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
