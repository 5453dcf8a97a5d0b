package webfilter

import (
	"slices"
	"strings"

	"handrail/app/tenant"
)

// Mode is how network protection is set on a device.
type Mode string

// The modes.
const (
	ModeBlock    Mode = "block"
	ModeAudit    Mode = "audit" // it only records
	ModeOff      Mode = "off"
	ModeNotBlock Mode = "not-block" // off or audit: the source does not say which
	ModeUnknown  Mode = "unknown"
)

// Antivirus is how Microsoft Defender Antivirus runs.
type Antivirus string

// The states.
const (
	Active   Antivirus = "active"
	Passive  Antivirus = "passive"  // another antivirus is in charge
	Disabled Antivirus = "disabled" // it does not run
	NotKnown Antivirus = "unknown"
)

// Browser is a browser on a device.
type Browser struct {
	Name string
	QUIC tenant.Flag // allowed: then network protection does not see the name of a site
	ECH  tenant.Flag // Encrypted Client Hello is allowed, likewise
}

// edge is the one browser that SmartScreen filters.
const edge = "Microsoft Edge"

// Machine is a device as far as it was read.
type Machine struct {
	Name        string
	Windows     tenant.Flag // it runs Windows, which alone is judged
	Licensed    tenant.Flag // its person has a plan with the filter
	Onboarded   tenant.Flag // it reports to Defender for Endpoint
	Protection  Mode
	Antivirus   Antivirus
	Others      []string    // names of other antivirus programs
	RealTime    tenant.Flag // real-time protection
	SmartScreen tenant.Flag // in Microsoft Edge
	Browsers    []Browser   // nil: not read
}

// Verdict is whether the filter works: in one browser, or on a device.
type Verdict string

// The verdicts. EdgeOnly is for a device only.
const (
	Works    Verdict = "works"
	Partly   Verdict = "partly" // some sites pass
	Fails    Verdict = "fails"
	Unsure   Verdict = "unknown"
	EdgeOnly Verdict = "edge-only"
)

// Reason is why the filter does not work, or why that is not known. The first of a check decides.
type Reason string

// The reasons. Stable: programs read them.
const (
	NoLicence        Reason = "no-licence"
	NotOnboarded     Reason = "not-onboarded"
	OtherSystem      Reason = "other-system"
	NotRead          Reason = "not-read"
	AntivirusOff     Reason = "antivirus-off"
	AntivirusOther   Reason = "antivirus-passive"
	AntivirusUnknown Reason = "antivirus-unknown"
	ProtectionOff    Reason = "network-protection-off"
	ProtectionAudit  Reason = "network-protection-audit"
	ProtectionNot    Reason = "network-protection-not-block"
	ProtectionUnread Reason = "network-protection-unknown"
	RealTimeOff      Reason = "real-time-off"
	SmartScreenOff   Reason = "smartscreen-off"
	QUICOn           Reason = "quic-on"
	QUICUnknown      Reason = "quic-unknown"
	ECHOn            Reason = "ech-on"
	ECHUnknown       Reason = "ech-unknown"
	BrowserOther     Reason = "browser-unsupported"
)

// In is the answer for one browser.
type In struct {
	Browser    string
	Verdict    Verdict
	Reasons    []Reason
	Conditions []Reason // what was not read and must hold: not-onboarded, no-licence, smartscreen-off, real-time-off
}

// Check is the answer for a device.
type Check struct {
	Verdict  Verdict
	Browsers []In
	Reasons  []Reason // of the browsers in which it does not work, each once
	Assumed  bool     // which browsers there are was not read: Edge and others
}

// Judge returns whether the filter works on a device, and in which browser.
func Judge(m Machine) (c Check) {
	browsers := m.Browsers
	if browsers == nil {
		browsers, c.Assumed = []Browser{{Name: edge}, {Name: OtherBrowsers}}, true
	}
	for _, b := range browsers {
		in := m.in(b)
		c.Browsers = append(c.Browsers, in)
		for _, r := range in.Reasons {
			if in.Verdict != Works && !slices.Contains(c.Reasons, r) {
				c.Reasons = append(c.Reasons, r)
			}
		}
	}
	c.Verdict = whole(c.Browsers)
	return c
}

