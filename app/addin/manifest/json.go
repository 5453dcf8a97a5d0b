package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// unified is the part of a unified manifest that Handrail reads (Microsoft Learn,
// "Microsoft 365 app manifest schema reference", 1.13 and later).
type unified struct {
	ID       string `json:"id"`
	Version  string `json:"version"`
	Manifest string `json:"manifestVersion"`
	Name     struct {
		Short string `json:"short"`
	} `json:"name"`
	Description struct {
		Short string `json:"short"`
	} `json:"description"`
	Developer struct {
		Name    string `json:"name"`
		Website string `json:"websiteUrl"`
	} `json:"developer"`
	Icons struct {
		Color   string `json:"color"`
		Outline string `json:"outline"`
	} `json:"icons"`
	Localization struct {
		Default string `json:"defaultLanguageTag"`
	} `json:"localizationInfo"`
	Authorization struct {
		Permissions struct {
			Specific []struct {
				Name string `json:"name"`
			} `json:"resourceSpecific"`
		} `json:"permissions"`
	} `json:"authorization"`
	Domains    []string    `json:"validDomains"`
	Extensions []extension `json:"extensions"`
}

type extension struct {
	Requirements requirements `json:"requirements"`
	Runtimes     []struct {
		Requirements requirements `json:"requirements"`
		Code         struct {
			Page   string `json:"page"`
			Script string `json:"script"`
		} `json:"code"`
	} `json:"runtimes"`
	Ribbons []struct {
		Contexts     []string     `json:"contexts"`
		Requirements requirements `json:"requirements"`
	} `json:"ribbons"`
	Events []struct {
		Events []struct {
			Type string `json:"type"`
		} `json:"events"`
	} `json:"autoRunEvents"`
	Alternates []struct {
		Hide struct {
			Store struct {
				Asset string `json:"assetId"`
			} `json:"storeOfficeAddin"`
		} `json:"hide"`
	} `json:"alternates"`
}

type requirements struct {
	Scopes       []string `json:"scopes"`
	FormFactors  []string `json:"formFactors"`
	Capabilities []struct {
		Name string `json:"name"`
		Min  string `json:"minVersion"`
	} `json:"capabilities"`
}

// readUnified reads a unified manifest. files are those of its package; nil if it came alone.
func readUnified(data []byte, files []string) *Manifest {
	m := &Manifest{Kind: Unified}
	var u unified
	d := json.NewDecoder(bytes.NewReader(data))
	err := d.Decode(&u)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		m.failAt(data, syntax.Offset, "not-json", "The manifest is not valid JSON here.",
			"Check for a missing or an extra comma, quote or bracket.")
		return m
	case errors.As(err, &kind):
		m.failAt(data, kind.Offset, "bad-kind", "The value of “"+short(kind.Field)+"” has the wrong type.",
			"Compare it with Microsoft’s reference for the manifest.")
		return m
	case err != nil:
		m.failAt(data, int64(len(data)), "cut-off", "The manifest is incomplete.", "Get the whole file again.")
		return m
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		m.failAt(data, d.InputOffset(), "two-roots", "There is text after the end of the manifest.",
			"Remove everything after the last bracket.")
	}
	m.take(u)
	m.checkUnified(u, data)
	for _, icon := range []string{u.Icons.Color, u.Icons.Outline} {
		if files != nil && icon != "" && !slices.Contains(files, strings.TrimPrefix(icon, "./")) {
			m.fault(&node{line: 1, column: 1}, "icon-not-in-package", "The package does not include the icon “"+
				short(icon)+"”.", "Add the file to the package, with this name.")
		}
	}
	return m
}

