package mfa

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// Log is what the sign-in log shows about text messages and phone calls. The zero
// value was not read.
type Log struct {
	Read     time.Time // when it was read
	From, To time.Time // from the first sign-in in it to when it was read; of a part: to the last one
	Whole    bool      // the last refresh read all of it
	Steps    bool      // it shows how people verified sign-ins
	Why      string    // why it shows nothing; may be empty

	people map[string]*seenIn
}

// seenIn is what the log shows about one person.
type seenIn struct {
	texts, calls int
	bare         bool // a sign-in of the person does not show how it was verified
	last         time.Time
}

// Use is what the sign-in log shows about one person.
type Use struct {
	Used         access.Answer // unknown is not “never”
	Texts, Calls int           // sign-ins verified, each step counted once
}

// Of returns what the log shows about the person with an id.
func (l *Log) Of(id string) Use {
	p := l.people[strings.ToLower(id)]
	switch {
	case p != nil && p.texts+p.calls > 0:
		return Use{access.Yes, p.texts, p.calls}
	case !l.Steps || !l.Whole || p != nil && p.bare:
		return Use{}
	}
	return Use{Used: access.No}
}

// last returns when the person last signed in by the log, or zero.
func (l *Log) last(id string) time.Time {
	if p := l.people[strings.ToLower(id)]; p != nil {
		return p.last
	}
	return time.Time{}
}

// ReadLog reads the sign-in log as it was saved. What was never read is no error.
func ReadLog(ctx context.Context, r tenant.Reader) (*Log, error) {
	st, err := r.Status(ctx, tenant.SectionSignIns)
	if err != nil {
		return nil, err
	}
	l := &Log{Read: st.Completed, Whole: st.State.Whole(), people: map[string]*seenIn{}}
	gap, read := tenant.NotRead(st, tenant.SectionSignIns)
	if !read {
		l.Why = gap.Message
		return l, nil
	}
	once := map[step]bool{}
	err = r.Each(ctx, tenant.SectionSignIns, func(id string, body []byte) error { return l.add(id, body, once) })
	if l.Whole && l.Read.After(l.To) {
		l.To = l.Read
	}
	if err == nil && !l.Steps {
		l.Why = "The sign-in log does not show how people verified their sign-ins."
	}
	return l, err
}

// step is one verification. Microsoft logs the same one in several sign-ins.
type step struct {
	person string
	call   bool
	at     time.Time
	row    string // of the sign-in, where the step has no time
}

// detail is an entry of authenticationDetails (Graph resource authenticationDetail).
type detail struct {
	Method    tenant.Text `json:"authenticationMethod"`
	At        tenant.When `json:"authenticationStepDateTime"`
	Result    tenant.Text `json:"authenticationStepResultDetail"`
	Succeeded tenant.Flag `json:"succeeded"`
}

// add counts the steps of one sign-in.
func (l *Log) add(id string, body []byte, once map[step]bool) error {
	var who string
	var at tenant.When
	var steps []detail
	told := false
	err := tenant.Fields(body, func(key string, raw []byte) {
		switch key {
		case "userId":
			who = strings.ToLower(tenant.FieldText(raw))
		case "createdDateTime":
			_ = at.UnmarshalJSON(raw) // accepts any JSON
		case "authenticationDetails":
			told = json.Unmarshal(raw, &steps) == nil && steps != nil
		}
	})
	if err != nil || who == "" {
		return err
	}
	if l.From.IsZero() || !at.IsZero() && at.Before(l.From) {
		l.From = at.Time
	}
	if at.After(l.To) {
		l.To = at.Time
	}
	p := l.people[who]
	if p == nil {
		p = &seenIn{}
		l.people[who] = p
	}
	if at.After(p.last) {
		p.last = at.Time
	}
	l.Steps, p.bare = l.Steps || told, p.bare || !told
	for _, d := range steps {
		text, call := d.phone()
		if !text && !call {
			continue
		}
		one := step{who, call, d.At.Time, ""}
		if d.At.IsZero() {
			one.row = id
		}
		switch {
		case once[one]:
			continue
		case text:
			p.texts++
		default:
			p.calls++
		}
		once[one] = true
	}
	return nil
}

// phone reports whether a step was verified with a text message or a phone call. What
// was satisfied before and what failed does not count, and sign-in with Microsoft
// Authenticator, which the log calls “phone sign-in”, is neither.
func (d detail) phone() (text, call bool) {
	method, result := strings.ToLower(string(d.Method)), strings.ToLower(string(d.Result))
	if d.Succeeded.No() || strings.Contains(method, "satisfied") || strings.Contains(result, "satisfied") {
		return false, false
	}
	begins := func(words ...string) bool {
		for _, w := range words {
			if strings.HasPrefix(method, w) {
				return true
			}
		}
		return false
	}
	return begins("sms", "text message"), begins("voice", "phone call", "office phone", "mobile phone call")
}
