package graphsim

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// traceKind is the message trace (api-reference/v1.0/api/messagetracingroot-list-messagetraces.md).
var traceKind = &kind{name: "exchangeMessageTrace", context: "admin/exchange/tracing/messageTraces",
	fields: []string{"id", "senderAddress", "recipientAddress", "messageId", "receivedDateTime", "subject", "size",
		"fromIP", "toIP", "status"},
	filter: map[string]string{"receivedDateTime": "ge le", "id": "eq", "senderAddress": "eq", "recipientAddress": "eq",
		"fromIP": "eq", "toIP": "eq", "messageId": "eq", "status": "eq"},
	options: []string{"$filter", "$top", "$skiptoken"}, page: 1000, most: 5000}

// What one request may cover, and how far back; without a time, it covers the last two days.
const (
	traceWindow  = 10 * 24 * time.Hour
	traceHistory = 90 * 24 * time.Hour
	traceDefault = 48 * time.Hour
)

func traceRoutes() []route {
	return []route{{of: "[]exchangeMessageTrace", pattern: "/admin/exchange/tracing/messageTraces", do: messageTraces}}
}

// mailing is a device, a person or a program that sends email again and again.
type mailing struct {
	from, ip, subject string
	first, every      int // days ago of its latest email, and days between two
	hour              int
	people            int // who receive it; the trace has a row for each
}

// mailings suit the connectors of the sample: one device that a connector holds, the server at the main office, and
// those that no connector has the address of.
var mailings = []mailing{
	{"scan@northgate.example", "198.51.100.40", "Scan", 1, 1, 15, 1},
	{"scan@northgate.example", "198.51.100.40", "Scan", 2, 2, 11, 1},
	{"copier@hall.northgate.example", "198.51.100.77", "Message from the photocopier", 1, 3, 10, 1},
	{"minutes@northgate.example", "203.0.113.18", "Minutes of the trustees", 4, 14, 9, 3},
	{"bookings@northgate.example", "192.0.2.80", "Your booking", 1, 1, 13, 1},
	{"events@northgate.example", "192.0.2.80", "Tickets", 5, 7, 18, 1},
	{"alarm@hall.northgate.example", "192.0.2.144", "Weekly test of the alarm", 3, 7, 6, 1},
	{"accounts@northgate.example", "192.0.2.199", "Quarterly statement", 63, 91, 8, 1}, // older than an export of 10 days
	{"miriam.hale@northgate.example", "", "Rota", 1, 1, 17, 1},
	{"grants@riverside-fund.example", "203.0.113.24", "Your application", 1, 4, 12, 1},
}

// messageTraces answers with the emails of at most ten days, the latest first. Of a filter it takes the first value of
// each property: what follows “or” is ignored, and nothing in the answer says so.
func messageTraces(x *call) *answer {
	values, err := url.ParseQuery(x.rawQuery)
	if err != nil {
		return refuse(400, "BadRequest", "The query part of the address cannot be read.")
	}
	filter, _, alternative := strings.Cut(values.Get("$filter"), " or ")
	since, until, refused := x.traceTimes(filter)
	if refused != nil {
		return refused
	}
	plain := *x
	if alternative {
		values.Set("$filter", filter)
		plain.rawQuery = values.Encode()
	}
	var rows []object
	for _, r := range x.cloud.mailed() {
		at, _ := r.get("receivedDateTime")
		if t := at.(time.Time); !t.Before(since) && !t.After(until) {
			rows = append(rows, r)
		}
	}
	return plain.list(traceKind, these(rows))
}

// traceTimes returns the time that a filter asks for.
func (x *call) traceTimes(filter string) (since, until time.Time, refused *answer) {
	today := x.cloud.base.Add(24 * time.Hour)
	since, until = today.Add(-24*time.Hour-traceDefault), today
	var bounds [2]time.Time
	for part := range strings.SplitSeq(filter, " and ") {
		words := strings.Fields(strings.Trim(part, "()"))
		if len(words) != 3 || words[0] != "receivedDateTime" {
			continue
		}
		at, err := time.Parse(time.RFC3339, words[2])
		if err != nil {
			return since, until, refuse(400, "BadRequest", "Invalid date and time: '"+words[2]+"'.")
		}
		bounds[map[string]int{"ge": 0, "le": 1}[words[1]]] = at
	}
	switch now := x.now; {
	case bounds[0].IsZero() && bounds[1].IsZero():
		return since, until, nil
	case bounds[0].IsZero() || bounds[1].IsZero():
		return since, until, refuse(400, "BadRequest",
			"Both the start and the end of receivedDateTime must be specified.")
	case bounds[1].Sub(bounds[0]) > traceWindow:
		return since, until, refuse(400, "BadRequest", "The time interval must not exceed 10 days.")
	case now.Sub(bounds[0]) > traceHistory:
		return since, until, refuse(400, "BadRequest",
			"The start date must not be more than 90 days before the current date.")
	case bounds[1].After(now):
		return since, until, refuse(400, "BadRequest", "The end date must not be later than the current date.")
	}
	return bounds[0], bounds[1], nil
}

// mailed returns the emails of the 89 days before today, the latest first.
func (c *Cloud) mailed() (all []object) {
	for i, m := range mailings {
		for day := m.first; day < 90; day += m.every { // a day that is only partly in the trace has none
			at := c.base.AddDate(0, 0, -day).Add(time.Duration(m.hour)*time.Hour + time.Duration(7*i)*time.Minute)
			id := c.guid("mailed/" + strconv.Itoa(i) + "/" + at.Format(time.DateOnly))
			for n, to := range []string{"office", "treasurer", "secretary"}[:m.people] {
				row := c.guid("mailed/" + strconv.Itoa(i) + "/" + at.Format(time.DateOnly) + "/" + strconv.Itoa(n))
				all = append(all, object{{"id", row}, {"senderAddress", m.from},
					{"recipientAddress", to + "@northgate.example"}, {"messageId", "<" + id + "@northgate.example>"},
					{"receivedDateTime", at}, {"subject", m.subject}, {"size", 4096 + int(mix(uint64(day))%60000)},
					{"fromIP", m.ip}, {"toIP", ""}, {"status", "delivered"}})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b object) int {
		x, _ := a.get("receivedDateTime")
		y, _ := b.get("receivedDateTime")
		return y.(time.Time).Compare(x.(time.Time))
	})
	return all
}
