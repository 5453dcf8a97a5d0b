package enhancedfiltering

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/report"
)

// Every form of an export says the same, and what a form lost is not known, with the command
// that brings it.
func TestEveryFormOfAnExport(t *testing.T) {
	folder := filepath.Join(shared.Folder(t, "samples"), "admin/exchange/forms")
	for file, want := range map[string]struct{ state, connectors, code string }{
		"connectors.pwsh7.utf8.json": {"pilot", "2", ""}, "connectors.ps51.utf16le-bom.json": {"pilot", "2", ""},
		"connectors.single-object.json": {"pilot", "1", ""}, "connectors.format-list.txt": {"pilot", "2", ""},
		"connectors.export-clixml.xml":            {"pilot", "2", ""},
		"connectors.export-csv.typename-loss.csv": {"unknown", "2", "export-lost"}} {
		w := run(t, filter, map[string]string{"export": filepath.Join(folder, file), "back": "no"})
		if w.facts["state"] != want.state || w.facts["connectors"] != want.connectors || want.code != "" &&
			!w.has(want.code) {
			t.Errorf("%s: %s, %s connectors, %v", file, w.facts["state"], w.facts["connectors"], w.codes)
		}
		if want.state == "pilot" && (w.facts["handed-over"] != "2" || w.facts["locked"] != "yes") {
			t.Errorf("%s: %s entries, locked %s", file, w.facts["handed-over"], w.facts["locked"])
		}
	}
	live := filepath.Join(shared.Folder(t, "samples"), "exo/connectors/get-inboundconnector-live-2026-07-23.json")
	w := run(t, filter, map[string]string{"export": live, "back": "no", "ranges": "203.0.113.7",
		"connector": "myorgemail"})
	if w.facts["state"] != "no-connector" || w.facts["connectors"] != "2" || w.facts["locked"] != "no" {
		t.Errorf("two connectors that are off: %v", w.facts)
	}
	if all := w.hands[stepScript]; len(blocks(all)) != 3 || !slices.ContainsFunc(all.Blocks, func(b report.Block) bool {
		banner, ok := b.(report.Banner)
		return ok && strings.Contains(banner.Text, "This connector is off")
	}) {
		t.Errorf("%+v", all.Blocks)
	}
}
