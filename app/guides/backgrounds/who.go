package backgrounds

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/event/background"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// who is what is known of policies and licences.
type who struct {
	policies background.Policies
	given    bool
	err      error // of the export
	apart    error // why no organisation could be asked
	people   []owner
	known    bool // people and licences were read
	uploader tenant.PersonPlan
	account  string
	missing  []tenant.Gap
	doubtful []tenant.Gap
}

// owner is a person with or without Teams Premium.
type owner struct {
	id, upn, name string
	plan          tenant.PersonPlan
}

// readWho reads the policies of the export, and who has Teams Premium.
func (d deps) readWho(ctx context.Context, v *guide.Visit, progress task.Report) (*who, error) {
	w := &who{uploader: tenant.PersonPlan{Standing: tenant.PlanUnknown}}
	got, err := script.Read(v, d.Files.Read)
	w.given, w.err, w.policies = got.Given, err, background.ReadPolicies(got.Rows)
	if gallery(v) == background.Own { // no licence decides
		return w, nil
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		tenant.SectionLicences, tenant.SectionUsers)
	if app.CodeOf(err) == app.NotFound { // no organisation is connected; the policies can be known all the same
		w.apart = err
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	w.missing, w.doubtful = have.Missing, have.Doubtful
	for _, section := range []string{tenant.SectionLicences, tenant.SectionUsers} {
		if _, known := have.Gap(section); !known {
			return w, nil
		}
	}
	licences, err := tenant.LicensingOf(ctx, have)
	if err != nil {
		return nil, err
	}
	o, _, err := tenant.Current(ctx, d.Tenant.Connection)
	if err != nil {
		return nil, err
	}
	w.known, w.account = licences != nil, o.Account
	return w, tenant.Each(ctx, have, tenant.SectionUsers, func(u tenant.User) error {
		plan := licences.Of(u, background.PremiumPlans()...)
		if o.Account != "" && u.UPN.Is(o.Account) {
			w.uploader = plan
		}
		if !u.Guest() && !u.Enabled.No() {
			w.people = append(w.people, owner{u.ID, string(u.UPN), string(u.Name), plan})
		}
		return nil
	})
}

// lookWho returns whose policy and licence allow the picture.
func (d deps) lookWho(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.readWho(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Who can use it?", fileName(v.Answer(askPicture)), frame.FromCache, frame.FromImport)
	w.show(doc, gallery(v))
	return doc.Done(), nil
}

func (w *who) show(doc *frame.Draft, g background.Gallery) {
	doc.Find(frame.NotRead(w.missing)...)
	doc.Find(frame.Doubtful(w.doubtful)...)
	if w.apart != nil {
		doc.Find(frame.NotKnown("not-connected", "Handrail could not read who has Teams Premium", w.apart))
	}
	if w.err != nil {
		doc.Find(frame.NotKnown("export-unread", "Handrail could not read the export", w.err))
	}
	if g == background.Own {
		doc.Find(w.own())
	} else {
		doc.Find(w.branding(), w.premium(), w.upload())
		doc.Find(w.effects()...)
	}
	doc.Headline(headline(doc.Found()))
	doc.Findings("", "")
	doc.Add(w.table(g))
	if g == background.Organisation {
		doc.Add(w.entries())
	}
	w.facts(doc, g)
}

// headline is the most serious of what was found.
func headline(found []report.Finding) string {
	return report.SortBySeverity(found)[0].Title
}

// table has the policies that decide about a gallery.
func (w *who) table(g background.Gallery) report.Table {
	t := report.Table{Title: "Policies", Columns: []string{"Policy", "Setting", "Allows the picture"}}
	if g == background.Own {
		for _, p := range w.policies.Meeting {
			t.Rows = append(t.Rows, []string{p.Name, "VideoFiltersMode: " + modeWord(p.Mode), answerWords[p.Own]})
		}
		return t
	}
	for _, p := range w.policies.Branding {
		t.Rows = append(t.Rows, []string{p.Name, "EnableMeetingBackgroundImages: " + answerWords[p.Pictures],
			answerWords[p.Pictures]})
	}
	return t
}

func modeWord(mode string) string {
	if mode == "" {
		return answerWords[background.Unknown]
	}
	return mode
}

var answerWords = map[background.Answer]string{background.Yes: "Yes", background.No: "No",
	background.Unknown: "Not known"}

// entries lists everyone with what is known of Teams Premium.
func (w *who) entries() report.Entries {
	e := report.Entries{Name: "people", Title: "Who has Teams Premium", Items: []report.Entry{}}
	if !w.known {
		return e
	}
	for _, standing := range []tenant.Standing{tenant.PlanUnknown, tenant.PlanOff, tenant.PlanOn, tenant.PlanNone} {
		for _, p := range w.people {
			if p.plan.Standing != standing {
				continue
			}
			word := premiumWords[standing]
			data, err := json.Marshal(map[string]any{"id": p.id, "upn": p.upn, "name": p.name, "premium": standing})
			if err != nil {
				data = nil // only texts: cannot fail
			}
			e.Items = append(e.Items, report.Entry{Title: p.name, About: p.upn, Severity: word.severity, State: word.word,
				Kinds: []string{word.word}, Data: data})
		}
	}
	return e
}

var premiumWords = map[tenant.Standing]struct {
	severity report.Severity
	word     string
}{tenant.PlanOn: {report.OK, "Has Teams Premium"}, tenant.PlanOff: {report.Note, "It is turned off"},
	tenant.PlanNone: {report.Note, "Does not have it"}, tenant.PlanUnknown: {report.Unknown, "Not known"}}

// facts adds what is known, for programs.
func (w *who) facts(doc *frame.Draft, g background.Gallery) {
	value := func(a background.Answer) string {
		if a == "" {
			return "some"
		}
		return string(a)
	}
	doc.Fact("own-picture", "A file of their own", value(w.ownAnswer()), "")
	doc.Fact("organisation-pictures", "Pictures of the organisation", value(w.picturesAnswer()), "")
	if g == background.Own {
		doc.Facts("In numbers")
		return
	}
	with, open := w.count()
	people, premium, notKnown := strconv.Itoa(len(w.people)), strconv.Itoa(with), strconv.Itoa(open)
	if !w.known {
		people, premium, notKnown = string(report.Unknown), string(report.Unknown), string(report.Unknown)
	}
	doc.Fact("people", "People", people, "")
	doc.Fact("premium", "With Teams Premium", premium, "")
	doc.Fact("premium-unknown", "Not known", notKnown, "")
	doc.Fact("uploader", "You have Teams Premium", map[tenant.Standing]string{tenant.PlanOn: "yes", tenant.PlanOff: "no",
		tenant.PlanNone: "no", tenant.PlanUnknown: string(report.Unknown)}[w.uploader.Standing], "")
	doc.Facts("In numbers")
}

// lookRecord returns what was found.
func (d deps) lookRecord(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	p := d.load(v)
	doc := d.draft("Report: Teams background", p.name, "The file on this computer", frame.FromCache, frame.FromImport)
	p.show(doc, gallery(v), true)
	if _, given, _ := export.Text(v.Answer(askExport), powershellText, nil); given {
		w, err := d.readWho(ctx, v, progress)
		if err != nil {
			return nil, err
		}
		doc.Add(report.Heading{Text: "Who can use it"})
		line := answers[background.Worst(p.Check(gallery(v)))].Lead
		w.show(doc, gallery(v))
		doc.Headline(strings.TrimSuffix(line, "."))
	}
	return doc.Done(), nil
}

func powershellText(string) bool { return true }