func (m *Manifest) take(u unified) {
	m.ID, m.Version, m.Name, m.Description = strings.ToLower(u.ID), u.Version, u.Name.Short, u.Description.Short
	m.Provider, m.Support, m.Icon, m.Locale = u.Developer.Name, u.Developer.Website, u.Icons.Color,
		u.Localization.Default
	for _, p := range u.Authorization.Permissions.Specific {
		m.Permissions = add(m.Permissions, p.Name)
	}
	for _, d := range u.Domains {
		m.domain(d)
	}
	for _, e := range u.Extensions {
		for _, h := range e.Requirements.Scopes {
			m.Hosts = add(m.Hosts, h)
		}
		all := []requirements{e.Requirements}
		for _, r := range e.Runtimes {
			m.domain(r.Code.Page)
			m.domain(r.Code.Script)
			all = append(all, r.Requirements)
		}
		for _, r := range e.Ribbons {
			for _, c := range r.Contexts {
				m.Points = add(m.Points, c)
			}
			all = append(all, r.Requirements)
		}
		for _, r := range all {
			m.Mobile = m.Mobile || slices.Contains(r.FormFactors, "mobile")
			for _, c := range r.Capabilities {
				m.need(c.Name, c.Min)
			}
		}
		for _, group := range e.Events {
			for _, one := range group.Events {
				m.Events = add(m.Events, one.Type)
			}
		}
	}
	slices.Sort(m.Domains)
	m.Domains = slices.Compact(m.Domains)
}

func (m *Manifest) checkUnified(u unified, data []byte) {
	top := &node{line: 1, column: 1}
	if u.Manifest == "" && len(u.Extensions) == 0 && u.ID == "" {
		m.fault(top, "not-a-manifest", "This is a JSON file, but not the manifest of an add-in.",
			"Choose the file manifest.json of the add-in.")
		return
	}
	if !m.checkSchema(data, u.Manifest) {
		m.checkRequired(top, u)
	}
	if _, ok := GUID(m.ID); m.ID != "" && (!ok || strings.Contains(m.ID, "{")) {
		m.fault(top, "bad-id", "The id does not have the form 8-4-4-4-12 with the digits 0 to 9 and a to f.",
			"Ask the publisher for the id. A new id makes it another add-in.")
	}
	if u.Version != "" && !semantic.MatchString(u.Version) {
		m.fault(top, "bad-version", "The version does not have three numbers with dots.", "Write it like 1.0.0.")
	}
	m.checkParts(top, u)
	if name := memberTwice(data); name != "" {
		m.note(top, "member-twice", "The manifest has “"+short(name)+"” twice. The last one counts.",
			"Ask the publisher which one is right.")
	}
	if len(u.Extensions) == 0 {
		m.fault(top, "no-addin", "This app does not include an Office add-in.",
			"Deploy it as a Teams app, or ask the publisher for the add-in.")
	}
	slices.SortFunc(m.Faults, func(a, b Fault) int { return strings.Compare(a.Code, b.Code) })
}

// checkRequired tests the main rules, for a version of the manifest whose schema is not known.
func (m *Manifest) checkRequired(top *node, u unified) {
	for name, value := range map[string]string{"id": u.ID, "version": u.Version, "manifestVersion": u.Manifest,
		"name.short": u.Name.Short, "description.short": u.Description.Short, "developer.name": u.Developer.Name} {
		if value == "" {
			m.fault(top, "missing-"+strings.ReplaceAll(strings.ToLower(name), ".", "-"), "The manifest has no “"+name+
				"”.", "Add it.")
		}
	}
	if u.Manifest != "" {
		m.note(top, "schema-unknown", "Handrail does not have Microsoft’s schema for manifest version "+
			short(u.Manifest)+", so it checked only the main rules.",
			"Ask the publisher whether Microsoft’s own check accepts the manifest.")
	}
}

// failAt adds a grave fault at a byte of the file.
func (m *Manifest) failAt(data []byte, offset int64, code, text, do string) {
	before := data[:min(max(offset, 0), int64(len(data)))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := len(before) - bytes.LastIndexByte(before, '\n')
	m.Faults = append(m.Faults, Fault{code, line, max(1, column-1), text, do, true})
}
