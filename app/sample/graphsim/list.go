package graphsim

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// source returns the rows of a list by place, made when they are asked for. at
// returns nil if there is no row.
type source struct {
	n  int
	at func(i int) row
}

// these is a source of rows that exist already.
func these[T row](rows []T) source {
	return source{len(rows), func(i int) row { return rows[i] }}
}

// list answers with one page of a source.
func (x *call) list(k *kind, s source) *answer {
	q, refused := x.parseQuery(k)
	if refused != nil {
		return refused
	}
	at := 0
	if q.token != "" {
		if at, refused = x.readToken(&q); refused != nil {
			return refused
		}
	}
	s = matching(s, &q)
	if q.orderBy != "" {
		s = ordered(s, &q)
	}
	size := q.top
	if size == 0 {
		size = s.n
	}
	start := at
	if x.playing(RepeatPage) && q.token != "" {
		start = max(0, at-size)
	}
	rows, end := x.appendRows(k, &q, s, start, size)
	if start < at {
		end = after(s, at, size)
	}
	if x.playing(MissPage) {
		end = after(s, end, size)
	}
	head := []byte(`{"@odata.context":` + string(appendText(nil, x.contextURL(k, &q))))
	// Only the first page has the count (Microsoft Learn, "Advanced query capabilities on
	// Microsoft Entra ID objects").
	if q.count && q.token == "" && (!k.advanced || x.eventual(&q)) {
		head = append(head, `,"@odata.count":`+strconv.Itoa(countOf(s))...)
	}
	if more(s, end) {
		head = append(append(head, `,"@odata.nextLink":`...), appendText(nil, x.nextLink(&q, end))...)
	}
	head = append(head, `,"value":[`...)
	return &answer{status: http.StatusOK, body: append(append(head, rows...), ']', '}')}
}

// appendRows writes up to size rows from a place on and returns the place after the last.
func (x *call) appendRows(k *kind, q *query, s source, at, size int) ([]byte, int) {
	if x.playing(EmptyPage) {
		return nil, at
	}
	b := make([]byte, 0, 512*min(size, 1000))
	for served := 0; at < s.n && served < size; at++ {
		r := s.at(at)
		if r == nil {
			continue
		}
		if served++; served > 1 {
			b = append(b, ',')
		}
		b = x.appendRow(b, k, q, r)
	}
	return b, at
}

// after returns the place behind the next n rows.
func after(s source, at, n int) int {
	for ; at < s.n && n > 0; at++ {
		if s.at(at) != nil {
			n--
		}
	}
	return at
}

// more reports whether a row stands at a place or behind it.
func more(s source, at int) bool {
	for ; at < s.n; at++ {
		if s.at(at) != nil {
			return true
		}
	}
	return false
}

// matching leaves the rows that $filter lets through.
func matching(s source, q *query) source {
	if q.where == nil {
		return s
	}
	return source{s.n, func(i int) row {
		if r := s.at(i); r != nil && q.where(r) {
			return r
		}
		return nil
	}}
}

// ordered sorts by the property of $orderby; rows without it come last.
func ordered(s source, q *query) source {
	type key struct {
		value any
		place int
	}
	var keys []key
	for i := range s.n {
		if r := s.at(i); r != nil {
			keys = append(keys, key{valueAt(r, q.orderBy), i})
		}
	}
	slices.SortStableFunc(keys, func(a, b key) int {
		order, _ := compare(a.value, textOf(b.value))
		if order == none {
			order = 0
		}
		if q.down {
			return -order
		}
		return order
	})
	return source{len(keys), func(i int) row { return s.at(keys[i].place) }}
}

// textOf returns a value as compare wants its second one.
func textOf(v any) any {
	if s, ok := v.(string); ok || v == nil {
		return s
	}
	text := appendValue(nil, v)
	return strings.Trim(string(text), `"`)
}

func countOf(s source) (n int) {
	for i := range s.n {
		if s.at(i) != nil {
			n++
		}
	}
	return n
}

