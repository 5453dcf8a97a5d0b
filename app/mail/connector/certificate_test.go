package connector

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/smallstep/pkcs7"

	"handrail/app"
	"handrail/app/mail/cert/certtest"
)

func server(t testing.TB) (leaf, authority []byte) {
	ca := certtest.New(t)
	made := ca.Leaf([]string{"Mail.contoso.example", "autodiscover.contoso.example"}, func(c *x509.Certificate) {
		c.Subject.CommonName = "mail.contoso.example"
	})
	return made.Certificate[0], ca.Raw()
}

func framed(kind string, data []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data})
}

// Each form of the same certificate has the same names; a chain has one server.
func TestCertificateForms(t *testing.T) {
	leaf, authority := server(t)
	packed, err := pkcs7.DegenerateCertificate(append(slices.Clone(leaf), authority...))
	if err != nil {
		t.Fatal(err)
	}
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(string(framed("CERTIFICATE", leaf)))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, c := range map[string]struct {
		data        []byte
		authorities int
		key         bool
	}{
		"DER":          {leaf, 0, false},
		"PEM":          {framed("CERTIFICATE", leaf), 0, false},
		"chain":        {append(framed("CERTIFICATE", leaf), framed("CERTIFICATE", authority)...), 1, false},
		"twice":        {append(framed("CERTIFICATE", leaf), framed("CERTIFICATE", leaf)...), 0, false},
		"in DER":       {append(slices.Clone(leaf), authority...), 1, false},
		"PKCS #7":      {packed, 1, false},
		"PKCS #7, PEM": {framed("PKCS7", packed), 1, false},
		"with words": {append([]byte("Bag Attributes\n  friendlyName: x\n"), framed("CERTIFICATE", leaf)...), 0,
			false},
		"with its key":   {append(framed("PRIVATE KEY", []byte{1, 2}), framed("CERTIFICATE", leaf)...), 0, true},
		"base64":         {[]byte(base64.StdEncoding.EncodeToString(leaf)), 0, false},
		"UTF-16":         {wide, 0, false},
		"Windows lines":  {[]byte(strings.ReplaceAll(string(framed("CERTIFICATE", leaf)), "\n", "\r\n")), 0, false},
		"with an indent": {[]byte("> " + strings.ReplaceAll(string(framed("CERTIFICATE", leaf)), "\n", "\n> ")), 0, false},
	} {
		got, err := ReadCertificates(c.data)
		if err != nil || len(got.Servers) != 1 || got.Authorities != c.authorities || got.Key != c.key {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		one := got.Servers[0]
		if one.CommonName != "mail.contoso.example" || len(one.Thumbprint) != 40 || one.Issuer != "Test root" ||
			!slices.Equal(one.Names, []string{"mail.contoso.example", "autodiscover.contoso.example"}) ||
			!one.Until.After(one.From) {
			t.Errorf("%s: %+v", name, one)
		}
	}
}

// pfx begins as PKCS #12 does.
var pfx, _ = hex.DecodeString("3019020103301406092a864886f70d010701a0070405deadbeef00")

func TestNoCertificate(t *testing.T) {
	leaf, authority := server(t)
	whole := framed("CERTIFICATE", leaf)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"PFX":           {pfx, "private key of your server"},
		"PFX in base64": {[]byte(base64.StdEncoding.EncodeToString(pfx)), "private key of your server"},
		"a key":         {framed("RSA PRIVATE KEY", []byte{1}), "a private key"},
		"a request":     {framed("CERTIFICATE REQUEST", []byte{1}), "a request"},
		"authorities only": {append(framed("CERTIFICATE", authority), framed("CERTIFICATE", other(t))...),
			"authorities"},
		"nothing":               {nil, "no certificate"},
		"words":                 {[]byte("hello"), "no certificate"},
		"broken":                {framed("CERTIFICATE", authority[:100]), "no certificate"},
		"cut off":               {whole[:len(whole)/2], "not complete"},
		"the second is cut off": {append(bytes.Clone(whole), whole[:len(whole)/2]...), "not complete"},
		"large":                 {make([]byte, MaxCertificate+1), "too large"},
	} {
		got, err := ReadCertificates(c.data)
		message, hint := app.UserMessage(err)
		if err == nil || !strings.Contains(message, c.says) || hint == "" || len(got.Servers) != 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func other(t testing.TB) []byte { return certtest.New(t).Raw() }

// A file that another program made is known for what it is.
func TestAnotherProgramsPFX(t *testing.T) {
	tool, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not on this computer")
	}
	dir := t.TempDir()
	run := func(arguments ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), tool, arguments...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Skipf("the openssl of this computer cannot make the files: %v, %s", err, out)
		}
	}
	run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "30", "-subj",
		"/CN=mail.contoso.example", "-addext", "subjectAltName=DNS:mail.contoso.example,DNS:mx.contoso.example")
	run("pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "c.pfx", "-passout", "pass:x")
	run("crl2pkcs7", "-nocrl", "-certfile", "c.pem", "-out", "c.p7b")
	run("x509", "-in", "c.pem", "-outform", "DER", "-out", "c.cer")
	for name, says := range map[string]string{"c.pem": "", "c.p7b": "", "c.cer": "",
		"c.pfx": "private key of your server"} {
		got, err := ReadCertificates(file(t, filepath.Join(dir, name)))
		message, _ := app.UserMessage(err)
		if says != "" && (err == nil || !strings.Contains(message, says)) {
			t.Errorf("%s: %v", name, err)
		}
		if says == "" && (err != nil || !slices.Equal(got.Servers[0].Names, []string{"mail.contoso.example",
			"mx.contoso.example"})) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestPatterns(t *testing.T) {
	for text, want := range map[string]bool{"mail.x.example": true, "*.x.example": true, "x": false, "*": false,
		"mail.*.example": false, "*.*.example": false, "": false, "a..b": false, "192.0.2.1": false,
		"-a.example":                     false,
		"<I>CN=Root<S>CN=mail.x.example": false, "MAIL.X.example.": true, "a b.example": false, "x_1.example": true} {
		if got := IsPattern(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// FuzzCertificates: no data does harm, and every name is one that a connector can have.
func FuzzCertificates(f *testing.F) {
	leaf, authority := server(f)
	packed, err := pkcs7.DegenerateCertificate(append(slices.Clone(leaf), authority...))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{leaf, packed, pfx, framed("CERTIFICATE", leaf), framed("PKCS7", packed), nil,
		[]byte("\xff\xfe-\x00"), {0x30, 0x80, 0x30, 0x80}} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ReadCertificates(data)
		if (err == nil) != (len(got.Servers) > 0) {
			t.Fatalf("%+v, %v", got, err)
		}
		if message, hint := app.UserMessage(err); err != nil && (message == "" || hint == "") {
			t.Errorf("refused without words: %v", err)
		}
		for _, c := range got.Servers {
			for _, name := range c.Names {
				if !IsPattern(name) || name != strings.ToLower(name) {
					t.Errorf("%q", name)
				}
			}
		}
	})
}
