package program

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/terminal"
)

// inFolder runs one command with its data in folder.
func inFolder(folder string, args ...string) (status int, out, errs string) {
	var o, e strings.Builder
	status = terminal.Run(context.Background(), append([]string{"-data", folder}, args...),
		terminal.Environment{Out: &o, Err: &e, Open: ForTerminal})
	return status, o.String(), e.String()
}

const oneReport = `{"organization-name":"Choir Mail","date-range":{"start-datetime":"2026-11-20T00:00:00Z",
	"end-datetime":"2026-11-20T23:59:59Z"},"report-id":"choir-1","policies":[{"policy":{"policy-type":"sts",
	"policy-domain":"choir.example"},"summary":{"total-successful-session-count":4,"total-failure-session-count":0}}]}`

func TestNothingIsCalledNewThatIsLostAtTheEnd(t *testing.T) {
	folder := t.TempDir()
	report := filepath.Join(folder, "choir.json")
	if err := os.WriteFile(report, []byte(oneReport), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(folder, "newer")
	if status, _, errs := inFolder(newer, "guides"); status != terminal.Fine {
		t.Fatal(errs)
	}
	db, err := sql.Open("sqlite", filepath.Join(newer, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 44"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"newer": newer, "no folder": filepath.Join(report, "inside")} {
		status, out, errs := inFolder(data, "import", "tlsrpt", report, "-json")
		if status != terminal.NotDone || strings.Contains(out, "new") ||
			!strings.Contains(errs, "cannot save anything") {
			t.Errorf("%s: import: %d %q %q", name, status, out, errs)
		}
		status, out, errs = inFolder(data, "reports")
		if status != terminal.NotDone || strings.Contains(out, "no reports") {
			t.Errorf("%s: reports: %d %q %q", name, status, out, errs)
		}
		status, out, errs = inFolder(data, "run", "tls-reports", "-set", "domain=choir.example", "-set", "from=files",
			"-set", "folder="+report)
		if status != terminal.NotDone || !strings.Contains(errs, "not saved") || strings.Contains(out, "new report") {
			t.Errorf("%s: run: %d %q %q", name, status, out, errs)
		}
	}
	// Where it can be saved, it is.
	if status, out, errs := inFolder(filepath.Join(folder, "good"), "import", "tlsrpt", report, "-json"); status !=
		terminal.Fine || !strings.Contains(out, `"state":"new"`) {
		t.Errorf("a good folder: %d %q %q", status, out, errs)
	}
}
