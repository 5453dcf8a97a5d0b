package skiplist

import (
	"handrail/app"
	"handrail/app/mail/connector"
	"handrail/app/powershell"
)

// Change is what a connector is set to.
type Change struct {
	Connector string // its identity
	Last      bool
	IPs       []string
	Users     []string // empty: for everyone
}

// Commands are PowerShell in the order in which it is run, each block for itself.
type Commands struct {
	Look   powershell.Block // shows the values now, and with -WhatIf what would change
	Change powershell.Block
	Undo   powershell.Block // the values that the export shows; off where it does not show them
}

// Commands returns the commands that set a connector, and that set it back to what it was.
// exact reports whether the export shows what it was. There is no command that skips nothing,
// and none that sets EFTestMode, EFSkipMailGateway or CloudServicesMailEnabled, which
// Microsoft reserves for itself.
func (ch Change) Commands(was *connector.Inbound) (c Commands, exact bool, err error) {
	if !ch.Last && len(ch.IPs) == 0 {
		return c, false, app.Errorf(app.Invalid, "Enter the addresses of your filter.", "The skip list is empty.")
	}
	before := Change{Connector: ch.Connector}
	if was != nil {
		_, known := SettingOf(was)
		if exact = known && was.SkipLastIP != connector.Unread && was.SkipIPs.Known() && was.SkipUsers.Known(); exact {
			before.Last, before.IPs = was.SkipLastIP == connector.Yes, was.SkipIPs.Values
			before.Users = was.SkipUsers.Values
		}
	}
	if c.Look, err = ch.block(lookBody, " -WhatIf"); err != nil {
		return Commands{}, false, err
	}
	if c.Change, err = ch.block("", ""); err != nil {
		return Commands{}, false, err
	}
	c.Undo, err = before.block("", "")
	return c, exact, err
}

const lookBody = `$names = @('Identity', 'Enabled', 'EFSkipLastIP', 'EFSkipIPs', 'EFUsers')
Get-InboundConnector -Identity $Connector | Format-List -Property $names
`

// block returns what body says and the command that sets the connector. A list replaces the
// list that was there; $null empties it.
func (ch Change) block(body, end string) (powershell.Block, error) {
	s := powershell.Script{Params: []powershell.Param{{Name: "Connector", Values: []string{ch.Connector}}}}
	set := "$false"
	if ch.Last {
		set = "$true"
	}
	list := func(option, name string, values []string) string {
		if len(values) == 0 {
			return " -" + option + " $null"
		}
		s.Params = append(s.Params, powershell.Param{Name: name, Values: values, List: true})
		return " -" + option + " $" + name
	}
	s.Body = body + "Set-InboundConnector -Identity $Connector -EFSkipLastIP " + set +
		list("EFSkipIPs", "Addresses", ch.IPs) + list("EFUsers", "Users", ch.Users) + end
	return s.Block()
}
