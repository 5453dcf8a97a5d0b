package mtasts

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
)

func factsDocument(facts map[string]string) *report.Document {
	var rows []report.Fact
	for name, value := range facts {
		rows = append(rows, report.Fact{Name: name, Label: name, Value: value})
	}
	return &report.Document{Blocks: []report.Block{report.Facts{Rows: rows}}}
}

func TestTheStepThatIsDue(t *testing.T) {
	right := map[string]string{"policy": "valid", factHash: "h", factMadeHash: "h", "record": "valid", factLiveID: "1",
		factMadeID: "1", "effective": "testing"}
	with := func(more ...string) map[string]string {
		all := map[string]string{}
		for k, x := range right {
			all[k] = x
		}
		for i := 0; i < len(more); i += 2 {
			all[more[i]] = more[i+1]
		}
		return all
	}
	upTo := func(last string) []string {
		var done []string
		for _, id := range []string{stepDomain, stepToday, stepReports, stepPolicy, stepHost, stepServed, stepAnnounce,
			stepAnnounced, stepWatch, stepRecord} {
			done = append(done, id)
			if id == last {
				break
			}
		}
		return done
	}
	cases := []struct {
		name, aim string
		done      []string
		found     map[string]string
		want      string
	}{
		{"nothing decided yet", "", upTo(stepToday), right, ""},
		{"reports not asked for", aimStart, upTo(stepToday), right, stepReports},
		{"policy not confirmed", aimStart, upTo(stepReports), right, stepPolicy},
		{"policy not handed over", aimStart, upTo(stepPolicy), with("policy", "absent"), stepHost},
		{"policy on its way", aimStart, upTo(stepHost), with("policy", "absent"), stepServed},
		{"policy there, not confirmed", aimStart, upTo(stepHost), right, stepServed},
		{"not announced", aimStart, upTo(stepServed), with("record", "absent"), stepAnnounce},
		{"record on its way", aimStart, upTo(stepAnnounce), with("record", "absent"), stepAnnounced},
		{"announced, not confirmed", aimStart, upTo(stepAnnounce), right, stepAnnounced},
		{"watching", aimStart, upTo(stepAnnounced), right, stepWatch},
		{"only the record is left", aimStart, upTo(stepWatch), right, stepRecord},
		{"all done, all well", aimStart, upTo(stepRecord), right, ""},
		{"the policy vanished later", aimStart, upTo(stepRecord), with("policy", "unreachable"), stepServed},
		{"another text later", aimStart, upTo(stepRecord), with(factHash, "x"), stepServed},
		{"the record vanished later", aimStart, upTo(stepRecord), with("record", "absent"), stepAnnounced},
		{"the connection is away", aimStart, upTo(stepAnnounced),
			map[string]string{"policy": "unknown", "record": "unknown"}, ""},
		{"taken down as meant", aimRetire, upTo(stepAnnounced),
			map[string]string{"policy": "absent", "record": "absent"}, stepWatch},
		{"the old policy is back", aimRetire, upTo(stepAnnounced), with(factMode, "enforce"), stepServed},
		{"no mail", aimLeave, upTo(stepReports), map[string]string{"policy": "absent"}, stepPolicy},
	}
	for _, c := range cases {
		v := visitWith(nil, nil)
		if c.aim != "" {
			v.Answers[askAim] = c.aim
		}
		for _, id := range c.done {
			v.Outcomes[id] = guide.Outcome{State: guide.Completed, At: noon}
		}
		if got := due(v, factsDocument(c.found)); got != c.want {
			t.Errorf("%s: %q is due, want %q", c.name, got, c.want)
		}
	}
}

