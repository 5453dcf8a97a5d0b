package addindeploy

import (
	"context"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/addin"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// The answers to askAddin that are not an ID.
const (
	fromStore = "store"
	fromFile  = "manifest"
)

func (d Deps) whichStep() guide.Step {
	return guide.Step{
		ID: stepWhich, Title: "Choose the add-in",
		Lead: "Choose an add-in or enter its manifest. Handrail sends nothing anywhere.", Next: "Check the add-in",
		Main: "Continue to Exchange",
		Text: "Handrail tests a manifest against Microsoft’s published rules. Only Microsoft’s own test is complete, " +
			"but it sends the file to Microsoft.",
		Terms: []guide.Term{termManifest, termXML, termCSV, termEWS, termOAuth, termFixed}, DependsOn: []string{askAddin, askAim, askStore, askManifest, askBefore},
		Asks: []guide.Ask{
			{Name: askAddin, Label: "Which add-in do you want?", Hint: "Select one, or enter its Microsoft Marketplace ID.",
				Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{
						{Value: addin.Zoom.Asset, Label: addin.Zoom.Name,
							Hint: "It is in Microsoft Marketplace and updates automatically."},
						{Value: addin.ZoomSSO.ID, Label: addin.ZoomSSO.Name, Hint: "You edit the manifest yourself. It gets no updates."},
						{Value: fromStore, Label: "Another add-in from Microsoft Marketplace"},
						{Value: fromFile, Label: "An add-in with a manifest file"},
					}
				},
				Default: func(*guide.Visit) string { return addin.Zoom.Asset }, Valid: validAddin, Clean: cleanAddin,
				What: "You cannot deploy the Teams meeting add-in like this. Use the guide “Fix the Teams meeting button " +
					"in Outlook”."},
			choice(askAim, "What do you want to do?", "You can come back later and change it.",
				"Each option has its own steps and its own script.", "deploy",
				guide.Option{Value: "deploy", Label: "Deploy it"}, guide.Option{Value: "widen", Label: "Change who gets it"},
				guide.Option{Value: "method", Label: "Change the deployment method", Hint: "Fixed, Available or Optional."},
				guide.Option{Value: "update", Label: "Replace its manifest with a newer one"},
				guide.Option{Value: "off", Label: "Turn it off"},
				guide.Option{Value: "on", Label: "Turn it on again"}, guide.Option{Value: "remove", Label: "Remove it"}),
			{Name: askStore, Label: "What is its Microsoft Marketplace ID?",
				Hint: "Copy it from the address of its page in Microsoft Marketplace.", Kind: guide.Line,
				DependsOn: []string{askAddin},
				When:      func(v *guide.Visit) bool { return v.Answer(askAddin) == fromStore },
				Valid: func(_ *guide.Visit, text string) error {
					if _, ok := addin.AssetID(text); !ok {
						return app.Errorf(app.Invalid, "Copy it from the address of its page in Microsoft Marketplace.",
							"This is not a Microsoft Marketplace ID. It starts with WA and ends with digits.")
					}
					return nil
				},
				Clean: func(text string) string {
					if id, ok := addin.AssetID(text); ok {
						return id
					}
					return strings.TrimSpace(text)
				}, What: "It starts with the letters W and A and ends with digits."},
			{Name: askManifest, Label: "Where is its manifest?",
				Hint:    "Enter the full path of the file, its package or its folder. Leave it empty if you have none.",
				Kind:    guide.Line,
				Default: func(*guide.Visit) string { return "" }, Clean: strings.TrimSpace,
				Valid: func(v *guide.Visit, text string) error {
					if a := v.Answer(askAddin); strings.TrimSpace(text) == "" && (a == fromFile || a == addin.ZoomSSO.ID) {
						return app.Errorf(app.Invalid, "Enter the full path of the manifest.", "This add-in needs its manifest.")
					}
					return nil
				}, What: "Handrail reads the file and explains it. If you enter a manifest, the guide uses the add-in in it."},
			{Name: askBefore, Label: "Where is the manifest of the old version?",
				Hint: "Enter its full path. Leave it empty if you have none.", Kind: guide.Line,
				Default: func(*guide.Visit) string { return "" }, Clean: strings.TrimSpace, Valid: func(*guide.Visit, string) error { return nil },
				What: "Handrail then shows what changes, and whether you must consent again."},
		},
		Look: d.lookWhich,
		Gate: func(_ *guide.Visit, doc *report.Document) error {
			if doc.Facts()["manifest"] == "broken" {
				return app.Errorf(app.Invalid, "Fix the problems on this page, or get the manifest again from its publisher.",
					"Microsoft does not accept this manifest.")
			}
			return nil
		},
	}
}

func validAddin(_ *guide.Visit, text string) error {
	clean := cleanAddin(text)
	_, store := addin.AssetID(clean)
	if clean == fromStore || clean == fromFile || clean == addin.ZoomSSO.ID || store {
		return nil
	}
	return app.Errorf(app.Invalid, "Select one, or enter its Microsoft Marketplace ID.",
		"Handrail does not know this add-in.")
}

