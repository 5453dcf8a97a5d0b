package connector

import (
	"handrail/app"
	"handrail/app/powershell"
)

// Steps are commands in the order in which they are run, each block for itself.
type Steps struct {
	Look   powershell.Block // shows the values now, and with -WhatIf what would change
	Change powershell.Block
	Undo   powershell.Block // brings back the value of the export
}

// Rename returns the commands that give an inbound connector the exact name of the
// certificate of its server. app.Invalid if name is no exact name, or if the export lost the
// name now: then nothing would bring it back.
func Rename(in *Inbound, name string) (s Steps, err error) {
	name = hostName(name)
	switch {
	case !IsPattern(name) || name[0] == '*':
		return s, app.Errorf(app.Invalid, "Enter a name such as mail.example.org.",
			"“%s” is not the exact name of a server.", name)
	case !in.CertificateName.Known():
		return s, app.Errorf(app.Invalid, "Run connectors.ps1 again, and enter its whole output.",
			"Handrail does not know the name of “%s” now, so it cannot offer a way back.", in.Name)
	}
	const set = "Set-InboundConnector -Identity %s -TlsSenderCertificateName %s"
	if s.Look, err = powershell.Line("Get-InboundConnector -Identity %s | Format-List -Property @('Name', 'Enabled', "+
		"'TlsSenderCertificateName', 'SenderIPAddresses', 'EFSkipIPs')\n"+set+" -WhatIf\n", in.Identity, in.Identity,
		name); err != nil {
		return Steps{}, err
	}
	if s.Change, err = powershell.Line(set+"\n", in.Identity, name); err != nil {
		return Steps{}, err
	}
	if old := in.CertificateName.Value; old != "" {
		s.Undo, err = powershell.Line(set+"\n", in.Identity, old)
	} else {
		s.Undo, err = powershell.Line("Set-InboundConnector -Identity %s -TlsSenderCertificateName $null\n",
			in.Identity)
	}
	return s, err
}
