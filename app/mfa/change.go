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

// String gives the text form.
func (c Change) String() string {
	if c.Value == "" {
		return c.Code
	}
	return c.Code + ":" + c.Value
}

// verbs are the first words of the codes about a method.
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

// Method gives the method that c is about and what happens to it: on, off, only
// (limited to a group) or without (some groups are left out). "" where c is not
// about one.
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

// Groups gives the ids of the groups that c names.
func (c Change) Groups() []string {
	if _, what := c.Method(); what != "only" && what != "without" {
		return nil
	}
	return strings.Split(c.Value, "/")
}

// Title says in words what c does: "Turn off text messages".
func (c Change) Title() string {
	m, what := c.Method()
	name := strings.ToLower(m.Title()[:min(1, len(m.Title()))]) + m.Title()[min(1, len(m.Title())):]
	if m == Authenticator {
		name = "the Authenticator app"
	}
	if m == TemporaryAccessPass {
		name = "the Temporary Access Pass"
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
		return "Remind people to set up the Authenticator app"
	case c.Code == CampaignStart:
		return "Remind people to set up a passkey"
	case c.Code == CampaignStop:
		return "Stop the reminders"
	case c.Code == CampaignSnooze:
		return "Remind again after " + c.Value + " days"
	case c.Code == MigrationComplete:
		return "Finish the move from the older settings"
	}
	return c.String()
}

// ParseChanges reads a list such as "sms-off,voice-off". "none" and an empty
// text are no change. What cannot be used is told with what can.
func ParseChanges(text string) (Changes, error) {
	var all Changes
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '+' }) {
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
				return nil, app.Errorf(app.Invalid, "Choose one of the two.", "“%s” and “%s” contradict each other.", d, c)
			}
		}
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all, nil
}

// family tells which changes exclude each other: starting and stopping do.
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
		return app.Errorf(app.Invalid, "Write "+c.Code+":ID with the id of the group.", "“%s” does not say which group.", c)
	}
	return app.Errorf(app.Invalid, "Use none, sms-off, voice-off, authenticator-on, passkeys-on, softwareoath-on, tap-on, sms-only:group-id, sms-without:group-id, campaign-start, campaign-stop, campaign-snooze:days or migration-complete, with commas between them.",
		"Handrail knows no change called “%s”.", c)
}

// Changes are several changes together.
type Changes []Change

// String writes them as ParseChanges reads them; "none" for no change.
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

// Apply gives the policy as it is after changes. Targets stay as they are while
// a method is off; a method turned on without targets is for everyone.
func Apply(before Policy, changes Changes) Policy {
	p := before.Clone()
	for _, c := range changes {
		if m, what := c.Method(); m != "" {
			if _, named := p.Methods[m]; what == "without" && !named {
				continue // nobody can be left out of what is not known
			}
			p.Methods[m] = switched(p.Methods[m], m, what, c.Groups())
			continue
		}
		switch c.Code {
		case CampaignStart:
			p.Campaign.On, p.Campaign.State = Yes, "enabled"
			target := Fido2Target
			if c.Value == "authenticator" {
				target = AuthenticatorTarget
			}
			if len(p.Campaign.Include) == 0 {
				p.Campaign.Include = []Target{{Everyone: true, ID: everyone, Kind: "group"}}
			}
			for i := range p.Campaign.Include {
				p.Campaign.Include[i].Method = target
			}
		case CampaignStop:
			p.Campaign.On, p.Campaign.State = No, "disabled"
		case CampaignSnooze:
			p.Campaign.Snooze = c.Value
		case MigrationComplete:
			p.Legacy.Live, p.Legacy.State = No, "migrationComplete"
		}
	}
	return p
}

// What a campaign may nudge people to register.
const (
	AuthenticatorTarget = "microsoftAuthenticator"
	Fido2Target         = "fido2"
)

// everyone is the target id that stands for all people.
const everyone = "all_users"

func switched(cfg Config, m Method, what string, groups []string) Config {
	all := Target{Everyone: true, ID: everyone, Kind: "group"}
	if m == Sms {
		all.SignIn = No
	}
	switch what {
	case "off":
		cfg.On, cfg.State = No, "disabled"
	case "on":
		cfg.On, cfg.State = Yes, "enabled"
		if len(cfg.Include) == 0 {
			cfg.Include = []Target{all}
		}
	case "only":
		cfg.On, cfg.State = Yes, "enabled"
		one := all
		if len(cfg.Include) > 0 {
			one = cfg.Include[0] // keeps the mode and the profiles
		}
		one.Everyone, one.ID, one.Kind = false, groups[0], "group"
		cfg.Include = []Target{one}
	case "without":
		for _, id := range groups {
			if !slices.ContainsFunc(cfg.Exclude, func(t Target) bool { return strings.EqualFold(t.ID, id) }) {
				cfg.Exclude = append(cfg.Exclude, Target{ID: id, Kind: "group"})
			}
		}
	}
	return cfg
}

// Wave gives all for some groups only: what is turned off for everybody is turned
// off for them, and the rest of all is done for everybody at once.
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

// TurnsOff tells whether something is turned off for everybody.
func (all Changes) TurnsOff() bool {
	return slices.ContainsFunc(all, func(c Change) bool { _, what := c.Method(); return what == "off" })
}

// Changed tells whether two policies differ in what Apply may change, and names
// the methods that do.
func Changed(before, after Policy) []Method {
	var all []Method
	for _, m := range Methods() {
		a, b := before.Methods[m], after.Methods[m]
		if a.On != b.On || fmt.Sprint(a.Include, a.Exclude) != fmt.Sprint(b.Include, b.Exclude) {
			all = append(all, m)
		}
	}
	return all
}