func cleanAddin(text string) string {
	if id, ok := addin.AssetID(text); ok {
		return id
	}
	return strings.ToLower(strings.TrimSpace(text))
}

// target is the add-in of a visit.
type target struct {
	asset, product string // Microsoft Marketplace ID and manifest ID; "" if not known
	name           string
	manifest       *addin.Manifest // nil: none was entered
}

func (d Deps) file(path string) ([]byte, error) {
	if d.ReadFile == nil {
		return nil, app.Errorf(app.Denied, "Paste the text instead.", "Handrail cannot read files.")
	}
	return d.ReadFile(path)
}

func (d Deps) manifestFile(path string) ([]byte, error) {
	if d.ReadManifest == nil {
		return d.file(path)
	}
	return d.ReadManifest(path)
}

// target returns the add-in of v. The error is of opening the manifest; faults inside it
// are in the manifest itself.
func (d Deps) target(v *guide.Visit) (target, error) {
	var t target
	choice := v.Answer(askAddin)
	if choice == fromStore {
		choice = v.Answer(askStore)
	}
	if id, ok := addin.AssetID(choice); ok {
		t.asset, t.name = id, "The add-in "+id
	}
	if k, ok := addin.KnownAs(choice); ok {
		t.product, t.name = k.ID, k.Name
	}
	path := v.Answer(askManifest)
	if path == "" {
		return t, nil
	}
	data, err := d.manifestFile(path)
	if err != nil {
		return t, err
	}
	t.manifest = addin.Read(data)
	if t.manifest.Name != "" {
		t.name = cut(t.manifest.Name)
	}
	if t.manifest.ID != "" && t.manifest.ID != t.product {
		if k, ok := addin.KnownAs(t.manifest.ID); !ok || k.Asset != t.asset {
			t.asset = "" // the manifest is of another add-in, or of a variant
		}
		t.product = t.manifest.ID
	}
	return t, nil
}

// cut returns name without control characters, at most 50 characters long.
func cut(name string) string {
	var out []rune
	for _, r := range name {
		if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			continue
		}
		if out = append(out, r); len(out) == 50 {
			return string(out) + "…"
		}
	}
	if len(out) == 0 {
		return "The add-in"
	}
	return string(out)
}

