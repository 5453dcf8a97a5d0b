package graphsim

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// mostParts is how many requests a $batch may hold.
const mostParts = 20

// part is one request of a $batch.
type part struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

// batch carries out the parts of a $batch, each with its own status; a part
// whose dependency failed gets 424. The answers come in another order than the
// parts, as Graph says they may (concepts/json-batching.md).
func (x *call) batch(ctx context.Context) *answer {
	var in struct {
		Requests []part `json:"requests"`
	}
	if err := json.Unmarshal(x.body, &in); err != nil {
		return refuse(400, "BadRequest",
			"Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid "+
				"JSON format.")
	}
	if len(in.Requests) == 0 || len(in.Requests) > mostParts {
		return refuse(400, "BadRequest", "Number of batch request steps must be between 1 and 20.")
	}
	answers := map[string]*answer{}
	var out []object
	for _, p := range in.Requests {
		if p.ID == "" || answers[p.ID] != nil {
			return refuse(400, "BadRequest", "Batch request id '"+p.ID+"' is empty or not unique.")
		}
		a := x.partAnswer(ctx, p, answers)
		answers[p.ID] = a
		out = append(out, partObject(p.ID, a))
	}
	turn := x.cloud.seed ^ uint64(len(x.body))
	for i := len(out) - 1; i > 0; i-- {
		j := int(mix(turn+uint64(i)) % uint64(i+1))
		out[i], out[j] = out[j], out[i]
	}
	return &answer{status: http.StatusOK, body: appendValue(nil, object{{"responses", out}})}
}

// partAnswer carries out one part.
func (x *call) partAnswer(ctx context.Context, p part, earlier map[string]*answer) *answer {
	path, query, _ := strings.Cut(p.URL, "?")
	y := &call{
		cloud: x.cloud, method: strings.ToUpper(p.Method), path: "/" + strings.TrimPrefix(path, "/"),
		rawQuery: strings.ReplaceAll(query, " ", "%20"),
		header:   http.Header{}, base: x.base, beta: x.beta, part: true, now: x.now, by: x.by, body: p.Body,
	}
	for name, v := range p.Headers {
		y.header.Set(name, v)
	}
	x.cloud.note(Request{Method: y.method, URI: p.URL, Header: y.header, Part: true, At: x.now})
	for _, id := range p.DependsOn {
		if before := earlier[id]; before == nil || before.status >= 400 {
			return y.seal(refuse(http.StatusFailedDependency, "FailedDependency", "Request '"+p.ID+
				"' failed because it depends on another request that failed."))
		}
	}
	if len(p.Body) > 0 && y.header.Get("Content-Type") == "" {
		return y.seal(refuse(400, "BadRequest", "Write request id: "+p.ID+
			" does not contain Content-Type header or body."))
	}
	return y.answer(ctx)
}

// partObject writes the answer of a part.
func partObject(id string, a *answer) object {
	headers := object{}
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		headers = append(headers, field{name, a.header.Get(name)})
	}
	o := object{{"id", id}, {"status", a.status}, {"headers", headers}}
	switch {
	case a.body == nil:
	case strings.HasPrefix(a.header.Get("Content-Type"), "application/json"):
		o = append(o, field{"body", json.RawMessage(a.body)})
	default:
		o = append(o, field{"body", string(a.body)})
	}
	return o
}
