package manifest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"handrail/app/conformance/shared"
)

// head opens a manifest that lacks nothing; tail closes it.
const head = `<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" ` +
	`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
	`xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0" ` +
	`xsi:type="MailApp">
<Id>A7CA6C74-33fb-43a4-a3e4-781078f0eff5</Id>
<Version>1.2.0</Version>
<ProviderName>Example</ProviderName>
<DefaultLocale>en-US</DefaultLocale>
<DisplayName DefaultValue="Meet"/>
<Description DefaultValue="Adds a meeting."/>
<IconUrl DefaultValue="https://cdn.example.net/i.png"/>
<AppDomains><AppDomain>https://login.example.org</AppDomain></AppDomains>
<Hosts><Host Name="Mailbox"/></Hosts>
<Requirements><Sets DefaultMinVersion="1.1"><Set Name="Mailbox"/></Sets></Requirements>` +
	`<FormSettings><Form><DesktopSettings><SourceLocation DefaultValue="https://cdn.example.net/r.html"/>` +
	`</DesktopSettings></Form></FormSettings>
<Permissions>ReadWriteItem</Permissions>
`

const overrides = `<VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides/1.1" ` +
	`xsi:type="VersionOverridesV1_1">
<Requirements><bt:Sets><bt:Set Name="Mailbox" MinVersion="1.10"/></bt:Sets></Requirements>
<Hosts><Host xsi:type="MailHost"><DesktopFormFactor>
<ExtensionPoint xsi:type="AppointmentOrganizerCommandSurface"/>
<ExtensionPoint xsi:type="LaunchEvent"><LaunchEvents><LaunchEvent Type="OnNewAppointmentOrganizer" FunctionName="f"/>` +
	`</LaunchEvents><SourceLocation resid="Page"/></ExtensionPoint>
</DesktopFormFactor><MobileFormFactor><ExtensionPoint xsi:type="MobileOnlineMeetingCommandSurface"/>` +
	`</MobileFormFactor></Host></Hosts>
<Resources><bt:Urls><bt:Url id="Page" DefaultValue="https://app.example.com/p.html"/></bt:Urls></Resources>
<WebApplicationInfo><Id>1</Id><Scopes><Scope>openid</Scope></Scopes></WebApplicationInfo>
</VersionOverrides>
`

const tail = "</OfficeApp>\n"

