package cert_test

import (
	"os"
	"os/exec"
	"testing"

	"handrail/app"
	"handrail/app/mail/cert"
)

// TestAComputerWithoutIssuersIsTold in words, before a certificate looks wrong.
func TestAComputerWithoutIssuersIsTold(t *testing.T) {
	if os.Getenv("SSL_CERT_FILE") == "none" {
		if message, hint := app.UserMessage(cert.LoadRoots()); app.CodeOf(cert.LoadRoots()) != app.Unreachable || hint == "" {
			t.Errorf("%q %q", message, hint)
		}
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAComputerWithoutIssuersIsTold$")
	cmd.Env = append(os.Environ(), "SSL_CERT_FILE=none", "SSL_CERT_DIR="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
