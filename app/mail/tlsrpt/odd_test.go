package tlsrpt

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// aGood is a report with every field of RFC 8460 section 4.4, each on a line of its own.
const aGood = `{
"organization-name": "Company-X",
"date-range": {
"start-datetime": "2026-04-01T00:00:00Z",
"end-datetime": "2026-04-01T23:59:59Z"},
"contact-info": "sts-reporting@company-x.example",
"report-id": "5065427c-23d3",
"policies": [{
"policy": {
"policy-type": "sts",
"policy-string": ["version: STSv1", "mode: testing", "mx: *.mail.company-y.example", "max_age: 86400"],
"policy-domain": "company-y.example",
"mx-host": ["*.mail.company-y.example"]},
"summary": {
"total-successful-session-count": 5326,
"total-failure-session-count": 303},
"failure-details": [{
"result-type": "certificate-expired",
"sending-mta-ip": "2001:db8:abcd:0012::1",
"receiving-mx-hostname": "mx1.mail.company-y.example",
"receiving-mx-helo": "mx1",
"receiving-ip": "203.0.113.56",
"additional-information": "https://reports.company-x.example/?id=1#StarttlsNotSupported",
"failed-session-count": 303}]}]}
`

// oddValues stand in the place of each value.
var oddValues = []string{`null`, `true`, `""`, `"\u0000\u202e a\r\nb\\n \"c\" é ü"`, `-1`, `1e9`, `1.5`, `"7"`, `1e999`,
	`[]`, `[null, 1, ["x"], {"y": 2}]`, `{}`, `{"a": [1, {"b": null}]}`, `"mx: MX.A.EXAMPLE."`,
	`"[\"version: STSv1\", \"mode: enforce\"]"`, `"2026-04-03"`, `"2026-04-02T00:00:00"`, `1775001600`, `"\ud800 \ude00"`,
	"\"\xff\xfe\"", `"` + strings.Repeat("é", MaxText) + `"`, `[` + strings.Repeat(`[`, MaxDepth) +
		strings.Repeat(`]`, MaxDepth) + `]`}

// oddTexts returns what senders and damaged disks make of a good report: each field with another value, twice, left
// out, spelt in another way; cut off; with a byte changed.
func oddTexts() (all [][]byte) {
	lines := strings.SplitAfter(aGood, "\n")
	with := func(i int, line string) {
		text := slices.Clone(lines)
		text[i] = line
		all = append(all, []byte(strings.Join(text, "")))
	}
	for i, line := range lines {
		name, value, found := strings.Cut(line, ": ")
		if !found {
			continue
		}
		with(i, "")
		with(i, strings.ToUpper(name)+": "+value)
		with(i, strings.ReplaceAll(name, "-", "_")+": "+value)
		with(i, `"other-`+name[1:]+": "+value)
		for _, old := range [][2]string{{"mx-host", "mx-host-pattern"},
			{"additional-information", "additional-info-uri"}} {
			with(i, strings.ReplaceAll(name, old[0], old[1])+": "+value)
		}
		end := strings.TrimLeft(value[strings.LastIndexAny(value, `"0123456789{[]`)+1:], " ")
		if strings.ContainsAny(value[:1], "[{") && !strings.Contains(value, "]") {
			continue // its value goes on behind this line
		}
		for _, odd := range oddValues {
			with(i, name+": "+odd+end)
			with(i, name+": "+odd+",\n"+line)
		}
	}
	for at := 1; at < len(aGood); at += 7 {
		all = append(all, []byte(aGood[:at]), []byte(aGood[:at]+"\xff"+aGood[at+1:]), []byte(aGood[:at]+"\""+aGood[at:]))
	}
	flat := strings.NewReplacer("\"policy\": {\n", "", `.example"]},`, `.example"],`, "\"summary\": {\n", "",
		"303},", "303,")
	return append(all, []byte(aGood), []byte("\xef\xbb\xbf"+aGood), []byte(aGood+"{}"), []byte(flat.Replace(aGood)),
		[]byte(strings.Replace(aGood, `"policies": [{`, `"policies": [7, {"policy": 1}, {`, 1)),
		[]byte("[]"), []byte("7"), []byte(`{"policies": []}`), []byte(aGood+strings.Repeat(" ", maxShared)))
}

// TestOddReportsKeepTheirCodes: how many of a corpus of odd reports are refused with which code, and have which code,
// is as it always was; each is read alike in both ways.
func TestOddReportsKeepTheirCodes(t *testing.T) {
	codes := map[string]int{}
	for _, raw := range oddTexts() {
		sameReport(t, raw)
		r, err := ParseReport(raw)
		if err != nil {
			codes["refused: "+CodeOf(err)]++
			continue
		}
		codes["read"]++
		for _, code := range r.Anomalies {
			codes[code]++
		}
		for _, p := range r.Policies {
			codes["sessions"] += int(p.Succeeded%1000 + p.Failed%1000)
			codes["texts"] += len(fmt.Sprintf("%v", p))
		}
		codes["texts"] += len(fmt.Sprintf("%q", []string{r.ID, r.Organisation, r.Contact, r.Start.String(), r.End.String()}))
	}
	var got []string
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		got = append(got, fmt.Sprint(code, " ", codes[code]))
	}
	if strings.Join(got, "\n") != oddCodes {
		t.Errorf("the codes are now\n%s", strings.Join(got, "\n"))
	}
}

// oddCodes were counted before reports were read in the short way.
const oddCodes = `duplicate-name 378
ends-at-midnight 1
field-spelling 43
flat-policy 1
mx-is-text 28
mx-prefix 2
no-contact 9
no-count 36
no-domain 14
no-organisation 11
no-report-id 10
odd-count 60
old-field 2
policy-is-text 36
policy-nested 2
read 910
refused: broken 149
refused: no-dates 54
refused: no-policies 2
refused: not-a-report 3
refused: not-json 163
refused: too-deep 36
sessions 553511
several-days 1
sums-differ 33
text-cut 33
texts 426139
time-without-zone 2
unknown-result 26
unknown-type 29
wrong-shape 160`

// TestAListThatIsNotOneOfTexts: of a policy in a text that is no list of lines, the text stays as it is.
func TestAListThatIsNotOneOfTexts(t *testing.T) {
	const list = `["version: STSv1", 1]`
	raw := strings.Replace(aGood, `["version: STSv1", "mode: testing", "mx: *.mail.company-y.example", "max_age: 86400"]`,
		fmt.Sprintf("%q", list), 1)
	r, err := ParseReport([]byte(raw))
	if err != nil || len(r.Policies) != 1 || !slices.Equal(r.Policies[0].Text, []string{list}) {
		t.Errorf("%+v, %v", r, err)
	}
}
