package safedocs

import "handrail/app/powershell"

// Steps are the commands for one change, each to paste for itself.
type Steps struct {
	Look, Change powershell.Block
	Undo         powershell.Block // empty where the values before are not known
}

// Change returns the commands that turn the switch on and decide about the click-through, and what
// undoes them. There are none where the policy has these values already.
func Change(now Policy, open bool) (s Steps, needed bool) {
	if now.On.Known && now.On.Yes && now.Open.Known && now.Open.Yes == open {
		return Steps{}, false
	}
	s.Look = powershell.Block{Text: "Get-AtpPolicyForO365 | Format-List -Property @('Identity', 'EnableSafeDocs', " +
		"'AllowSafeDocsOpen')\n" + set(true, open) + " -WhatIf"}
	s.Change = powershell.Block{Text: set(true, open)}
	if now.On.Known && now.Open.Known {
		s.Undo = powershell.Block{Text: set(now.On.Yes, now.Open.Yes)}
	}
	return s, true
}

// set is the command, with constant values alone.
func set(on, open bool) string {
	value := map[bool]string{true: "$true", false: "$false"}
	return "Set-AtpPolicyForO365 -EnableSafeDocs " + value[on] + " -AllowSafeDocsOpen " + value[open]
}
