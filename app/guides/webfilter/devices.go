package webfilter

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// lookDevices returns for each device whether the filter would work.
func (d deps) lookDevices(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Would it work here at all?")
	w.show(doc)
	doc.Add(w.entries())
	return doc.Done(), nil
}

// show adds the answer, the reasons with their devices, and the numbers.
func (w *world) show(doc *frame.Draft) {
	answer := w.answer()
	doc.Headline(strings.TrimSuffix(answer.Lead, "."))
	doc.Add(answer)
	doc.Find(w.gaps()...)
	doc.Find(w.licences()...)
	doc.Find(w.why()...)
	doc.Findings("", "Where it would not work, most serious first")
	doc.Add(w.table())
	w.facts(doc)
}

// count returns how many devices have a verdict.
func (w *world) count(v rules.Verdict) (n int) {
	for _, d := range w.devices {
		if d.Verdict == v {
			n++
		}
	}
	return n
}

func (w *world) answer() report.Banner {
	total := len(w.devices)
	works, edge, part := w.count(rules.Works), w.count(rules.EdgeOnly), w.count(rules.Partly)
	fails, unsure := w.count(rules.Fails), w.count(rules.Unsure)
	text := "Edge is filtered by SmartScreen, other browsers by network protection. " +
		"Edge alone is not enough, and Chrome alone is nothing."
	switch {
	case total == 0 || works+edge+part+fails == 0:
		return report.Banner{Tone: report.Unknown, Text: text,
			Lead: "It is not known where the filter would work."}
	case fails > 0:
		return report.Banner{Tone: report.Problem, Lead: guide.Figures(fails) + " of " +
			guide.Count(total, "device", "devices") + " would not be filtered at all.", Text: text}
	case edge+part > 0:
		return report.Banner{Tone: report.Warning, Lead: guide.Figures(edge+part) + " of " +
			guide.Count(total, "device", "devices") + " would be filtered only in part.", Text: text}
	case !w.listed && unsure == 0:
		return report.Banner{Tone: report.Unknown, Lead: "The filter would work on the devices in your file.",
			Text: "Handrail does not know your other devices. " + text}
	case unsure > 0:
		return report.Banner{Tone: report.Unknown, Lead: "At least " + guide.Figures(works) + " of " +
			guide.Count(total, "device", "devices") + " would be filtered.", Text: text}
	}
	return report.Banner{Tone: report.OK, Lead: "The filter would work in every browser.", Text: text}
}

// licences returns what the licences of the organisation allow.
func (w *world) licences() []report.Finding {
	switch {
	case w.licence.Filter.No():
		return []report.Finding{{Code: "no-plan", Severity: report.Problem, Title: "No licence has the web filter",
			Text: "It comes with Microsoft 365 Business Premium, with Microsoft Defender for Endpoint, " +
				"and with larger licences.",
			Do: "Get a licence with Microsoft Defender for Endpoint or Defender for Business."}}
	case w.licence.Filter.Yes && w.licence.Groups.No():
		return []report.Finding{{Code: "one-policy", Severity: report.Note, Title: "There is one policy for everyone",
			Text: "Your licences have Defender for Business. It is enough for the filter, but it has no device groups."}}
	case w.licence.Mixed:
		return []report.Finding{{Code: "mixed-plans", Severity: report.Unknown,
			Title: "It is not known whether you can have several policies",
			Text: "Some licences have Defender for Business, others Defender for Endpoint. " +
				"Which of them counts is set in Microsoft Defender.",
			Do: "In Microsoft Defender, check whether “Add policy” asks for device groups."}}
	}
	return nil
}

// order is the order in which reasons are shown: what stops everything first.
var order = []rules.Reason{rules.NoLicence, rules.NotOnboarded, rules.AntivirusOff, rules.AntivirusOther,
	rules.ProtectionOff, rules.ProtectionNot, rules.ProtectionAudit, rules.RealTimeOff, rules.SmartScreenOff,
	rules.BrowserOther, rules.QUICOn, rules.ECHOn, rules.AntivirusUnknown, rules.ProtectionUnread,
	rules.QUICUnknown, rules.ECHUnknown, twoOfName, notInFile, rules.OtherSystem}

// why returns a finding for each reason, with its devices.
func (w *world) why() (found []report.Finding) {
	for _, r := range order {
		var names []string
		worst := report.OK
		for _, d := range w.devices {
			if d.Verdict != rules.Works && slices.Contains(d.Reasons, r) {
				names = append(names, d.Name)
				if s := severityOf[d.Verdict]; s.Rank() < worst.Rank() {
					worst = s
				}
			}
		}
		if len(names) == 0 {
			continue
		}
		words := reasonWords[r]
		if words.severity != "" {
			worst = words.severity
		}
		found = append(found, report.Finding{Code: string(r), Severity: worst,
			Title: words.title + guide.Count(len(names), "device", "devices"), Text: guide.Some(names, 6) + ". " + words.text,
			Do: words.do})
	}
	if w.left > 0 {
		found = append(found, report.Finding{Code: "devices-disabled", Severity: report.Note,
			Title: guide.Count(w.left, "device is", "devices are") + " turned off in Entra",
			Text:  "Handrail leaves out devices that are turned off."})
	}
	return found
}

