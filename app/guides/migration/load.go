package migration

import (
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/mail/migration"
	"handrail/app/report"
)

// data is what an export says, as far as it could be read.
type data struct {
	migration.Export
	given bool
	err   error
}

func (d deps) load(v *guide.Visit) data  { return d.read(v, askExport) }
func (d deps) later(v *guide.Visit) data { return d.read(v, askAfter) }

func (d deps) read(v *guide.Visit, answer string) data {
	return d.exports.Read(v.Answer(answer), d.Files.Read, func(got export.Export, err error) data {
		return data{migration.Read(got.Rows), got.Given, err}
	})
}

// known reports whether the export shows the migrations.
func (x *data) known() bool { return x.given && x.err == nil && len(x.People) > 0 }

// gaps returns what the export does not show.
func (x *data) gaps() (found []report.Finding) {
	switch {
	case x.err != nil:
		return []report.Finding{frame.NotKnown("export-unread", "Handrail could not read the export", x.err)}
	case !x.given:
		return []report.Finding{{Code: "export-none", Severity: report.Unknown,
			Title: "Handrail does not know the migrations", Text: "You have not entered an export.",
			Do: "Run migrations.ps1, and enter the file that it writes."}}
	case len(x.People) == 0 && len(x.Loose) == 0:
		text := "It is empty."
		switch {
		case len(x.Batches) > 0:
			text = "It has only batches. Microsoft grades each person in them."
		case x.Unread > 0:
			text = "It has " + guide.Count(x.Unread, "row", "rows") + " of another kind, or without most of the values."
		}
		return []report.Finding{{Code: "export-empty", Severity: report.Unknown,
			Title: "Handrail found no migration in the export", Text: text,
			Do: "Run migrations.ps1 as an Exchange Administrator, and enter the file that it writes."}}
	}
	if x.Unread > 0 {
		found = append(found, report.Finding{Code: "export-rows", Severity: report.Unknown,
			Title: "Handrail could not read every row",
			Text:  guide.Count(x.Unread, "row of the export shows", "rows of the export show") + " no migration.",
			Do:    "Run migrations.ps1, and enter the file that it writes."})
	}
	return append(found, export.Lost(x.Lost)...)
}

// all returns the people of the export.
func (x *data) all() (people []*migration.Person) {
	for i := range x.People {
		people = append(people, &x.People[i])
	}
	return people
}

// acts has the acts to which a choice applies.
var acts = map[string]migration.Act{doComplete: migration.ActComplete, doApprove: migration.ActApprove,
	doRetry: migration.ActRetry}

// fitting returns the identities of the people to whom a choice applies, one on each line.
// Someone with a later date of their own is not offered for a completion: it would replace
// that date.
func (x data) fitting(do string, now time.Time) string {
	var all []string
	for _, p := range x.all() {
		if do == doComplete && p.Waits(now) {
			continue
		}
		if p.Decide().Act == acts[do] && p.Identity != "" && !slices.Contains(all, p.Identity) {
			all = append(all, p.Identity)
		}
	}
	return strings.Join(all, "\n")
}

// firstBatch returns the first batch with someone who is not finished; "" if there is none.
func (x data) firstBatch() string {
	for _, p := range x.all() {
		if p.Way == migration.InBatch && p.State != migration.Completed {
			return p.Batch
		}
	}
	return ""
}

// chosen are the people to whom the decision applies.
type chosen struct {
	do, batch string // batch is "" for people
	people    []*migration.Person
	missing   []string // identities that the export does not have
}

func (x *data) chosen(v *guide.Visit) (c chosen) {
	c.do = v.Answer(askDo)
	if c.do != doRetry && v.Answer(askFor) == forBatch {
		c.batch = v.Answer(askBatch)
		for _, p := range x.all() {
			if p.Way == migration.InBatch && strings.EqualFold(p.Batch, c.batch) {
				c.people = append(c.people, p)
			}
		}
		return c
	}
	byName := map[string][]*migration.Person{}
	for _, p := range x.all() {
		key := strings.ToLower(p.Identity)
		byName[key] = append(byName[key], p)
	}
	for _, id := range ask.Items(v.Answer(askPeople)) {
		key := strings.ToLower(id)
		if len(byName[key]) == 0 {
			c.missing = append(c.missing, id)
		}
		c.people = append(c.people, byName[key]...)
		delete(byName, key) // named twice is one person
	}
	return c
}
