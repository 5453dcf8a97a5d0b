package graphsim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// stepNames are the names of the second steps in the sign-in log, by the default of a
// person (Microsoft Learn, authenticationDetail resource type).
var stepNames = map[string]string{
	"sms": "Text message", "voiceMobile": "Phone call", "voiceAlternateMobile": "Phone call",
	"voiceOffice": "Phone call", "push": "Mobile app notification", "oath": "Mobile app verification code",
}

// steps are authenticationDetails, which only the beta has: how a sign-in was verified.
func (r signInRow) steps() []object {
	s := &r.s
	detail := func(method, note string, at time.Time, done bool, kind, result string) object {
		return object{{"authenticationStepDateTime", at.Truncate(time.Second)}, {"authenticationMethod", method},
			{"authenticationMethodDetail", note}, {"succeeded", done},
			{"authenticationStepResultDetail", result}, {"authenticationStepRequirement", kind}}
	}
	if s.failed {
		return []object{detail("Password", "Password in the cloud", s.at, false, "Primary authentication",
			"Invalid username or password or Invalid on-premise username or password.")}
	}
	all := []object{detail("Password", "Password in the cloud", s.at, true, "Primary authentication",
		"First factor requirement satisfied by password")}
	switch name := stepNames[s.p.preferred]; {
	case !s.stepDone && !s.legacy && r.proven && r.status == "success":
		all = append(all, detail("Previously satisfied", "", s.at, true, "Multifactor authentication",
			"MFA requirement satisfied by claim in the token"))
	case !s.stepDone:
	case name != "" && !r.c.registrationOf(s.p).allowed(func(m string) bool { return stepOf(m, s.p.preferred) }):
	case name != "":
		note := ""
		if number := s.p.phoneNumber("mobilePhone"); number != "" && !strings.Contains(name, "app") {
			note = fmt.Sprintf("%s XXXXXXXX%s", number[:3], number[len(number)-2:])
		}
		all = append(all, detail(name, note, s.at.Add(10*time.Second), true, "Multifactor authentication",
			"MFA completed in Azure AD"))
	}
	return all
}

// stepOf reports whether a registered method is the one that a default names.
func stepOf(method, preferred string) bool {
	return slices.Contains(map[string][]string{
		"sms": {"mobilePhone"}, "voiceMobile": {"mobilePhone"}, "voiceAlternateMobile": {"alternateMobilePhone"},
		"voiceOffice": {"officePhone"}, "push": {"microsoftAuthenticatorPush"},
		"oath": {"softwareOneTimePasscode", "hardwareOneTimePasscode"}}[preferred], method)
}
