package tlsrpt

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"handrail/app/mail/tlsreport"
)

// forwarded returns an email with another one attached, forwardable one to attach.
func forwarded(inner []byte) []byte {
	edge := fmt.Sprintf("=_%d", len(inner))
	return []byte("From: clerk@choir.example\r\nSubject: FW: a report\r\nContent-Type: multipart/mixed; " +
		`boundary="` + edge + "\"\r\n\r\n--" + edge + "\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--" + edge +
		"\r\nContent-Type: message/rfc822\r\n\r\n" + string(inner) + "\r\n--" + edge + "--\r\n")
}

func forwardable(report []byte) []byte {
	return mailed("application/tlsrpt+gzip", "r.json.gz", zipped(report))
}

// dayReport returns a report of one day of March about choir.example.
func dayReport(day int) []byte {
	return fmt.Appendf(nil, `{"organization-name":"Larkspur","contact-info":"a@larkspur.example","report-id":"r%d",`+
		`"date-range":{"start-datetime":"2026-03-%02dT00:00:00Z","end-datetime":"2026-03-%02dT23:59:59Z"},"policies":[{`+
		`"policy":{"policy-type":"sts","policy-domain":"choir.example"},"summary":`+
		`{"total-successful-session-count":%d,"total-failure-session-count":0}}]}`, day, day, day, day)
}

func wide(text []byte, big, mark bool) []byte {
	var all []byte
	for _, u := range utf16.Encode([]rune(map[bool]string{true: "\ufeff"}[mark] + string(text))) {
		if big {
			all = append(all, byte(u>>8), byte(u))
		} else {
			all = append(all, byte(u), byte(u>>8))
		}
	}
	return all
}

func TestReportsAreFoundInEveryWrapping(t *testing.T) {
	one, two := dayReport(3), dayReport(4)
	var month []entry
	for day := 1; day <= 31; day++ {
		month = append(month, entry{fmt.Sprintf("%d.json.gz", day), zipped(dayReport(day))})
	}
	list := "[" + string(one) + ",\n" + string(two) + "]"
	bom := "\xef\xbb\xbf"
	for name, c := range map[string]struct {
		file     string
		reports  int
		sessions int64
	}{
		"list":                {list, 2, 7},
		"list with mark":      {bom + list, 2, 7},
		"list in gzip":        {string(zipped([]byte(list))), 2, 7},
		"lines":               {string(one) + "\n" + string(two) + "\n", 2, 7},
		"wrapper":             {`{"total":2,"items":` + list + `,"next":null}`, 2, 7},
		"wrappers in a list":  {`[{"tls":` + string(one) + `},{"tls":` + string(two) + `}]`, 2, 7},
		"UTF-16":              {string(wide(one, false, true)), 1, 3},
		"UTF-16, big endian":  {string(wide([]byte(list), true, true)), 2, 7},
		"UTF-16, no mark":     {string(wide(one, false, false)), 1, 3},
		"UTF-16 mail":         {string(wide(forwardable(one), false, true)), 1, 3},
		"UTF-16 in zip":       {string(archived(entry{"a.json", wide(two, false, true)})), 1, 4},
		"mail with mark":      {bom + string(forwardable(one)), 1, 3},
		"mailbox with mark":   {bom + string(boxed(forwardable(one), forwardable(two))), 2, 7},
		"forwarded":           {string(forwarded(forwardable(one))), 1, 3},
		"forwarded, in a box": {string(boxed(forwarded(forwardable(one)), forwardable(two))), 2, 7},
		"month of gzip":       {string(archived(month...)), 31, 496},
		"mails in zip": {string(archived(entry{"1.eml", forwardable(one)}, entry{"2.eml", forwardable(two)})), 2,
			7},
		"zip of gzip in mail": {string(mailed("application/zip", "m.zip", archived(month[:2]...))), 2, 3},
	} {
		var sessions int64
		all := readBytes(t, &Reader{}, []byte(c.file))
		for _, f := range all {
			if f.Report == nil {
				t.Errorf("%s: %v", name, f.Err)
				continue
			}
			ok, _ := tlsreport.Sessions(f.Report.Policies)
			sessions += ok
		}
		if len(all) != c.reports || sessions != c.sessions {
			t.Errorf("%s: %d reports, %d sessions", name, len(all), sessions)
		}
	}
}

