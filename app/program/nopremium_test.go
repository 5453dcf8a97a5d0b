package program

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/sample/graphsim"
	"handrail/app/terminal"
)

// TestAdministratorsWithoutP1: in an organisation without Entra ID P1, the guide to
// protecting administrators skips no step, speaks of no policy, and plans what protects.
func TestAdministratorsWithoutP1(t *testing.T) {
	c := graphsim.New(graphsim.Options{NoPremium: true})
	base, err := c.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	glass := "breakglass=" + strings.ReplaceAll(graphsim.EmergencyAccounts, "\n", `\n`)
	data := t.TempDir()
	for means, setting := range map[string]string{"security-defaults": "Security defaults", "per-user": "Per-user MFA: "} {
		var out, errs bytes.Buffer
		if status := runTerminal(t, &out, &errs, "run", "admin-access", "-graph", base, "-data", data, "-set", glass,
			"-set", "means="+means); status == terminal.NotDone || errs.Len() > 0 {
			t.Fatalf("%s ends with %d: %s", means, status, errs.String())
		}
		text := out.String()
		if strings.Contains(text, "Steps that were skipped") || !strings.Contains(text, setting) ||
			!strings.Contains(text, "must register a method") || strings.Contains(text, "Both policies are on") {
			t.Errorf("%s:\n%s", means, text)
		}
		out.Reset()
		runTerminal(t, &out, &errs, "run", "admin-access", "-graph", base, "-data", data, "-set", glass, "-set",
			"means="+means, "-json")
		var got struct {
			Facts map[string]string
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.Facts["p1"] != "no" ||
			got.Facts["means"] != means || got.Facts["on"] != "no" {
			t.Errorf("%s: %v, %v", means, got.Facts, err)
		}
	}
}
