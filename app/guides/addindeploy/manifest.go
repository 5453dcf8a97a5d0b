package addindeploy

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"handrail/app/addin/manifest"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) lookWhich(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	t, err := d.target(v)
	doc := d.draft("The add-in", t.name, "Data that you entered, read on this computer")
	doc.Fact("addin", "Add-in", t.name, "")
	doc.Fact("asset-id", "Microsoft Marketplace ID", cmp.Or(t.asset, "unknown-or-none"),
		cmp.Or(t.asset, "Not in Microsoft Marketplace, or not known"))
	if t.product == "" {
		doc.Fact("product-id", "Manifest ID", "not-known", "Not known without the manifest")
	}
	doc.Detail("product-id", "Manifest ID", t.product, t.product)
	switch {
	case err != nil:
		f := frame.NotKnown("manifest-unread", "Handrail could not open the manifest", err)
		f.Severity = report.Problem
		doc.Find(f)
		doc.Fact("manifest", "Manifest", "unreadable", "Handrail could not open it")
	case t.manifest == nil:
		doc.Find(report.Finding{Code: "manifest-none", Severity: report.Note, Title: "No manifest",
			Text: "Its page in Microsoft Marketplace shows what the add-in can read. You also see it before you deploy."})
		doc.Fact("manifest", "Manifest", "none", "None")
	case t.manifest.Readable():
		doc.Fact("manifest", "Manifest", "good", "No problems found")
	default:
		doc.Fact("manifest", "Manifest", "broken", "Microsoft does not accept it")
	}
	if t.zoom() {
		doc.Find(report.Finding{Code: "zoom-two", Severity: report.Note,
			Title: "There are two Zoom add-ins with different IDs",
			Text:  "People who have both see two Zoom buttons. Handrail checks whether both are deployed."})
	}
	doc.Facts("The add-in")
	if m := t.manifest; m != nil {
		doc.Find(faults(m)...)
		doc.Find(reading(m)...)
		doc.Add(told(m), allowed(m))
		if old := v.Answer(askBefore); old != "" {
			d.compare(doc, old, m)
		}
	}
	doc.Findings("", "")
	return doc.Done(), nil
}

// faults returns the faults of a manifest as findings.
func faults(m *manifest.Manifest) (all []report.Finding) {
	for _, f := range m.Faults {
		one := report.Finding{Code: "manifest-" + f.Code, Severity: report.Note, Title: "Check the manifest",
			Text: f.Text,
			Do:   f.Do}
		if f.Blocking {
			one.Severity, one.Title = report.Problem, "There is a problem in the manifest"
		}
		if f.Line > 0 {
			one.Subject = fmt.Sprintf("line %d, column %d", f.Line, f.Column)
			one.Title += fmt.Sprintf(": line %d, column %d", f.Line, f.Column)
		}
		all = append(all, one)
	}
	return all
}

// reading returns what the manifest means for the deployment.
func reading(m *manifest.Manifest) (all []report.Finding) {
	if m.Kind == manifest.Unified {
		all = append(all, report.Finding{Code: "manifest-unified", Severity: report.Warning,
			Title: "This manifest does not work everywhere",
			Text:  "Outlook on Mac, on phones and in one-time-purchase Office cannot use this type of add-in.",
			Do:    "Ask the publisher for the XML manifest if people use one of these."})
	}
	if !m.Outlook() && len(m.Hosts) > 0 {
		all = append(all, report.Finding{Code: "manifest-not-outlook", Severity: report.Warning,
			Title: "This is not an add-in for Outlook",
			Text:  "It appears in other programs. It does not depend on mailboxes or phones.",
			Do:    "Continue only if you want this add-in."})
	}
	if m.MaxPermission() == 4 && m.Outlook() {
		all = append(all, report.Finding{Code: "manifest-wide", Severity: report.Warning,
			Title: "It can read and send in whole mailboxes",
			Text:  "This is the highest permission that an Outlook add-in can request.",
			Do:    "Ask the publisher why the add-in needs it, and save the answer with the report."})
	}
	if m.Meeting() {
		all = append(all, report.Finding{Code: "manifest-meeting", Severity: report.Note,
			Title: "It adds its own meetings",
			Text:  "On phones, it replaces the Teams switch once an administrator deploys it."})
	}
	return all
}

