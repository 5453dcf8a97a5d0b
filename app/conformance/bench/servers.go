package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/dns/dnstest"
)

// worldReady is what the servers of the world write once they answer.
const worldReady = "ready"

// serve runs the servers of the world until its input ends: names, a web server with the policies, a mail server.
func serve(folder string) error {
	pair, err := worldCertificate(folder)
	if err != nil {
		return err
	}
	secure := &tls.Config{Certificates: []tls.Certificate{pair}}
	if _, _, err := dnstest.ServeAt(worldNames+":53", dns.Fake{Zone: worldZone()}, 0); err != nil {
		return err
	}
	web, err := tls.Listen("tcp", worldWeb+":443", secure)
	if err != nil {
		return err
	}
	mail, err := net.Listen("tcp", worldMail+":25")
	if err != nil {
		return err
	}
	site := &http.Server{Handler: http.HandlerFunc(policy), ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = site.Serve(web) }()
	go func() {
		for {
			conn, err := mail.Accept()
			if err != nil {
				return
			}
			go speakSMTP(conn, secure)
		}
	}()
	fmt.Print(worldReady)
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func policy(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	domain := strings.TrimPrefix(r.Host, "mta-sts.")
	_, _ = fmt.Fprintf(w, "version: STSv1\r\nmode: enforce\r\nmx: mx.%s\r\nmax_age: 2592000\r\n", domain)
}

// speakSMTP speaks the first words of SMTP (RFC 5321, RFC 3207).
func speakSMTP(conn net.Conn, secure *tls.Config) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	_, _ = io.WriteString(conn, "220 mx ESMTP\r\n")
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch word := strings.ToUpper(strings.Fields(line + " ?")[0]); word {
		case "EHLO":
			_, _ = io.WriteString(conn, "250-mx\r\n250 STARTTLS\r\n")
		case "STARTTLS":
			_, _ = io.WriteString(conn, "220 go ahead\r\n")
			over := tls.Server(conn, secure)
			if over.Handshake() != nil {
				return
			}
			conn, in = over, bufio.NewReader(over)
		case "QUIT":
			_, _ = io.WriteString(conn, "221 bye\r\n")
			return
		default:
			_, _ = io.WriteString(conn, "250 ok\r\n")
		}
	}
}

func worldZone() dns.Zone {
	text := func(text string) dns.Record { return dns.Record{Type: dns.TXT, Text: []string{text}} }
	address := func(a string) []dns.Record { return []dns.Record{{Type: dns.A, Addr: netip.MustParseAddr(a)}} }
	soa := dns.Record{Type: dns.SOA, Host: "ns.example"}
	zone := dns.Zone{"example": {soa}, "ns.example": address(worldNames)}
	for i := range worldDomains {
		name := worldDomain(i)
		zone[name] = []dns.Record{{Type: dns.MX, Host: "mx." + name}, {Type: dns.NS, Host: "ns.example"}, soa,
			text("v=spf1 ip4:192.0.2.0/24 -all")}
		zone["mx."+name], zone["mta-sts."+name] = address(worldMail), address(worldWeb)
		zone["_mta-sts."+name] = []dns.Record{text("v=STSv1; id=20260101")}
		zone["_smtp._tls."+name] = []dns.Record{text("v=TLSRPTv1; rua=mailto:tls@" + name)}
		zone["_dmarc."+name] = []dns.Record{text("v=DMARC1; p=quarantine; rua=mailto:dmarc@" + name)}
	}
	return zone
}

// makeRoot makes the root of the world and returns its certificate. It is written with its key.
func makeRoot(folder string) (certificate []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	t := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Root of the bench"}, IsCA: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 6, 0), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign}
	return writePair(folder, "root", t, t, key, key)
}

// writePair signs a certificate and writes it with its key.
func writePair(folder, name string, t, by *x509.Certificate, key, signer *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.CreateCertificate(rand.Reader, t, by, key.Public(), signer)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(filepath.Join(folder, name+".pem"), certificate, 0o600); err != nil {
		return nil, err
	}
	return certificate, os.WriteFile(filepath.Join(folder, name+".key"),
		pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}), 0o600)
}

// worldCertificate makes the certificate of all servers, signed by the root.
func worldCertificate(folder string) (pair tls.Certificate, err error) {
	root, err := tls.LoadX509KeyPair(filepath.Join(folder, "root.pem"), filepath.Join(folder, "root.key"))
	if err != nil {
		return pair, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pair, err
	}
	t := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "world"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 6, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for i := range worldDomains {
		t.DNSNames = append(t.DNSNames, "mx."+worldDomain(i), "mta-sts."+worldDomain(i))
	}
	signer, ok := root.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return pair, fmt.Errorf("the key of the root is a %T", root.PrivateKey)
	}
	if _, err := writePair(folder, "world", t, root.Leaf, key, signer); err != nil {
		return pair, err
	}
	return tls.LoadX509KeyPair(filepath.Join(folder, "world.pem"), filepath.Join(folder, "world.key"))
}
