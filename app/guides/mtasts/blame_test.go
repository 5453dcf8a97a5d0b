package mtasts

import (
	"strings"
	"testing"

	"handrail/app/mail/mailcheck"
	"handrail/app/report"
)

// TestMicrosoftsFaultIsNotYours: what is wrong with a mail server of Microsoft is a warning with what can be done, and
// a certificate that Microsoft renews is no work. One of your own is a problem.
func TestMicrosoftsFaultIsNotYours(t *testing.T) {
	for host, want := range map[string]report.Severity{"example-org.mail.protection.outlook.com": report.Warning,
		"mail.example.org": report.Problem} {
		f := newFinder(&mailcheck.State{}, Made{})
		for _, code := range hostFaults {
			f.add(code, "host", host, "effect", "", "expires", "today", "left", "1 day", "issuer", "x", "names", "y",
				"begins", "z")
		}
		for _, item := range f.items {
			yours := want == report.Problem
			switch {
			case item.Code == "mx-certificate-soon":
				if (item.Severity == report.Warning) != yours || strings.Contains(item.Do, "Microsoft") == yours {
					t.Errorf("%s: %+v", host, item)
				}
			case item.Severity != want || (item.Do == mailcheck.MicrosoftDo) == yours ||
				strings.Contains(item.Do, "Ask the administrator") != yours && item.Code != "mx-not-yet":
				t.Errorf("%s: %+v", host, item)
			}
		}
	}
}
