package mfamethods

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// grouped is the world with three groups, two of them with the same name.
func grouped() *tenanttest.Organisation {
	o := world()
	o.Add(tenant.SectionGroups, `{"id":"g1","displayName":"Trustees","mail":"trustees@northgate.example"}`,
		`{"id":"g2","displayName":"Staff"}`,
		`{"id":"g3","displayName":"Helpers"}`, `{"id":"g4","displayName":"Helpers"}`, `{"id":"g5","displayName":null}`)
	o.Add(tenant.MembersSection("g2"), `{"id":"dora","@odata.type":"#microsoft.graph.user"}`,
		`{"id":"ewan","@odata.type":"#microsoft.graph.user"}`)
	return o
}

// inWave returns a visit that goes group by group, checked as far as today.
func inWave(t *testing.T, d deps, groups, now string) *guide.Visit {
	t.Helper()
	v := visit("sms-off")
	v.Answers[askFor], v.Answers[askWaves], v.Answers[askWave] = inWaves, groups, now
	doc, err := d.today(context.Background(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.gateToday(v, doc); err != nil {
		t.Fatal(err)
	}
	v.Outcomes[stepToday] = guide.Outcome{State: guide.Completed, At: noon, Facts: doc.Facts()}
	return v
}

// TestEachWaveTouchesItsGroupsOnly: the second wave includes the first one, the
// last wave everyone.
func TestEachWaveTouchesItsGroupsOnly(t *testing.T) {
	d, _ := testDeps(grouped())
	for now, want := range map[string]map[string]string{
		"1":      {"farida": "locked-out", "dora": "no-change", "ewan": "no-change", "ada": "no-change"},
		"2":      {"farida": "locked-out", "dora": "must-register", "ewan": "asked-differently", "ada": "no-change"},
		lastWave: {"farida": "locked-out", "dora": "must-register", "ewan": "asked-differently", "ada": "no-change"},
	} {
		v := inWave(t, d, "trustees@northgate.example\nStaff", now)
		doc, err := d.who(context.Background(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := outcomes(t, doc)
		for id, one := range want {
			if got[id] != one {
				t.Errorf("wave %s: %s: %s, want %s", now, id, got[id], one)
			}
		}
		var table report.Table
		for _, b := range doc.Blocks {
			if one, ok := b.(report.Table); ok && one.Title == "Wave by wave" {
				table = one
			}
		}
		rows, _ := json.Marshal(table.Rows)
		want := `[["1: Trustees","1","0","1","0"],["2: Staff","1","0","0","1"],["3: Everyone","0","0","0","0"]]`
		if string(rows) != want {
			t.Errorf("wave %s: %s, want %s", now, rows, want)
		}
	}
}

// TestAWaveIsOneRequestThatKeepsTheState: the group joins the excluded groups, and
// undo restores the former list.
func TestAWaveIsOneRequestThatKeepsTheState(t *testing.T) {
	d, _ := testDeps(grouped())
	writes, err := writesOf([]byte(policy), changesOf(inWave(t, d, "Staff\ng1", "2")))
	if err != nil || len(writes) != 1 {
		t.Fatal(len(writes), err)
	}
	var body, undo struct {
		State   string
		Exclude []struct{ ID, TargetType string } `json:"excludeTargets"`
		Include *json.RawMessage                  `json:"includeTargets"`
	}
	if json.Unmarshal(writes[0].Body, &body) != nil || json.Unmarshal(writes[0].Undo, &undo) != nil {
		t.Fatal(string(writes[0].Body))
	}
	if body.State != "enabled" || body.Include != nil || len(body.Exclude) != 2 || body.Exclude[0].ID != "g2" ||
		body.Exclude[1].ID != "g1" || body.Exclude[0].TargetType != "group" {
		t.Errorf("%s", writes[0].Body)
	}
	if undo.State != "enabled" || undo.Exclude == nil || len(undo.Exclude) != 0 {
		t.Errorf("undo: %s", writes[0].Undo)
	}
	done := strings.Replace(policy, `"id":"Sms","state":"enabled","excludeTargets":[]`,
		`"id":"Sms","state":"enabled","excludeTargets":[{"id":"G2","targetType":"group"},{"id":"u",`+
			`"targetType":"user"}]`, 1)
	writes, err = writesOf([]byte(done), changesOf(inWave(t, d, "Staff\ng1", "2")))
	if err != nil || len(writes) != 1 || strings.Count(string(writes[0].Body), `"targetType"`) != 3 {
		t.Errorf("after the first wave: %v %+v", err, writes)
	}
	if writes, err = writesOf([]byte(done), changesOf(inWave(t, d, "Staff", "1"))); err != nil || len(writes) != 0 {
		t.Errorf("a wave that is done: %v %+v", err, writes)
	}
}

// TestAGroupThatIsNotClearHoldsTheRollOut: no such group, or two with the same name.
func TestAGroupThatIsNotClearHoldsTheRollOut(t *testing.T) {
	d, _ := testDeps(grouped())
	for groups, want := range map[string]string{"Trustees\nNobody": "mfa-wave-unknown", "Helpers": "mfa-wave-several"} {
		v := visit("sms-off")
		v.Answers[askFor], v.Answers[askWaves] = inWaves, groups
		doc, err := d.today(context.Background(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		if f := doc.Findings(); len(f) == 0 || f[0].Code != want || d.gateToday(v, doc) == nil {
			t.Errorf("%s: %+v", groups, f)
		}
	}
	for text, ok := range map[string]bool{"": false, " ; ": false, "a\nA": false, "a;b": true,
		"1;2;3;4;5;6;7;8;9;10;11": false} {
		if (validWaves(text) == nil) != ok {
			t.Errorf("%q: %v", text, !ok)
		}
	}
}

// TestAnUnknownGroupTurnsNothingOffForEverybody: a wave whose group was not found
// does no more than the waves before it.
func TestAnUnknownGroupTurnsNothingOffForEverybody(t *testing.T) {
	for now, want := range map[string]string{"2": "tap-on,sms-without:g1", "": "tap-on,sms-without:g1",
		"x": "tap-on,sms-without:g1", "0": "tap-on", lastWave: "tap-on,sms-off"} {
		v := visit("tap-on,sms-off")
		v.Answers[askFor], v.Answers[askWaves], v.Answers[askWave] = inWaves, "Trustees\nNobody", now
		if got := changesOf(v).String(); now != lastWave && got != "tap-on" {
			t.Errorf("not looked at, wave %q: %s", now, got)
		}
		v.Outcomes[stepToday] = guide.Outcome{At: noon, Facts: map[string]string{waveFact(1): "g1"}}
		if got := changesOf(v).String(); got != want {
			t.Errorf("wave %q: %s, want %s", now, got, want)
		}
	}
}

// TestByHandTheGroupsAreNamed: the person who makes the change knows which group.
func TestByHandTheGroupsAreNamed(t *testing.T) {
	d, _ := testDeps(grouped())
	v := inWave(t, d, "Staff\ntrustees@northgate.example", "2")
	v.Answers[askWay] = "hand"
	hand, err := d.byHand(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	if text := hand.Todo[1]; !strings.Contains(text, "add “Staff”, “trustees@northgate.example” and select Save") {
		t.Error(text)
	}
}

// TestNothingTurnedOffHasNoWaves: what is turned on is turned on for everyone.
func TestNothingTurnedOffHasNoWaves(t *testing.T) {
	v := visit("passkeys-on")
	v.Answers[askFor], v.Answers[askWaves], v.Answers[askWave] = inWaves, "Staff", "1"
	v.Outcomes[stepToday] = guide.Outcome{At: noon, Facts: map[string]string{waveFact(1): "g2"}}
	if got := changesOf(v).String(); got != "passkeys-on" {
		t.Error(got)
	}
	v.Answers[askChange] = "passkeys-on,sms-off"
	if got := changesOf(v).String(); got != "passkeys-on,sms-without:g2" {
		t.Error(got)
	}
}

// TestThePlanNamesTheGroups: now and after contain names, and another group is
// another setting.
func TestThePlanNamesTheGroups(t *testing.T) {
	o := grouped()
	d, _ := testDeps(o)
	v := inWave(t, d, "Staff", "1")
	plan, err := d.plan(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	if c := plan.Changes[0]; c.Now != "On for everyone" || c.After != "On for everyone, except the group “Staff”" {
		t.Errorf("%+v", c)
	}
	drift := strings.Replace(policy, `"id":"Sms","state":"enabled","excludeTargets":[]`,
		`"id":"Sms","state":"enabled","excludeTargets":[{"id":"g1","targetType":"group"}]`, 1)
	o.Objects[policyPath] = json.RawMessage(drift)
	if err := d.apply(context.Background(), v, plan, nil); err == nil || len(o.Patches) > 0 {
		t.Errorf("%v, %d writes: somebody else has left a group out meanwhile", err, len(o.Patches))
	}
}
