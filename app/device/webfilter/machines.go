package webfilter

import (
	"strings"

	"handrail/app/powershell"
	"handrail/app/tenant"
)

// Read is a device as a file describes it, and how to recognise it.
type Read struct {
	Machine
	EntraID string   // its device ID in Microsoft Entra ID; may be empty
	UPNs    []string // of the people who use it
}

// ReadMachines returns the devices of an export: of the script for one computer, or of the hunting query.
// A value that a row does not have is not known. Rows without a name of a device are left out.
func ReadMachines(rows []powershell.Row) (all []Read) {
	for _, r := range rows {
		name := first(r, "DeviceName", "ComputerName", "PSComputerName")
		if name == "" {
			continue
		}
		m := Read{EntraID: strings.ToLower(first(r, "AadDeviceId", "EntraDeviceId")), UPNs: people(r)}
		m.Name, m.Protection, m.Antivirus = name, protection(r), antivirus(r)
		m.Windows = system(first(r, "OSPlatform", "OSDistribution"))
		m.Onboarded = onboarded(first(r, "OnboardingStatus"))
		m.RealTime, m.SmartScreen = flag(r, "RealTimeProtectionEnabled"), flag(r, "SmartScreenEnabled")
		for _, other := range r.List("OtherAntivirus") {
			if other = strings.TrimSpace(other); other != "" {
				m.Others = append(m.Others, other)
			}
		}
		if r.Has("Browsers") {
			m.Browsers = browsers(r)
		}
		all = append(all, m)
	}
	return all
}

func first(r powershell.Row, names ...string) string {
	for _, name := range names {
		if text := strings.TrimSpace(r.Text(name)); text != "" {
			return text
		}
	}
	return ""
}

func flag(r powershell.Row, name string) tenant.Flag {
	yes, known := r.Flag(name)
	return tenant.Flag{Known: known, Yes: known && yes}
}

// protection reads EnableNetworkProtection, 0 off, 1 block, 2 audit; else whether Defender’s assessment
// finds it in block mode.
func protection(r powershell.Row) Mode {
	switch strings.ToLower(first(r, "EnableNetworkProtection")) {
	case "0", "disabled":
		return ModeOff
	case "1", "enabled", "block":
		return ModeBlock
	case "2", "auditmode", "audit":
		return ModeAudit
	}
	switch strings.ToLower(first(r, "NetworkProtectionBlocks")) {
	case "1", "true":
		return ModeBlock
	case "0", "false":
		return ModeNotBlock
	}
	return ModeUnknown
}

// antivirus reads AMRunningMode as Get-MpComputerStatus writes it, or the mode of Defender’s assessment.
func antivirus(r powershell.Row) Antivirus {
	switch mode := strings.ToLower(first(r, "AMRunningMode", "AntivirusMode")); {
	case mode == "normal", mode == "active", mode == "0":
		return Active
	case strings.Contains(mode, "passive"), strings.Contains(mode, "edr"), mode == "1", mode == "4":
		return Passive
	case mode == "not running", mode == "disabled":
		return Disabled
	}
	if f := flag(r, "AntivirusEnabled"); f.No() {
		return Disabled
	}
	return NotKnown
}

func system(name string) tenant.Flag {
	switch lower := strings.ToLower(name); {
	case lower == "":
		return tenant.Flag{}
	case strings.HasPrefix(lower, "windows"):
		return tenant.On()
	}
	return tenant.Off()
}

func onboarded(status string) tenant.Flag {
	switch {
	case strings.EqualFold(status, "Onboarded"), strings.EqualFold(status, "True"):
		return tenant.On()
	case status == "":
		return tenant.Flag{}
	}
	return tenant.Off()
}

// people returns who uses a device.
func people(r powershell.Row) (all []string) {
	for _, name := range []string{"UserPrincipalName", "LoggedOnUsers"} {
		for _, one := range r.List(name) {
			if one = strings.Trim(strings.TrimSpace(one), `"[]`); strings.Contains(one, "@") {
				all = append(all, strings.ToLower(one))
			}
		}
	}
	return all
}

// browsers reads a list such as "Google Chrome (QUIC off, ECH off)", or names of the software inventory.
// A setting that is not named is not known; a policy that is not set leaves it on.
func browsers(r powershell.Row) []Browser {
	all := []Browser{}
	var items []string
	for _, item := range r.List("Browsers") {
		items = append(items, strings.Split(strings.Trim(item, "[]"), ";")...)
	}
	for _, item := range items {
		name, rest, _ := strings.Cut(strings.Trim(strings.TrimSpace(item), `"`), "(")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		b := Browser{Name: called(name)}
		for _, part := range strings.Split(strings.TrimSuffix(strings.TrimSpace(rest), ")"), ",") {
			switch strings.ToLower(strings.TrimSpace(part)) {
			case "quic off":
				b.QUIC = tenant.Off()
			case "quic on", "quic not set":
				b.QUIC = tenant.On()
			case "ech off":
				b.ECH = tenant.Off()
			case "ech on", "ech not set":
				b.ECH = tenant.On()
			}
		}
		all = append(all, b)
	}
	return all
}

// called returns the name of a browser as Microsoft's list has it.
func called(name string) string {
	lower := strings.ToLower(name)
	for word, full := range map[string]string{"edge": edge, "chrome": "Google Chrome", "firefox": "Mozilla Firefox",
		"brave": "Brave", "opera": "Opera", "internet explorer": "Internet Explorer", "iexplore": "Internet Explorer"} {
		if strings.Contains(lower, word) {
			return full
		}
	}
	return name
}
