package tlsrpt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/mail/tlsreport"
)

func readBytes(t testing.TB, r *Reader, data []byte) []Found {
	t.Helper()
	var all []Found
	if err := r.Read(context.Background(), bytes.NewReader(data),
		func(f Found) error { all = append(all, f); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// told is what a report says, without what is known of its way here.
func told(r *tlsreport.Report) tlsreport.Report {
	c := *r
	c.Anomalies, c.Signed, c.Raw = nil, tlsreport.Signed{}, nil
	return c
}

func indented(raw []byte) []byte {
	var b bytes.Buffer
	_ = json.Indent(&b, raw, "", "  ")
	return bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n"))
}

func TestEveryContainerGivesBackTheReport(t *testing.T) {
	random := rand.New(rand.NewPCG(8460, 1))
	reader := &Reader{}
	for range 15 {
		want := made(random)
		raw := WriteReport(want)
		for name, file := range map[string][]byte{
			"json":               raw,
			"json with CRLF":     indented(raw),
			"json with a BOM":    append([]byte("\xef\xbb\xbf"), raw...),
			"gzip":               zipped(raw),
			"gzip, zeros behind": append(zipped(raw), 0, 0, 0),
			"gzip in two parts":  append(zipped(raw[:len(raw)/2]), zipped(raw[len(raw)/2:])...),
			"zip":                archived(entry{"a/report.json", raw}),
			"base64 of json":     based(raw),
			"base64 of gzip":     based(zipped(raw)),
			"base64 of zip":      based(archived(entry{"r.json", raw})),
			"mail, gzip":         mailed("application/tlsrpt+gzip", "r.json.gz", zipped(raw)),
			"mail, json":         mailed("application/tlsrpt+json", "r.json", raw),
			"mail, wrong type":   mailed("application/octet-stream", "r.bin", zipped(raw)),
			"mail, zip":          mailed("application/zip", "r.zip", archived(entry{"r.json", raw})),
			"mail, old type":     mailed("application/tlsrpt", "r.json", raw),
			"mailbox":            boxed(mailed("application/tlsrpt+gzip", "r.json.gz", zipped(raw))),
			"Outlook":            outlooked(zipped(raw)),
		} {
			all := readBytes(t, reader, file)
			if len(all) != 1 || all[0].Err != nil || !reflect.DeepEqual(told(all[0].Report), *want) {
				t.Fatalf("%s: got %+v\nwant %+v", name, all, want)
			}
		}
	}
}

func TestSeveralReportsInOneFile(t *testing.T) {
	random := rand.New(rand.NewPCG(8460, 2))
	one, two := WriteReport(made(random)), WriteReport(made(random))
	mail := func(raw []byte) []byte { return mailed("application/tlsrpt+gzip", "r.json.gz", zipped(raw)) }
	words := []byte("From: a@b.example\nSubject: Lunch?\n\nAt noon.\nFrom then on I am free.\n")
	for _, c := range []struct {
		name  string
		file  []byte
		parts string
		codes string
	}{
		{"zip", archived(entry{"a/", nil}, entry{"a/1.json", one}, entry{"__MACOSX/._1.json", []byte("x")},
			entry{"2.json", two}), "1.json|2.json", "|"},
		{"zip with another file", archived(entry{"1.json", one}, entry{"readme.txt", []byte("hello")}),
			"1.json|readme.txt", "|not-a-report"},
		{"mailbox", boxed(mail(one), words, mail(two)), "mail 1, r.json.gz|mail 2|mail 3, r.json.gz", "|no-report|"},
	} {
		all := readBytes(t, &Reader{}, c.file)
		var parts, codes []string
		for _, f := range all {
			parts, codes = append(parts, f.Part), append(codes, CodeOf(f.Err))
		}
		if strings.Join(parts, "|") != c.parts || strings.Join(codes, "|") != c.codes {
			t.Errorf("%s: %q %q", c.name, parts, codes)
		}
	}
}

func TestOddReportsAreRead(t *testing.T) {
	const head = `{"organization-name":"X","date-range":{"start-datetime":"2025-01-02T00:00:00Z",` +
		`"end-datetime":"2025-01-02T23:59:59Z"},"contact-info":"a@x","report-id":"1",`
	const policy = `"policy":{"policy-type":"sts","policy-domain":"A.Example."},` +
		`"summary":{"total-successful-session-count":5,"total-failure-session-count":0}`
	for _, c := range []struct{ name, json, line, odd string }{
		{"plain", head + `"policies":[{` + policy + `}]}`, "sts a.example 5/0 mx -", ""},
		{"fields nobody knows", head + `"extra":{"a":[1,{"b":[]}]},"policies":[{"x":1,` + policy +
			`,"failure-details":[]}]}`, "sts a.example 5/0 mx -", ""},
		{"no details", head + `"policies":[{` + policy + `,"failure-details":null}]}`, "sts a.example 5/0 mx -", ""},
		{"one policy without a list", head + `"policies":{` + policy + `}}`, "sts a.example 5/0 mx -", "wrong-shape"},
		{"one failure without a list", head +
			`"policies":[{"policy":{"policy-type":"sts","policy-domain":"a.example"},` +
			`"summary":{"total-successful-session-count":0,"total-failure-session-count":1},` +
			`"failure-details":{"result-type":"Certificate-Expired","failed-session-count":1}}]}`,
			"sts a.example 0/1 mx - [certificate-expired 1 - - -]", ""},
		{"numbers as text", head + `"policies":[{"policy":{"policy-type":"sts","policy-domain":"a.example"},` +
			`"summary":{"total-successful-session-count":"7","total-failure-session-count":2.0}}]}`,
			"sts a.example 7/2 mx -", ""},
		{"absurd numbers", head + `"policies":[{"policy":{"policy-type":"sts","policy-domain":"a.example"},` +
			`"summary":{"total-successful-session-count":-7,"total-failure-session-count":1e300}}]}`,
			"sts a.example 0/0 mx -", "odd-count"},
		{"words as numbers", head + `"policies":[{"policy":{"policy-type":"sts","policy-domain":"a.example"},` +
			`"summary":{"total-successful-session-count":"many","total-failure-session-count":null}}]}`,
			"sts a.example 0/0 mx -", "no-count odd-count"},
		{"text with line ends", head +
			`"policies":[{"policy":{"policy-type":"sts","policy-domain":"a.example","policy-string":"version: ` +
			`STSv1\r\nmode: none\r\n","mx-host":"MX: Mx.Example."},"summary":{"total-successful-session-count":1,` +
			`"total-failure-session-count":0}}]}`,
			"sts a.example 1/0 mx mx.example", "mx-is-text mx-prefix policy-is-text"},
		{"fields of a draft", head + `"policies":[{"policy":{"policy-type":"sts","policy-domain":"a.example",` +
			`"mx-host-pattern":["*.a.example"]},"summary":{"total-successful-session-count":1,` +
			`"total-failure-session-count":1},"failure-details":[{"result-type":"testing","failed-session-count":1,` +
			`"additional-info-uri":"u"}]}]}`,
			"sts a.example 1/1 mx *.a.example [testing 1 - - -]", "old-field unknown-result"},
		{"a domain in another script", head +
			`"policies":[{"policy":{"policy-type":"tls","policy-domain":"Bücher.example"},` +
			`"summary":{"total-successful-session-count":1,"total-failure-session-count":0}}]}`,
			"tls xn--bcher-kva.example 1/0 mx -", "unknown-type"},
		{"a domain told only once", head + `"policies":[{` + policy +
			`},{"policy":{"policy-type":"no-policy-found"},"summary":{"total-successful-session-count":1,` +
			`"total-failure-session-count":0}}]}`, "sts a.example 5/0 mx -\nno-policy-found a.example 1/0 mx -",
			"no-domain"},
		{"marks that mislead", strings.Replace(head, `"X"`, `"X\u202e\u0000moc"`, 1) + `"policies":[{` + policy + `}]}`,
			"sts a.example 5/0 mx -", ""},
		{"no id", strings.Replace(head, `"report-id":"1",`, ``, 1) + `"policies":[{` + policy + `}]}`,
			"sts a.example 5/0 mx -", "no-report-id"},
		{"no writer", strings.Replace(head, `"X"`, `null`, 1) + `"policies":[{` + policy + `}]}`,
			"sts a.example 5/0 mx -", "no-organisation"},
		{"a very long text", strings.Replace(head, `"X"`, `"`+strings.Repeat("é", 5000)+`"`, 1) + `"policies":[{` +
			policy + `}]}`, "sts a.example 5/0 mx -", "text-cut"},
		{"a day of another zone", strings.ReplaceAll(head, `Z"`, `+02:00"`) + `"policies":[{` + policy + `}]}`,
			"sts a.example 5/0 mx -", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := ParseReport([]byte(c.json))
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, p := range r.Policies {
				lines = append(lines, policyLine(p))
			}
			if got := strings.Join(lines, "\n"); got != c.line || strings.Join(r.Anomalies, " ") != c.odd {
				t.Errorf("got %s, odd %q", got, r.Anomalies)
			}
			if r.ID == "" || strings.ContainsAny(r.Organisation, "\u202e\x00") || len(r.Organisation) > 4<<10+3 ||
				r.Day().Day() != 2 {
				t.Errorf("id %q, by %.40q, day %s", r.ID, r.Organisation, r.Day())
			}
		})
	}
}

func TestWhatIsNoReportIsRefusedWithASentence(t *testing.T) {
	const dates = `"date-range":{"start-datetime":"2025-01-02T00:00:00Z","end-datetime":"2025-01-02T23:59:59Z"}`
	good := WriteReport(made(rand.New(rand.NewPCG(1, 1))))
	for _, c := range []struct{ name, file, code string }{
		{"nothing", "", Empty}, {"blanks", " \r\n", Empty},
		{"words", "hello there, no report here", NotReport}, {"a picture", "\x89PNG\r\n\x1a\n1234567890", NotReport},
		{"other JSON", `{"a":1}`, NotReport}, {"a list", `[1,2]`, NotReport},
		{"half", `{"policies":[{"policy"`, Broken},
		{"not JSON", `{policies: []}`, NotJSON}, {"more text", string(good) + "good", NotJSON},
		{"no dates", `{"policies":[{}]}`, NoDates},
		{"dates in words", `{"date-range":{"start-datetime":"yesterday"},"policies":[{}]}`, NoDates},
		{"year 9999", strings.ReplaceAll(`{`+dates+`,"policies":[{}]}`, "2025", "9999"), NoDates},
		{"ends first", strings.Replace(`{`+dates+`,"policies":[{}]}`, "2025-01-02T23", "2025-01-01T23", 1), NoDates},
		{"no policies", `{` + dates + `}`, NoPolicies}, {"empty policies", `{` + dates + `,"policies":[]}`, NoPolicies},
		{"a DMARC report", string(zipped([]byte(`<?xml version="1.0"?><feedback><report_metadata/></feedback>`))),
			NotReport},
		{"gzip cut off", string(zipped(good)[:40]), Broken}, {"gzip with a wrong sum", broken(zipped(good)), Broken},
		{"gzip in gzip", string(zipped(zipped(good))), Nested},
		{"gzip in gzip in zip", string(archived(entry{"a.gz", zipped(zipped(good))})), Nested},
		{"zip in zip", string(archived(entry{"a.zip", archived(entry{"a.json", good})})), Nested},
		{"mail in a mail in zip", string(archived(entry{"a.eml", forwarded(forwardable(good))})), Nested},
		{"mail in a mail in a mail", string(forwarded(forwarded(forwardable(good)))), Nested},
		{"zip in a mail in zip", string(archived(entry{"a.eml", mailed("application/zip", "a.zip",
			archived(entry{"a.gz", zipped(good)}))})), Nested},
		{"zip in gzip", string(zipped(archived(entry{"a.json", good}))), Nested},
		{"mail in gzip", string(zipped(mailed("application/json", "a", good))), Nested},
		{"zip cut off", string(archived(entry{"a.json", good})[:60]), Broken},
		{"empty zip", string(archived()), NoReport},
		{"base64 cut off", string(based(good))[:41], Broken},
		{"mail without a report", "From: a@b.example\r\nSubject: Lunch\r\n\r\nAt noon.\r\n", NoReport},
		{"mail without a report in a mail",
			"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\n\r\nHello\r\n", NoReport},
		{"mail cut off", string(mailed("application/tlsrpt+gzip", "a.gz", zipped(good))[:700]), Broken},
		{"Outlook cut off", string(outlooked(zipped(good))[:1400]), Broken},
		{"Outlook without a report", string(outlooked([]byte("hello"))), NoReport},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := readBytes(t, &Reader{}, []byte(c.file))
			if len(all) != 1 || all[0].Report != nil || CodeOf(all[0].Err) != c.code {
				t.Fatalf("got %+v, want %s", all, c.code)
			}
			if message, hint := app.UserMessage(all[0].Err); message == "" || hint == "" ||
				!strings.HasSuffix(message, ".") {
				t.Errorf("words: %q %q", message, hint)
			}
		})
	}
}

func broken(packed []byte) string {
	packed[len(packed)-6] ^= 0xff
	return string(packed)
}

func TestAStoppedContextEndsReading(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	mail := mailed("application/tlsrpt+gzip", "a.gz", zipped(WriteReport(made(rand.New(rand.NewPCG(1, 1))))))
	n := 0
	err := (&Reader{}).Read(ctx, bytes.NewReader(boxed(mail, mail, mail)),
		func(Found) error { n++; stop(); return nil })
	if !errors.Is(err, context.Canceled) || n != 1 {
		t.Errorf("%d reports, %v", n, err)
	}
}