// OtherBrowsers stands for the browsers of a device where it was not read which there are.
const OtherBrowsers = "Other browsers"

// whole returns the verdict on a device from those on its browsers.
func whole(all []In) Verdict {
	count := map[Verdict]int{}
	inEdge := Unsure
	for _, in := range all {
		count[in.Verdict]++
		if in.Browser == edge {
			inEdge = in.Verdict
		}
	}
	switch n := len(all); {
	case n == 0:
		return Unsure
	case count[Works] == n:
		return Works
	case count[Fails] == n:
		return Fails
	case count[Fails]+count[Partly] == 0, count[Works]+count[Partly] == 0:
		return Unsure // a browser of which nothing is known decides
	case inEdge == Works && count[Works] == 1:
		return EdgeOnly
	}
	return Partly
}

// in returns the answer for one browser.
func (m Machine) in(b Browser) In {
	in := In{Browser: b.Name, Verdict: Works}
	for _, one := range []struct {
		flag   tenant.Flag
		reason Reason
	}{{m.Licensed, NoLicence}, {m.Onboarded, NotOnboarded}} {
		switch {
		case one.flag.No():
			in.say(Fails, one.reason)
		case !one.flag.Known:
			in.Conditions = append(in.Conditions, one.reason)
		}
	}
	switch {
	case m.Windows.No():
		in.say(Unsure, OtherSystem)
		return in
	case m.Antivirus == Disabled:
		in.say(Fails, AntivirusOff)
	}
	if b.Name == edge {
		switch {
		case m.SmartScreen.No():
			in.say(Fails, SmartScreenOff)
		case !m.SmartScreen.Known:
			in.Conditions = append(in.Conditions, SmartScreenOff)
		}
		return in
	}
	m.other(b, &in)
	return in
}

// other adds what network protection needs.
func (m Machine) other(b Browser, in *In) {
	if b.Name != OtherBrowsers && !supported(b.Name) {
		in.say(Fails, BrowserOther)
	}
	switch m.Antivirus {
	case Passive:
		in.say(Fails, AntivirusOther)
	case Active, Disabled:
	default:
		in.say(Unsure, AntivirusUnknown)
	}
	switch m.Protection {
	case ModeBlock:
	case ModeAudit:
		in.say(Fails, ProtectionAudit)
	case ModeOff:
		in.say(Fails, ProtectionOff)
	case ModeNotBlock:
		in.say(Fails, ProtectionNot)
	default:
		in.say(Unsure, ProtectionUnread)
	}
	switch {
	case m.Antivirus == Passive || m.Antivirus == Disabled: // real-time protection is then of the other antivirus
	case m.RealTime.No():
		in.say(Fails, RealTimeOff)
	case !m.RealTime.Known:
		in.Conditions = append(in.Conditions, RealTimeOff)
	}
	for _, one := range []struct {
		flag        tenant.Flag
		on, unknown Reason
	}{{b.QUIC, QUICOn, QUICUnknown}, {b.ECH, ECHOn, ECHUnknown}} {
		switch {
		case one.flag.Yes:
			in.say(Partly, one.on)
		case !one.flag.Known:
			in.say(Unsure, one.unknown)
		}
	}
}

// say lowers the verdict: what fails outweighs what is not known, and that outweighs what works in part.
func (in *In) say(v Verdict, r Reason) {
	rank := []Verdict{Works, Partly, Unsure, Fails}
	switch old, now := slices.Index(rank, in.Verdict), slices.Index(rank, v); {
	case now > old:
		in.Verdict, in.Reasons = v, []Reason{r}
	case now == old:
		in.Reasons = append(in.Reasons, r)
	}
}

func supported(name string) bool {
	return slices.ContainsFunc(dated.Browsers.Values, func(b string) bool { return strings.EqualFold(b, name) })
}