// table has the devices of each verdict.
func (w *world) table() report.Table {
	t := report.Table{Columns: []string{"Would it work?", "Devices", "Which"}, Right: []bool{false, true, false}}
	for _, v := range worstFirst {
		var names []string
		for _, d := range w.devices {
			if d.Verdict == v && d.Why != rules.OtherSystem {
				names = append(names, d.Name)
			}
		}
		if len(names) > 0 {
			t.Rows = append(t.Rows, []string{verdictWords[v], guide.Figures(len(names)), guide.Some(names, 4)})
		}
	}
	if names := w.others(); len(names) > 0 {
		t.Rows = append(t.Rows, []string{"Not Windows", guide.Figures(len(names)), guide.Some(names, 4)})
	}
	return t
}

// others returns the devices that do not run Windows.
func (w *world) others() (names []string) {
	for _, d := range w.devices {
		if d.Why == rules.OtherSystem {
			names = append(names, d.Name)
		}
	}
	return names
}

// entries is every device, with the answer for each browser.
func (w *world) entries() report.Entries {
	e := report.Entries{Name: "devices", Title: "Every device"}
	sorted := slices.Clone(w.devices)
	slices.SortStableFunc(sorted, func(a, b device) int {
		return slices.Index(worstFirst, a.Verdict) - slices.Index(worstFirst, b.Verdict)
	})
	for _, d := range sorted {
		state := []string{verdictWords[d.Verdict]}
		for _, r := range d.Reasons {
			state = append(state, reasonWords[r].short)
		}
		e.Items = append(e.Items, report.Entry{Title: d.Name, About: d.about(), Severity: severityOf[d.Verdict],
			State: strings.Join(state, ". "), Kinds: []string{verdictWords[d.Verdict]}, Data: d.data()})
	}
	return e
}

// about returns the browsers of a device, each with its answer and what must hold for it.
func (d device) about() string {
	var all []string
	if d.System != "" {
		all = append(all, d.System)
	}
	for _, in := range d.Browsers {
		text := in.Browser + ": " + strings.ToLower(verdictWords[in.Verdict][:1]) + verdictWords[in.Verdict][1:]
		var conditions []string
		for _, c := range in.Conditions {
			conditions = append(conditions, conditionWords[c])
		}
		if len(conditions) > 0 && in.Verdict != rules.Fails {
			text += " (if " + strings.Join(conditions, ", and if ") + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// data returns a device for programs.
func (d device) data() json.RawMessage {
	browsers := map[string]any{}
	for _, in := range d.Browsers {
		browsers[in.Browser] = map[string]any{"verdict": in.Verdict, "reasons": append([]rules.Reason{}, in.Reasons...),
			"conditions": append([]rules.Reason{}, in.Conditions...)}
	}
	out, err := json.Marshal(map[string]any{"name": d.Name, "system": d.System, "verdict": d.Verdict,
		"reasons": append([]rules.Reason{}, d.Reasons...), "browsers": browsers,
		"browsers-read": len(d.Browsers) > 0 && !d.Assumed})
	if err != nil {
		return nil // only texts: cannot fail
	}
	return out
}

// facts adds the numbers. Of devices that the organisation may have besides, nothing is known.
func (w *world) facts(doc *frame.Draft) {
	doc.Fact("filter", "A licence with the filter", frame.Answer(w.licence.Filter), "")
	doc.Fact("device-groups", "Policies for device groups", frame.Answer(w.licence.Groups), "")
	total := strconv.Itoa(len(w.devices))
	if !w.listed {
		total = string(report.Unknown)
	}
	doc.Fact("devices", "Devices", total, "")
	for _, f := range []struct {
		name, label string
		v           rules.Verdict
	}{{"works", "Filtered in every browser", rules.Works}, {"edge-only", "Filtered in Edge only", rules.EdgeOnly},
		{"partly", "Filtered in part", rules.Partly}, {"not-filtered", "Not filtered at all", rules.Fails},
		{"devices-unknown", "Not known", rules.Unsure}} {
		n := strconv.Itoa(w.count(f.v))
		if !w.listed && (n == "0" || f.v == rules.Unsure) {
			n = string(report.Unknown)
		}
		doc.Fact(f.name, f.label, n, "")
	}
	others := strconv.Itoa(len(w.others()))
	if !w.listed {
		others = string(report.Unknown)
	}
	doc.Fact("other-system", "Of these not Windows", others, "")
	doc.Facts("In numbers")
}
