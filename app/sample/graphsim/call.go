package graphsim

import (
	"net/http"
	"net/url"
	"time"
)

// call is one request, or one part of a $batch.
type call struct {
	cloud    *Cloud
	method   string
	path     string // after the version, as it came
	rawQuery string
	args     []string // what stood for the {} of the route
	header   http.Header
	body     []byte
	base     string // scheme, host and version of this server
	beta     bool
	part     bool
	now      time.Time
	by       Actor
	faults   []*Fault
}

// answer is what goes back. A body of nil is none.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// refuse makes an error answer; request ids and the date are filled in later.
func refuse(status int, code, message string) *answer {
	return &answer{status: status, header: http.Header{},
		body: appendValue(nil, object{{"code", code}, {"message", message}})}
}

// seal returns the headers every answer of Graph has, and an error its frame.
func (x *call) seal(a *answer) *answer {
	if a.header == nil {
		a.header = http.Header{}
	}
	id := x.cloud.nextRequestID()
	client := x.header.Get("client-request-id")
	if client == "" {
		client = id
	}
	a.header.Set("request-id", id)
	a.header.Set("client-request-id", client)
	if a.header.Get("Content-Type") == "" && a.body != nil {
		a.header.Set("Content-Type", "application/json;odata.metadata=minimal;odata.streaming=true;"+
			"IEEE754Compatible=false;charset=utf-8")
		a.header.Set("OData-Version", "4.0")
	}
	if a.status >= 400 && a.body != nil {
		o, err := parseObject(a.body)
		if err == nil && o.obj("error") == nil {
			inner := object{{"date", x.now.UTC().Format("2006-01-02T15:04:05")}, {"request-id", id},
				{"client-request-id", client}}
			a.body = appendValue(nil, object{{"error", append(o, field{"innerError", inner})}})
		}
	}
	return a
}

// plainQuery unescapes a query for matching.
func plainQuery(raw string) string {
	s, err := url.QueryUnescape(raw)
	if err != nil {
		return raw
	}
	return s
}

// notFound is Graph's answer where an object does not exist.
func notFound(id string) *answer {
	return refuse(404, "Request_ResourceNotFound", "Resource '"+id+
		"' does not exist or one of its queried reference-property objects are not present.")
}

// done is the answer of a write without a body.
func done() *answer { return &answer{status: http.StatusNoContent} }
