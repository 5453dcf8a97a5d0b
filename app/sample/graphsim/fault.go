package graphsim

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// Effect is what a fault does.
type Effect string

// The effects of a fault. Those about pages show only in answers that have a
// next page, or that are one.
const (
	Refuse      Effect = "refuse"       // answers Status with Code and Message; RetryAfter is sent unless empty
	Cut         Effect = "cut"          // ends the connection in the body, or before the status if there is no body
	Portal      Effect = "portal"       // answers 200 with the page of a captive portal; Text replaces the page
	Slow        Effect = "slow"         // waits for Delay first
	LoopLink    Effect = "loop-link"    // the next page is this page
	ForeignLink Effect = "foreign-link" // the next page is at Host, a scheme and a host
	RepeatPage  Effect = "repeat-page"  // a later page has the rows of the page before
	MissPage    Effect = "miss-page"    // the next page leaves as many rows out as this page has
	EmptyPage   Effect = "empty-page"   // no rows, and a next page that has them
	ExpireToken Effect = "expire-token" // a later page is refused as expired
	Alter       Effect = "alter"        // Set and Drop change the rows of a list, or the object
)

// Fault is something that goes wrong with some requests. A part of a $batch is
// matched by its own method and path; Cut and Portal leave parts alone.
type Fault struct {
	Method string // "" matches every method
	Path   string // prefix of the path after the version, "/users"; "" matches every path
	Query  string // a part of the query, unescaped; "" matches every query
	Skip   int    // so many matching requests pass first
	Count  int    // so many are hit after that; 0: all of them
	Effect Effect

	Status     int    // Refuse: 0 is 429
	Code       string // Refuse: "" is Graph's usual one for the status
	Message    string // Refuse: "" is Graph's usual one for the status
	RetryAfter string // Refuse: "30", "1.9", an HTTP date, nonsense
	After      bool   // Refuse and Cut: the request is carried out first
	Delay      time.Duration
	Host       string
	Text       string
	Only       string         // Alter: the id of the one row to change; "" is every row
	Set        map[string]any // Alter: path of a property, "conditions/users/includeUsers" → value
	Drop       []string       // Alter: names of properties
}

// Play turns a fault on, in addition to others.
func (c *Cloud) Play(f Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = append(c.faults, &armed{Fault: f})
}

// Calm turns every fault off.
func (c *Cloud) Calm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = nil
}

// armed is a fault with what it has seen.
type armed struct {
	Fault
	seen int
}

// faultsFor returns the faults that hit a request, and counts it.
func (c *Cloud) faultsFor(x *call) (hit []*Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.faults {
		if f.Method != "" && f.Method != x.method ||
			!strings.HasPrefix(strings.ToLower(x.path), strings.ToLower(f.Path)) {
			continue
		}
		if f.Query != "" && !strings.Contains(plainQuery(x.rawQuery), f.Query) {
			continue
		}
		if x.part && (f.Effect == Cut || f.Effect == Portal) {
			continue
		}
		f.seen++
		if f.seen > f.Skip && (f.Count == 0 || f.seen <= f.Skip+f.Count) {
			hit = append(hit, &f.Fault)
		}
	}
	return hit
}

// playing reports whether a fault with an effect hits this request.
func (x *call) playing(e Effect) bool { return x.faultOf(e) != nil }

func (x *call) faultOf(e Effect) *Fault {
	for _, f := range x.faults {
		if f.Effect == e {
			return f
		}
	}
	return nil
}

// usual are Graph's codes and messages for a status.
var usual = map[int][2]string{
	400: {"BadRequest", "The request is not valid."},
	401: {"InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."},
	403: {"Authorization_RequestDenied", "Insufficient privileges to complete the operation."},
	404: {"Request_ResourceNotFound",
		"Resource does not exist or one of its queried reference-property objects are not present."},
	410: {"syncStateNotFound", "The sync state could not be found."},
	429: {"TooManyRequests", "Too many requests."},
	500: {"InternalServerError", "An internal server error occurred."},
	502: {"BadGateway", "The server received an answer that is not valid."},
	503: {"ServiceUnavailable", "The service is temporarily unavailable."},
	504: {"GatewayTimeout", "The request timed out."},
}

// refusal makes the answer of a Refuse.
func (f *Fault) refusal() *answer {
	status := f.Status
	if status == 0 {
		status = http.StatusTooManyRequests
	}
	code, message := usual[status][0], usual[status][1]
	if f.Code != "" {
		code = f.Code
	}
	if f.Message != "" {
		message = f.Message
	}
	a := refuse(status, code, message)
	if f.RetryAfter != "" {
		a.header.Set("Retry-After", f.RetryAfter)
	}
	return a
}

// portalPage is what a hotel's network answers to everything.
const portalPage = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Log in to use this " +
	"network</h1></body></html>"

func (f *Fault) portal() *answer {
	page := f.Text
	if page == "" {
		page = portalPage
	}
	a := &answer{status: http.StatusOK, header: http.Header{}, body: []byte(page)}
	a.header.Set("Content-Type", "text/html; charset=utf-8")
	return a
}

// alter changes an answer's rows, or its one object.
func (f *Fault) alter(a *answer) {
	o, err := parseObject(a.body)
	if a.status >= 300 || err != nil {
		return
	}
	if v, ok := o.get("value"); ok {
		rows, _ := v.([]any)
		for i := range rows {
			if r, ok := rows[i].(object); ok && (f.Only == "" || r.str("id") == f.Only) {
				rows[i] = f.altered(r)
			}
		}
		o = o.with("value", rows)
	} else if f.Only == "" || o.str("id") == f.Only {
		o = f.altered(o)
	}
	a.body = appendValue(nil, o)
}

func (f *Fault) altered(o object) object {
	drop := map[string]bool{}
	for _, name := range f.Drop {
		drop[name] = true
	}
	o = o.without(drop)
	for path, v := range f.Set {
		text, err := json.Marshal(v)
		if err != nil {
			panic("cloud: the value for " + path + " is no JSON: " + err.Error())
		}
		o = setAt(o, strings.Split(path, "/"), json.RawMessage(text))
	}
	return o
}

func setAt(o object, path []string, v any) object {
	if len(path) == 1 {
		return o.with(path[0], v)
	}
	return o.with(path[0], setAt(o.obj(path[0]), path[1:], v))
}
