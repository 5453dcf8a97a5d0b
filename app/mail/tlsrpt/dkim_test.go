package tlsrpt

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/tlsreport"

	"github.com/emersion/go-msgauth/dkim"
)

// signed returns an email signed by a domain, and the key to put into DNS.
func signed(t *testing.T, mail []byte, domain string, expires time.Time) ([]byte, string) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(bytes.NewReader(make([]byte, 64)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = dkim.Sign(&out, bytes.NewReader(mail), &dkim.SignOptions{
		Domain: domain, Selector: "s1", Signer: private, Expiration: expires,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)
}

func TestSignatures(t *testing.T) {
	raw := zipped(WriteReport(made(rand.New(rand.NewPCG(3, 3)))))
	plain := mailed("application/tlsrpt+gzip", "r.json.gz", raw)
	good, txt := signed(t, plain, "sender.example", time.Time{})
	foreign, _ := signed(t, plain, "elsewhere.example", time.Time{})
	above, _ := signed(t, plain, "example", time.Time{})
	old, _ := signed(t, plain, "sender.example", time.Date(2025, 5, 16, 0, 0, 0, 0, time.UTC))
	here := func(_ context.Context, name string) ([]string, error) {
		if !strings.HasPrefix(name, "s1._domainkey.") {
			return nil, errors.New("asked for " + name)
		}
		return []string{txt}, nil
	}
	nowhere := func(context.Context, string) ([]string, error) { return nil, nil }
	silent := func(context.Context, string) ([]string, error) { return nil, errors.New("no answer") }
	for _, c := range []struct {
		name string
		mail []byte
		keys KeyLookup
		want tlsreport.SignedState
	}{
		{"genuine", good, here, tlsreport.Genuine},
		{"genuine, CR lost in a file", bytes.ReplaceAll(good, []byte("\r\n"), []byte("\n")), here, tlsreport.Genuine},
		{"genuine, out of a mailbox", boxed(good), here, tlsreport.Genuine},
		{"changed words", bytes.Replace(good, []byte("aggregate TLS report"), []byte("aggregate tls report"), 1), here,
			tlsreport.SignatureInvalid},
		{"changed subject", bytes.Replace(good, []byte("Submitter: mail"), []byte("Submitter: mali"), 1), here,
			tlsreport.SignatureInvalid},
		{"signed by another", foreign, here, tlsreport.SignatureInvalid},
		{"signed by a whole ending", above, here, tlsreport.SignatureInvalid},
		{"signed with a length", bytes.Replace(good, []byte("c=relaxed/relaxed;"), []byte("c=relaxed/relaxed; l=1;"),
			1), here, tlsreport.SignatureInvalid},
		{"not signed", plain, here, tlsreport.SignatureInvalid},
		{"key gone", good, nowhere, tlsreport.Untested},
		{"nobody answers", good, silent, tlsreport.Untested},
		{"nobody to ask", good, nil, tlsreport.Untested},
		{"ran out", old, here, tlsreport.Untested},
	} {
		all := readBytes(t, &Reader{Keys: c.keys}, c.mail)
		if len(all) != 1 || all[0].Report == nil {
			t.Errorf("%s: %+v", c.name, all)
			continue
		}
		if s := all[0].Report.Signed; s.State != c.want || (s.Why == "") != (c.want == tlsreport.Genuine) {
			t.Errorf("%s: got %+v, want %s", c.name, s, c.want)
		}
	}
}

func TestAKeyIsAskedForOnce(t *testing.T) {
	mail, txt := signed(t, mailed("application/tlsrpt+gzip", "r.json.gz",
		zipped(WriteReport(made(rand.New(rand.NewPCG(3, 3)))))), "sender.example", time.Time{})
	asked := 0
	r := &Reader{Keys: func(context.Context, string) ([]string, error) { asked++; return []string{txt}, nil }}
	if all := readBytes(t, r, boxed(mail, mail, mail)); len(all) != 3 || asked != 1 {
		t.Errorf("%d reports, %d questions", len(all), asked)
	}
}
