package webfilter

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/device/hunting"
	"handrail/app/device/indicator"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// lookPolicy returns what the policies do together.
func (d deps) lookPolicy(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft("What would your policies do?")
	d.planned(v).show(doc, w)
	return doc.Done(), nil
}

// refused returns whether the licence allows the plan: one policy for everyone with Business Premium alone.
func (p *plan) refused(l rules.Licence) string {
	several := len(p.policies) > 1 ||
		slices.ContainsFunc(p.policies, func(one rules.Policy) bool { return len(one.Groups) > 0 })
	switch {
	case !several, l.Groups.Yes:
		return "no"
	case l.Groups.No():
		return "yes"
	}
	return string(report.Unknown)
}

// show adds the effect, and what speaks against the plan.
func (p *plan) show(doc *frame.Draft, w *world) {
	effects := p.effects()
	refused := p.refused(w.licence)
	blocked := map[string]bool{}
	for _, e := range effects {
		if e.outcome == rules.Blocked {
			blocked[e.ID] = true
		}
	}
	switch {
	case refused == "yes":
		doc.Headline("Your licence allows one policy for everyone")
	case len(p.policies) == 0:
		doc.Headline("There is no policy yet")
	case len(blocked) == 0:
		doc.Headline("The policies only record, and block nothing")
	default:
		doc.Headline("The policies block " + guide.Count(len(blocked), "category", "categories"))
	}
	doc.Find(frame.NotRead(w.missing)...)
	doc.Find(p.findings(w, refused, blocked)...)
	doc.Findings("", "What to know about this plan")
	doc.Add(effectEntries(effects), p.siteTable())
	doc.Fact("policies", "Policies", strconv.Itoa(len(p.policies)), "")
	doc.Fact("groups", "Device groups", strconv.Itoa(len(p.groups())), "")
	doc.Fact("blocked", "Categories that are blocked", strconv.Itoa(len(blocked)), "")
	except := strings.Join(open(effects), ", ")
	if p.err != nil || except == "" && slices.ContainsFunc(effects, func(e effect) bool { return len(e.unsure) > 0 }) {
		except = string(report.Unknown)
	}
	doc.Fact("except", "Sites that stay open", except, "")
	doc.Fact("refused", "Your licence refuses the plan", refused, "")
	doc.Fact("device-groups", "Policies for device groups", frame.Answer(w.licence.Groups), "")
	doc.Facts("In numbers")
}

// open returns the sites that stay open, each once.
func open(all []effect) (sites []string) {
	for _, e := range all {
		for _, s := range e.except {
			if !slices.Contains(sites, s) {
				sites = append(sites, s)
			}
		}
	}
	return sites
}

// findings returns what speaks against the plan, and what to look at twice.
func (p *plan) findings(w *world, refused string, blocked map[string]bool) (found []report.Finding) {
	switch refused {
	case "yes":
		found = append(found, report.Finding{Code: "one-policy", Severity: report.Problem,
			Title: "Your licence allows one policy for everyone",
			Text: "With Microsoft 365 Business Premium or Defender for Business, a policy is for all devices. " +
				"A second policy, or one for a device group, is not possible.", Do: "Plan one policy for all devices."})
	case string(report.Unknown):
		found = append(found, report.Finding{Code: "groups-unknown", Severity: report.Unknown,
			Title: "It is not known whether your licence allows this plan",
			Text:  "Several policies need Microsoft Defender for Endpoint Plan 1 or 2, without Defender for Business.",
			Do:    "In Microsoft Defender, check whether “Add policy” asks for device groups."})
	}
	if w.licence.Filter.No() {
		found = append(found, w.licences()...)
	}
	all := []rules.Category{}
	for _, c := range rules.Categories() {
		if blocked[c.ID] {
			all = append(all, c)
		}
	}
	found = append(found, cared(all)...)
	if len(p.policies) > 0 && len(blocked) == 0 {
		found = append(found, auditOnly)
	}
	if groups := p.groups(); len(blocked) > 0 && !slices.Contains(groups, rules.Everyone) {
		found = append(found, report.Finding{Code: "other-devices", Severity: report.Warning,
			Title: "Only these device groups have a policy: " + guide.Some(groups, 3),
			Text:  "On every other device, nothing is blocked.", Do: "Add a policy for all devices if you want that."})
	}
	if p.err != nil {
		found = append(found, frame.NotKnown("indicators-unread", "Handrail could not read the list of sites", p.err))
	}
	if n := p.addresses(); n > 0 && len(blocked) > 0 {
		found = append(found, report.Finding{Code: "ip-indicators", Severity: report.Unknown,
			Title: "You allow or warn about " + guide.Count(n, "IP address", "IP addresses"),
			Text:  "It is not known which sites are at an IP address. These may stay open.",
			Do:    "Use names of sites instead, or check the sites that you want to block."})
	}
	refusedRows := map[int]bool{}
	for _, f := range indicator.Check(p.indicators, p.now(indicator.Visit{}).Now) {
		if f.Refused {
			refusedRows[f.Row] = true
		}
	}
	if n := len(refusedRows); n > 0 {
		found = append(found, report.Finding{Code: "indicators-refused", Severity: report.Warning,
			Title: "Microsoft refuses " + guide.Count(n, "indicator", "indicators"),
			Text:  "It is not a site, has expired, or has a value that Microsoft does not accept.",
			Do:    "Correct the list before you rely on it."})
	}
	return found
}