// told returns the contents of the manifest as facts.
func told(m *manifest.Manifest) report.Facts {
	var hosts, sets []string
	for _, h := range m.Hosts {
		hosts = append(hosts, manifest.HostName(h))
	}
	for _, s := range m.Sets {
		sets = append(sets, strings.TrimSpace(s.Name+" "+s.Version))
	}
	list := func(all []string) string { return cmp.Or(strings.Join(all, ", "), "none") }
	return report.Facts{Title: "Contents of the manifest", Rows: []report.Fact{
		{Name: "manifest-kind", Label: "Type", Value: string(m.Kind)},
		{Name: "manifest-id", Label: "ID", Value: cmp.Or(m.ID, "none"), Detail: m.ID != ""},
		{Name: "manifest-version", Label: "Version", Value: cmp.Or(m.Version, "none")},
		{Name: "manifest-name", Label: "Name", Value: cut(m.Name)},
		{Name: "manifest-provider", Label: "Publisher", Value: cut(m.Provider)},
		{Name: "manifest-hosts", Label: "Appears in", Value: list(m.Hosts), Text: list(hosts)},
		{Name: "manifest-sets", Label: "Needs", Value: list(sets)},
		{Name: "manifest-permissions", Label: "Permissions", Value: list(m.Permissions)},
		{Name: "manifest-domains", Label: "Connects to", Value: list(m.Domains)},
		{Name: "manifest-events", Label: "Starts automatically on", Value: list(m.Events)},
		{Name: "manifest-icon", Label: "Icon", Value: cmp.Or(m.Icon, "none")},
		{Name: "manifest-mobile", Label: "Made for phones", Value: yes[m.Mobile]},
		{Name: "manifest-mac", Label: "Works on Mac", Value: yes[m.OnMac()]},
	}}
}

// yes has the value of a fact that is true or not.
var yes = map[bool]string{true: "yes", false: "no"}

func allowed(m *manifest.Manifest) report.Table {
	t := report.Table{Title: "What the add-in can do", Columns: []string{"Permission", "What that means"}}
	for _, p := range m.Permissions {
		t.Rows = append(t.Rows, []string{p, manifest.DescribePermission(p)})
	}
	for _, p := range m.Graph {
		t.Rows = append(t.Rows, []string{p, "A permission for Microsoft Graph. It needs separate consent."})
	}
	if len(t.Rows) == 0 {
		t.Rows = [][]string{{"None", "Outlook then grants the lowest permission."}}
	}
	return t
}

// compare adds what changes from an older manifest.
func (d deps) compare(doc *frame.Draft, path string, now *manifest.Manifest) {
	data, err := d.manifestFile(path)
	if err != nil {
		doc.Find(frame.NotKnown("before-unread", "Handrail could not open the old manifest", err))
		return
	}
	old := manifest.Read(data)
	if old.ID == "" || old.Version == "" {
		f := report.Finding{Code: "before-unread", Severity: report.Unknown,
			Title: "Handrail could not read the old manifest", Text: "It has no ID or no version.",
			Do: "Choose the manifest that was deployed."}
		if len(old.Faults) > 0 {
			f.Text = old.Faults[0].Text
		}
		doc.Find(f)
		return
	}
	t := report.Table{Title: "What changes", Columns: []string{"Setting", "Before", "After", "New consent"}}
	consent := false
	for _, c := range manifest.Compare(old, now) {
		t.Rows = append(t.Rows, []string{c.What, cmp.Or(c.Before, "none"), cmp.Or(c.After, "none"),
			map[bool]string{true: "Yes", false: "No"}[c.Consent]})
		consent = consent || c.Consent
	}
	doc.Add(t)
	if old.ID != now.ID {
		doc.Find(report.Finding{Code: "update-other-id", Severity: report.Problem,
			Title: "The two manifests are for different add-ins",
			Text:  "Their IDs are different, so people would have both add-ins.",
			Do:    "Get the manifest with the same ID, or remove the old add-in."})
	} else if !manifest.Newer(old, now) {
		doc.Find(report.Finding{Code: "update-not-newer", Severity: report.Problem,
			Title: "The version is not higher than before",
			Text:  "Microsoft accepts a new manifest only with a higher version.",
			Do:    "Ask the publisher for a higher version."})
	}
	if consent {
		doc.Find(report.Finding{Code: "update-consent", Severity: report.Warning,
			Title: "The update needs new consent",
			Text:  "Until a Global Administrator consents, people stay on the old version.",
			Do:    "Open the add-in in the admin center after the update and accept the permissions."})
	}
}
