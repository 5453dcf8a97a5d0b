package tlsrpt

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf16"

	"handrail/app/mail/tlsreport"
)

// made returns a report out of all that RFC 8460 section 4.4 allows.
func made(r *rand.Rand) *tlsreport.Report {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	start := time.Date(2019+r.IntN(8), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	rep := &tlsreport.Report{
		Organisation: pick("Company-X", "Google Inc.", "Übung & Söhne", "三井", "a \"quoted\" \\ name"),
		ID:           fmt.Sprintf("%d+%s", r.Uint32(), pick("a", "é", "<x@y>")),
		Contact:      pick("tls@x.example", "https://x.example/?a=b&c"),
		Start:        start, End: start.Add(24*time.Hour - time.Second),
	}
	for range 1 + r.IntN(4) {
		p := tlsreport.Policy{
			Type:      pick("sts", "tlsa", "no-policy-found"),
			Domain:    pick("youth.example", "xn--bcher-kva.example", "hall.example"),
			Succeeded: r.Int64N(1e6), Failed: r.Int64N(1e4),
		}
		if p.Type != tlsreport.NoPolicy {
			p.Text = []string{"version: STSv1", "mode: " + pick("testing", "enforce"), "mx: *.mail.example"}
			p.MX = []string{"*.mail.example", pick("mx1.example", "mx2.example")}
		}
		for range r.IntN(4) {
			p.Failures = append(p.Failures, tlsreport.Failure{
				Result: results[r.IntN(len(results))], SendingIP: pick("", "2001:db8::1", "192.0.2.1"),
				Host: pick("", "mx1.example", "mx2.example"), Helo: pick("", "mx1.example"),
				ReceivingIP: pick("", "203.0.113.5"),
				Count:       r.Int64N(1000), Info: pick("", "https://x.example/more#a"),
				Reason: pick("", "X509_V_ERR", "bad code: 500"),
			})
		}
		rep.Policies = append(rep.Policies, p)
	}
	return rep
}

var results = []string{
	"starttls-not-supported", "certificate-host-mismatch", "certificate-expired", "certificate-not-trusted",
	"validation-failure",
	"tlsa-invalid", "dnssec-invalid", "dane-required", "sts-policy-fetch-error", "sts-policy-invalid",
	"sts-webpki-invalid",
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

type entry struct {
	name string
	data []byte
}

func archived(entries ...entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, _ := z.Create(e.name)
		_, _ = w.Write(e.data)
	}
	_ = z.Close()
	return b.Bytes()
}

func based(data []byte) []byte {
	var b bytes.Buffer
	for s := base64.StdEncoding.EncodeToString(data); s != ""; {
		n := min(76, len(s))
		b.WriteString(s[:n] + "\r\n")
		s = s[n:]
	}
	return b.Bytes()
}

// mailed returns an email with an attachment, as RFC 8460 section 5.3 shows it.
func mailed(mediaType, name string, attachment []byte) []byte {
	return []byte("From: tlsrpt@mail.sender.example\r\nTo: rua@youth.example\r\nDate: Fri, 09 May 2025 16:54:30 " +
		"-0800\r\n" +
		"Subject: Report Domain: youth.example Submitter: mail.sender.example Report-ID: <735ff@x>\r\n" +
		"TLS-Report-Domain: youth.example\r\nTLS-Report-Submitter: mail.sender.example\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\"----=_X\"\r\n\r\nFor old programs.\r\n" +
		"------=_X\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis is an aggregate TLS report.\r\n" +
		"------=_X\r\nContent-Type: " + mediaType + "\r\nContent-Transfer-Encoding: base64\r\n" +
		"Content-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" + string(based(attachment)) +
		"\r\n------=_X--\r\n")
}

func boxed(mails ...[]byte) []byte {
	var b bytes.Buffer
	for _, m := range mails {
		b.WriteString("From MAILER-DAEMON Fri May  9 16:54:30 2025\n")
		text := strings.ReplaceAll(string(m), "\r\n", "\n")
		b.WriteString(strings.ReplaceAll(text, "\nFrom ", "\n>From ") + "\n")
	}
	return b.Bytes()
}

// outlooked returns the smallest file in which Outlook could have saved an email
// with one attachment: a compound file ([MS-CFB]) with sectors of 512 bytes.
func outlooked(attachment []byte) []byte {
	const sector = 512
	data := bytes.Clone(attachment)
	for len(data) < 4096 || len(data)%sector != 0 {
		data = append(data, 0) // a shorter stream would lie in another place
	}
	n := len(data) / sector
	fat := make([]uint32, sector/4)
	for i := range fat {
		fat[i] = 0xFFFFFFFF
	}
	fat[0], fat[1] = 0xFFFFFFFD, 0xFFFFFFFE // the table itself, the directory
	for i := range n {
		fat[2+i] = uint32(3 + i)
	}
	fat[2+n-1] = 0xFFFFFFFE
	if 2+n > len(fat) {
		panic("the attachment is too long for one table")
	}
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put16, put32 := binary.LittleEndian.PutUint16, binary.LittleEndian.PutUint32
	put16(head[24:], 0x3E)
	put16(head[26:], 3)
	put16(head[28:], 0xFFFE)
	put16(head[30:], 9)
	put16(head[32:], 6)
	put32(head[44:], 1)          // tables
	put32(head[48:], 1)          // the directory's sector
	put32(head[56:], 4096)       // streams below live elsewhere
	put32(head[60:], 0xFFFFFFFE) // none
	put32(head[68:], 0xFFFFFFFE)
	for i := 76; i < sector; i += 4 {
		put32(head[i:], 0xFFFFFFFF)
	}
	put32(head[76:], 0)
	dir := make([]byte, sector)
	node := func(i int, name string, kind byte, child, start uint32, size uint64) {
		e := dir[i*128:]
		u := utf16.Encode([]rune(name))
		for j, c := range u {
			put16(e[2*j:], c)
		}
		put16(e[64:], uint16(2*len(u)+2))
		e[66], e[67] = kind, 1
		put32(e[68:], 0xFFFFFFFF)
		put32(e[72:], 0xFFFFFFFF)
		put32(e[76:], child)
		put32(e[116:], start)
		binary.LittleEndian.PutUint64(e[120:], size)
	}
	node(0, "Root Entry", 5, 1, 0xFFFFFFFE, 0)
	node(1, "__attach_version1.0_#00000000", 1, 2, 0, 0)
	node(2, "__substg1.0_37010102", 2, 0xFFFFFFFF, 2, uint64(len(data)))
	out := append(head, make([]byte, sector)...)
	for i, v := range fat {
		put32(out[sector+4*i:], v)
	}
	return append(append(out, dir...), data...)
}