func groupWords(group string) string {
	if group == rules.Everyone {
		return "All devices"
	}
	return group
}

var outcomeWords = map[rules.Outcome]string{rules.Blocked: "Blocked", rules.Recorded: "Only recorded",
	rules.NoPolicy: "No policy"}

// words is the result as a sentence: “Blocked, except www.example.com”.
func (e effect) words() string {
	text := outcomeWords[e.outcome]
	if len(e.except) > 0 {
		text += ", except " + guide.Some(e.except, 3)
	}
	if len(e.warned) > 0 {
		text += ", with a warning only: " + guide.Some(e.warned, 3)
	}
	if len(e.unsure) > 0 {
		text += ", not known: " + guide.Some(e.unsure, 3)
	}
	return text
}

// effectEntries is every category that a policy blocks, with what becomes of it on each device group.
func effectEntries(all []effect) report.Entries {
	e := report.Entries{Name: "effects", Title: "What becomes of each category"}
	for _, one := range all {
		data, err := json.Marshal(map[string]any{"category": one.ID, "group": one.group, "result": one.outcome,
			"policies": append([]string{}, one.by...), "except": append([]string{}, one.except...),
			"warned": append([]string{}, one.warned...), "unknown": append([]string{}, one.unsure...)})
		if err != nil {
			data = nil // only texts: cannot fail
		}
		severity := report.Note
		if len(one.unsure) > 0 {
			severity = report.Unknown
		}
		about := groupWords(one.group)
		if len(one.by) > 0 {
			about += ", because of " + guide.Some(one.by, 3)
		}
		e.Items = append(e.Items, report.Entry{Title: one.Name, About: about, Severity: severity, State: one.words(),
			Data: data})
	}
	return e
}

// siteTable has the sites of the indicators, and what becomes of each.
func (p *plan) siteTable() report.Table {
	t := report.Table{Title: "Your own sites", Columns: []string{"Site", "Category", "Result"}}
	groups := p.groups()
	if len(groups) > 1 {
		t.Columns = append(t.Columns, "Device group")
	}
	for _, site := range p.listed() {
		of, name := p.report.Category(hunting.Host(site)), "Not known"
		for _, c := range rules.Find(of) {
			name = c.Name
		}
		for _, g := range groups {
			filter := indicator.FilterNotKnown
			if of != "" {
				filter = indicator.FilterAllows
				if o, _ := rules.Effect(p.policies, g, of); o == rules.Blocked {
					filter = indicator.FilterBlocks
				}
			}
			row := []string{site, name, siteWords[p.simulate(site, g, filter)]}
			if len(groups) > 1 {
				row = append(row, groupWords(g))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

var siteWords = map[indicator.Outcome]string{indicator.Allowed: "Open", indicator.Warned: "Open after a warning",
	indicator.Blocked: "Blocked", indicator.NotKnown: "Not known"}
