package mtasts

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// visitWith is a visit of example.org whose first look found facts.
func visitWith(facts map[string]string, answers map[string]string) *guide.Visit {
	v := &guide.Visit{ID: "v", Guide: ID, Subject: "example.org", Started: noon,
		Answers: map[string]string{askDomain: "example.org"},
		Drafts:  map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	if facts != nil {
		v.Outcomes[stepToday] = guide.Outcome{State: guide.Completed, At: noon, Facts: facts}
	}
	for name, text := range answers {
		v.Answers[name] = text
	}
	return v
}

const (
	oldHost = "example-org.mail.protection.outlook.com"
	newHost = "example-org.o-v1.mx.microsoft"
)

func TestMadePoliciesAreReadByEverySender(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	hosts := []string{oldHost, newHost, "mail.example.org", "mx1.filter.example", "a.b.c.d.example.net"}
	for range 500 {
		var live []string
		for _, h := range hosts {
			if rnd.IntN(2) == 0 {
				live = append(live, h)
			}
		}
		aim := []string{aimStart, aimChange, aimRetire}[rnd.IntN(3)]
		v := visitWith(map[string]string{factServers: strings.Join(live, " "), factMail: "servers", "policy": "valid",
			factMode: "testing"},
			map[string]string{askAim: aim, askMaxAge: strconv.FormatInt(maxAges[rnd.IntN(len(maxAges))], 10)})
		if len(live) == 0 {
			v.Outcomes[stepToday].Facts[factMail] = "none"
		}
		v.Answers[askMX] = cleanMX(defaultMX(v))
		if err := validMX(v, v.Answers[askMX]); err != nil {
			t.Fatalf("the lines that Handrail fills in for %v are refused: %v", live, err)
		}
		strict(t, madeOf(v).Policy, aim)
	}
}

// strict holds a text against every parser known to differ from the others.
func strict(t *testing.T, text, aim string) {
	t.Helper()
	p, err := sts.ParsePolicy([]byte(text))
	if err != nil {
		t.Fatalf("not a policy: %v\n%s", err, text)
	}
	if len(p.Deviations) > 0 {
		t.Errorf("legal, but risky: %v\n%q", p.Deviations, text)
	}
	for rule, ok := range map[string]bool{
		"the version comes first": strings.HasPrefix(text, "version: STSv1\r\n"),
		"every line ends with CR LF": strings.Count(text, "\n") == strings.Count(text, "\r\n") &&
			strings.Count(text, "\r") == strings.Count(text, "\n"),
		"no blank line":                      !strings.Contains(text, "\r\n\r\n"),
		"plain ASCII":                        regexp.MustCompile(`^[\x20-\x7e\r\n]*$`).MatchString(text),
		"lower case after the version":       strings.ToLower(text[16:]) == text[16:],
		"one blank after the colon":          regexp.MustCompile(`^([a-z_]+: [^ \r\n]+\r\n)+$`).MatchString(text),
		"at least one mx, also in mode none": len(p.MX) > 0,
		"kept for a day at the least":        p.MaxAge >= day && p.MaxAge <= 31557600,
		"the mode fits the aim":              (p.Mode == sts.None) == (aim == aimRetire),
	} {
		if !ok {
			t.Errorf("broken: %s\n%q", rule, text)
		}
	}
}

func TestMicrosoftLines(t *testing.T) {
	cases := []struct{ live, served, want string }{
		{oldHost, "", "*." + outlookZone},
		{newHost, "", newHost},
		{oldHost + " " + newHost, "", "*." + outlookZone + "\n" + newHost},
		{newHost, "*.mx.microsoft", newHost},
		{oldHost, "mail.protection.outlook.com", "*." + outlookZone},
		{oldHost + " " + newHost, "*." + outlookZone, "*." + outlookZone + "\n" + newHost},
		{"mx.filter.example", "*.filter.example backup.example.org", "*.filter.example\nbackup.example.org"},
	}
	for _, c := range cases {
		v := visitWith(map[string]string{factServers: c.live, factMail: "servers", factMX: c.served, "policy": "valid",
			factMode: "testing"}, nil)
		if got := defaultMX(v); got != c.want {
			t.Errorf("live %s, served %s: filled in %q, want %q", c.live, c.served, got, c.want)
		}
	}
}

func TestRefusedLines(t *testing.T) {
	cases := []struct{ live, typed, says string }{
		{oldHost, "", "at least one mail server"},
		{newHost, "*.mx.microsoft", "one part of a name"},
		{oldHost, "mail.protection.outlook.com", "one more part in front"},
		{newHost, "*.mail.protection.outlook.com", "do not include your mail server"},
		{"mail.example.org", "*.*.example.org", "star"},
		{"mail.example.org", "mail.*.org", "star"},
		{"mail.example.org", "*.org", "too many servers"},
		{"mail.example.org", "192.0.2.1", "name of a mail server"},
		{"mail.example.org", "https://mail.example.org", "name of a mail server"},
		{"mail.example.org", "mail_server@example.org", "name of a mail server"},
		{"mail.example.org", "MX: Mail.Example.org.", ""},
		{"mail.example.org", "mail.example.org\n\n backup.example.net \n", ""},
		{newHost, "*.o-v1.mx.microsoft", ""},
	}
	for _, c := range cases {
		v := visitWith(map[string]string{factServers: c.live, factMail: "servers"}, map[string]string{askAim: aimStart})
		err := validMX(v, cleanMX(c.typed))
		message, hint := app.UserMessage(err)
		switch {
		case c.says == "" && err != nil:
			t.Errorf("%q refused: %s", c.typed, message)
		case c.says != "" && !strings.Contains(message, c.says):
			t.Errorf("%q: %q, want words about %q", c.typed, message, c.says)
		case c.says != "" && hint == "":
			t.Errorf("%q: no word about what to do", c.typed)
		}
	}
}

func TestTrapsOfferTheRightLine(t *testing.T) {
	for typed, live := range map[string]string{"*.mx.microsoft": newHost, "mail.protection.outlook.com": oldHost} {
		v := visitWith(map[string]string{factServers: live, factMail: "servers"}, nil)
		_, hint := app.UserMessage(validMX(v, typed))
		if want := rightLine(live); !strings.Contains(hint, "“"+want+"”") || validMX(v, want) != nil {
			t.Errorf("%q: hint %q, want one that offers %q, which must then be taken", typed, hint, want)
		}
	}
}

func TestAimThatFits(t *testing.T) {
	servers := map[string]string{factServers: "mail.example.org", factMail: "servers"}
	with := func(more map[string]string) map[string]string {
		all := map[string]string{}
		for _, m := range []map[string]string{servers, more} {
			for k, x := range m {
				all[k] = x
			}
		}
		return all
	}
	cases := []struct {
		name  string
		facts map[string]string
		want  string
	}{
		{"nothing looked at", nil, aimStart},
		{"nothing there", with(map[string]string{"policy": "absent", "record": "absent"}), aimStart},
		{"all right", with(map[string]string{"policy": "valid", factMode: "testing", factMX: "mail.example.org"}),
			aimKeep},
		{"enforced and right", with(map[string]string{"policy": "valid", factMode: "enforce", factMX: "*.example.org"}),
			aimKeep},
		{"a server left out", with(map[string]string{"policy": "valid", factMode: "testing",
			factMX: "other.example.org"}), aimChange},
		{"on its way out", with(map[string]string{"policy": "valid", factMode: "none", factMX: "mail.example.org"}),
			aimRetire},
		{"cannot be fetched", with(map[string]string{"policy": "unreachable", "record": "valid"}), aimKeep},
		{"neither record nor policy can be read", with(map[string]string{"policy": "unreachable", "record": "absent"}),
			aimStart},
		{"no mail", map[string]string{factMail: "refused", "policy": "absent"}, aimLeave},
		{"no mail, with a policy", map[string]string{factMail: "refused", "policy": "valid", factMode: "enforce"},
			aimRetire},
		{"name servers silent", map[string]string{factMail: "unknown", "policy": "unknown", "record": "unknown"},
			aimStart},
	}
	for _, c := range cases {
		v := visitWith(c.facts, nil)
		if got := defaultAim(v); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if err := ask.Among(aimOptions(v), defaultAim(v)); err != nil {
			t.Errorf("%s: the choice that fits is not offered", c.name)
		}
	}
}

func TestMistypedPolicyIsRepairedInItsMode(t *testing.T) {
	for _, c := range []struct {
		body, mode, age string
		lines           string
	}{
		{"version: STSv1\nmode: enforce\nmxx: mail.example.org\nmax_age: 1209600\n", "enforce", "1209600",
			"mail.example.org"},
		{"version: STSv1\nmode: Enforced\nmx: a.example.org\nmx: mail.example.org\nmax-age: 604800\n", "enforce",
			"604800", "a.example.org\nmail.example.org"},
		{"version: STSv1; mode: enforce; mx: mail.example.org; max_age: 604800", "enforce", "604800",
			"mail.example.org"},
		{"version: STSv1\nmode: testing\nm: mail.example.org\nmax_age: 604800\n", "testing", "86400",
			"mail.example.org"},
	} {
		s := &mailcheck.State{PolicyState: sts.Invalid}
		s.Policy.Fault, s.Policy.Body = sts.Syntax, []byte(c.body)
		facts := map[string]string{factServers: "mail.example.org", factMail: "servers", "policy": "invalid"}
		for _, row := range meantFacts(s) {
			facts[row.Name] = row.Value
		}
		v := visitWith(facts, nil)
		if got := string(modeOf(v)); got != c.mode || ask.Among(modeOptions(v), got) != nil ||
			ask.Among(aimOptions(v), defaultAim(v)) != nil {
			t.Errorf("%q: mode %s, want %s", c.body, got, c.mode)
		}
		if got := defaultMaxAge(v); got != c.age {
			t.Errorf("%q: kept for %s, want %s", c.body, got, c.age)
		}
		if got := defaultMX(v); got != c.lines {
			t.Errorf("%q: lines %q, want %q", c.body, got, c.lines)
		}
	}
}

func TestSlipInTheRecordKeepsItsID(t *testing.T) {
	s := &mailcheck.State{RecordState: sts.Invalid, Record: sts.Select([]string{"v=STSv1, id=77"})}
	if meantID(s) != "77" {
		t.Fatalf("meant %q", meantID(s))
	}
	v := visitWith(map[string]string{factServers: "mail.example.org", factMail: "servers", "policy": "valid",
		factMX: "mail.example.org", factMode: "testing", factMeantID: "77"}, map[string]string{askAim: aimKeep})
	if got := madeOf(v).ID; got != "77" {
		t.Errorf("the record to publish has the ID %q", got)
	}
}

func TestEnforceIsOnlyEverKept(t *testing.T) {
	for _, mode := range []string{"", "testing", "none", "enforce"} {
		v := visitWith(map[string]string{"policy": "valid", factMode: mode, factServers: "mail.example.org",
			factMX: "mail.example.org", factMail: "servers"}, nil)
		for _, aim := range []string{aimStart, aimChange, aimRetire} {
			v.Answers[askAim] = aim
			if modeOf(v) == sts.Enforce && mode != "enforce" {
				t.Errorf("%s from mode %q leads to enforce", aim, mode)
			}
		}
		if offered := ask.Among(modeOptions(v), "enforce") == nil; offered != (mode == "enforce") {
			t.Errorf("served %q: enforce offered = %v", mode, offered)
		}
	}
	v := visitWith(map[string]string{"policy": "valid", factMode: "enforce", factMX: "a.example.org"},
		map[string]string{askAim: aimChange, askMode: "enforce", askMX: "a.example.org"})
	before := madeOf(v).Policy
	v.Outcomes[stepServed] = guide.Outcome{At: noon.Add(time.Hour), Facts: map[string]string{"policy": "unreachable"}}
	if got := madeOf(v).Policy; got != before || !strings.Contains(got, "mode: enforce") {
		t.Errorf("a look that failed changed the policy that is made:\n%q\n%q", before, got)
	}
}
