package deviceprofiles

import (
	"strings"
	"testing"

	"handrail/app/guides/guidetest"
	"handrail/app/report"
)

// TestTheReportSaysWhatCameOfTheChange: nothing, a change, a change that was undone, and a lost answer.
func TestTheReportSaysWhatCameOfTheChange(t *testing.T) {
	const before = `device.displayName -startsWith "Kiosk"`
	w := guidetest.New()
	d, v := deps{w.Services()}, existing()
	says := func(title string, rows int, severity report.Severity) []string {
		t.Helper()
		found, _, doc := look(t, d, v, stepRecord)
		table := rowsOf(doc, "Changes sent to Microsoft")
		if f := found["recorded"]; f.Title != title || f.Severity != severity || doc.Headline != title || len(table) != rows {
			t.Errorf("%v, %q, want %s", f, table, title)
		}
		return table
	}
	says("Handrail changed nothing", 0, report.Note)
	if _, err := act(t, d, v, stepChange); err != nil {
		t.Fatal(err)
	}
	table := says("Handrail changed the group", 1, report.OK)
	if len(table) != 1 || !strings.HasPrefix(table[0], "Change: made|") || !strings.Contains(table[0], "|"+before+"|") {
		t.Errorf("%q", table)
	}
	if _, err := act(t, d, v, stepKeep); err != nil {
		t.Fatal(err)
	}
	if table = says("Handrail changed the group, and undid it", 2, report.OK); !strings.HasSuffix(table[1], "|"+before) {
		t.Errorf("%q", table)
	}
	w = guidetest.New()
	d, v = deps{w.Services()}, existing()
	d.Tenant.Writer = lossy{d.Tenant.Writer, false}
	if _, err := act(t, d, v, stepChange); err == nil {
		t.Fatal("a lost answer is an error")
	}
	says("It is not known whether a change arrived", 1, report.Unknown)
}
