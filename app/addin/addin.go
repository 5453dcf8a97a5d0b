// Package addin reads the manifest of an Office add-in: the file that says what
// the add-in is called, who made it, in which programs it appears, what it may
// read and which addresses it talks to.
//
// There are two kinds. The add-in only manifest is XML with the root OfficeApp;
// its VersionOverrides hold what newer programs read instead. The unified manifest
// is JSON and describes an app for all of Microsoft 365, of which an add-in is one
// extension. An add-in with a unified manifest does not work in Outlook on Mac, on
// phones and in Office bought once (Microsoft, unified-manifest-overview).
//
// Read explains a manifest and says of a broken one what is wrong, in which line
// and column, and how to mend it. It keeps to Microsoft's published rules as far
// as they can be tested without Microsoft: what it finds is no acceptance.
package addin

import (
	"slices"
	"strings"
)

// Kind is the kind of a manifest.
type Kind string

// The kinds of manifest.
const (
	XML     Kind = "xml"     // add-in only manifest
	Unified Kind = "unified" // JSON
)

// Manifest is what a manifest says. Texts are as they came.
type Manifest struct {
	Kind        Kind
	ID          string // in lower case
	Version     string
	Type        string // MailApp, TaskPaneApp, ContentApp; "" for a unified manifest
	Name        string
	Description string
	Provider    string
	Locale      string
	Support     string
	Icon        string
	Hosts       []string // as written: Mailbox, Workbook … or mail, workbook …
	Sets        []Set
	Permissions []string
	Graph       []string // permissions for Microsoft Graph that consent covers
	Domains     []string // hosts it talks to, sorted
	Events      []string // what starts it by itself
	Points      []string // where it appears: names of extension points, or contexts
	Mobile      bool     // made for phones
	Faults      []Fault
}

// Set is a requirement set: what a program must be able to do.
type Set struct{ Name, Version string }

// Fault is something wrong in a manifest. Line and Column count from 1; 0 is
// nowhere in particular. Grave says that it cannot be deployed.
type Fault struct {
	Code         string
	Line, Column int
	Text, Do     string
	Grave        bool
}

// Readable tells whether nothing grave was found.
func (m *Manifest) Readable() bool {
	return !slices.ContainsFunc(m.Faults, func(f Fault) bool { return f.Grave })
}

// Outlook tells whether it appears in Outlook.
func (m *Manifest) Outlook() bool {
	return slices.ContainsFunc(m.Hosts, func(h string) bool { return strings.EqualFold(h, "Mailbox") || strings.EqualFold(h, "mail") })
}

// Meeting tells whether it adds a meeting of its own to an appointment.
func (m *Manifest) Meeting() bool {
	return slices.ContainsFunc(m.Points, func(p string) bool {
		return p == "AppointmentOrganizerCommandSurface" || p == "MobileOnlineMeetingCommandSurface" || p == "meetingDetailsOrganizer" || p == "onlineMeetingDetailsOrganizer"
	})
}

// OnMac tells whether it works in Outlook on Mac.
func (m *Manifest) OnMac() bool { return m.Kind == XML }

// Known is an add-in that Handrail knows by its ids.
type Known struct {
	Asset string // id in Microsoft's store; "" where it is not there
	ID    string // of the manifest
	Name  string
}

// The two forms of Zoom for Outlook. Whoever has both sees two Zoom buttons
// (support.zoom.com, KB0066034).
var (
	Zoom    = Known{"WA104381712", "a7ca6c74-33fb-43a4-a3e4-781078f0eff5", "Zoom for Outlook"}
	ZoomSSO = Known{"", "c7740fe1-f1ea-4869-9bec-fc827930b38f", "Zoom for Outlook, with your own sign-in"}
)

// KnownAs finds an add-in by the id in the store or in the manifest.
func KnownAs(id string) (Known, bool) {
	for _, k := range []Known{Zoom, ZoomSSO} {
		if k.Asset != "" && strings.EqualFold(id, k.Asset) || strings.EqualFold(id, k.ID) {
			return k, true
		}
	}
	return Known{}, false
}

// AssetID gives an id of Microsoft's store in its own form; false where it is none.
func AssetID(text string) (string, bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	digits, ok := strings.CutPrefix(text, "WA")
	if !ok || len(digits) < 9 || len(digits) > 12 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return text, true
}

// GUID tells whether a text is an id of eight, four, four, four and twelve
// hexadecimal digits, and gives it in lower case without braces.
func GUID(text string) (string, bool) {
	text = strings.ToLower(strings.Trim(strings.TrimSpace(text), "{}"))
	if len(text) != 36 {
		return "", false
	}
	for i, c := range text {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (c == '-') || !dash && !strings.ContainsRune("0123456789abcdef", c) {
			return "", false
		}
	}
	return text, true
}
