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

// The answers to which add-in that are no id.
const (
	fromStore = "store"
	fromFile  = "manifest"
)

func (d Deps) whichStep() guide.Step {
	return guide.Step{
		ID: stepWhich, Title: "Which add-in", Lead: "Choose it, or give its manifest. Nothing is sent anywhere.", Next: "Read it", Main: "Go on",
		Text:  "Handrail tests a manifest by Microsoft's published rules. Only Microsoft's own test is complete, and it sends the file to Microsoft.",
		Terms: []guide.Term{termManifest, termXML, termCSV, termEWS, termOAuth, termFixed}, DependsOn: []string{askAddin, askAim, askStore, askManifest, askBefore},
		Asks: []guide.Ask{
			{Name: askAddin, Label: "Which add-in?", Hint: "Choose one, or write its id in Microsoft's store.", Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option {
					return []guide.Option{
						{Value: addin.Zoom.Asset, Label: addin.Zoom.Name, Hint: "From Microsoft's store. It updates itself."},
						{Value: addin.ZoomSSO.ID, Label: addin.ZoomSSO.Name, Hint: "A manifest that you change yourself. It gets no updates."},
						{Value: fromStore, Label: "Another add-in from Microsoft's store"},
						{Value: fromFile, Label: "An add-in of which I have the manifest"},
					}
				},
				Default: func(*guide.Visit) string { return addin.Zoom.Asset }, Valid: validAddin, Clean: cleanAddin,
				What: "The Teams meeting add-in is no such add-in; there is a guide of its own for it."},
			choice(askAim, "What do you want to do?", "You can come back later and choose again.", "Each of them has its own clicks and its own script.", "deploy",
				guide.Option{Value: "deploy", Label: "Deploy it"}, guide.Option{Value: "widen", Label: "Change who has it"},
				guide.Option{Value: "method", Label: "Change how people have it", Hint: "Fixed, Available or Optional."},
				guide.Option{Value: "update", Label: "Replace its manifest by a newer one"}, guide.Option{Value: "off", Label: "Turn it off"},
				guide.Option{Value: "on", Label: "Turn it on again"}, guide.Option{Value: "remove", Label: "Remove it"}),
			{Name: askStore, Label: "Id in Microsoft's store", Hint: "The two letters and the number at the end of its page in the store.", Kind: guide.Line, DependsOn: []string{askAddin},
				When: func(v *guide.Visit) bool { return v.Answer(askAddin) == fromStore },
				Valid: func(_ *guide.Visit, text string) error {
					if _, ok := addin.AssetID(text); !ok {
						return app.Errorf(app.Invalid, "Copy it from the address of its page in the store.", "This is no id of Microsoft's store.")
					}
					return nil
				},
				Clean: func(text string) string {
					if id, ok := addin.AssetID(text); ok {
						return id
					}
					return strings.TrimSpace(text)
				}, What: "It begins with the letters W and A."},
			{Name: askManifest, Label: "Its manifest", Hint: "The whole path of the file, its package or its folder. Leave it empty if you have none.", Kind: guide.Line,
				Default: func(*guide.Visit) string { return "" }, Clean: strings.TrimSpace,
				Valid: func(v *guide.Visit, text string) error {
					if a := v.Answer(askAddin); strings.TrimSpace(text) == "" && (a == fromFile || a == addin.ZoomSSO.ID) {
						return app.Errorf(app.Invalid, "Write its whole path.", "This add-in needs its manifest.")
					}
					return nil
				}, What: "Handrail reads the file and explains it. Where one is given, it decides which add-in this is about."},
			{Name: askBefore, Label: "The manifest of the version before", Hint: "Its whole path. Leave it empty if you have none.", Kind: guide.Line,
				Default: func(*guide.Visit) string { return "" }, Clean: strings.TrimSpace, Valid: func(*guide.Visit, string) error { return nil },
				What: "Handrail then says what changes, and whether it must be consented to again."},
		},
		Look: d.lookWhich,
		Gate: func(_ *guide.Visit, doc *report.Document) error {
			if doc.Facts()["manifest"] == "broken" {
				return app.Errorf(app.Invalid, "Mend it as the page says, or get it again from its maker.", "Microsoft would refuse this manifest.")
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
	return app.Errorf(app.Invalid, "Choose one, or write the id from Microsoft's store.", "Handrail does not know this add-in.")
}

func cleanAddin(text string) string {
	if id, ok := addin.AssetID(text); ok {
		return id
	}
	return strings.ToLower(strings.TrimSpace(text))
}

// target is the add-in that a visit is about.
type target struct {
	asset, product string // ids in the store and of the manifest; "" where not known
	name           string
	manifest       *addin.Manifest // nil: none was given
}

func (d Deps) file(path string) ([]byte, error) {
	if d.ReadFile == nil {
		return nil, app.Errorf(app.Denied, "Paste the text instead.", "Files cannot be read here.")
	}
	return d.ReadFile(path)
}

func (d Deps) manifestFile(path string) ([]byte, error) {
	if d.ReadManifest == nil {
		return d.file(path)
	}
	return d.ReadManifest(path)
}

// target works out which add-in is meant. A manifest that cannot be opened is
// told as an error; what is wrong inside it stands in the manifest.
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
			t.asset = "" // the manifest is of another add-in than the choice, or a variant
		}
		t.product = t.manifest.ID
	}
	return t, nil
}

