package terminal

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
	"handrail/app/tenant"
)

// steersIt is a name as a stranger may choose it: it sets a title, clears the screen,
// turns the writing and adds a line.
const steersIt = "Vestry\x1b]0;x\a\x1b[2J\u009b31m\u202e\u2066\nnew       made up"

func steering(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
	}) || strings.Contains(text, "\nnew       made up")
}

// TestNothingFromOutsideSteersTheTerminal: neither what a command prints nor what it complains about.
func TestNothingFromOutsideSteersTheTerminal(t *testing.T) {
	s := &stage{severity: report.Problem, lookErr: app.Errorf(app.Unreachable, "Ask "+steersIt, "No "+steersIt)}
	s.shelf.visits = []guide.Visit{{ID: "v", Guide: "walk", Subject: steersIt, Answers: map[string]string{}}}
	s.shelf.kept = []report.SavedReport{{ID: "0123456789", Title: steersIt, Subject: steersIt,
		Document: &report.Document{Title: steersIt, Subject: steersIt,
			Blocks: []report.Block{report.Table{Title: steersIt,
				Columns: []string{steersIt}, Rows: [][]string{{steersIt}}}}}}}
	for _, args := range [][]string{{"guides"}, {"reports"}, {"guides", "-json"}, {"reports", "-json"}, {steersIt},
		{"run", "walk", "-set", "domain=a.b" + steersIt}, {"run", "walk", "-json", "-set", "domain=a.b" + steersIt},
		{"run", steersIt}, {"import", steersIt, "x"}, {"-" + steersIt}, {"export", steersIt, "-html", "x"},
		{"export", "0123456789", "-csv", t.TempDir() + "/" + "folder\x1b[2J"}, {"-now", steersIt, "guides"},
		{"-graph", steersIt, "guides"}, {"sync", steersIt}} {
		_, out, errs := s.run(args...)
		if out+errs == "" || steering(out) || steering(errs) {
			t.Errorf("%.40q prints %q and complains %q", args, out, errs)
		}
	}
	_, out, _ := s.run("reports", "-json")
	var got struct{ Reports []struct{ Subject string } }
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Reports[0].Subject != steersIt {
		t.Errorf("a program reads another name: %q, %v", got.Reports, err)
	}
}

// TestTheWritersAreCleanToo: also what does not go through clean.Fprintf.
func TestTheWritersAreCleanToo(t *testing.T) {
	var out, errs strings.Builder
	w := Environment{Out: &out, Err: &errs}.cleaned()
	one := strings.ReplaceAll(steersIt, "\n", " ")
	if _, err := io.WriteString(w.Out, one); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w.Err, one); err != nil || steering(out.String()) || steering(errs.String()) {
		t.Errorf("%v: %q, %q", err, out.String(), errs.String())
	}
}

// TestListsHaveOneLineAFile: a line end in a name is a mark there.
func TestListsHaveOneLineAFile(t *testing.T) {
	var b strings.Builder
	w := Environment{Out: &b, Err: &b}.cleaned()
	p := &imported{out: bufio.NewWriter(w.Out)}
	for _, r := range []tlsimport.Result{
		{Path: steersIt, Part: steersIt, State: tlsreport.Refused, Reason: "It is " + steersIt},
		{Path: steersIt, State: tlsreport.New, Report: &tlsreport.Report{Organisation: steersIt,
			Policies: []tlsreport.Policy{{Domain: steersIt, Type: steersIt}}}},
	} {
		if err := p.line(r); err != nil {
			t.Fatal(err)
		}
	}
	_ = p.out.Flush()
	if err := w.printAttended([]attended{{Path: steersIt, Reason: steersIt}}, attendedTotals{}); err != nil {
		t.Fatal(err)
	}
	err := writeSections(w.Out, synced{Organisation: organisation{Name: steersIt},
		Sections: []section{{Title: steersIt, State: tenant.Updated, Error: steersIt, Notes: []string{steersIt}}}})
	if err != nil || steering(b.String()) || strings.Count(b.String(), "\ufffdnew       made up") < 3 {
		t.Errorf("%v: %q", err, b.String())
	}
}

// TestNoAddressOfATestServerPanics: what cannot be asked is refused in words.
func TestNoAddressOfATestServerPanics(t *testing.T) {
	for address, want := range map[string]bool{
		"http://[::1%25en0]:8/v1.0": false, "http://[::1%25]:8": false, "http://127.0.0.1:8/{x}": false,
		"http://127.0.0.1:8/%0d": false, "http://127.0.0.1:8/a b": false, "http://127.0.0.1:8/é": false,
		"http://127.0.0.1:8/v1.0?x": false, "http://127.0.0.1:8/#x": false, "http://127.0.0.1:70000": false,
		"http://127.0.0.1:0": false, "http://localhost:": false, "http://me@localhost:8": false, "http://": false,
		"http://192.0.2.1:8": false, "ftp://localhost": false, "http://localhost:8/%zz": false,
		"http://localhost:8/v1.0": true, "http://[::1]:8/beta": true, "https://127.0.0.9": true, "": true,
	} {
		err := checkGraph(address)
		if (err == nil) != want || err != nil && app.CodeOf(err) != app.Invalid {
			t.Errorf("%s: %v", address, err)
		}
	}
}
