package tlsrpt

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/tlsreport"
)

// readAll returns what is found in a file.
func readAll(t *testing.T, file string) (all []Found) {
	t.Helper()
	if err := new(Reader).Read(context.Background(), strings.NewReader(file), func(f Found) error {
		all = append(all, f)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestBrokenLinesArePassedOver: the reports behind a line that is no JSON are read, and
// the line is said.
func TestBrokenLinesArePassedOver(t *testing.T) {
	one, two := string(dayReport(3)), string(dayReport(4))
	for name, file := range map[string]string{
		"between":                       one + "\n{torn\n" + two + "\n",
		"in front":                      "{torn\n" + one + "\n" + two,
		"a list cut short":              "[" + one + ",\n" + two + ",\n{\"organ",
		"a list on one line, cut short": "[" + one + "," + two + ",{\"organ",
		"a stray bracket":               one + "\n]\n" + two,
	} {
		all := readAll(t, file)
		if len(all) != 3 || all[0].Report == nil || all[1].Report == nil || CodeOf(all[2].Err) != NotJSON {
			t.Errorf("%s: %+v", name, all)
		}
	}
	if all := readAll(t, one+"\n{torn\n"); len(all) != 1 || all[0].Report != nil {
		t.Errorf("one report and a torn line: %+v", all)
	}
	deep := strings.Repeat("[", 900) + strings.Repeat("1,", 2<<20)
	begin := time.Now()
	if all := readAll(t, deep); len(all) != 1 || all[0].Err == nil || time.Since(begin) > 20*time.Second {
		t.Errorf("lists without an end: %+v after %s", all, time.Since(begin))
	}
	long := strings.Repeat("{torn\n", 200_000) + one
	if all := readAll(t, long); len(all) != 1 || all[0].Err == nil {
		t.Errorf("torn lines without an end: %+v", all)
	}
}

// TestFieldsInOtherSpellings: a field in capitals or with underscores is the same field,
// so that no failure in it is passed over.
func TestFieldsInOtherSpellings(t *testing.T) {
	plain := string(dayReport(5))
	score := func(s string) string {
		for _, name := range fieldNames {
			s = strings.ReplaceAll(s, `"`+name+`"`, `"`+strings.ReplaceAll(name, "-", "_")+`"`)
		}
		return s
	}
	for name, c := range map[string]struct {
		file   string
		failed int64
		odd    []string
	}{
		"underscores": {score(plain), 0, []string{tlsreport.FieldSpelling}},
		"capitals": {strings.ReplaceAll(plain, `"policies"`, `"Policies"`), 0,
			[]string{tlsreport.FieldSpelling}},
		"twice, in two spellings": {strings.Replace(plain, `"total-failure-session-count":0`,
			`"total-failure-session-count":0,"Total-Failure-Session-Count":6`, 1), 6,
			[]string{tlsreport.DuplicateName, tlsreport.FieldSpelling}},
		"another field": {strings.Replace(plain, `"policies"`, `"Made_Up":1,"policies"`, 1), 0, nil},
	} {
		all := readAll(t, c.file)
		if len(all) != 1 || all[0].Report == nil {
			t.Errorf("%s: %+v", name, all)
			continue
		}
		r := all[0].Report
		if _, failed := tlsreport.Sessions(r.Policies); failed != c.failed || !slices.Equal(r.Anomalies, c.odd) {
			t.Errorf("%s: %d failed, %v", name, failed, r.Anomalies)
		}
	}
}

func TestDatesInOtherForms(t *testing.T) {
	plain := string(dayReport(5))
	dated := func(start, end string) string {
		return strings.NewReplacer(`"2026-03-05T00:00:00Z"`, start, `"2026-03-05T23:59:59Z"`, end).Replace(plain)
	}
	for file, says := range map[string]string{
		dated(`"2026-03-05T00:00:00.000+0000"`, `"2026-03-05T23:59:59.999+0000"`): "",
		dated(`1772668800`, `1772755199`):                                         "",
		dated(`"1772668800"`, `"1772755199"`):                                     "",
		dated(`"last Thursday"`, `"today"`):                                       "cannot read the dates",
		dated(`""`, `null`):                                                       "does not give its dates",
	} {
		all := readAll(t, file)
		switch {
		case len(all) != 1 || (all[0].Report == nil) != (says != ""):
			t.Errorf("%s: %+v", file, all)
		case says == "" && daysOf(all[0].Report) != "2026-03-05":
			t.Errorf("%s: about %s", file, daysOf(all[0].Report))
		case says != "" && !strings.Contains(all[0].Err.Error(), says):
			t.Errorf("%s: %v", file, all[0].Err)
		}
	}
}

func TestBlankLinesBeforeAnEmail(t *testing.T) {
	all := readAll(t, "\r\n\r\n"+string(bytes.TrimLeft(forwardable(dayReport(5)), "\r\n")))
	if len(all) != 1 || all[0].Report == nil {
		t.Errorf("%+v", all)
	}
}
