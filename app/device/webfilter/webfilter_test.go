package webfilter

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/tenant"
)

// The tree is Microsoft's, as another read it.
func TestTree(t *testing.T) {
	path := shared.Folder(t, "samples", "exo", "defender", "web-content-filtering-categories.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var theirs map[string][]string
	if err := json.Unmarshal(text, &theirs); err != nil {
		t.Fatal(err)
	}
	ours := map[string][]string{}
	for _, c := range Categories() {
		ours[c.Parent] = append(ours[c.Parent], c.Name)
	}
	if fmt.Sprint(ours) != fmt.Sprint(theirs) || len(Parents()) != len(theirs) {
		t.Errorf("%v\n%v", ours, theirs)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]int{"Gambling": 1, "peer-to-peer": 1, "PEER TO PEER": 1, "Web-based e-mail": 1,
		"Hate and intolerance": 1, "Pornography": 1, "Leisure": 6, "Uncategorised": 2, "legal liability": 9, "": 0,
		"Casinos": 0, "–": 0} {
		if got := Find(name); len(got) != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	found, unknown := Parse("Gambling; Leisure, chat\nCasinos")
	if len(found) != 7 || found[0].ID != "gambling" || !slices.Equal(unknown, []string{"Casinos"}) {
		t.Error(found, unknown)
	}
	ids := map[string]bool{}
	for _, c := range Categories() {
		if got := Find(c.Name); len(got) != 1 || got[0].ID != c.ID || ids[c.ID] {
			t.Errorf("%s: %v", c.Name, got)
		}
		ids[c.ID] = true
	}
	for id := range others {
		if !ids[id] {
			t.Errorf("%s is no category", id)
		}
	}
}

var on, off, unread = tenant.On(), tenant.Off(), tenant.Flag{}

// device returns a device on which everything is as it must be, changed by f.
func device(f func(*Machine)) Machine {
	m := Machine{Name: "LAPTOP", Windows: on, Licensed: on, Onboarded: on, Protection: ModeBlock, Antivirus: Active,
		RealTime: on, SmartScreen: on, Browsers: []Browser{{edge, unread, unread}, {"Google Chrome", off, off}}}
	f(&m)
	return m
}

func TestDevices(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*Machine)
		want    Verdict
		each    string
		reasons []Reason
	}{
		"all": {func(*Machine) {}, Works, "works works", nil},
		"6-06, audit": {func(m *Machine) { m.Protection = ModeAudit }, EdgeOnly, "works fails",
			[]Reason{ProtectionAudit}},
		"off": {func(m *Machine) { m.Protection = ModeOff }, EdgeOnly, "works fails", []Reason{ProtectionOff}},
		"Chrome only": {func(m *Machine) { m.Protection = ModeOff; m.Browsers = m.Browsers[1:] }, Fails, "fails",
			[]Reason{ProtectionOff}},
		"Edge only": {func(m *Machine) { m.Protection = ModeOff; m.Browsers = m.Browsers[:1] }, Works, "works", nil},
		"no SmartScreen": {func(m *Machine) { m.SmartScreen = off }, Partly, "fails works",
			[]Reason{SmartScreenOff}},
		"neither": {func(m *Machine) { m.SmartScreen = off; m.Protection = ModeAudit }, Fails, "fails fails",
			[]Reason{SmartScreenOff, ProtectionAudit}},
		"another antivirus":  {func(m *Machine) { m.Antivirus = Passive }, EdgeOnly, "works fails", []Reason{AntivirusOther}},
		"antivirus disabled": {func(m *Machine) { m.Antivirus = Disabled }, Fails, "fails fails", []Reason{AntivirusOff}},
		"no licence":         {func(m *Machine) { m.Licensed = off }, Fails, "fails fails", []Reason{NoLicence}},
		"no licence and off": {func(m *Machine) { m.Licensed = off; m.Protection = ModeOff }, Fails, "fails fails",
			[]Reason{NoLicence, ProtectionOff}},
		"QUIC":        {func(m *Machine) { m.Browsers[1].QUIC = on }, EdgeOnly, "works partly", []Reason{QUICOn}},
		"QUIC unread": {func(m *Machine) { m.Browsers[1].QUIC = unread }, Unsure, "works unknown", []Reason{QUICUnknown}},
		"another browser": {func(m *Machine) { m.Browsers[1].Name = "Vivaldi" }, EdgeOnly, "works fails",
			[]Reason{BrowserOther}},
		"a phone": {func(m *Machine) { m.Windows = off }, Unsure, "unknown unknown", []Reason{OtherSystem}},
		"nothing read": {func(m *Machine) { *m = Machine{} }, Unsure, "works unknown",
			[]Reason{AntivirusUnknown, ProtectionUnread, QUICUnknown, ECHUnknown}},
		"audit and nothing else read": {func(m *Machine) { *m = Machine{Protection: ModeAudit} }, EdgeOnly, "works fails",
			[]Reason{ProtectionAudit}},
	} {
		got := Judge(device(c.change))
		each := []string{}
		for _, in := range got.Browsers {
			each = append(each, string(in.Verdict))
		}
		if got.Verdict != c.want || strings.Join(each, " ") != c.each || !slices.Equal(got.Reasons, c.reasons) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// What is not read is a condition of every answer that rests on it, and never a reason to say no.
func TestConditions(t *testing.T) {
	got := Judge(Machine{Protection: ModeAudit, Browsers: []Browser{{Name: edge}, {Name: "Google Chrome"}}})
	if !slices.Equal(got.Browsers[0].Conditions, []Reason{NoLicence, NotOnboarded, SmartScreenOff}) {
		t.Errorf("%+v", got.Browsers[0])
	}
	if got := Judge(device(func(*Machine) {})); len(got.Browsers[0].Conditions)+len(got.Browsers[1].Conditions) > 0 {
		t.Errorf("%+v", got)
	}
}

// Metamorphic: to learn something never turns a sure answer of a browser into another one, and to repair
// something never makes it worse.
func TestDevicesByRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	flag := func() tenant.Flag { return []tenant.Flag{on, off, unread}[r.IntN(3)] }
	rank := map[Verdict]int{Fails: 0, Unsure: 1, Partly: 2, Works: 3}
	for range 20000 {
		m := Machine{Windows: []tenant.Flag{on, unread}[r.IntN(2)], Licensed: flag(), Onboarded: flag(), RealTime: flag(),
			SmartScreen: flag(), Protection: []Mode{ModeBlock, ModeAudit, ModeOff, ModeNotBlock, ModeUnknown}[r.IntN(5)],
			Antivirus: []Antivirus{Active, Passive, Disabled, NotKnown}[r.IntN(4)],
			Browsers:  []Browser{{edge, flag(), flag()}, {"Opera", flag(), flag()}}}
		before := Judge(m)
		better := m
		better.Protection, better.Antivirus = ModeBlock, Active
		better.Browsers = []Browser{{edge, off, off}, {"Opera", off, off}}
		after := Judge(better)
		for i := range before.Browsers {
			if rank[after.Browsers[i].Verdict] < rank[before.Browsers[i].Verdict] {
				t.Fatalf("%+v: %+v, repaired %+v", m, before, after)
			}
		}
		known := m
		if !m.Onboarded.Known {
			known.Onboarded = on
		}
		if got := Judge(known); got.Verdict != before.Verdict {
			t.Fatalf("%+v: %s, and %s once it is known", m, before.Verdict, got.Verdict)
		}
		turned := m
		turned.Browsers = []Browser{m.Browsers[1], m.Browsers[0]}
		if got := Judge(turned); got.Verdict != before.Verdict {
			t.Fatalf("the order of browsers: %s, %s", before.Verdict, got.Verdict)
		}
	}
}