func TestGates(t *testing.T) {
	d := deps{Services: services.Services{Now: func() time.Time { return noon.AddDate(0, 0, 20) }}}
	watched := func(days int) *guide.Visit {
		v := visitWith(nil, map[string]string{askAim: aimStart})
		v.Outcomes[stepAnnounced] = guide.Outcome{State: guide.Completed, At: d.Now().AddDate(0, 0, -days)}
		return v
	}
	start, leave := visitWith(nil, map[string]string{askAim: aimStart}),
		visitWith(nil, map[string]string{askAim: aimLeave})
	retire := visitWith(nil, map[string]string{askAim: aimRetire})
	cases := []struct {
		name  string
		gate  func(*guide.Visit, *report.Document) error
		visit *guide.Visit
		found map[string]string
		open  bool
	}{
		{"served as made", gateServed, start, map[string]string{"policy": "valid", factHash: "a", factMadeHash: "a"},
			true},
		{"another text", gateServed, start, map[string]string{"policy": "valid", factHash: "b", factMadeHash: "a"},
			false},
		{"not there", gateServed, start, map[string]string{"policy": "absent", factMadeHash: "a"}, false},
		{"not known", gateServed, start, map[string]string{"policy": "unknown"}, false},
		{"none wanted", gateServed, leave, map[string]string{"policy": "absent"}, true},
		{"announced as made", gateAnnounced, start,
			map[string]string{"record": "valid", factLiveID: "1", factMadeID: "1"}, true},
		{"another id", gateAnnounced, start, map[string]string{"record": "valid", factLiveID: "0", factMadeID: "1"},
			false},
		{"two records", gateAnnounced, start, map[string]string{"record": "several", factMadeID: "1"}, false},
		{"too early", d.gateWatch, watched(13), map[string]string{"effective": "testing"}, false},
		{"two weeks", d.gateWatch, watched(14), map[string]string{"effective": "testing"}, true},
		{"two weeks, then lost", d.gateWatch, watched(14), map[string]string{"effective": "absent"}, false},
		{"still there", d.gateWatch, retire, map[string]string{"record": "valid", "policy": "valid"}, false},
		{"record gone only", d.gateWatch, retire, map[string]string{"record": "absent", "policy": "valid"}, false},
		{"all gone", d.gateWatch, retire, map[string]string{"record": "absent", "policy": "absent"}, true},
	}
	for _, c := range cases {
		if err := c.gate(c.visit, factsDocument(c.found)); (err == nil) != c.open {
			t.Errorf("%s: %v, want it open: %v", c.name, err, c.open)
		}
	}
}

func TestReportsHandover(t *testing.T) {
	d := deps{Services: services.Services{Now: func() time.Time { return noon }}}
	cases := []struct {
		name, state, live, rua string
		nothing, warns         bool
	}{
		{"none yet", "absent", "", "tls@example.net", false, false},
		{"inside the domain", "absent", "", "tls@example.org", false, true},
		{"inside a sub-domain", "absent", "", "tls@post.example.org", false, true},
		{"a domain that only ends alike", "absent", "", "tls@myexample.org", false, false},
		{"right already", "valid", "mailto:tls@example.net", "tls@example.net", true, false},
		{"another address", "valid", "mailto:old@example.net", "tls@example.net", false, false},
		{"two addresses", "valid", "mailto:tls@example.net mailto:b@example.net", "tls@example.net", false, false},
		{"broken", "invalid", "", "tls@example.net", false, true},
	}
	for _, c := range cases {
		v := visitWith(map[string]string{"reporting": c.state, factRUA: c.live, factMail: "servers",
			factServers: "mail.example.org"}, map[string]string{askRUA: c.rua})
		h, err := d.handReports(context.Background(), v)
		if err != nil || (h.Nothing != "") != c.nothing {
			t.Errorf("%s: %+v, %v", c.name, h, err)
			continue
		}
		warned := false
		for _, b := range h.Blocks {
			if b, ok := b.(report.Banner); ok && b.Tone == report.Warning {
				warned = true
			}
		}
		if warned != c.warns {
			t.Errorf("%s: warned %v, want %v", c.name, warned, c.warns)
		}
		if !c.nothing && h.Records[0].Value != "v=TLSRPTv1; rua=mailto:"+c.rua {
			t.Errorf("%s: the record is %q", c.name, h.Records[0].Value)
		}
	}
}

func TestTheRecordTellsWhatWasDone(t *testing.T) {
	d := deps{Services: services.Services{Observations: &guidetest.Notes{}, Now: func() time.Time { return noon }}}
	v := visitWith(nil, map[string]string{askAim: aimStart, askMX: "mail.example.org", askMaxAge: "86400",
		askRUA: "tls@example.net", askHosting: "nginx"})
	looked(t, d, v, stepToday, seenAt(noon, textOf(sts.Testing, day, "mail.example.org"), "one"))
	doc, err := d.record(context.Background(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Facts()) > 0 {
		t.Errorf("the record overwrites what the looks found: %v", doc.Facts())
	}
	var all strings.Builder
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case report.Facts:
			for _, row := range b.Rows {
				all.WriteString(row.Label + ": " + row.Display() + "\n")
			}
		case report.Code:
			all.WriteString(b.Text + "\n")
		case report.Table:
			for _, row := range b.Rows {
				all.WriteString(strings.Join(row, " ") + "\n")
			}
		}
	}
	for _, want := range []string{"Start in testing mode", "tls@example.net", "nginx", "mode: testing",
		"v=STSv1; id=one;", "Published policy: correct", "one day"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the record lacks %q:\n%s", want, all.String())
		}
	}
}
