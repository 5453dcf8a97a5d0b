package background

import (
	"strings"

	"handrail/app/powershell"
)

// Answer is yes, no or not known.
type Answer string

// The answers.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Global is the policy of everyone without another one.
const Global = "Global"

// Policy is a meeting policy or a customisation policy of Teams.
type Policy struct {
	Name string
	// Mode is VideoFiltersMode as Microsoft writes it. Own is whether people with the policy can use a
	// picture of their own (Microsoft Learn, Set-CsTeamsMeetingPolicy).
	Mode string
	Own  Answer
	// Pictures is whether a customisation policy shows the organisation’s pictures.
	Pictures Answer
}

// Policies are the policies of an export.
type Policies struct{ Meeting, Branding []Policy }

// ReadPolicies reads the policies of an export.
func ReadPolicies(rows []powershell.Row) (all Policies) {
	for _, r := range rows {
		p := Policy{Name: strings.TrimPrefix(r.Text("Identity"), "Tag:"), Own: Unknown, Pictures: Unknown}
		if r.Has("VideoFiltersMode") {
			p.Mode = r.Text("VideoFiltersMode")
			switch strings.ToLower(p.Mode) {
			case "allfilters":
				p.Own = Yes
			case "nofilters", "bluronly", "bluranddefaultbackgrounds":
				p.Own = No
			}
			all.Meeting = append(all.Meeting, p)
		}
		if r.Has("EnableMeetingBackgroundImages") {
			if yes, known := r.Flag("EnableMeetingBackgroundImages"); known {
				p.Pictures = map[bool]Answer{true: Yes, false: No}[yes]
			}
			all.Branding = append(all.Branding, p)
		}
	}
	return all
}

// Everyone returns what the policies say for everyone: yes or no where all agree and the policy of
// everyone else is among them, "" where they differ.
func Everyone(all []Policy, of func(Policy) Answer) Answer {
	global := false
	var said Answer
	for i, p := range all {
		global = global || strings.EqualFold(p.Name, Global)
		switch a := of(p); {
		case a == Unknown:
			return Unknown
		case i == 0:
			said = a
		case said != a:
			said = ""
		}
	}
	if !global {
		return Unknown
	}
	return said
}
