// Package manifest reads the manifest of an Office add-in: its name, its publisher, the
// programs in which it appears, its permissions and the addresses that it connects to.
//
// There are two types. The add-in only manifest is XML with the root OfficeApp; newer
// programs read its VersionOverrides. The unified manifest is JSON and describes an app
// for Microsoft 365, with an add-in as one extension. An add-in with a unified manifest
// does not work in Outlook on Mac, on phones and in one-time-purchase Office (Microsoft
// Learn, "Office Add-ins with the unified app manifest for Microsoft 365").
//
// Read explains a manifest and reports its faults with line, column and a fix. It tests
// Microsoft's published rules as far as that is possible offline, so a manifest without
// faults can still be rejected.
package manifest

import (
	"slices"
	"strings"
)

// Kind is the type of a manifest.
type Kind string

// The types of manifest.
const (
	XML     Kind = "xml"     // add-in only manifest
	Unified Kind = "unified" // JSON
)

// Manifest is the contents of a manifest. Texts are unchanged.
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
	Graph       []string // permissions for Microsoft Graph
	Domains     []string // hosts it connects to, sorted
	Events      []string // events that start it automatically
	Points      []string // where it appears: names of extension points, or contexts
	Mobile      bool     // made for phones
	Faults      []Fault
}

// Set is a requirement set that a program must support.
type Set struct{ Name, Version string }

// Fault is a problem in a manifest. Line and Column count from 1; 0 means no position. A
// manifest with a Grave fault cannot be deployed.
type Fault struct {
	Code         string
	Line, Column int
	Text, Do     string
	Blocking     bool
}

// Readable reports whether no fault is grave.
func (m *Manifest) Readable() bool {
	return !slices.ContainsFunc(m.Faults, func(f Fault) bool { return f.Blocking })
}

// Outlook reports whether the add-in appears in Outlook.
func (m *Manifest) Outlook() bool {
	return slices.ContainsFunc(m.Hosts,
		func(h string) bool { return strings.EqualFold(h, "Mailbox") || strings.EqualFold(h, "mail") })
}

// Meeting reports whether the add-in adds its own online meetings to appointments.
func (m *Manifest) Meeting() bool {
	return slices.ContainsFunc(m.Points, func(p string) bool {
		return p == "AppointmentOrganizerCommandSurface" || p == "MobileOnlineMeetingCommandSurface" ||
			p == "meetingDetailsOrganizer" || p == "onlineMeetingDetailsOrganizer"
	})
}

// OnMac reports whether the add-in works in Outlook on Mac.
func (m *Manifest) OnMac() bool { return m.Kind == XML }

// Known is an add-in that Handrail knows by its IDs.
type Known struct {
	Asset string // Microsoft Marketplace ID; "" if it is not there
	ID    string // manifest ID
	Name  string
}

// The two Zoom add-ins for Outlook. People who have both see two Zoom buttons
// (support.zoom.com, KB0066034).
var (
	Zoom    = Known{"WA104381712", "a7ca6c74-33fb-43a4-a3e4-781078f0eff5", "Zoom for Outlook"}
	ZoomSSO = Known{"", "c7740fe1-f1ea-4869-9bec-fc827930b38f", "Zoom for Outlook with your single sign-on"}
)

// Lookup returns the known add-in with a Microsoft Marketplace ID or a manifest ID.
func Lookup(id string) (Known, bool) {
	for _, k := range []Known{Zoom, ZoomSSO} {
		if k.Asset != "" && strings.EqualFold(id, k.Asset) || strings.EqualFold(id, k.ID) {
			return k, true
		}
	}
	return Known{}, false
}

// AssetID returns a Microsoft Marketplace ID in upper case; false if text is not one.
func AssetID(text string) (string, bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	digits, ok := strings.CutPrefix(text, "WA")
	if !ok || len(digits) < 9 || len(digits) > 12 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return text, true
}

// GUID returns a GUID in lower case without braces; false if text is not one.
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