// cut shortens a name of somebody else's and takes control characters out.
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
	doc := &report.Document{Title: "The add-in", Subject: t.name, At: d.Now().UTC(), Sources: []string{"What you gave, read on this computer"}}
	facts := report.Facts{Title: "The add-in", Rows: []report.Fact{
		{Name: "addin", Label: "Add-in", Value: t.name}, {Name: "asset-id", Label: "Id in Microsoft's store", Value: or(t.asset, "unknown-or-none"), Text: or(t.asset, "Not in the store, or not known")},
		{Name: "product-id", Label: "Id of the manifest", Value: or(t.product, "not-known"), Text: or(t.product, "Not known without the manifest")}}}
	state := "none"
	var found []report.Finding
	switch {
	case err != nil:
		message, hint := app.Say(err)
		state = "unreadable"
		found = append(found, report.Finding{Code: "manifest-unread", Severity: report.Problem, Title: "The manifest could not be opened", Text: message, Do: hint})
	case t.manifest != nil:
		state = "good"
		if !t.manifest.Readable() {
			state = "broken"
		}
		found = append(found, faults(t.manifest)...)
		found = append(found, reading(t)...)
	default:
		found = append(found, report.Finding{Code: "manifest-none", Severity: report.Note, Title: "No manifest was given", Text: "What the add-in may read is shown on its page in Microsoft's store, and before you deploy it."})
	}
	if t.product == addin.Zoom.ID || t.product == addin.ZoomSSO.ID {
		found = append(found, report.Finding{Code: "zoom-two", Severity: report.Note, Title: "Zoom comes in two forms, with an id each", Text: "Whoever has both sees two Zoom buttons. Handrail looks for both among what is deployed."})
	}
	facts.Rows = append(facts.Rows, report.Fact{Name: "manifest", Label: "Manifest", Value: state, Text: map[string]string{"none": "None was given", "good": "Nothing wrong was found", "broken": "Microsoft would refuse it", "unreadable": "Could not be opened"}[state]})
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

// faults says what is wrong in a manifest, and where.
func faults(m *addin.Manifest) (all []report.Finding) {
	for _, f := range m.Faults {
		one := report.Finding{Code: "manifest-" + f.Code, Severity: report.Note, Title: "Something to look at in the manifest", Text: f.Text, Do: f.Do}
		if f.Grave {
			one.Severity, one.Title = report.Problem, "Something is wrong in the manifest"
		}
		if f.Line > 0 {
			one.Subject = fmt.Sprintf("line %d, column %d", f.Line, f.Column)
			one.Title += fmt.Sprintf(": line %d, column %d", f.Line, f.Column)
		}
		all = append(all, one)
	}
	return all
}

