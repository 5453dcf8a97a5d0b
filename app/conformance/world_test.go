//go:build judge

package conformance

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// worldVar is the variable that names the test world's folder inside it.
const worldVar = "HANDRAIL_JUDGE_WORLD"

// Where the servers of the test world listen.
const (
	nameServer = "127.0.0.53"
	webServer  = "127.0.0.80"
	mailServer = "127.0.0.25"
	deafServer = "127.0.0.99" // nothing listens there
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(worldVar); folder != "" {
		if err := furnish(folder); err != nil {
			fmt.Fprintln(os.Stderr, "judge:", err)
			os.Exit(1)
		}
		os.Exit(m.Run())
	}
	os.Exit(enter())
}

// enter runs this test binary again in namespaces of its own.
func enter() int {
	for _, tool := range []string{"unshare", "ip", "knotd", "nginx", "apache2", "caddy", "postfix", "mta-sts-query"} {
		if _, err := exec.LookPath(tool); err != nil {
			fmt.Fprintf(os.Stderr, "judge: %s is missing. “make judges” installs it.\n", tool)
			return 1
		}
	}
	folder, err := os.MkdirTemp("", "handrail-judge-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	_ = os.Chmod(folder, 0o755) // servers that give up root must read in it
	if err := makeRoot(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	cmd := exec.Command("unshare",
		append([]string{"--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", os.Args[0]},
			os.Args[1:]...)...)
	cmd.Env = append(os.Environ(), worldVar+"="+folder, "SSL_CERT_FILE="+filepath.Join(folder, "ca.pem"),
		"SSL_CERT_DIR="+filepath.Join(folder, "none"))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		if _, failed := err.(*exec.ExitError); !failed {
			fmt.Fprintln(os.Stderr, "judge:", err)
		}
		return 1
	}
	return 0
}

// furnish makes /etc and the places where servers write private, and points the
// resolver at the name server of the test world.
func furnish(folder string) error {
	etc := filepath.Join(folder, "etc")
	for _, cmd := range [][]string{
		{"ip", "link", "set", "lo", "up"},
		{"ip", "address", "add", mailServer + "/8", "dev", "lo"}, // Postfix listens only where an interface is
		{"cp", "-a", "/etc", etc},
		{"mount", "--bind", etc, "/etc"},
	} {
		if out, err := exec.Command(cmd[0], cmd[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", strings.Join(cmd, " "), err, out)
		}
	}
	for _, dir := range []string{"/run", "/var/www", "/var/log", "/var/spool", "/var/lib/nginx", "/var/lib/apache2",
		"/var/lib/postfix"} {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=0755"); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	for _, dir := range []string{"/run/lock", "/var/log/nginx", "/var/log/apache2", "/var/spool/postfix"} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	_ = os.Remove("/etc/resolv.conf")
	return os.WriteFile("/etc/resolv.conf", []byte("nameserver "+nameServer+"\noptions timeout:2 attempts:2\n"), 0o644)
}

// makeRoot writes the private root: ca.pem and ca.key.
func makeRoot(folder string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	t := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Judge root"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return err
	}
	return writePair(filepath.Join(folder, "ca.pem"), filepath.Join(folder, "ca.key"), [][]byte{der}, key)
}

func writePair(certFile, keyFile string, chain [][]byte, key *ecdsa.PrivateKey) error {
	var certs []byte
	for _, der := range chain {
		certs = append(certs, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(certFile, certs, 0o644); err != nil {
		return err
	}
	return os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}), 0o600)
}

// certificate asks the private root for a certificate, as certbot would, and
// lays it where certbot does. With trusted false it signs itself.
func certificate(t *testing.T, host string, trusted bool) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: host},
		DNSNames:  []string{host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 2, 0),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	parent, signer := leaf, key
	if trusted {
		parent, signer = readRoot(t)
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, parent, key.Public(), signer)
	check(t, err)
	dir := "/etc/letsencrypt/live/" + host
	check(t, os.MkdirAll(dir, 0o755))
	certFile, keyFile = dir+"/fullchain.pem", dir+"/privkey.pem"
	check(t, writePair(certFile, keyFile, [][]byte{der}, key))
	return certFile, keyFile
}

func readRoot(t *testing.T) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(os.Getenv(worldVar), name))
		check(t, err)
		block, _ := pem.Decode(data)
		return block.Bytes
	}
	cert, err := x509.ParseCertificate(read("ca.pem"))
	check(t, err)
	key, err := x509.ParseECPrivateKey(read("ca.key"))
	check(t, err)
	return cert, key
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// serve starts a program of others until the test ends, and waits until it
// listens.
func serve(t *testing.T, address string, cmd *exec.Cmd) {
	t.Helper()
	log := &strings.Builder{}
	cmd.Stdout, cmd.Stderr = log, log
	check(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
		waitFor(t, address+" to be free", func() bool { return !listens(address) })
	})
	deadline := time.Now().Add(30 * time.Second)
	for !listens(address) {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v\n%s", cmd.Path, err, log)
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not listen at %s", cmd.Path, address)
		}
	}
}

func listens(address string) bool {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// waitFor waits until something that can be seen is so.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
