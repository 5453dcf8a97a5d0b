package webfilter

import (
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/csvtable"
)

// Count is a number that may not be in a file.
type Count struct {
	N     int
	Known bool
}

func (c Count) plus(other Count) Count {
	if !other.Known {
		return c
	}
	return Count{c.N + other.N, true}
}

// Row is a row of the Web protection report: of a category, or of a site in it.
type Row struct {
	Name     string   // of the category, as it is in the file
	IDs      []string // of the category; several for a parent, none where Handrail does not know it
	Site     string   // "" in the table of categories
	Attempts Count
	Blocked  Count
	Devices  Count
}

// Report is a Web protection report, one of its tables. Categories that are not blocked are counted too.
type Report struct {
	Rows    []Row
	Columns []string // the header of the file
	Unknown []string // names of categories that Handrail does not know
	Odd     int      // rows whose number of attempts is missing or cannot be read

	sites map[string]string // the category of each site; "" where rows disagree
}

// The columns of a report, by what they hold. Microsoft does not document the names, so the person can
// name them.
const (
	ColumnCategory = "category"
	ColumnSite     = "site"
	ColumnAttempts = "attempts"
	ColumnBlocked  = "blocked"
	ColumnDevices  = "devices"
)

// ColumnNames returns what columns can hold.
func ColumnNames() []string {
	return []string{ColumnCategory, ColumnSite, ColumnAttempts, ColumnBlocked, ColumnDevices}
}

// guesses are names that a column may have, folded.
var guesses = map[string][]string{
	ColumnCategory: {"category", "webcategory", "categoryname", "webcategoryname", "webcontentcategory", "categories"},
	ColumnSite:     {"domain", "site", "website", "websitedomain", "webdomain", "domainname", "url", "domains"},
	ColumnAttempts: {"attempts", "accessattempts", "totalaccessattempts", "requests", "totalrequests", "accesses",
		"totalaccesscount", "accesscount", "activity", "count", "total", "webactivity"},
	ColumnBlocked: {"blocked", "blockedrequests", "blockcount", "blockedattempts", "blockedaccessattempts", "blocks",
		"totalblocked"},
	ColumnDevices: {"devices", "machines", "devicecount", "numberofdevices", "uniquedevices", "machinecount",
		"distinctdevices"},
}

// ReadMapping returns the columns that a person named, "category = Kategorie; attempts = Zugriffe". wrong are
// the parts that cannot be read.
func ReadMapping(text string) (columns map[string]string, wrong []string) {
	columns = map[string]string{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";\n\r", r) }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		holds, name, ok := strings.Cut(part, "=")
		holds = strings.ToLower(strings.TrimSpace(holds))
		if !ok || !slices.Contains(ColumnNames(), holds) || strings.TrimSpace(name) == "" {
			wrong = append(wrong, part)
			continue
		}
		columns[holds] = strings.TrimSpace(name)
	}
	return columns, wrong
}

// ReadReport reads a report. columns, which may be nil, names columns whose names are not recognised. The
// error is app.Invalid, with the columns of the file, where there is no column with categories.
func ReadReport(data []byte, columns map[string]string) (*Report, error) {
	text, err := csvtable.Decode(data)
	if err != nil {
		return nil, err
	}
	text = strings.TrimLeft(text, "\n")
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(first, "sep=") {
		text = rest
	}
	rows, err := csvtable.Read(text)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, app.Errorf(app.Invalid, "Export the report again.", "The report is empty.")
	}
	r := &Report{Columns: rows[0], sites: map[string]string{}}
	at := r.find(columns)
	if at[ColumnCategory] < 0 {
		return nil, app.Errorf(app.Invalid, "Say which column has the categories, for example “category = "+
			r.Columns[0]+"”.", "Handrail does not know the columns of this report: %.200s.", strings.Join(r.Columns, ", "))
	}
	for _, cells := range rows[1:] {
		r.add(cells, at)
	}
	return r, nil
}

// find returns where columns are; -1 where there is none.
func (r *Report) find(columns map[string]string) map[string]int {
	at := map[string]int{}
	for _, holds := range ColumnNames() {
		at[holds] = slices.IndexFunc(r.Columns, func(name string) bool {
			if own := columns[holds]; own != "" {
				return strings.EqualFold(strings.TrimSpace(name), own)
			}
			return slices.Contains(guesses[holds], folded(name))
		})
	}
	return at
}

func (r *Report) add(cells []string, at map[string]int) {
	cell := func(holds string) string {
		if i := at[holds]; i >= 0 && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	row := Row{Name: cell(ColumnCategory), Site: strings.ToLower(cell(ColumnSite)),
		Attempts: number(cell(ColumnAttempts)), Blocked: number(cell(ColumnBlocked)), Devices: number(cell(ColumnDevices))}
	if row.Name == "" {
		return
	}
	if at[ColumnAttempts] >= 0 && !row.Attempts.Known {
		r.Odd++
	}
	for _, c := range Find(row.Name) {
		row.IDs = append(row.IDs, c.ID)
	}
	if row.IDs == nil && !slices.Contains(r.Unknown, row.Name) {
		r.Unknown = append(r.Unknown, row.Name)
	}
	r.Rows = append(r.Rows, row)
	if row.Site == "" || len(row.IDs) != 1 {
		return
	}
	if old, known := r.sites[row.Site]; known && old != row.IDs[0] {
		r.sites[row.Site] = ""
		return
	}
	r.sites[row.Site] = row.IDs[0]
}

// number returns a whole number, with the signs between thousands of any language. "12,5" is none.
func number(text string) Count {
	groups := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".,'’  \u202f", r) })
	for i, g := range groups {
		if i > 0 && len(g) != 3 {
			return Count{}
		}
	}
	n, err := strconv.Atoi(strings.Join(groups, ""))
	if err != nil || n < 0 || len(groups) > 1 && len(groups[0]) > 3 {
		return Count{}
	}
	return Count{n, true}
}

// Of returns how many attempts the report has for a category, and how many were blocked. A row of a
// parent says nothing of its categories.
func (r *Report) Of(category string) (attempts, blocked Count) {
	for _, row := range r.Rows {
		if len(row.IDs) == 1 && row.IDs[0] == category {
			attempts, blocked = attempts.plus(row.Attempts), blocked.plus(row.Blocked)
		}
	}
	return attempts, blocked
}

// Category returns the category of a site: of the site itself, else of the domain above it; "" where the
// report has none, or more than one.
func (r *Report) Category(site string) string {
	if r == nil {
		return ""
	}
	for site = strings.ToLower(site); ; {
		if found, known := r.sites[site]; known {
			return found
		}
		_, after, ok := strings.Cut(site, ".")
		if !ok || !strings.Contains(after, ".") {
			return ""
		}
		site = after
	}
}
