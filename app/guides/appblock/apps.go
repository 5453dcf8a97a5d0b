package appblock

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"handrail/app/device/appblock"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// lookApps lists each app that stops, and the wanted apps with it.
func (d deps) lookApps(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	const title = "Which apps stop?"
	doc := d.draft(v, title)
	w.misnamed(doc)
	if w.show(doc, v, title, false) {
		doc.Add(w.collateral(chosen(v)), w.entries(chosen(v)), w.stays())
	}
	return doc.Done(), nil
}

// misnamed reports which names of needed apps no app has.
func (w *world) misnamed(doc *frame.Draft) {
	if unmatched := w.needs.Unmatched(w.apps); w.known && len(unmatched) > 0 {
		doc.Find(report.Finding{Code: "needed-unknown", Severity: report.Warning,
			Title: guide.Count(len(unmatched), "name is", "names are") + " not among the discovered apps",
			Text:  "Not found: " + short(unmatched) + ".", Do: "Copy the name as the list shows it."})
	}
}

// entries lists the apps that a score stops.
func (w *world) entries(score int) report.Entries {
	blocked := appblock.Blocked(w.apps, score, w.needs)
	beyond := map[string]bool{}
	for _, a := range appblock.Beyond(w.apps, score, w.needs) {
		beyond[a.ID+"\x00"+a.Name] = true
	}
	all := report.Entries{Name: "blocked", Title: guide.Count(len(blocked)-len(beyond), "app stops", "apps stop")}
	for _, a := range blocked {
		severity, state := report.Note, fmt.Sprintf("Score %d", a.Score)
		switch {
		case beyond[a.ID+"\x00"+a.Name]:
			severity, state = report.Warning, state+", does not stop: no address in the list"
		case a.Tagged(appblock.TagUnsanctioned):
			state += ", tagged Unsanctioned already"
		case a.Tagged(appblock.TagMonitored):
			severity, state = report.Warning, state+", Monitored: other browsers can fail on shared addresses"
		}
		data, _ := json.Marshal(map[string]any{"id": a.ID, "name": a.Name, "score": a.Score, "domains": a.Domains})
		all.Items = append(all.Items, report.Entry{Title: a.Label(), Severity: severity, State: state,
			About: usedBy(a) + ": " + short(a.Domains), Data: data})
	}
	return all
}

// usedBy returns who uses an app.
func usedBy(a appblock.App) string {
	if !a.PeopleKnown {
		return "People not known"
	}
	return guide.Count(a.People, "person", "people")
}

// lookLicence reports whether the licences can block apps.
func (d deps) lookLicence(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	a, have, apart, err := d.ability(ctx, progress)
	if err != nil {
		return nil, err
	}
	doc := frame.New(frame.Head{Title: "Will it work?", At: d.Now(), Sources: []string{frame.FromCache}})
	if have != nil {
		doc.Find(frame.NotRead(have.Missing)...)
		doc.Find(frame.Doubtful(have.Doubtful)...)
	}
	if apart != nil {
		doc.Find(frame.NotKnown("not-connected", "Handrail could not read your licences", apart))
	}
	banner := will(a)
	doc.Headline(strings.TrimSuffix(strings.TrimSpace(banner.Lead), "."))
	doc.Add(report.Path{Caption: "Will it work?", Verdict: strings.TrimSuffix(strings.TrimSpace(banner.Lead), "."),
		Why: banner.Text})
	if banner.Tone.NeedsAction() {
		doc.Find(report.Finding{Code: "licence", Severity: banner.Tone, Title: strings.TrimSuffix(banner.Lead, ". "),
			Text: banner.Text, Do: "Check your licences in the Microsoft 365 admin center under Billing > Licenses."})
	}
	doc.Findings("", "")
	doc.Add(a.table())
	doc.Add(report.Text{Text: "Handrail cannot read the settings of your computers. The list works only where Defender " +
		"Antivirus is active and network protection blocks. It also needs “Custom network indicators” in the advanced " +
		"features of Microsoft Defender."})
	for _, f := range []struct {
		name, label string
		flag        tenant.Flag
	}{{"sees", "A licence discovers apps", a.Sees}, {"blocks-by-tag", "A licence blocks by score or tag", a.Tags},
		{"takes-list", "A licence takes a block list", a.List}} {
		doc.Fact(f.name, f.label, frame.Answer(f.flag), "")
	}
	only, doubt := a.seesOnly()
	doc.Fact("sees-only", "Licences that only show apps", known(only, doubt || !a.Sees.Known), "")
	return doc.Done(), nil
}

