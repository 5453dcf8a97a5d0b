package mfa

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
)

// Change is one change of the policy. Its text form is Code, or Code:Value.
type Change struct {
	Code  string // "sms-off", "campaign-start", "sms-only" …
	Value string // of codes that need one: ids of groups with strokes between, a number of days
}

// String returns the text form.
func (c Change) String() string {
	if c.Value == "" {
		return c.Code
	}
	return c.Code + ":" + c.Value
}

// verbs are the first words of the codes about methods.
var verbs = []struct {
	word   string
	method Method
}{
	{"sms", Sms}, {"voice", Voice}, {"authenticator", Authenticator}, {"passkeys", Fido2},
	{"softwareoath", SoftwareOath}, {"hardwareoath", HardwareOath}, {"tap", TemporaryAccessPass},
}

// The codes that are not about one method.
const (
	CampaignStart     = "campaign-start" // Value: authenticator or passkey; empty is passkey
	CampaignStop      = "campaign-stop"
	CampaignSnooze    = "campaign-snooze" // Value: days, 0 to 14
	MigrationComplete = "migration-complete"
)

// Method returns the method that c is about and what happens to it: on, off, only
// (for one group) or without (excludes groups). Both are "" if c is not about a
// method.
func (c Change) Method() (m Method, what string) {
	word, what, ok := strings.Cut(c.Code, "-")
	if !ok {
		return "", ""
	}
	for _, v := range verbs {
		if v.word == word && slices.Contains([]string{"on", "off", "only", "without"}, what) {
			return v.method, what
		}
	}
	return "", ""
}

// Groups returns the ids of the groups in c.
func (c Change) Groups() []string {
	if _, what := c.Method(); what != "only" && what != "without" {
		return nil
	}
	return strings.Split(c.Value, "/")
}

// Title returns what c does in words: "Turn off text messages".
func (c Change) Title() string {
	m, what := c.Method()
	name := strings.ToLower(m.Title()[:min(1, len(m.Title()))]) + m.Title()[min(1, len(m.Title())):]
	if m == Authenticator {
		name = "Microsoft Authenticator"
	}
	if m == TemporaryAccessPass {
		name = "Temporary Access Pass"
	}
	switch {
	case what == "on":
		return "Turn on " + name
	case what == "off":
		return "Turn off " + name
	case what == "only":
		return "Allow " + name + " for one group only"
	case what == "without" && len(c.Groups()) > 1:
		return fmt.Sprintf("Turn off %s for %d groups", name, len(c.Groups()))
	case what == "without":
		return "Turn off " + name + " for one group"
	case c.Code == CampaignStart && c.Value == "authenticator":
		return "Start a registration campaign for Microsoft Authenticator"
	case c.Code == CampaignStart:
		return "Start a registration campaign for passkeys"
	case c.Code == CampaignStop:
		return "Stop the registration campaign"
	case c.Code == CampaignSnooze:
		unit := " days"
		if c.Value == "1" {
			unit = " day"
		}
		return "Let people postpone registration for " + c.Value + unit
	case c.Code == MigrationComplete:
		return "Finish the move from the legacy MFA settings"
	}
	return c.String()
}

// ParseChanges parses a list such as "sms-off,voice-off". "none" and an empty text
// are no change. An error names the codes that are allowed.
func ParseChanges(text string) (Changes, error) {
	var all Changes
	for _, word := range strings.FieldsFunc(text,
		func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '+' }) {
		if strings.EqualFold(word, "none") {
			continue
		}
		code, value, _ := strings.Cut(word, ":")
		c := Change{strings.ToLower(code), value}
		if err := c.check(); err != nil {
			return nil, err
		}
		for _, d := range all {
			m, _ := c.Method()
			n, _ := d.Method()
			if m != "" && m == n || m == "" && family(c) == family(d) && c != d {
				return nil, app.Errorf(app.Invalid, "Choose one of the two.", "“%s” and “%s” contradict each other.", d,
					c)
			}
		}
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all, nil
}

// family returns a key that changes share if they exclude each other, such as
// starting and stopping a campaign.
func family(c Change) string {
	if c.Code == CampaignSnooze || c.Code == MigrationComplete {
		return c.Code
	}
	return strings.SplitN(c.Code, "-", 2)[0]
}

func (c Change) check() error {
	m, what := c.Method()
	days, err := strconv.Atoi(c.Value)
	switch {
	case what == "only" && c.Value != "" && !strings.Contains(c.Value, "/"):
		return nil
	case what == "without" && !slices.Contains(c.Groups(), ""):
		return nil
	case (what == "on" || what == "off") && m != "" && c.Value == "":
		return nil
	case c.Code == CampaignStart && slices.Contains([]string{"", "authenticator", "passkey"}, c.Value):
		return nil
	case (c.Code == CampaignStop || c.Code == MigrationComplete) && c.Value == "":
		return nil
	case c.Code == CampaignSnooze && err == nil && days >= 0 && days <= 14:
		return nil
	case what == "only" || what == "without":
		return app.Errorf(app.Invalid, "Enter "+c.Code+":group-id with the Object ID of the group.",
			"“%s” does not name a group.", c)
	}
	return app.Errorf(app.Invalid,
		"Use none, sms-off, voice-off, authenticator-on, passkeys-on, softwareoath-on, tap-on, sms-only:group-id, "+
			"sms-without:group-id, campaign-start, campaign-stop, campaign-snooze:days or migration-complete, "+
			"separated by commas.",
		"Handrail does not know the change “%s”.", c)
}

// Changes are several changes together.
type Changes []Change

// String returns the form that ParseChanges reads; "none" for no change.
func (all Changes) String() string {
	if len(all) == 0 {
		return "none"
	}
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = c.String()
	}
	return strings.Join(words, ",")
}

// Wave returns all with each method turned off for groups only instead of for
// everyone. The other changes stay the same.
func (all Changes) Wave(groups []string) Changes {
	var wave Changes
	for _, c := range all {
		if _, what := c.Method(); what == "off" {
			if len(groups) == 0 {
				continue
			}
			c = Change{strings.TrimSuffix(c.Code, "off") + "without", strings.Join(groups, "/")}
		}
		wave = append(wave, c)
	}
	return wave
}

// TurnsOff reports whether a method is turned off for everyone.
func (all Changes) TurnsOff() bool {
	return slices.ContainsFunc(all, func(c Change) bool { _, what := c.Method(); return what == "off" })
}
