package webfilter

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/device/indicator"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// plan is what the policies and the indicators do together.
type plan struct {
	policies   []rules.Policy
	indicators []indicator.Indicator
	err        error         // of the indicators
	report     *rules.Report // with the categories of sites; may be nil
	now        func(indicator.Visit) indicator.Visit
}

// planned reads the plan of a visit.
func (d deps) planned(v *guide.Visit) *plan {
	p := &plan{now: func(at indicator.Visit) indicator.Visit { at.Now = d.Now(); return at }}
	p.policies, _ = policies(v.Answer(askPolicies))
	p.indicators, p.err = d.sites(v.Answer(askIndicators))
	p.report, _, _ = d.readReport(v)
	return p
}

// sites returns the indicators of an answer: a file, pasted text of one, or sites that are allowed.
func (d deps) sites(answer string) ([]indicator.Indicator, error) {
	columns := func(text string) bool { return strings.Contains(strings.ToLower(text), "indicatortype") }
	if columns(answer) || isPath(strings.TrimSpace(answer)) && len(ask.Rows(answer)) == 1 {
		data, _, err := export.Text(answer, columns, d.Files.Read)
		if err != nil {
			return nil, err
		}
		list, err := indicator.Read(data)
		return list.Rows, err
	}
	var all []indicator.Indicator
	for _, site := range ask.Items(answer) {
		kind := indicator.DomainName
		if strings.Contains(site, "/") {
			kind = indicator.URL
		}
		all = append(all, indicator.Indicator{Type: kind, Value: site, Action: indicator.Allow, Title: "Allowed",
			Description: "Allowed beside the web filter"})
	}
	return all, nil
}

// effect is what becomes of a category on a device group.
type effect struct {
	rules.Category
	group   string
	outcome rules.Outcome
	by      []string
	except  []string // sites that are open all the same
	warned  []string // sites at which people can continue after a warning
	unsure  []string // sites of which it is not known
}

// effect returns what becomes of a category on a device group: the stricter policy wins, then the
// indicators, each for its site.
func (p *plan) effect(group string, c rules.Category) effect {
	e := effect{Category: c, group: group}
	e.outcome, e.by = rules.Effect(p.policies, group, c.ID)
	if e.outcome != rules.Blocked {
		return e
	}
	for _, site := range p.listed() {
		if of := p.report.Category(hostOf(site)); of != "" && of != c.ID {
			continue // it is in another category
		}
		switch p.simulate(site, group, indicator.FilterBlocks) {
		case indicator.Allowed:
			e.except = append(e.except, site)
		case indicator.Warned:
			e.warned = append(e.warned, site)
		case indicator.NotKnown:
			e.unsure = append(e.unsure, site)
		}
	}
	return e
}

// simulate returns what becomes of a site on a device group.
func (p *plan) simulate(site, group string, filter indicator.FilterAnswer) indicator.Outcome {
	got, err := indicator.Simulate(p.indicators, p.now(indicator.Visit{URL: site, Group: group,
		GroupKnown: group != rules.Everyone, Filter: filter}))
	if err != nil {
		return indicator.NotKnown
	}
	return got.Outcome
}

// listed returns the sites of the indicators, each once.
func (p *plan) listed() (all []string) {
	for _, i := range p.indicators {
		if (i.Type == indicator.DomainName || i.Type == indicator.URL) && !slices.Contains(all, i.Value) {
			all = append(all, i.Value)
		}
	}
	return all
}

func hostOf(site string) string {
	if _, after, ok := strings.Cut(site, "://"); ok {
		site = after
	}
	site, _, _ = strings.Cut(site, "/")
	return site
}

// groups returns the device groups of the plan. Beside groups of their own, Everyone is all the other devices.
func (p *plan) groups() []string {
	all := rules.Groups(p.policies)
	if len(all) == 0 {
		return []string{rules.Everyone}
	}
	return all
}

// effects returns every category that a policy blocks somewhere, for each group.
func (p *plan) effects() (all []effect) {
	for _, c := range rules.Categories() {
		blocked := slices.ContainsFunc(p.policies, func(one rules.Policy) bool { return slices.Contains(one.Blocks, c.ID) })
		for _, g := range p.groups() {
			if blocked {
				all = append(all, p.effect(g, c))
			}
		}
	}
	return all
}

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
	doc.Add(effectTable(effects), p.siteTable(), effectEntries(effects))
	doc.Fact("policies", "Policies", strconv.Itoa(len(p.policies)), "")
	doc.Fact("groups", "Device groups", strconv.Itoa(len(p.groups())), "")
	doc.Fact("blocked", "Categories that are blocked", strconv.Itoa(len(blocked)), "")
	doc.Fact("except", "Sites that stay open", strings.Join(open(effects), ", "), "")
	doc.Fact("refused", "Your licence refuses the plan", refused, "")
	doc.Fact("device-groups", "Policies for device groups", answer(w.licence.Groups), "")
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
	if p.err != nil {
		found = append(found, frame.NotKnown("indicators-unread", "Handrail could not read the list of sites", p.err))
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

func effectTable(all []effect) report.Table {
	t := report.Table{Title: "What becomes of each category", Columns: []string{"Category", "Device group", "Result", "Because of"}}
	for _, e := range all {
		t.Rows = append(t.Rows, []string{e.Name, groupWords(e.group), e.words(), strings.Join(e.by, ", ")})
	}
	return t
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
		text += ", except " + listed(e.except, 3)
	}
	if len(e.warned) > 0 {
		text += ", with a warning only: " + listed(e.warned, 3)
	}
	if len(e.unsure) > 0 {
		text += ", not known: " + listed(e.unsure, 3)
	}
	return text
}

// effectEntries is the effect for programs.
func effectEntries(all []effect) report.Entries {
	e := report.Entries{Name: "effects"}
	for _, one := range all {
		data, err := json.Marshal(map[string]any{"category": one.ID, "group": one.group, "result": one.outcome,
			"policies": append([]string{}, one.by...), "except": append([]string{}, one.except...),
			"warned": append([]string{}, one.warned...), "unknown": append([]string{}, one.unsure...)})
		if err != nil {
			data = nil // only texts: cannot fail
		}
		severity := report.Note
		if one.outcome == rules.Blocked {
			severity = report.OK
		}
		e.Items = append(e.Items, report.Entry{Title: one.Name, About: groupWords(one.group), Severity: severity,
			State: one.words(), Data: data})
	}
	return e
}

// siteTable has the sites of the indicators, and what becomes of each.
func (p *plan) siteTable() report.Table {
	t := report.Table{Title: "Your own sites", Columns: []string{"Site", "Category", "Device group", "Result"}}
	for _, site := range p.listed() {
		of, name := p.report.Category(hostOf(site)), "Not known"
		for _, c := range rules.Find(of) {
			name = c.Name
		}
		for _, g := range p.groups() {
			filter := indicator.FilterNotKnown
			if of != "" {
				filter = indicator.FilterAllows
				if o, _ := rules.Effect(p.policies, g, of); o == rules.Blocked {
					filter = indicator.FilterBlocks
				}
			}
			t.Rows = append(t.Rows, []string{site, name, groupWords(g), siteWords[p.simulate(site, g, filter)]})
		}
	}
	return t
}

var siteWords = map[indicator.Outcome]string{indicator.Allowed: "Open", indicator.Warned: "Open after a warning",
	indicator.Blocked: "Blocked", indicator.NotKnown: "Not known"}
