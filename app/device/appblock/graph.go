package appblock

import (
	"encoding/json"
	"math"
	"strings"

	"handrail/app/tenant"
)

// Stream is one report of the discovery (Graph cloudAppDiscoveryReport, beta).
type Stream struct {
	ID       string       `json:"id"`
	Name     tenant.Text  `json:"displayName"`
	Entities tenant.Texts `json:"supportedEntityTypes"`
	Provider tenant.Text  `json:"logDataProvider"`
	Received tenant.When  `json:"lastDataReceivedDateTime"`
}

// Named reports whether the report knows people.
func (s Stream) Named() bool { return s.Entities.Has("userName") }

// Endpoint reports whether the data come from the computers of the organisation.
func (s Stream) Endpoint() bool { return s.Provider.Is("microsoftDefenderForEndpoint") }

// Choose returns the report to read: the one with a name or an ID, or if want is empty the one of
// the computers, else the first that knows people, else the first that has anything. ok is false
// if there is none, or several have the name.
func Choose(streams []Stream, want string) (chosen Stream, ok bool) {
	want = strings.TrimSpace(want)
	tests := []func(Stream) bool{
		func(s Stream) bool { return s.Endpoint() && s.Named() }, Stream.Named, Stream.Endpoint,
		func(s Stream) bool { return len(s.Entities) > 0 },
	}
	if want != "" {
		tests = []func(Stream) bool{func(s Stream) bool { return strings.EqualFold(s.ID, want) },
			func(s Stream) bool { return s.Name.Is(want) }}
	}
	for _, test := range tests {
		n := 0
		for _, s := range streams {
			if test(s) {
				if n++; n == 1 {
					chosen = s
				}
			}
		}
		if n == 1 || n > 1 && want == "" {
			return chosen, true
		}
	}
	return Stream{}, false
}

// row is an app as Graph sends it (discoveredCloudAppDetail, beta).
type row struct {
	ID           string          `json:"id"`
	Name         tenant.Text     `json:"displayName"`
	Tags         *tenant.Texts   `json:"tags"`
	Score        json.RawMessage `json:"riskScore"`
	LastSeen     tenant.When     `json:"lastSeenDateTime"`
	Domains      tenant.Texts    `json:"domains"`
	Category     tenant.Text     `json:"category"`
	People       json.RawMessage `json:"userCount"`
	Transactions json.RawMessage `json:"transactionCount"`
	Upload       json.RawMessage `json:"uploadNetworkTrafficInBytes"`
	Download     json.RawMessage `json:"downloadNetworkTrafficInBytes"`
}

// Decode reads an app of Graph. named is whether the report knows people.
func Decode(body []byte, named bool) (App, error) {
	var r row
	if err := json.Unmarshal(body, &r); err != nil {
		return App{}, err
	}
	a := App{ID: r.ID, Name: string(r.Name), Category: string(r.Category), LastSeen: r.LastSeen.Time}
	if r.Tags != nil {
		a.Tags, a.TagsKnown = *r.Tags, true
	}
	for _, d := range r.Domains {
		a.addDomain(d)
	}
	if score, ok := number(r.Score); ok {
		a.setScore(score)
	}
	a.Transactions, a.TransactionsKnown = whole(r.Transactions)
	people, known := whole(r.People)
	a.setPeople(people, known && named)
	up, upKnown := whole(r.Upload)
	down, downKnown := whole(r.Download)
	a.Traffic, a.TrafficKnown = plus(up, down), upKnown && downKnown
	return a, nil
}

// most is the largest figure that is read: sums of 2,000 apps stay far below what int64 holds.
const most = 1 << 50

func plus(a, b int64) int64 { return min(a+b, most) }

func number(raw json.RawMessage) (float64, bool) {
	var n json.Number
	if len(raw) == 0 || string(raw) == "null" || json.Unmarshal(raw, &n) != nil {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

// whole returns a count; what is negative or too large is not known.
func whole(raw json.RawMessage) (int64, bool) {
	f, ok := number(raw)
	if !ok || f < 0 || f > most || f != math.Trunc(f) {
		return 0, false
	}
	return int64(f), true
}

// setScore takes a score from 0 to MaxScore; any other is no score.
func (a *App) setScore(score float64) {
	if score >= 0 && score <= MaxScore {
		a.Score, a.Scored = int(math.Ceil(score)), true
	}
}

// setPeople takes a count of people. Someone made the traffic of an app, so 0 is not known.
func (a *App) setPeople(n int64, known bool) {
	if known && (n > 0 || a.TransactionsKnown && a.Transactions == 0) {
		a.People, a.PeopleKnown = int(n), true
	}
}

func (a *App) addDomain(d string) {
	if d = strings.ToLower(strings.TrimSpace(d)); d != "" {
		a.Domains = append(a.Domains, d)
	}
}
