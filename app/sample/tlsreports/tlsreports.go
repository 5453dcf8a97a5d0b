// Package tlsreports makes the TLS reports of the sample organisation: six months of emails
// from three reporting organisations, with days without reports, and one week in which
// the certificate of a mail server had expired. The same seed and day always give the
// same emails.
package tlsreports

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"

	"github.com/emersion/go-mbox"
)

// Mail is one email in the mailbox for reports.
type Mail struct {
	Name string // file name of the saved email
	Date time.Time
	Raw  []byte // as it was sent
}

// Config selects what to make.
type Config struct {
	Domain  string // the domain of the reports
	Host    string // its mail server, as in the policy
	Now     time.Time
	Seed    uint64
	Trouble bool // add a week with an expired certificate of the mail server, ending 10 days ago
}

// days is the number of days with reports.
const days = 180

// writers are the reporting organisations. They report only on days on which they send.
var writers = []struct {
	name, domain string
	often        int // number of days out of 10
	sessions     int // approximate number on each day
}{
	{"Google Inc.", "google.example", 9, 60},
	{"Microsoft Corporation", "microsoft.example", 7, 40},
	{"Posthorn Mail", "posthorn.example", 3, 6},
}

// Make returns all emails, the oldest first.
func Make(c Config) ([]Mail, error) {
	random := rand.New(rand.NewPCG(c.Seed, 8460))
	today := tlsreport.Day(c.Now)
	var all []Mail
	for back := days; back >= 1; back-- {
		day := today.AddDate(0, 0, -back)
		for w := range writers {
			sends, sessions := random.IntN(10) < writers[w].often, 1+random.IntN(2*writers[w].sessions)
			failed := 1 + random.IntN(9)
			if !sends {
				continue
			}
			if !c.Trouble || back < 10 || back > 16 {
				failed = 0
			}
			m, err := c.mail(w, day, int64(sessions), int64(min(failed, sessions)))
			if err != nil {
				return nil, err
			}
			all = append(all, m)
		}
	}
	return all, nil
}

func (c Config) mail(writer int, day time.Time, sessions, failed int64) (Mail, error) {
	w := writers[writer]
	r := &tlsreport.Report{
		Organisation: w.name, Contact: "tls-reports@" + w.domain, ID: day.Format("2006-01-02T15:04:05Z") + "_" +
			c.Domain,
		Start: day, End: day.Add(24*time.Hour - time.Second),
	}
	p := tlsreport.Policy{Type: tlsreport.STS, Domain: c.Domain,
		Text: []string{"version: STSv1", "mode: testing", "mx: " + c.Host, "max_age: 86400"},
		MX:   []string{c.Host}, Succeeded: sessions - failed, Failed: failed}
	if failed > 0 {
		p.Failures = []tlsreport.Failure{{Result: "certificate-expired", SendingIP: "192.0.2.200", Host: c.Host,
			ReceivingIP: "192.0.2.25", Count: failed}}
	}
	r.Policies = []tlsreport.Policy{p}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(tlsrpt.WriteReport(r)); err != nil {
		return Mail{}, err
	}
	if err := z.Close(); err != nil {
		return Mail{}, err
	}
	name := tlsrpt.FileName(w.domain, c.Domain, r.Start, r.End)
	date := day.AddDate(0, 0, 1).Add(3 * time.Hour)
	return Mail{Name: name + ".eml", Date: date,
		Raw: c.envelope(w.domain, name+".json.gz", r.ID, date, packed.Bytes())}, nil
}

// envelope returns the email with a report (RFC 8460 section 5.3).
func (c Config) envelope(submitter, name, id string, date time.Time, attachment []byte) []byte {
	var b strings.Builder
	boundary := fmt.Sprintf("=_%x", date.Unix())
	fmt.Fprintf(&b, "From: tls-reports@%s\r\nTo: tls-reports@northgate.example\r\nDate: %s\r\n", submitter,
		date.Format(time.RFC1123Z))
	fmt.Fprintf(&b, "Subject: Report Domain: %s Submitter: %s Report-ID: <%s@%s>\r\n", c.Domain, submitter, id,
		submitter)
	fmt.Fprintf(&b, "TLS-Report-Domain: %s\r\nTLS-Report-Submitter: %s\r\nMIME-Version: 1.0\r\n", c.Domain, submitter)
	fmt.Fprintf(&b, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=sample; h=from:subject:date;\r\n "+
		"bh=c2FtcGxl; b=c2FtcGxl\r\n", submitter)
	fmt.Fprintf(&b, "Content-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\"%s\"\r\n\r\n", boundary)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: text/plain\r\n\r\nThis is a TLS report for %s.\r\n", boundary, c.Domain)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: application/tlsrpt+gzip\r\nContent-Transfer-Encoding: "+
		"base64\r\nContent-Disposition: attachment; filename=\"%s\"\r\n\r\n", boundary, name)
	for text := base64.StdEncoding.EncodeToString(attachment); text != ""; {
		n := min(76, len(text))
		b.WriteString(text[:n] + "\r\n")
		text = text[n:]
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return []byte(b.String())
}

// Mailbox returns the emails as one mailbox file (mbox, RFC 4155).
func Mailbox(c Config) ([]byte, error) {
	mails, err := Make(c)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := mbox.NewWriter(&b)
	for _, m := range mails {
		one, err := w.CreateMessage("tls-reports@northgate.example", m.Date)
		if err == nil {
			_, err = one.Write(m.Raw)
		}
		if err != nil {
			return nil, err
		}
	}
	return b.Bytes(), w.Close()
}
