package tlsrpt

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// unpackable is JSON of about n bytes that packs to three quarters of that.
func unpackable(n int) []byte {
	r, raw := rand.New(rand.NewPCG(7, 7)), make([]byte, n/4*3)
	for i := range raw {
		raw[i] = byte(r.Uint32())
	}
	return []byte(`{"policies":"` + base64.StdEncoding.EncodeToString(raw) + `"}`)
}

// blank is a gzip file of 4 MB that unpacks to about ratio times its size.
func blank(ratio int) []byte {
	const whole = 4 << 20
	blanks := bytes.Repeat([]byte(" "), whole)
	text := unpackable((whole/ratio - len(zipped(blanks))) / 3 * 4)
	return zipped(append(text, blanks[len(text):]...))
}

// membered is a gzip file of n members that are one text together.
func membered(text []byte, n int) (all []byte) {
	for i := range n {
		all = append(all, zipped(text[len(text)*i/n:len(text)*(i+1)/n])...)
	}
	return all
}

// partedMail is a mail of n parts besides the report.
func partedMail(report []byte, n int) []byte {
	return []byte("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		strings.Repeat("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", n) +
		"--b\r\nContent-Type: application/tlsrpt+json\r\n\r\n" + string(report) + "\r\n--b--\r\n")
}

// nestedMail is a mail whose report stands n levels deep.
func nestedMail(report []byte, n int) []byte {
	var open, end string
	for i := range n {
		open += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%dx\r\n\r\n--b%dx\r\n", i, i)
		end = fmt.Sprintf("\r\n--b%dx--\r\n", i) + end
	}
	return []byte("From: a@b.example\r\n" + open + "Content-Type: application/tlsrpt+json\r\n\r\n" + string(report) + end)
}

// nestedJSON is a report with a value that stands n levels deep.
func nestedJSON(report []byte, n int) []byte {
	inner := strings.Repeat("[", n-1) + strings.Repeat("]", n-1)
	return append([]byte(`{"x":`+inner+`,`), bytes.TrimPrefix(bytes.TrimSpace(report), []byte("{"))...)
}

// manyPolicies is a report with n policies.
func manyPolicies(n int) []byte {
	one := `{"policy":{"policy-type":"sts","policy-domain":"a.example"},"summary":{}}`
	return []byte(`{"organization-name":"X","date-range":{"start-datetime":"2025-01-02T00:00:00Z",` +
		`"end-datetime":"2025-01-02T23:59:59Z"},"report-id":"1","policies":[` +
		strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}`)
}

// TestEachLimitIsWhereItIsPromised reads files on both sides of each limit. The numbers are
// written out: a test that takes them from the code cannot fail.
func TestEachLimitIsWhereItIsPromised(t *testing.T) {
	good := WriteReport(made(rand.New(rand.NewPCG(1, 1))))
	list := func(n int) []byte {
		return []byte("[" + strings.TrimSuffix(strings.Repeat(`{"policies":[]},`, n), ",") + "]")
	}
	for _, c := range []struct {
		limit         string
		within, above []byte
		code          string // of what is above
	}{
		{"10 MB packed", zipped(unpackable(12 << 20)), zipped(unpackable(15 << 20)), TooLarge},
		{"25 MB unpacked", unpackable(24 << 20), unpackable(26 << 20), TooLarge},
		{"16 MB of mail", mailed("application/tlsrpt+json", "a", unpackable(11<<20)),
			mailed("application/tlsrpt+json", "a", unpackable(13<<20)), TooLarge},
		{"ratio of 200", blank(150), blank(250), Bomb},
		{"1 MB before the ratio counts", zipped(append(good, bytes.Repeat([]byte(" "), 1<<19)...)), zeros(40), Bomb},
		{"2,000 files", crowded(2000), crowded(2001), TooMany},
		{"16 members", membered(good, 16), membered(good, 17), TooMany},
		{"10,000 reports", list(10_000), list(10_001), TooMany},
		{"100 parts", partedMail(good, 98), partedMail(good, 101), TooMany},
		{"10 levels of mail", nestedMail(good, 9), nestedMail(good, 12), TooDeep},
		{"64 levels of JSON", nestedJSON(good, 60), nestedJSON(good, 70), TooDeep},
		{"1,000 policies", manyPolicies(1000), manyPolicies(1001), TooMany},
		{"100,000 failures", manyFailures(100_000, `{"result-type":"a"}`),
			manyFailures(100_001, `{"result-type":"a"}`), TooMany},
	} {
		within, above := readBytes(t, &Reader{}, c.within), readBytes(t, &Reader{}, c.above)
		for _, f := range within {
			if code := CodeOf(f.Err); code == c.code {
				t.Errorf("%s: what is within is refused: %v", c.limit, f.Err)
			}
		}
		if len(above) == 0 || CodeOf(above[0].Err) != c.code {
			t.Errorf("%s: what is above is %+v", c.limit, above)
		}
	}
}

// TestATextIsCutAt4KB and a number of sessions that no sender has is none.
func TestATextIsCutAt4KB(t *testing.T) {
	report := made(rand.New(rand.NewPCG(1, 1)))
	for n, want := range map[int]int{4 << 10: 4 << 10, 5 << 10: 4 << 10} {
		report.Organisation = strings.Repeat("x", n)
		all := readBytes(t, &Reader{}, WriteReport(report))
		if len(all) != 1 || all[0].Report == nil || len(all[0].Report.Organisation) > want+8 ||
			len(all[0].Report.Organisation) < want-8 {
			t.Errorf("%d bytes: %+v", n, all[0].Err)
		}
	}
}
