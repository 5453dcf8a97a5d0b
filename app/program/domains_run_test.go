package program

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/terminal"
)

// TestSeveralDomainsInOneRun: a file of domains is checked in one run, each with a saved report of its own; a line that
// is no domain is told, and the rest goes on.
func TestSeveralDomainsInOneRun(t *testing.T) {
	data, list := t.TempDir(), filepath.Join(t.TempDir(), "domains.txt")
	text := "# of the parish\nnorthgate.example\nyouth.northgate.example # the young\nnorthgate\nNorthgate.example\n"
	if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	before := savedToday(t, data)
	for _, guide := range []string{"mta-sts", "mail-health"} {
		var out, errs bytes.Buffer
		status := runTerminal(t, &out, &errs, "run", guide, "-set", "domains="+list, "-sample", "-data", data, "-json")
		var got struct {
			Answers  map[string]string
			Facts    map[string]string
			Findings []struct{ Code, Title, Severity string }
			Lists    struct {
				Domains []struct{ Domain, Answer string }
			}
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || status != terminal.Act || errs.Len() > 0 {
			t.Fatalf("%s: %d, %v: %s", guide, status, err, errs.String())
		}
		if got.Facts["domains"] != "2" || len(got.Lists.Domains) != 2 || got.Answers["domain"] != "northgate.example" {
			t.Errorf("%s: %q, %+v", guide, got.Facts, got.Lists)
		}
		wrong := ""
		for _, f := range got.Findings {
			if f.Code == "not-a-domain" {
				wrong += f.Title
			}
		}
		if !strings.HasPrefix(wrong, "Line 4: “northgate”: ") {
			t.Errorf("%s: the wrong line is told as %q", guide, wrong)
		}
	}
	var subjects []string
	for id, subject := range savedToday(t, data) {
		if _, seeded := before[id]; !seeded {
			subjects = append(subjects, subject)
		}
	}
	slices.Sort(subjects)
	if !slices.Equal(subjects, []string{"northgate.example", "youth.northgate.example"}) {
		t.Errorf("saved about %q", subjects)
	}
	var out, errs bytes.Buffer
	if status := runTerminal(t, &out, &errs, "run", "mta-sts", "-set", "domains="+list+".txt", "-sample", "-data",
		data); status != terminal.NotDone {
		t.Errorf("a file that is not there: %d", status)
	}
}

// savedToday returns what the saved reports of one domain’s first check are about, by their IDs.
func savedToday(t *testing.T, data string) map[string]string {
	t.Helper()
	var out, errs bytes.Buffer
	runTerminal(t, &out, &errs, "reports", "-sample", "-data", data, "-json")
	var kept struct {
		Reports []struct{ ID, Guide, Step, Subject, Title string }
	}
	if err := json.Unmarshal(out.Bytes(), &kept); err != nil {
		t.Fatal(err, errs.String())
	}
	all := map[string]string{}
	for _, r := range kept.Reports {
		if r.Guide == "mta-sts" && r.Step == "today" && r.Title == "How you receive email today" {
			all[r.ID] = r.Subject
		}
	}
	return all
}
