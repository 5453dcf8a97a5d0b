package connector

import (
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/powershell"
)

func TestRename(t *testing.T) {
	in := &Inbound{Name: "O'Hara", Identity: "O'Hara", CertificateName: Text{"*.x.example", powershell.Given}}
	s, err := Rename(in, "MAIL.x.example")
	if err != nil || s.Change.Text != "Set-InboundConnector -Identity 'O''Hara' -TlsSenderCertificateName "+
		"'mail.x.example'\n" ||
		s.Undo.Text != "Set-InboundConnector -Identity 'O''Hara' -TlsSenderCertificateName '*.x.example'\n" ||
		!strings.Contains(s.Look.Text, "-WhatIf") || strings.Contains(s.Change.Text, "-WhatIf") {
		t.Errorf("%+v, %v", s, err)
	}
	in.CertificateName = Text{"", powershell.Null}
	if s, err = Rename(in, "mail.x.example"); err != nil || !strings.HasSuffix(s.Undo.Text, "$null\n") {
		t.Errorf("%+v, %v", s, err)
	}
	in.CertificateName = Text{"", powershell.Part}
	if _, err = Rename(in, "mail.x.example"); app.CodeOf(err) != app.Invalid {
		t.Errorf("no way back: %v", err)
	}
	in.CertificateName = Text{"", powershell.Null}
	for _, bad := range []string{"", "*.x.example", "mail", "a.*.example", "a b.example"} {
		if _, err = Rename(in, bad); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	in.Identity = ""
	if _, err = Rename(in, "mail.x.example"); err == nil {
		t.Error("an empty identity means all connectors")
	}
}