func TestAForwardedEmailIsItsOwn(t *testing.T) {
	all := readBytes(t, &Reader{}, forwarded(forwardable(dayReport(3))))
	if len(all) != 1 || all[0].Report == nil || all[0].Report.Signed.State != tlsreport.Untested {
		t.Fatalf("%+v", all)
	}
	if !strings.HasSuffix(all[0].Part, "r.json.gz") {
		t.Errorf("part %q", all[0].Part)
	}
}

func TestTheDomainIsTakenFromTheName(t *testing.T) {
	bare := []byte(strings.Replace(string(dayReport(3)), `,"policy-domain":"choir.example"`, "", 1))
	const name = "larkspur.example!Band.Example!1772496000!1772582399!7.json.gz"
	quiet := func(mail []byte) []byte {
		return []byte(strings.Replace(string(mail), "TLS-Report-Domain: youth.example\r\n", "", 1))
	}
	for _, c := range []struct {
		what, name string
		file       []byte
		domain     string
	}{
		{"the file", "/mails/" + name, zipped(bare), "band.example"},
		{"a file of Windows", `C:\mails\` + name, bare, "band.example"},
		{"a file that names one", name, dayReport(3), "choir.example"},
		{"an archive", "all.zip", archived(entry{name, zipped(bare)}), "band.example"},
		{"a header", name, mailed("application/json", "r.json", bare), "youth.example"},
		{"an attachment", "1.eml", quiet(mailed("application/json", name, bare)), "band.example"},
		{"none", "a!b.json", bare, ""},
		{"no times", "wow!hey.example!then!now.json", bare, ""},
		{"no domain", "larkspur.example!x!1772496000!1772582399.json", bare, ""},
	} {
		var got []Found
		err := (&Reader{}).ReadFile(t.Context(), c.name, strings.NewReader(string(c.file)), func(f Found) error {
			got = append(got, f)
			return nil
		})
		if err != nil || len(got) != 1 || got[0].Report == nil || got[0].Report.Policies[0].Domain != c.domain {
			t.Errorf("%s: %+v, %v", c.what, got, err)
		}
	}
}

func TestDoubledAndFlatFieldsAreMarked(t *testing.T) {
	const head = `{"organization-name":"X","date-range":{"start-datetime":"2026-03-02T00:00:00Z",` +
		`"end-datetime":"2026-03-02T23:59:59Z"},"contact-info":"a@x","report-id":"1","policies":[{`
	for _, c := range []struct {
		name, json, line, odd string
		ok, failed            int64
	}{
		{"failures twice", `"policy":{"policy-type":"sts","policy-domain":"a.example"},"summary":` +
			`{"total-failure-session-count":5,"total-successful-session-count":9,"total-failure-session-count":1}`,
			"sts a.example", "duplicate-name", 9, 5},
		{"type twice", `"policy":{"policy-type":"tlsa","policy-type":"sts","policy-domain":"a.example"},"summary":` +
			`{"total-failure-session-count":0,"total-successful-session-count":9}`, "sts a.example", "duplicate-name",
			9, 0},
		{"all flat", `"policy-type":"sts","policy-domain":"A.example","total-failure-session-count":2,` +
			`"total-successful-session-count":4`, "sts a.example", "flat-policy", 4, 2},
		{"a fraction", `"policy":{"policy-type":"sts","policy-domain":"a.example"},"summary":` +
			`{"total-failure-session-count":0.5,"total-successful-session-count":1000000001}`, "sts a.example",
			"odd-count", 0, 0},
	} {
		r, err := ParseReport([]byte(head + c.json + "}]}"))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		p := r.Policies[0]
		if p.Type+" "+p.Domain != c.line || strings.Join(r.Anomalies, " ") != c.odd || p.Succeeded != c.ok ||
			p.Failed != c.failed {
			t.Errorf("%s: %+v, odd %q", c.name, p, r.Anomalies)
		}
	}
}
