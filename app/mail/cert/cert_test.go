package cert_test

import (
	"crypto/tls"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/cert"
	"handrail/app/mail/cert/certtest"
)

// R10 and R21: dates, trusted root, DNS-ID, a star only as the complete first label.
func TestInspect(t *testing.T) {
	ca := certtest.New(t)
	const host = "mta-sts.northgate.example"
	now := time.Now()
	for _, c := range []struct {
		name  string
		cert  tls.Certificate
		now   time.Time
		fault cert.Fault
		words string
	}{
		{"R10 good", ca.Leaf([]string{"other.example", host}, nil), now, cert.None, ""},
		{"R10 star as the first label", ca.Leaf([]string{"*.northgate.example"}, nil), now, cert.None, ""},
		{"R10 star for two labels", ca.Leaf([]string{"*.example"}, nil), now, cert.Name, "*.example"},
		{"R10 star inside a label", ca.Leaf([]string{"mta-*.northgate.example"}, nil), now, cert.Name, ""},
		{"R10 another name", ca.Leaf([]string{"www.northgate.example"}, nil), now, cert.Name, "www.northgate.example"},
		{"R10 common name only", ca.Leaf([]string{host}, certtest.CNOnly), now, cert.CNOnly, "common name"},
		{"R10 ended", ca.Leaf([]string{host}, certtest.Expired), now, cert.Expired, "expired on"},
		{"R10 not begun", ca.Leaf([]string{host}, certtest.NotYet), now, cert.NotYet, "valid only from"},
		{"R10 self-signed", certtest.SelfSigned(t, []string{host}), now, cert.Untrusted,
			"signed its certificate itself"},
		{"R10 unknown issuer", certtest.New(t).Leaf([]string{host}, nil), now, cert.Untrusted, "Test root"},
		{"R10 not for servers", ca.Leaf([]string{host}, func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		}), now, cert.Untrusted, "not issued for servers"},
		{"clock years ahead", ca.Leaf([]string{host}, nil), now.AddDate(9, 0, 0), cert.Expired, "clock"},
		{"clock years behind", ca.Leaf([]string{host}, nil), now.AddDate(-9, 0, 0), cert.NotYet, "clock"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fault, words, list := cert.Inspect([]*x509.Certificate{c.cert.Leaf}, ca.Pool(), c.now, host)
			if fault != c.fault || !strings.Contains(words, c.words) || (fault == cert.None) != (words == "") {
				t.Fatalf("got %q, %q; want %q", fault, words, c.fault)
			}
			if len(list) != 1 || list[0].Subject == "" || list[0].NotAfter.IsZero() {
				t.Fatalf("the certificate is not shown: %+v", list)
			}
			if fault != cert.None && cert.Hint(fault) == "" {
				t.Error("nothing to do is said")
			}
			if strings.Contains(words, "clock") != strings.Contains(c.words, "clock") {
				t.Errorf("a word on the clock where there should be none, or none: %q", words)
			}
		})
	}
	if fault, _, _ := cert.Inspect(nil, ca.Pool(), now, host); fault != cert.Untrusted {
		t.Errorf("no certificate at all: %q", fault)
	}
}

func TestDaysLeft(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for hours, want := range map[int]int{0: 0, 23: 0, 24: 1, 240: 10, -1: -1, -25: -2} {
		if got := cert.DaysLeft(cert.Certificate{NotAfter: now.Add(time.Duration(hours) * time.Hour)},
			now); got != want {
			t.Errorf("%d hours: %d days, want %d", hours, got, want)
		}
	}
}
