package graphsim

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// kind describes a resource as far as queries depend on it.
type kind struct {
	name     string            // type without "microsoft.graph."
	context  string            // of a list, after "$metadata#"
	fields   []string          // every property; nil: each row has its own, all are served
	plain    []string          // what comes without $select; nil: all
	filter   map[string]string // property → operators that are documented
	order    []string          // what $orderby takes
	options  []string          // query options besides those every list takes; nil: all
	page     int               // rows on a page without $top; 0: all
	most     int               // the largest $top
	expand   []string          // what $expand takes
	expander func(x *call, r row, name string) (any, bool)
	advanced bool // a directory object: some queries need ConsistencyLevel: eventual
	wide     string
	search   bool // takes $search
	wideMost int  // the largest page when the property wide is asked for
}

// query is what a request asks of a list or an object.
type query struct {
	selected []string // nil: the resource's default
	where    condition
	top      int
	orderBy  string
	down     bool
	count    bool
	expand   string
	token    string
	values   url.Values
}

var knownOptions = []string{"$select", "$filter", "$top", "$orderby", "$count", "$expand", "$skiptoken", "$format"}

// parseQuery reads the query options for a kind; the answer is the refusal.
func (x *call) parseQuery(k *kind) (query, *answer) {
	values, err := url.ParseQuery(x.rawQuery)
	if err != nil {
		return query{}, refuse(400, "BadRequest", "The query part of the address cannot be read.")
	}
	q := query{values: values, token: values.Get("$skiptoken"), count: strings.EqualFold(values.Get("$count"), "true")}
	for name := range values {
		known := slices.Contains(knownOptions, name) && (k.options == nil || slices.Contains(k.options, name))
		if strings.HasPrefix(name, "$") && !known && !(k.search && name == "$search") {
			return q, refuse(400, "BadRequest", "The query specified in the URI is not valid. Query option '"+name+
				"' is not allowed.")
		}
	}
	for _, read := range []func(*kind, *query) *answer{x.readSelect, x.readTop, x.readFilter, x.readOrder,
		x.readExpand} {
		if refused := read(k, &q); refused != nil {
			return q, refused
		}
	}
	return q, nil
}

func (x *call) readSelect(k *kind, q *query) *answer {
	text := q.values.Get("$select")
	if text == "" || text == "*" {
		return nil
	}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if k.fields != nil {
			i := slices.IndexFunc(k.fields, func(f string) bool { return strings.EqualFold(f, name) })
			if i < 0 {
				return refuse(400, "BadRequest",
					"Parsing OData Select and Expand failed: Could not find a property named '"+name+
						"' on type 'microsoft.graph."+k.name+"'.")
			}
			name = k.fields[i]
		}
		if !slices.Contains(q.selected, name) {
			q.selected = append(q.selected, name)
		}
	}
	return nil
}

func (x *call) readTop(k *kind, q *query) *answer {
	q.top = k.page
	text := q.values.Get("$top")
	if text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || k.most > 0 && n > k.most {
			return refuse(400, "Request_BadRequest", "Invalid page size specified: '"+text+"'. Must be between 1 and "+
				strconv.Itoa(k.most)+" inclusive.")
		}
		q.top = n
	}
	if k.wide != "" && q.top > k.wideMost && slices.Contains(q.selected, k.wide) {
		q.top = k.wideMost
	}
	return nil
}

func (x *call) readFilter(k *kind, q *query) *answer {
	text := q.values.Get("$filter")
	if text == "" {
		return nil
	}
	where, clauses, err := parseFilter(text)
	if err != nil {
		return refuse(400, "BadRequest", "Invalid filter clause: "+err.Error()+".")
	}
	for _, c := range clauses {
		allowed := strings.Fields(k.filter[c.property])
		switch {
		case allowed == nil:
			return refuse(400, "Request_UnsupportedQuery",
				"Unsupported or invalid query filter clause specified for property '"+c.property+"' of resource '"+
					k.name+"'.")
		case !slices.Contains(allowed, c.op):
			return refuse(400, "Request_UnsupportedQuery", "Unsupported Query: the operator '"+c.op+
				"' is not supported for property '"+c.property+"'.")
		case k.advanced && !x.eventual(q) && slices.Contains([]string{"ne", "not", "endswith"}, c.op):
			return refuse(400, "Request_UnsupportedQuery", "Operator '"+c.op+
				"' is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to "+
				"https://aka.ms/graph-docs/advanced-queries for more information")
		}
	}
	q.where = where
	return nil
}

// eventual reports whether the request asked for Graph's advanced queries.
func (x *call) eventual(q *query) bool {
	return q.count && strings.EqualFold(x.header.Get("ConsistencyLevel"), "eventual")
}

func (x *call) readOrder(k *kind, q *query) *answer {
	text := q.values.Get("$orderby")
	if text == "" {
		return nil
	}
	name, way, _ := strings.Cut(strings.TrimSpace(text), " ")
	if !slices.Contains(k.order, name) || way != "" && way != "asc" && way != "desc" {
		return refuse(400, "Request_UnsupportedQuery", "Unsupported sort property '"+text+"' for '"+k.name+"'.")
	}
	if k.advanced && q.where != nil && !x.eventual(q) {
		return refuse(400, "Request_UnsupportedQuery", "Sorting not supported for current query.")
	}
	q.orderBy, q.down = name, way == "desc"
	return nil
}

func (x *call) readExpand(k *kind, q *query) *answer {
	text := q.values.Get("$expand")
	switch {
	case text == "":
	case strings.Contains(text, ","):
		return refuse(400, "Request_BadRequest",
			"Only one property can be expanded in a single query. Please try again with one expansion.")
	case !slices.Contains(k.expand, text):
		return refuse(400, "BadRequest", "Parsing OData Select and Expand failed: Could not find a property named '"+
			text+"' on type 'microsoft.graph."+k.name+"'.")
	}
	q.expand = text
	return nil
}
