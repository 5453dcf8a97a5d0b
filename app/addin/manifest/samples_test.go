package manifest

import (
	"slices"
	"strings"
	"testing"
)

// What the manifests by others say, written down by hand.
var rulings = map[string]struct {
	id, version, hosts, permissions string
	readable, outlook               bool
	fault                           string // one that must be among them
	line                            int
}{
	"TaskPane.Excel.manifest.xml": {"05c2e1c9-3e1d-406e-9a91-e9ac64854143", "1.0.0.0",
		"Workbook", "ReadWriteDocument", true, false, "localhost", 0},
	"TaskPane.Outlook.manifest.xml": {"05c2e1c9-3e1d-406e-9a91-e9ac64854143", "1.0.0.0",
		"Mailbox", "ReadWriteItem", true, true, "localhost", 0},
	"outlook-hello-world.manifest.xml": {"1e7e38da-7ad6-429a-9c6f-81aa1b9c9344", "1.0.0.0",
		"Mailbox", "ReadWriteItem", true, true, "", 0},
	"outlook-hello-world.unified.manifest.json": {"d1517bbe-5214-44cd-8e91-2446d37d25af", "1.0.0", "mail",
		"MailboxItem.ReadWrite.User", true, true, "", 0},
	"outlook-set-signature.manifest.xml": {"c341ad31-bf7a-4c1d-99f1-d2e5896beb0a", "1.0", "Mailbox",
		"ReadWriteMailbox", true, true, "", 0},
	"invalid-incorrect-end-tag.manifest.xml": {"", "", "", "", false, false, "end-tag", 9},
	"invalid-invalid-resid-length.manifest.xml": {"49ef0d46-e27b-4e17-8f97-1b5391ca3089", "1.0.0.0",
		"Notebook", "ReadWriteDocument", false, false, "long-resid", 0},
	"invalid-no-description.manifest.xml": {"132a8a21-011a-4ceb-9336-6af8a276a288", "1.2.3.4",
		"Workbook", "ReadWriteDocument", false, false, "missing-description", 2},
	"invalid-officeapp-empty.manifest.xml":                  {"", "", "", "", false, false, "missing-id", 2},
	"online-meeting-provider.VersionOverrides.fragment.xml": {"", "", "", "", false, false, "fragment", 1},
}

func TestManifestsByOthers(t *testing.T) {
	_, all := samples(t)
	for name, want := range rulings {
		data, ok := all[name]
		if !ok {
			t.Errorf("%s is gone", name)
			continue
		}
		m := Read(data)
		if m.ID != want.id || m.Version != want.version || strings.Join(m.Hosts, ",") != want.hosts ||
			strings.Join(m.Permissions, ",") != want.permissions || m.Readable() != want.readable ||
			m.Outlook() != want.outlook {
			t.Errorf("%s: %+v", name, m)
		}
		if want.fault != "" && !slices.ContainsFunc(m.Faults,
			func(f Fault) bool { return f.Code == want.fault && (want.line == 0 || f.Line == want.line) }) {
			t.Errorf("%s: %+v, want %s in line %d", name, m.Faults, want.fault, want.line)
		}
	}
	if len(all) != len(rulings) {
		t.Errorf("%d manifests, %d rulings", len(all), len(rulings))
	}
}
