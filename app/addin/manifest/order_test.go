package manifest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// wide returns a text in UTF-16, least byte first, without a mark.
func wide(text string) (out []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// TestManifestsThatOfficeDoesNotRead: faults that XML alone does not show, each by the rule of its page.
func TestManifestsThatOfficeDoesNotRead(t *testing.T) {
	whole := head + overrides + tail
	swap := func(old, with string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("%s is not in it", old)
		}
		return strings.Replace(whole, old, with, 1)
	}
	version := "<Version>1.2.0</Version>\n"
	for name, c := range map[string]struct {
		text, code string
		blocking   bool
	}{
		"another namespace": {swap("appforoffice/1.1", "appforoffice/2.0"), "namespace", true},
		"no namespace": {swap(` xmlns="http://schemas.microsoft.com/office/appforoffice/1.1"`, ""),
			"namespace", true},
		"overrides without": {swap(` xmlns="http://schemas.microsoft.com/office/mailappversionoverrides/1.1"`, ""),
			"namespace", true},
		"overrides of later": {swap("mailappversionoverrides/1.1", "mailappversionoverrides/1.7"),
			"namespace-unknown", false},
		"an undeclared prefix": {swap(` xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0"`, ""),
			"prefix", true},
		"an attribute twice": {swap(`<Host Name="Mailbox"`, `<Host Name="Mailbox" Name="Mailbox"`),
			"attribute-twice", true},
		"the wrong order": {strings.Replace(strings.Replace(whole, version, "", 1), "<Hosts><Host Name",
			version+"<Hosts><Host Name", 1), "element-order", true},
		"twice":              {swap(version, version+version), "element-twice", true},
		"nearly the name":    {strings.ReplaceAll(whole, "AppDomains", "AppDomain5"), "misspelt-element", true},
		"a name of tomorrow": {swap(version, version+"<Tomorrow/>"), "unknown-element", false},
		"of another type":    {swap(`"MailApp"`, `"ContentApp"`), "element-type", true},
		"no page":            {swap(`"MailApp"`, `"TaskPaneApp"`), "missing-source-location", true},
		"nearly a set":       {swap(`<Set Name="Mailbox"/>`, `<Set Name="Mailbx"/>`), "misspelt-set", true},
		"a set of tomorrow": {swap(`<Set Name="Mailbox"/>`, `<Set Name="TomorrowApi"/>`),
			"unknown-set", false},
		"a version of tomorrow": {swap(`MinVersion="1.10"`, `MinVersion="1.99"`), "set-newer", false},
		"a version of words":    {swap(`MinVersion="1.10"`, `MinVersion="latest"`), "bad-set-version", true},
		"nearly an extension point": {swap("AppointmentOrganizerCommandSurface", "AppointmentOrganiserCommandSurface"),
			"misspelt-extension-point", true},
		"blanks before it": {"\n" + whole, "declaration-not-first", true},
		"text after it":    {whole + "\nsigned by Ama", "two-roots", true},
		"another encoding": {swap(`encoding="UTF-8"`, `encoding="EBCDIC"`), "encoding", true},
		"a web page":       {"<!DOCTYPE html><html><body>Sign in</body></html>", "not-a-manifest", true},
	} {
		m := Read([]byte(c.text))
		if !slices.ContainsFunc(m.Faults, func(f Fault) bool { return f.Code == c.code && f.Blocking == c.blocking }) ||
			m.Readable() == c.blocking {
			t.Errorf("%s: %+v", name, m.Faults)
		}
	}
	latin := strings.Replace(strings.Replace(whole, "UTF-8", "ISO-8859-1", 1), `"Meet"`, "\"Caf\xe9\"", 1)
	for name, data := range map[string][]byte{"Latin": []byte(latin), "UTF-16 without a mark": wide(whole),
		"ASCII": []byte(swap("UTF-8", "us-ascii"))} {
		if m := Read(data); !m.Readable() || len(m.Faults) > 0 || m.Name != "Meet" && m.Name != "Café" {
			t.Errorf("%s: %q %+v", name, m.Name, m.Faults)
		}
	}
}

// TestAManifestOfTheFirstSchemaIsNotBlamed: it has other elements.
func TestAManifestOfTheFirstSchemaIsNotBlamed(t *testing.T) {
	m := Read([]byte(`<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.0" ` +
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="MailApp">
<Id>0d9f2d9e-95a4-4a0c-8a42-6b7f0c1d2e3f</Id><Version>1.0</Version><ProviderName>Choir</ProviderName>
<DefaultLocale>en-GB</DefaultLocale><DisplayName DefaultValue="List"/><Description DefaultValue="Who sings."/>
<Capabilities><Capability Name="Mailbox"/></Capabilities>
<DesktopSettings><SourceLocation DefaultValue="https://choir.example/p.html"/><RequestedHeight>200</RequestedHeight>
</DesktopSettings><Permissions>ReadItem</Permissions><Rule xsi:type="ItemIs" ItemType="Message"/></OfficeApp>`))
	if !m.Readable() || !m.Outlook() || len(m.Faults) != 2 || m.Faults[1].Code != "schema-old" {
		t.Errorf("%+v", m.Faults)
	}
}

// TestWhatTheSchemaOfUnifiedManifestsLeavesOpen: the form of the version, the names of sets, https, the icons in the
// package, and a member that is there twice.
func TestWhatTheSchemaOfUnifiedManifestsLeavesOpen(t *testing.T) {
	good := []byte(strings.Replace(soundUnified, `{"scopes": ["mail"]}`,
		`{"scopes": ["mail"], "capabilities": [{"name": "Mailbox", "minVersion": "1.5"}]}`, 1))
	if m := Read(good); !m.Readable() || len(m.Faults) > 0 {
		t.Fatalf("%+v", m.Faults)
	}
	if m := Read(wide(string(good))); !m.Readable() {
		t.Errorf("UTF-16: %+v", m.Faults)
	}
	for name, c := range map[string]struct {
		old, with, code string
		blocking        bool
	}{
		"a version of words": {`"version": "2.`, `"version": "v2.`, "bad-version", true},
		"http":               {`"page": "https:`, `"page": "http:`, "not-https", true},
		"nearly a set":       {`"name": "Mailbox"`, `"name": "Mailbax"`, "misspelt-set", true},
		"a member twice":     {`"version": "2.`, `"version": "9.9.9", "version": "2.`, "member-twice", false},
	} {
		if !strings.Contains(string(good), c.old) {
			t.Fatalf("%s is not in it", c.old)
		}
		m := Read([]byte(strings.Replace(string(good), c.old, c.with, 1)))
		if !slices.ContainsFunc(m.Faults, func(f Fault) bool { return f.Code == c.code && f.Blocking == c.blocking }) {
			t.Errorf("%s: %+v", name, m.Faults)
		}
	}
	for icons, missing := range map[string]int{"c.png o.png": 0, "c.png": 1, "C.png": 2} {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, name := range append(strings.Fields(icons), "manifest.json") {
			w, _ := z.Create(name)
			_, _ = w.Write(good)
		}
		_ = z.Close()
		m, n := Read(out.Bytes()), 0
		for _, f := range m.Faults {
			if f.Code == "icon-not-in-package" {
				n++
			}
		}
		if n != missing || m.Readable() != (missing == 0) {
			t.Errorf("%s: %+v", icons, m.Faults)
		}
	}
}