// reading says what the manifest means for deployment.
func reading(t target) (all []report.Finding) {
	m := t.manifest
	if m.Kind == addin.Unified {
		all = append(all, report.Finding{Code: "manifest-unified", Severity: report.Warning, Title: "This manifest does not work everywhere", Text: "Outlook on Mac, on phones and in Office bought once cannot use an add-in of this kind.", Do: "Ask the maker for the XML manifest, if people use one of these."})
	}
	if !m.Outlook() && len(m.Hosts) > 0 {
		all = append(all, report.Finding{Code: "manifest-not-outlook", Severity: report.Warning, Title: "This is not an add-in for Outlook", Text: "It appears in other programs. Mailboxes and phones do not matter to it.", Do: "Go on only if you mean this one."})
	}
	if m.Widest() == 4 && m.Outlook() {
		all = append(all, report.Finding{Code: "manifest-wide", Severity: report.Warning, Title: "It may read and send in whole mailboxes", Text: "That is the widest permission an Outlook add-in can ask for.", Do: "Ask the maker why it is needed, and keep the answer with the record."})
	}
	if m.Meeting() {
		all = append(all, report.Finding{Code: "manifest-meeting", Severity: report.Note, Title: "It adds meetings of its own", Text: "On phones it takes the place of the Teams switch, once an administrator installs it."})
	}
	return all
}

// told gives what the manifest says, as facts.
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
	return report.Facts{Title: "What the manifest says", Rows: []report.Fact{
		{Name: "manifest-kind", Label: "Kind", Value: string(m.Kind)}, {Name: "manifest-id", Label: "Id", Value: or(m.ID, "none")}, {Name: "manifest-version", Label: "Version", Value: or(m.Version, "none")},
		{Name: "manifest-name", Label: "Name", Value: cut(m.Name)}, {Name: "manifest-provider", Label: "Maker", Value: cut(m.Provider)}, {Name: "manifest-hosts", Label: "Appears in", Value: list(m.Hosts), Text: list(hosts)},
		{Name: "manifest-sets", Label: "Needs", Value: list(sets)}, {Name: "manifest-permissions", Label: "Permissions", Value: list(m.Permissions)}, {Name: "manifest-domains", Label: "Talks to", Value: list(m.Domains)},
		{Name: "manifest-events", Label: "Starts by itself", Value: list(m.Events)}, {Name: "manifest-icon", Label: "Icon", Value: or(m.Icon, "none")},
		{Name: "manifest-mobile", Label: "Made for phones", Value: yes[m.Mobile]}, {Name: "manifest-mac", Label: "Works on Mac", Value: yes[m.OnMac()]},
	}}
}

func allowed(m *addin.Manifest) report.Table {
	t := report.Table{Title: "What it may do", Columns: []string{"Permission", "What that means"}}
	for _, p := range m.Permissions {
		t.Rows = append(t.Rows, []string{p, addin.PermissionWords(p)})
	}
	for _, p := range m.Graph {
		t.Rows = append(t.Rows, []string{p, "A permission for Microsoft Graph. It needs consent of its own."})
	}
	if len(t.Rows) == 0 {
		t.Rows = [][]string{{"None named", "Outlook then gives the least."}}
	}
	return t
}

// compared says what changes from an older manifest.
func (d Deps) compared(path string, now *addin.Manifest) ([]report.Block, []report.Finding) {
	data, err := d.manifestFile(path)
	if err != nil {
		message, hint := app.Say(err)
		return nil, []report.Finding{{Code: "before-unread", Severity: report.Unknown, Title: "The older manifest could not be opened", Text: message, Do: hint}}
	}
	old := addin.Read(data)
	t := report.Table{Title: "What changes", Columns: []string{"What", "Before", "After", "Consent again"}}
	consent := false
	for _, c := range addin.Compare(old, now) {
		t.Rows = append(t.Rows, []string{c.What, or(c.Before, "none"), or(c.After, "none"), map[bool]string{true: "Yes", false: "No"}[c.Consent]})
		consent = consent || c.Consent
	}
	var found []report.Finding
	if old.ID != now.ID {
		found = append(found, report.Finding{Code: "update-other-id", Severity: report.Problem, Title: "The two manifests are of different add-ins", Text: "Their ids differ, so the new one would stand beside the old one.", Do: "Get the manifest with the same id, or remove the old add-in."})
	} else if !addin.Newer(old, now) {
		found = append(found, report.Finding{Code: "update-not-newer", Severity: report.Problem, Title: "The version is not higher than before", Text: "Microsoft takes a new manifest only with a higher version.", Do: "Ask the maker for a higher version."})
	}
	if consent {
		found = append(found, report.Finding{Code: "update-consent", Severity: report.Warning, Title: "It must be consented to again", Text: "Until a Global Administrator does so, people stay on the old version.", Do: "Open the add-in in the admin center after the update and accept."})
	}
	return []report.Block{t}, found
}
