package appblock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/csvtable"
)

// Field is what a column of an export holds.
type Field string

// The fields.
const (
	FieldName         Field = "name"
	FieldID           Field = "id"
	FieldScore        Field = "score"
	FieldCategory     Field = "category"
	FieldTags         Field = "tags"
	FieldDomains      Field = "domains"
	FieldPeople       Field = "people"
	FieldTransactions Field = "transactions"
	FieldTraffic      Field = "traffic"
	FieldUpload       Field = "upload"
	FieldDownload     Field = "download"
	FieldLastSeen     Field = "last-seen"
)

// headings are the headings that each field is known by, in lower case without spaces. Microsoft
// publishes no list of them, so others can be named by hand.
var headings = map[Field][]string{
	FieldName:         {"name", "app", "appname", "displayname", "application", "applicationname", "cloudapp"},
	FieldID:           {"id", "appid", "applicationid"},
	FieldScore:        {"score", "riskscore", "risk", "totalscore", "riskrating"},
	FieldCategory:     {"category", "appcategory"},
	FieldTags:         {"tags", "tag", "apptag", "apptags"},
	FieldDomains:      {"domains", "domain", "urls", "url", "appdomains"},
	FieldPeople:       {"users", "usercount", "people", "usernames"},
	FieldTransactions: {"transactions", "transactioncount"},
	FieldTraffic:      {"traffic", "totaltraffic", "traffic(bytes)", "totaltraffic(bytes)", "trafficinbytes"},
	FieldUpload: {"upload", "uploads", "uploadedtraffic", "upload(bytes)", "uploadedbytes",
		"uploadnetworktrafficinbytes"},
	FieldDownload: {"download", "downloads", "downloadedtraffic", "download(bytes)", "downloadedbytes",
		"downloadnetworktrafficinbytes"},
	FieldLastSeen: {"lastseen", "lastseen(utc)", "lastseendatetime", "lastseendate"},
}

// Fields returns all fields, in the order in which they are shown.
func Fields() []Field {
	return []Field{FieldName, FieldID, FieldScore, FieldCategory, FieldTags, FieldDomains, FieldPeople,
		FieldTransactions, FieldTraffic, FieldUpload, FieldDownload, FieldLastSeen}
}

// Export is a file with discovered apps, as it was read.
type Export struct {
	Apps     []App
	Columns  map[Field]string // the heading that is read for a field
	Unused   []string         // headings that no field takes
	Nameless int              // rows without a name and an ID, which are left out
	Odd      []string         // scores that cannot be read, each once
}

// ParseColumns reads which column holds what, one a line: “score = Bewertung”.
func ParseColumns(text string) (map[Field]string, error) {
	all := map[Field]string{}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		field, heading, ok := strings.Cut(line, "=")
		f := Field(strings.ToLower(strings.TrimSpace(field)))
		if heading = strings.TrimSpace(heading); !ok || heading == "" || !slices.Contains(Fields(), f) {
			var names []string
			for _, f := range Fields() {
				names = append(names, string(f))
			}
			return nil, app.Errorf(app.Invalid, "Write one line for each column, such as “score = Risk score”. "+
				"The names are "+strings.Join(names, ", ")+".", "“%.60s” does not name a column.", strings.TrimSpace(line))
		}
		all[f] = heading
	}
	return all, nil
}