func (d Deps) lookWhich(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t, err := d.target(v)
	doc := &report.Document{Title: "The add-in", Subject: t.name, At: d.Now().UTC(),
		Sources: []string{"Data that you entered, read on this computer"}}
	facts := report.Facts{Title: "The add-in", Rows: []report.Fact{
		{Name: "addin", Label: "Add-in", Value: t.name}, {Name: "asset-id", Label: "Microsoft Marketplace ID",
			Value: or(t.asset, "unknown-or-none"), Text: or(t.asset, "Not in Microsoft Marketplace, or not known")},
		{Name: "product-id", Label: "Manifest ID", Value: or(t.product, "not-known"),
			Text: or(t.product, "Not known without the manifest")}}}
	state := "none"
	var found []report.Finding
	switch {
	case err != nil:
		message, hint := app.Say(err)
		state = "unreadable"
		found = append(found, report.Finding{Code: "manifest-unread", Severity: report.Problem,
			Title: "Handrail could not open the manifest", Text: message, Do: hint})
	case t.manifest != nil:
		state = "good"
		if !t.manifest.Readable() {
			state = "broken"
		}
		found = append(found, faults(t.manifest)...)
		found = append(found, reading(t)...)
	default:
		found = append(found, report.Finding{Code: "manifest-none", Severity: report.Note, Title: "No manifest",
			Text: "Its page in Microsoft Marketplace shows what the add-in can read. You also see it before you deploy."})
	}
	if t.product == addin.Zoom.ID || t.product == addin.ZoomSSO.ID {
		found = append(found, report.Finding{Code: "zoom-two", Severity: report.Note,
			Title: "There are two Zoom add-ins with different IDs",
			Text:  "People who have both see two Zoom buttons. Handrail checks whether both are deployed."})
	}
	facts.Rows = append(facts.Rows, report.Fact{Name: "manifest", Label: "Manifest", Value: state,
		Text: map[string]string{"none": "None", "good": "No problems found", "broken": "Microsoft does not accept it",
			"unreadable": "Handrail could not open it"}[state]})
	doc.Blocks = append(doc.Blocks, facts)
	if t.manifest != nil {
		doc.Blocks = append(doc.Blocks, told(t.manifest), allowed(t.manifest))
		if old := v.Answer(askBefore); old != "" {
			blocks, more := d.compared(old, t.manifest)
			doc.Blocks, found = append(doc.Blocks, blocks...), append(found, more...)
		}
	}
	doc.Blocks = append(doc.Blocks, report.Findings{Items: found})
	return doc, nil
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// faults returns the faults of a manifest as findings.
func faults(m *addin.Manifest) (all []report.Finding) {
	for _, f := range m.Faults {
		one := report.Finding{Code: "manifest-" + f.Code, Severity: report.Note, Title: "Check the manifest", Text: f.Text,
			Do: f.Do}
		if f.Grave {
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
func reading(t target) (all []report.Finding) {
	m := t.manifest
	if m.Kind == addin.Unified {
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
	if m.Widest() == 4 && m.Outlook() {
		all = append(all, report.Finding{Code: "manifest-wide", Severity: report.Warning,
			Title: "It can read and send in whole mailboxes",
			Text:  "This is the highest permission that an Outlook add-in can request.",
			Do:    "Ask the publisher why the add-in needs it, and save the answer with the report."})
	}
	if m.Meeting() {
		all = append(all, report.Finding{Code: "manifest-meeting", Severity: report.Note, Title: "It adds its own meetings",
			Text: "On phones, it replaces the Teams switch once an administrator deploys it."})
	}
	return all
}

// told returns the contents of the manifest as facts.
func told(m *addin.Manifest) report.Facts {
	var hosts, sets []string
	for _, h := range m.Hosts {
		hosts = append(hosts, addin.HostWords(h))
	}
	for _, s := range m.Sets {
		sets = append(sets, strings.TrimSpace(s.Name+" "+s.Version))
	}
	list := func(all []string) string { return or(strings.Join(all, ", "), "none") }
	yes := map[bool]string{true: "yes", false: "no"}
	return report.Facts{Title: "Contents of the manifest", Rows: []report.Fact{
		{Name: "manifest-kind", Label: "Type", Value: string(m.Kind)},
		{Name: "manifest-id", Label: "ID", Value: or(m.ID, "none")}, {Name: "manifest-version", Label: "Version",
			Value: or(m.Version, "none")},
		{Name: "manifest-name", Label: "Name", Value: cut(m.Name)}, {Name: "manifest-provider", Label: "Publisher",
			Value: cut(m.Provider)}, {Name: "manifest-hosts", Label: "Appears in", Value: list(m.Hosts), Text: list(hosts)},
		{Name: "manifest-sets", Label: "Needs", Value: list(sets)}, {Name: "manifest-permissions", Label: "Permissions",
			Value: list(m.Permissions)}, {Name: "manifest-domains", Label: "Connects to", Value: list(m.Domains)},
		{Name: "manifest-events", Label: "Starts automatically on", Value: list(m.Events)},
		{Name: "manifest-icon", Label: "Icon", Value: or(m.Icon, "none")},
		{Name: "manifest-mobile", Label: "Made for phones", Value: yes[m.Mobile]}, {Name: "manifest-mac", Label: "Works on Mac", Value: yes[m.OnMac()]},
	}}
}

func allowed(m *addin.Manifest) report.Table {
	t := report.Table{Title: "What the add-in can do", Columns: []string{"Permission", "What that means"}}
	for _, p := range m.Permissions {
		t.Rows = append(t.Rows, []string{p, addin.PermissionWords(p)})
	}
	for _, p := range m.Graph {
		t.Rows = append(t.Rows, []string{p, "A permission for Microsoft Graph. It needs separate consent."})
	}
	if len(t.Rows) == 0 {
		t.Rows = [][]string{{"None", "Outlook then grants the lowest permission."}}
	}
	return t
}

// compared returns what changes from an older manifest.
func (d Deps) compared(path string, now *addin.Manifest) ([]report.Block, []report.Finding) {
	data, err := d.manifestFile(path)
	if err != nil {
		message, hint := app.Say(err)
		return nil, []report.Finding{{Code: "before-unread", Severity: report.Unknown,
			Title: "Handrail could not open the old manifest", Text: message, Do: hint}}
	}
	old := addin.Read(data)
	t := report.Table{Title: "What changes", Columns: []string{"Setting", "Before", "After", "New consent"}}
	consent := false
	for _, c := range addin.Compare(old, now) {
		t.Rows = append(t.Rows, []string{c.What, or(c.Before, "none"), or(c.After, "none"), map[bool]string{true: "Yes", false: "No"}[c.Consent]})
		consent = consent || c.Consent
	}
	var found []report.Finding
	if old.ID != now.ID {
		found = append(found, report.Finding{Code: "update-other-id", Severity: report.Problem,
			Title: "The two manifests are for different add-ins",
			Text:  "Their IDs are different, so people would have both add-ins.",
			Do:    "Get the manifest with the same ID, or remove the old add-in."})
	} else if !addin.Newer(old, now) {
		found = append(found, report.Finding{Code: "update-not-newer", Severity: report.Problem,
			Title: "The version is not higher than before",
			Text:  "Microsoft accepts a new manifest only with a higher version.",
			Do:    "Ask the publisher for a higher version."})
	}
	if consent {
		found = append(found, report.Finding{Code: "update-consent", Severity: report.Warning,
			Title: "The update needs new consent",
			Text:  "Until a Global Administrator consents, people stay on the old version.",
			Do:    "Open the add-in in the admin center after the update and accept the permissions."})
	}
	return []report.Block{t}, found
}