func TestReadXML(t *testing.T) {
	text := head + overrides + tail
	units := utf16.Encode([]rune(strings.Replace(text, "UTF-8", "utf-16", 1)))
	wide := []byte{0xFF, 0xFE}
	for _, u := range units {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for name, data := range map[string][]byte{"UTF-8": []byte(text),
		"with mark": append([]byte{0xEF, 0xBB, 0xBF}, text...), "UTF-16": wide} {
		m := Read(data)
		got := fmt.Sprintf("%s %s %s %s %s %s %v %v %v %v %v %v %v %v %v", m.Kind, m.ID, m.Version, m.Type, m.Name,
			m.Provider, m.Hosts, m.Sets, m.Permissions, m.Graph, m.Domains, m.Events, m.Points, m.Mobile, m.Faults)
		want := "xml a7ca6c74-33fb-43a4-a3e4-781078f0eff5 1.2.0 MailApp Meet Example [Mailbox] [{Mailbox 1.10}] " +
			"[ReadWriteItem] [openid] [app.example.com cdn.example.net login.example.org] " +
			"[OnNewAppointmentOrganizer] [AppointmentOrganizerCommandSurface LaunchEvent " +
			"MobileOnlineMeetingCommandSurface] true []"
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		if !m.Readable() || !m.Outlook() || !m.Meeting() || !m.OnMac() {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if k, ok := Lookup(Read([]byte(text)).ID); !ok || k.Asset != "WA104381712" {
		t.Errorf("Zoom is not known by its id: %+v", k)
	}
}

// Each broken manifest names its fault, line and column.
func TestBrokenManifests(t *testing.T) {
	swap := func(old, with string) string { return strings.Replace(head+overrides+tail, old, with, 1) }
	for name, c := range map[string]struct {
		text, code   string
		line, column int // 0: not looked at
	}{
		"another end tag": {swap("Example</ProviderName>", "Example</BAD>"), "end-tag", 5, 0},
		"cut off":         {head, "cut-off", 0, 0},
		"a bare &":        {swap(`"Meet"`, `"Meet & greet"`), "entity", 7, 0},
		"a document type": {swap("<OfficeApp", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><OfficeApp"),
			"document-type", 2, 1},
		"no description":   {swap(`<Description DefaultValue="Adds a meeting."/>`, ""), "missing-description", 2, 1},
		"no id":            {swap("<Id>A7CA6C74-33fb-43a4-a3e4-781078f0eff5</Id>", ""), "missing-id", 2, 1},
		"a bad id":         {swap("A7CA6C74", "G7CA6C74"), "bad-id", 3, 1},
		"a bad version":    {swap("1.2.0", "1.x"), "bad-version", 4, 1},
		"a long name":      {swap(`"Meet"`, `"`+strings.Repeat("m", 126)+`"`), "long-displayname", 7, 1},
		"no hosts":         {swap(`<Hosts><Host Name="Mailbox"/></Hosts>`, ""), "missing-hosts", 0, 0},
		"no type":          {swap(` xsi:type="MailApp"`, ""), "missing-type", 2, 1},
		"another type":     {swap(`"MailApp"`, `"MailAppp"`), "bad-type", 2, 1},
		"not encrypted":    {swap("https://app.example.com", "http://app.example.com"), "not-https", 20, 21},
		"no whole address": {swap("https://app.example.com/p.html", "p.html"), "bad-address", 20, 21},
		"a long resid": {strings.ReplaceAll(head+overrides+tail, `"Page"`, `"`+strings.Repeat("p", 33)+`"`),
			"long-resid", 18, 133},
		"a name of nothing": {swap(`resid="Page"`, `resid="Other"`), "unknown-resid", 18, 133},
		"a fragment": {strings.Replace(overrides, "<VersionOverrides ",
			`<VersionOverrides xmlns:bt="b" xmlns:xsi="x" `, 1), "fragment", 1, 1},
		"another file":       {"<html></html>", "not-a-manifest", 1, 1},
		"two roots":          {head + tail + "<OfficeApp/>", "two-roots", 0, 0},
		"nothing":            {"", "not-a-manifest", 0, 0},
		"words":              {"hello", "not-a-manifest", 0, 0},
		"a package":          {"PK\x03\x04", "package", 0, 0},
		"JSON, cut off":      {`{"id":"x"`, "cut-off", 1, 0},
		"JSON, a comma":      {"{\n \"id\":,\n}", "not-json", 2, 7},
		"JSON, another kind": {`{"id":5}`, "bad-kind", 1, 0},
		"JSON, another file": {`{"a":1}`, "not-a-manifest", 1, 1},
		"JSON, no add-in": {`{"id":"a7ca6c74-33fb-43a4-a3e4-781078f0eff5","manifestVersion":"1.21"}`, "no-addin", 1,
			1},
		"deep": {strings.Repeat("<a>", 100), "too-large", 0, 0},
		"huge": {strings.Repeat(" ", MaxBytes+1), "too-large", 0, 0},
	} {
		m := Read([]byte(c.text))
		i := slices.IndexFunc(m.Faults, func(f Fault) bool { return f.Code == c.code })
		if i < 0 || m.Readable() {
			t.Errorf("%s: %+v, want %s", name, m.Faults, c.code)
			continue
		}
		f := m.Faults[i]
		if c.line > 0 && f.Line != c.line || c.column > 0 && f.Column != c.column || f.Text == "" || f.Do == "" {
			t.Errorf("%s: at %d:%d, want %d:%d (%+v)", name, f.Line, f.Column, c.line, c.column, f)
		}
	}
}

func TestCompare(t *testing.T) {
	before := Read([]byte(head + tail))
	after := Read([]byte(strings.Replace(strings.Replace(head, "ReadWriteItem", "ReadWriteMailbox", 1), "1.2.0",
		"1.10.0", 1) + overrides + tail))
	consent := map[string]bool{}
	for _, d := range Compare(before, after) {
		consent[d.What] = d.Consent
	}
	want := map[string]bool{"Version": false, "Permissions": true, "Permissions for Microsoft Graph": true,
		"Starts automatically on": true, "Requirement sets": false, "Connects to": false}
	if fmt.Sprint(consent) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", consent, want)
	}
	if !Newer(before, after) || Newer(after, before) || Newer(before, before) || after.MaxPermission() != 4 ||
		before.MaxPermission() != 3 {
		t.Error("versions or permissions are put in the wrong order")
	}
	if d := Compare(after, after); len(d) != 0 {
		t.Errorf("the same manifest differs from itself: %v", d)
	}
}

func TestIDs(t *testing.T) {
	for text, want := range map[string]string{"WA104381712": "WA104381712", " wa200004157 ": "WA200004157", "WA1": "",
		"104381712": "", "WA10438171x": "", "": ""} {
		if got, ok := AssetID(text); got != want || ok != (want != "") {
			t.Errorf("AssetID(%q) = %q", text, got)
		}
	}
	for text, ok := range map[string]bool{"{A7CA6C74-33FB-43A4-A3E4-781078F0EFF5}": true,
		"a7ca6c74-33fb-43a4-a3e4-781078f0eff": false, "a7ca6c7433fb43a4a3e4781078f0eff50000": false, "": false} {
		if _, got := GUID(text); got != ok {
			t.Errorf("GUID(%q) = %v", text, got)
		}
	}
}

// samples returns the manifests by others.
func samples(t *testing.T) (folder string, all map[string][]byte) {
	t.Helper()
	folder = shared.Folder(t, "samples", "event", "manifests")
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all = map[string][]byte{}
	for _, f := range files {
		if all[f.Name()], err = os.ReadFile(filepath.Join(folder, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return folder, all
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + overrides + tail))
	f.Add([]byte(`{"id":"a","manifestVersion":"1","extensions":[{"requirements":{"scopes":["mail"]}}]}`))
	f.Add([]byte("<!DOCTYPE a><a/>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := Read(data)
		for _, fault := range m.Faults {
			if fault.Code == "" || fault.Text == "" || fault.Do == "" || fault.Line < 0 || fault.Column < 0 {
				t.Fatalf("a fault says too little: %+v", fault)
			}
		}
		Compare(m, m)
	})
}

func BenchmarkManifests(b *testing.B) {
	data := []byte(head + overrides + tail)
	for b.Loop() {
		Read(data)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "manifests/s")
}

// packed makes a package of files.
func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAManifestIsReadFromItsPackage: the same as alone, and what is no package of
// an add-in is refused in words.
func TestAManifestIsReadFromItsPackage(t *testing.T) {
	const manifest = `{"id":"d1517bbe-5214-44cd-8e91-2446d37d25af","version":"1.0.0","name":{"short":"Hello"}}`
	alone := Read([]byte(manifest))
	for name, files := range map[string]map[string]string{
		"at the top":  {"manifest.json": manifest, "color.png": "x", "locale/manifest.json": "{}"},
		"in a folder": {"hello/manifest.json": manifest, "hello/words.xml": "<a/>"},
	} {
		if m := Read(packed(t, files)); alone.ID == "" || !reflect.DeepEqual(m, alone) {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if m := Read(packed(t, map[string]string{"[Content_Types].xml": "<a/>",
		"addin.XML": "<OfficeApp></OfficeApp>"})); slices.ContainsFunc(m.Faults,
		func(f Fault) bool { return f.Code == "package" }) {
		t.Errorf("XML in a package: %+v", m.Faults)
	}
	many := map[string]string{"manifest.json": manifest}
	for i := range mostInside {
		many[fmt.Sprint("icons/", i)] = ""
	}
	for name, data := range map[string][]byte{
		"none": packed(t, map[string]string{"a.txt": "x"}),
		"two":  packed(t, map[string]string{"a.xml": "<a/>", "b.xml": "<b/>"}),
		"deep": packed(t, map[string]string{"a/b/manifest.json": manifest}),
		"many": packed(t, many), "cut off": packed(t, map[string]string{"manifest.json": manifest})[:40],
		"large": append([]byte("PK"), make([]byte, mostPacked)...),
	} {
		if m := Read(data); len(m.Faults) != 1 || m.Faults[0].Code != "package" || m.Readable() {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if m := Read(packed(t, map[string]string{"manifest.json": "{" +
		strings.Repeat(" ", MaxBytes)})); m.Faults[0].Code != "too-large" {
		t.Errorf("a bomb: %+v", m.Faults)
	}
}
