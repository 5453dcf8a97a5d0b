package addindeploy

import (
	"strings"
	"unicode"

	"handrail/app"
	"handrail/app/addin/manifest"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/report"
)

// The answers to askAddin that are not an ID.
const (
	fromStore = "store"
	fromFile  = "manifest"
)

func (d deps) whichStep() guide.Step {
	return guide.Step{
		ID: stepWhich, Title: "Choose the add-in",
		Summary:   "Choose an add-in or enter its manifest. Handrail sends nothing anywhere.",
		NextLabel: "Check the add-in",
		MainLabel: "Continue to Exchange",
		Text: "Handrail tests a manifest against Microsoft’s published rules. Only Microsoft’s own test is complete, " +
			"but it sends the file to Microsoft.",
		Terms: append([]guide.Term{termManifest, termXML},
			terms.With([]terms.Key{terms.CSV, terms.EWS, terms.OAuth}, termFixed)...),
		DependsOn: []string{askAddin, askAim, askStore, askManifest, askBefore},
		Asks:      []guide.Ask{addinAsk(), aimAsk(), storeAsk(), manifestAsk(), beforeAsk()},
		Look:      d.lookWhich,
		Ready: func(_ *guide.Visit, doc *report.Document) error {
			if doc.Facts()["manifest"] == "broken" {
				return app.Errorf(app.Invalid,
					"Fix the problems on this page, or get the manifest again from its publisher.",
					"Microsoft does not accept this manifest.")
			}
			return nil
		},
	}
}

func addinAsk() guide.Ask {
	return ask.Choice(askAddin, ask.Words{Label: "Which add-in do you want?",
		Hint: "Select one, or enter its Microsoft Marketplace ID.",
		Help: "You cannot deploy the Teams meeting add-in like this. Use the guide “Fix the Teams meeting button " +
			"in Outlook”."}, []guide.Option{
		{Value: manifest.Zoom.Asset, Label: manifest.Zoom.Name,
			Hint: "It is in Microsoft Marketplace and updates automatically."},
		{Value: manifest.ZoomSSO.ID, Label: manifest.ZoomSSO.Name,
			Hint: "You edit the manifest yourself. It gets no updates."},
		{Value: fromStore, Label: "Another add-in from Microsoft Marketplace"},
		{Value: fromFile, Label: "An add-in with a manifest file"},
	}, ask.Parsed(parseAddin, strings.TrimSpace))
}

func aimAsk() guide.Ask {
	return ask.Choice(askAim, ask.Words{Label: "What do you want to do?",
		Hint: "You can come back later and change it.",
		Help: "Each option has its own steps and its own script."}, []guide.Option{
		{Value: "deploy", Label: "Deploy it"}, {Value: "widen", Label: "Change who gets it"},
		{Value: "method", Label: "Change the deployment method", Hint: "Fixed, Available or Optional."},
		{Value: "update", Label: "Replace its manifest with a newer one"},
		{Value: "off", Label: "Turn it off"}, {Value: "on", Label: "Turn it on again"},
		{Value: "remove", Label: "Remove it"}})
}

func storeAsk() guide.Ask {
	return ask.Line(askStore, ask.Words{Label: "What is its Microsoft Marketplace ID?",
		Hint: "Copy it from the address of its page in Microsoft Marketplace.",
		Help: "It starts with the letters W and A and ends with digits."},
		ask.When(askAddin, fromStore), ask.Parsed(parseStore, strings.TrimSpace))
}

func manifestAsk() guide.Ask {
	return ask.Optional(ask.Line(askManifest, ask.Words{Label: "Where is its manifest?",
		Hint: "Enter the full path of the file, its package or its folder. Leave it empty if you have none.",
		Help: "Handrail reads the file and explains it. If you enter a manifest, the guide uses the add-in in it."}),
		ask.File, ask.CheckedIn(func(v *guide.Visit, text string) error {
			if a := v.Answer(askAddin); strings.TrimSpace(text) == "" && (a == fromFile || a == manifest.ZoomSSO.ID) {
				return app.Errorf(app.Invalid, "Enter the full path of the manifest.",
					"This add-in needs its manifest.")
			}
			return nil
		}))
}

func beforeAsk() guide.Ask {
	return ask.Optional(ask.Line(askBefore, ask.Words{Label: "Where is the manifest of the old version?",
		Hint: "Enter its full path. Leave it empty if you have none.",
		Help: "Handrail then shows what changes, and whether you must consent again."}), ask.File)
}

func parseAddin(text string) (string, error) {
	if id, ok := manifest.AssetID(text); ok {
		return id, nil
	}
	text = strings.ToLower(strings.TrimSpace(text))
	if text == fromStore || text == fromFile || text == manifest.ZoomSSO.ID {
		return text, nil
	}
	return "", app.Errorf(app.Invalid, "Select one, or enter its Microsoft Marketplace ID.",
		"Handrail does not know this add-in.")
}

func parseStore(text string) (string, error) {
	if id, ok := manifest.AssetID(text); ok {
		return id, nil
	}
	return "", app.Errorf(app.Invalid, "Copy it from the address of its page in Microsoft Marketplace.",
		"This is not a Microsoft Marketplace ID. It starts with WA and ends with digits.")
}

// target is the add-in of a visit.
type target struct {
	asset, product string // Microsoft Marketplace ID and manifest ID; "" if not known
	name           string
	manifest       *manifest.Manifest // nil: none was entered
}

func (d deps) manifestFile(path string) ([]byte, error) {
	read := d.Files.ReadManifest
	if read == nil {
		read = d.Files.Read
	}
	if read == nil {
		return nil, app.Errorf(app.Denied, "Use the add-in from Microsoft Marketplace.",
			"Handrail cannot read files here.")
	}
	return read(path)
}

// target returns the add-in of v. The error is of opening the manifest; faults inside it
// are in the manifest itself.
func (d deps) target(v *guide.Visit) (target, error) {
	var t target
	choice := v.Answer(askAddin)
	if choice == fromStore {
		choice = v.Answer(askStore)
	}
	if id, ok := manifest.AssetID(choice); ok {
		t.asset, t.name = id, "The add-in "+id
	}
	if k, ok := manifest.Lookup(choice); ok {
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
	t.manifest = manifest.Read(data)
	if t.manifest.Name != "" {
		t.name = cut(t.manifest.Name)
	}
	if t.manifest.ID != "" && t.manifest.ID != t.product {
		if k, ok := manifest.Lookup(t.manifest.ID); !ok || k.Asset != t.asset {
			t.asset = "" // the manifest is of another add-in, or of a variant
		}
		t.product = t.manifest.ID
	}
	return t, nil
}

// zoom reports whether the add-in is one of Zoom's two.
func (t target) zoom() bool { return t.product == manifest.Zoom.ID || t.product == manifest.ZoomSSO.ID }

// meetings reports whether the add-in is known to add its own meetings.
func (t target) meetings() bool { return t.zoom() || t.manifest != nil && t.manifest.Meeting() }

// cut returns name without control characters, at most 50 characters long.
func cut(name string) string {
	var out []rune
	for _, r := range name {
		if unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 &&
			r <= 0x2069 {
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
