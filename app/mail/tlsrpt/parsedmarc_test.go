//go:build judge

package tlsrpt

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/conformance/python"
	"handrail/app/conformance/shared"
)

// unread are the reports that parsedmarc does not read and we do, and why we are
// right.
var unread = map[string]string{
	"marcbradshaw+mail-tls-rpt/t_data_report.json.gz.b64": "base64 as it stands in a mail, saved by hand; RFC 8460 " +
		"section 5.3 sends it so",
	"stalwartlabs+mail-auth/resources_tlsrpt_rpt02.eml": "its part is application/tlsrpt without “+json” or " +
		"“+gzip”; what it is shows its content",
	"stalwartlabs+mail-auth/resources_tlsrpt_rpt03.json": "it names no domain of its policies; what it counts is " +
		"worth showing, and it decides nothing",
}

// TestParsedmarcAgrees: another author's program finds the same writers, sessions
// and failures in every report by others, but for those explained. The patterns
// of mail servers are not compared: it looks for them beside the policy
// ("mx-host-patterns"), where RFC 8460 section 4.4 has them inside as "mx-host",
// and so loses them; we must not, which the table of samples holds.
func TestParsedmarcAgrees(t *testing.T) {
	dir := shared.Folder(t, "samples", "tlsrpt")
	var paths []string
	for _, c := range sampleTable {
		path, err := filepath.Abs(filepath.Join(dir, filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	var theirs []struct {
		OK                    bool
		Why, Organisation, ID string
		Policies              []struct {
			Domain, Type      string
			Succeeded, Failed int64
			Hosts             []string
			Failures          []struct {
				Result, Host, Sender, Receiver string
				Count                          int64
			}
		}
	}
	err := python.Ask(t.Context(), "app/conformance/parsedmarc", "parsedmarc", paths, &theirs)
	if errors.Is(err, python.ErrNotHere) {
		t.Skip(err)
	}
	if err != nil || len(theirs) != len(sampleTable) {
		t.Fatalf("the judge read %d of %d: %v", len(theirs), len(sampleTable), err)
	}
	agreed, hosts := 0, 0
	for i, c := range sampleTable {
		their := theirs[i]
		if their.OK == (unread[c.file] != "") {
			t.Errorf("%s: read by parsedmarc %v (%s); explained: %q", c.file, their.OK, their.Why, unread[c.file])
		}
		if !their.OK {
			continue
		}
		ours := readFile(t, &Reader{}, paths[i])[0].Report
		var a, b []string
		for _, p := range ours.Policies {
			hosts += len(p.MX)
			p.MX = nil
			a = append(a, policyLine(p))
		}
		for _, p := range their.Policies {
			line := fmt.Sprintf("%s %s %d/%d mx -", p.Type, dash(p.Domain), p.Succeeded, p.Failed)
			for _, f := range p.Failures {
				line += fmt.Sprintf(" [%s %d %s %s %s]", f.Result, f.Count, dash(f.Host), dash(f.Sender),
					dash(f.Receiver))
			}
			if len(p.Hosts) > 0 {
				t.Errorf("%s: parsedmarc gives hosts now, so compare them: %v", c.file, p.Hosts)
			}
			b = append(b, line)
		}
		if ours.Organisation != their.Organisation || ours.ID != their.ID ||
			strings.Join(a, "\n") != strings.Join(b, "\n") {
			t.Errorf("%s: ours\n%s %s %s\ntheirs\n%s %s %s", c.file, ours.Organisation, ours.ID, strings.Join(a, "\n"),
				their.Organisation, their.ID, strings.Join(b, "\n"))
		}
		agreed++
	}
	if hosts == 0 {
		t.Error("no host was read, so the note about them is idle")
	}
	t.Logf("%d of %d reports agree, %d patterns of hosts are ours alone", agreed, len(sampleTable), hosts)
}
