package mailcheck

import "testing"

func TestByMicrosoft(t *testing.T) {
	for host, want := range map[string]bool{
		"example-org.mail.protection.outlook.com": true, "Example-Org.o-v1.MX.microsoft.": true,
		"mx.microsoft": false, "mail.example.org": false, "mail.protection.outlook.com.example.org": false,
		"evilmx.microsoft": false, "": false,
	} {
		if got := ByMicrosoft(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}
