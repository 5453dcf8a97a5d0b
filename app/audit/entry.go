package audit

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"handrail/app/clean"
	"handrail/app/history"
	"handrail/app/tenant"
)

// entry is one successful activity.
type entry struct {
	*tenant.AuditEntry
	activity  string // in lower case
	at        time.Time
	actor     history.Actor
	microsoft bool // the actor is a service of Microsoft's
	helper    bool // it is Privileged Identity Management
	pim       bool // Privileged Identity Management wrote the entry
	nobody    bool // no actor is named
}

// read returns an entry: nil where the attempt failed. ok is false where it cannot be read.
func (m *Matcher) read(a *tenant.AuditEntry) (e *entry, ok bool) {
	if a.At.IsZero() || a.Activity == "" || a.Result == "" {
		return nil, false
	}
	if !a.Result.Is("success") {
		return nil, true
	}
	e = &entry{AuditEntry: a, at: a.At.Time, activity: strings.ToLower(strings.TrimSpace(string(a.Activity)))}
	e.pim = a.Service.Is("PIM") || a.Service.Is("Privileged Identity Management")
	user, program := a.By.User, a.By.App
	e.actor = history.Actor{At: e.at, Program: m.program(e)}
	switch {
	case user != nil && (user.ID != "" || user.UPN != ""):
		e.actor.ID, e.actor.Name = strings.ToLower(string(user.ID)), m.person(*user)
	case program != nil && (program.AppID != "" || program.Principal != "" || program.Name != ""):
		m.application(e, *program)
	default:
		e.nobody, e.actor.Name = true, "someone whom the log does not name"
	}
	return e, true
}

// person returns what a person is called: as in the directory, else as the entry says.
func (m *Matcher) person(u tenant.AuditUser) string {
	name := ""
	if m.log.Name != nil && u.ID != "" {
		name = m.log.Name(string(u.ID))
	}
	return short(cmp.Or(name, string(u.Name), string(u.UPN), string(u.ID)))
}

// application fills in an application as the actor.
func (m *Matcher) application(e *entry, a tenant.AuditApp) {
	id := strings.ToLower(string(a.AppID))
	if name := services()[id]; name != "" {
		e.microsoft, e.helper = true, id == pimApp
		e.actor.ID, e.actor.Name = id, name
		return
	}
	e.actor.ID = strings.ToLower(cmp.Or(string(a.Principal), string(a.AppID)))
	e.actor.Name = "the app “" + short(cmp.Or(string(a.Name), string(a.AppID), string(a.Principal))) + "”"
}

// program returns with what a person did it, in words; "" where the entry does not say.
func (m *Matcher) program(e *entry) string {
	if e.By.User != nil && e.By.App != nil && e.By.App.Name != "" {
		return short(string(e.By.App.Name))
	}
	agent := ""
	for _, d := range e.Details {
		if d.Key.Is("User-Agent") {
			agent = strings.TrimSpace(string(d.Value))
		}
	}
	switch {
	case agent == "" && e.pim:
		return "Privileged Identity Management"
	case agent == "":
		return ""
	case strings.Contains(agent, "PowerShell"):
		return "PowerShell"
	case strings.HasPrefix(agent, "Mozilla/"):
		return "a web browser"
	}
	name, _, _ := strings.Cut(agent, "/") // RFC 9110, section 10.1.5: the product comes first, then its version
	return short(name)
}

// mostName is how many characters of a name are kept.
const mostName = 120

// short returns a name from outside as one line of a reasonable length.
func short(name string) string {
	name = strings.TrimSpace(clean.Line(name))
	if all := []rune(name); len(all) > mostName {
		return string(all[:mostName]) + "…"
	}
	return name
}

// keys are what the entry is found by.
func (e *entry) keys() []string {
	seen, all := map[string]bool{"": true}, []string(nil)
	add := func(text string) {
		if text = strings.ToLower(text); !seen[text] {
			seen[text] = true
			all = append(all, text)
		}
	}
	for _, t := range e.Targets {
		add(string(t.ID))
		add(string(t.Name))
	}
	if e.By.User != nil {
		add(string(e.By.User.ID))
	}
	return all
}

// property returns a property of any target. known is false where the entry has none of this name.
func (e *entry) property(name string) (p tenant.AuditProperty, known bool) {
	for _, t := range e.Targets {
		for _, p := range t.Modified {
			if p.Name.Is(name) {
				return p, true
			}
		}
	}
	return p, false
}

// names reports whether the entry says which properties changed.
func (e *entry) names() bool {
	for _, t := range e.Targets {
		if len(t.Modified) > 0 {
			return true
		}
	}
	return false
}

// plain returns a value of a property as one text: they come as JSON in a text, some in a list of one.
func plain(value tenant.Text) string {
	var v any
	if json.Unmarshal([]byte(value), &v) != nil {
		return string(value)
	}
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0]
	}
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return map[bool]string{true: "true", false: "false"}[v]
	case nil:
		return ""
	}
	return string(value)
}