// appendRow writes one row with the properties that were asked for. In a list
// of several types each row has its type and has that type's default set.
func (x *call) appendRow(b []byte, k *kind, q *query, r row) []byte {
	b = append(b, '{')
	first := len(b)
	add := func(name string, v any) {
		if len(b) > first {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), name...), '"', ':')
		b = appendValue(b, v)
	}
	if t, ok := r.(typed); ok {
		if k == memberKind {
			add("@odata.type", "#microsoft.graph."+t.kind.name)
		}
		k, r = t.kind, t.row
	}
	names := q.selected
	if names == nil {
		if names = k.plain; names == nil {
			names = k.fields
		}
	}
	o, free := r.(object)
	switch {
	case names == nil && free:
		for _, f := range o {
			add(f.name, f.value)
		}
	default:
		if v, ok := o.get("@odata.type"); ok && free {
			add("@odata.type", v)
		}
		for _, name := range names {
			if v, ok := r.get(name); ok {
				add(name, v)
			}
		}
	}
	if q.expand != "" {
		if v, ok := k.expander(x, r, q.expand); ok {
			add(q.expand, v)
		}
	}
	return append(b, '}')
}

// entity answers with one object.
func (x *call) entity(k *kind, r row) *answer {
	q, refused := x.parseQuery(k)
	if refused != nil {
		return refused
	}
	b := append([]byte(`{"@odata.context":`), appendText(nil, x.contextURL(k, &q)+"/$entity")...)
	rest := x.appendRow(nil, k, &q, r)[1:]
	if len(rest) > 1 {
		b = append(b, ',')
	}
	return &answer{status: http.StatusOK, body: append(b, rest...)}
}

// contextURL returns the context of the answer, as OData requires.
func (x *call) contextURL(k *kind, q *query) string {
	u := x.base + "/$metadata#" + k.context
	parts := slices.Clone(q.selected)
	if q.expand != "" {
		parts = append(parts, q.expand+"()")
	}
	if len(parts) > 0 {
		u += "(" + strings.Join(parts, ",") + ")"
	}
	return u
}

// nextLink returns the absolute address of the page that begins at a place. The
// token is good for the same query only.
func (x *call) nextLink(q *query, at int) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], uint64(at))
	binary.BigEndian.PutUint64(b[8:], x.sealOf(q, at))
	values := url.Values{}
	for name, v := range q.values {
		values[name] = v
	}
	values.Set("$skiptoken", "RFNwdAIAAQAAAC"+base64.RawURLEncoding.EncodeToString(b[:]))
	text := strings.ReplaceAll(values.Encode(), "%24", "$") // as Graph writes it
	link := x.base + x.path + "?" + text
	switch {
	case x.playing(LoopLink):
		link = x.base + x.path
		if x.rawQuery != "" {
			link += "?" + x.rawQuery
		}
	case x.playing(ForeignLink):
		host := x.faultOf(ForeignLink).Host
		if host == "" {
			host = "https://graph.microsoft.example"
		}
		link = host + "/v1.0" + x.path + "?" + text
	}
	return link
}

// sealOf ties a place to the rest of the query.
func (x *call) sealOf(q *query, at int) uint64 {
	h := fnv.New64a()
	for _, part := range []string{x.path, q.values.Get("$filter"), q.values.Get("$orderby"), strconv.Itoa(at)} {
		_, _ = h.Write([]byte(part + "\x00"))
	}
	return mix(h.Sum64() ^ x.cloud.seed)
}

// readToken returns the place that a token stands for.
func (x *call) readToken(q *query) (int, *answer) {
	if x.playing(ExpireToken) {
		return 0, refuse(400, "Directory_ExpiredPageToken",
			"The specified page token value has expired and can no longer be included in your request.")
	}
	text, ok := strings.CutPrefix(q.token, "RFNwdAIAAQAAAC")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if !ok || err != nil || len(b) != 16 {
		return 0, refuse(400, "Request_BadRequest", "Invalid page token.")
	}
	at := int(binary.BigEndian.Uint64(b))
	if binary.BigEndian.Uint64(b[8:]) != x.sealOf(q, at) {
		return 0, refuse(400, "Request_BadRequest", "Invalid page token.")
	}
	return at, nil
}
