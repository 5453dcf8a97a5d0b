package cert_test

import (
	"errors"
	"os"
	"os/exec"
	"testing"

	"handrail/app/mail/cert"
)

// TestAComputerWithoutIssuersIsTold before a certificate looks wrong.
func TestAComputerWithoutIssuersIsTold(t *testing.T) {
	if os.Getenv("SSL_CERT_FILE") == "none" {
		if err := cert.LoadRoots(); !errors.Is(err, cert.ErrNoRoots) {
			t.Error(err)
		}
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAComputerWithoutIssuersIsTold$")
	cmd.Env = append(os.Environ(), "SSL_CERT_FILE=none", "SSL_CERT_DIR="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