// ReadExport reads a table of discovered apps, in each form of csvtable. by names columns by hand.
// app.Invalid if it is not a table, if a named column is missing, or if no column has names or
// none has scores.
func ReadExport(data []byte, by map[Field]string) (e Export, err error) {
	text, err := csvtable.Decode(data)
	if err != nil {
		return e, err
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if start := strings.TrimSpace(text); strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") {
		return e, app.Errorf(app.Invalid, "Export Discovered apps as CSV, or let Handrail read them from Microsoft.",
			"The file is JSON, and not a table.")
	}
	rows, err := csvtable.Read(text)
	if err != nil {
		return e, err
	}
	if len(rows) == 0 {
		return e, app.Errorf(app.Invalid, "Export Discovered apps again.", "The file is empty.")
	}
	at, err := e.match(rows[0], by)
	if err != nil {
		return e, err
	}
	for _, cells := range rows[1:] {
		get := func(f Field) string {
			if i, ok := at[f]; ok && i < len(cells) {
				return strings.TrimSpace(csvtable.Unsafe(cells[i]))
			}
			return ""
		}
		a := fromCells(get, at)
		if a.Label() == "" {
			e.Nameless++
			continue
		}
		if text := get(FieldScore); !a.Scored && strings.Trim(text, "-–— ") != "" && !slices.Contains(e.Odd, text) {
			e.Odd = append(e.Odd, text)
		}
		e.Apps = append(e.Apps, a)
	}
	return e, nil
}

// match returns at which place each field is.
func (e *Export) match(header []string, by map[Field]string) (map[Field]int, error) {
	at, taken := map[Field]int{}, map[int]bool{}
	e.Columns = map[Field]string{}
	take := func(f Field, i int) { at[f], taken[i], e.Columns[f] = i, true, strings.TrimSpace(header[i]) }
	for _, f := range Fields() {
		want, named := by[f]
		if !named {
			continue
		}
		i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), want) })
		if i < 0 {
			return nil, app.Errorf(app.Invalid, "Copy the heading from the first row of the file.",
				"The file has no column “%.60s”.", want)
		}
		take(f, i)
	}
	for _, f := range Fields() {
		if _, named := at[f]; named {
			continue
		}
		for _, known := range headings[f] {
			i := slices.IndexFunc(header, func(h string) bool { return plain(h) == known })
			if i >= 0 && !taken[i] {
				take(f, i)
				break
			}
		}
	}
	for i, h := range header {
		if !taken[i] && strings.TrimSpace(h) != "" {
			e.Unused = append(e.Unused, strings.TrimSpace(h))
		}
	}
	for _, f := range []Field{FieldName, FieldScore} {
		if _, ok := at[f]; !ok {
			return nil, app.Errorf(app.Invalid, fmt.Sprintf("Name the column, such as “%s = %s”.", f, first(e.Unused)),
				"Handrail does not know which column has the %s of an app.", f)
		}
	}
	return at, nil
}

func first(all []string) string {
	if len(all) == 0 {
		return "App"
	}
	return all[0]
}

func plain(h string) string { return strings.ToLower(strings.Join(strings.Fields(h), "")) }

// fromCells returns the app of one row.
func fromCells(get func(Field) string, at map[Field]int) App {
	a := App{ID: get(FieldID), Name: get(FieldName), Category: get(FieldCategory), LastSeen: day(get(FieldLastSeen))}
	_, a.TagsKnown = at[FieldTags]
	a.Tags = parts(get(FieldTags))
	for _, d := range parts(get(FieldDomains)) {
		a.addDomain(d)
	}
	score, _, _ := strings.Cut(get(FieldScore), "/")                     // “4/10”
	if strings.Count(score, ",") == 1 && !strings.Contains(score, ".") { // “7,5”
		score = strings.Replace(score, ",", ".", 1)
	}
	if f, err := strconv.ParseFloat(strings.TrimSpace(score), 64); err == nil {
		a.setScore(f)
	}
	a.Transactions, a.TransactionsKnown = figure(get(FieldTransactions))
	people, known := figure(get(FieldPeople))
	a.setPeople(people, known)
	if a.Traffic, a.TrafficKnown = bytes(get(FieldTraffic)); !a.TrafficKnown {
		up, upKnown := bytes(get(FieldUpload))
		down, downKnown := bytes(get(FieldDownload))
		a.Traffic, a.TrafficKnown = plus(up, down), upKnown && downKnown
	}
	return a
}