// ability is appblock.Ability, as a table.
type ability struct{ appblock.Ability }

// ability returns what the licences can do; apart is why no organisation could be asked.
func (d deps) ability(ctx context.Context, progress task.Report) (a ability, have *tenant.Required, apart, err error) {
	have, err = tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		tenant.SectionLicences)
	if err != nil {
		if ctx.Err() == nil && have == nil {
			return a, nil, err, nil
		}
		return a, nil, nil, err
	}
	if _, known := have.Gap(tenant.SectionLicences); !known {
		return a, have, nil, ctx.Err()
	}
	licences, err := tenant.All[tenant.Licence](ctx, have, tenant.SectionLicences)
	return ability{appblock.AbilityOf(licences, true)}, have, nil, err
}

// will returns the answer in one line.
func will(a ability) report.Banner {
	only, _ := a.seesOnly()
	switch {
	case !a.List.Known:
		return report.Banner{Tone: report.Unknown, Lead: "It is not known whether your licences can block apps. ",
			Text: "The list can be imported all the same."}
	case !a.List.Yes:
		return report.Banner{Tone: report.Problem, Lead: "Your licences cannot block apps. ",
			Text: "None has Defender for Endpoint or Defender for Business. A list would stop nothing."}
	case a.Tags.Yes && only > 0:
		return report.Banner{Tone: report.Note, Lead: "Not every licence can block by score. ",
			Text: "Some only show apps. The list works for both. For the people with the full licence, you can also block in " +
				"Microsoft Defender."}
	case a.Tags.Yes:
		return report.Banner{Tone: report.OK, Lead: "Your licences can block by score. ",
			Text: "You can do this in Microsoft Defender too, with an app discovery policy. The list works as well."}
	case a.Tags.Known && a.Sees.Yes:
		return report.Banner{Tone: report.Warning, Lead: "Your licences cannot block by score. ",
			Text: "They only show apps, as Business Premium does. You import a list instead."}
	}
	return report.Banner{Tone: report.Note, Lead: "You import a list. ",
		Text: "Whether your licences could also block by score is not known, or they cannot."}
}

// seesOnly returns how many licences only show apps; doubt is whether there may be more.
func (a ability) seesOnly() (n int, doubt bool) {
	for _, p := range a.Products {
		if p.SeesOnly() {
			n++
		}
		doubt = doubt || p.Doubt
	}
	return n, doubt
}

// table lists what each licence can do.
func (a ability) table() report.Table {
	t := report.Table{Title: "What each licence can do", Right: []bool{false, true},
		Columns: []string{"Licence", "People", "Shows apps", "Blocks by score", "Takes a list"}}
	for _, p := range a.Products {
		can := func(yes bool) string {
			switch {
			case yes:
				return "Yes"
			case p.Doubt:
				return "Not known"
			}
			return "No"
		}
		tags := can(p.Tags && p.Endpoint)
		if p.Tags && !p.Endpoint && !p.Doubt {
			tags = "Only with Defender for Endpoint"
		}
		t.Rows = append(t.Rows, []string{tenant.ProductName(p.Part), strconv.Itoa(p.People), can(p.Sees), tags, can(p.List)})
	}
	return t
}
