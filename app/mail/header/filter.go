package header

import "net/netip"

// filter returns what the filter decided, and why.
func (m *Message) filter(v *Verdict) Cause {
	r := m.Trusted()
	if r == nil {
		v.Open = OpenNoReport
		for _, r := range m.Reports {
			if r.Untrusted || m.Stranger() {
				v.Open = OpenUntrusted
			}
		}
		return CauseNone
	}
	if _, later := m.After(); later && !m.kept() {
		v.Open = OpenLater
		return CauseNone
	}
	if r.word("DIR") == "OUT" && r.word("CAT") != "OSPM" {
		v.Open = OpenOutgoing
		return CauseNone
	}
	switch r.word("CAT") {
	case "MALW", "AMP", "FTBP", "SAP":
		return CauseMalware
	}
	if c, ok := skipped[r.word("SFV")]; ok {
		return c
	}
	if m.undocumented(r) {
		v.Open = OpenNewValue
		return CauseNone
	}
	scl, leveled := r.Level("SCL")
	if r.word("SFV") == "SPM" || scl >= 5 || m.verdictOf(r).Spam() {
		return m.spam(r, v)
	}
	switch {
	case r.word("IPV") == "CAL" && leveled && scl < 0:
		return CauseAllowedIP
	case r.word("SFV") == "NSPM" || leveled && scl < 5 && scl >= 0:
		return CauseClean
	case leveled:
		return CauseSkipRule // SCL -1 without a word about who set it
	}
	v.Open = OpenEmpty
	return CauseNone
}

// undocumented reports whether the decision is a value that Microsoft does not document: the
// level and the checks beside it then do not show why.
func (m *Message) undocumented(r *Report) bool {
	sfv, cat := r.word("SFV"), r.word("CAT")
	if cat != "" && cat != "NONE" {
		return m.verdictOf(r) == CauseNone
	}
	return sfv != "" && sfv != "SPM" && sfv != "NSPM"
}

// skipped are the results of an email that the filter did not decide about (SFV).
var skipped = map[string]Cause{"BLK": CauseBlocked, "SKB": CauseBlockList, "SKS": CauseSpamRule, "SKQ": CauseReleased,
	"SKN": CauseSkipRule, "SKA": CauseAllowList, "SFE": CauseSafeSender, "SKI": CauseInside}

// verdictOf returns what the category of the report says; CauseNone for none.
func (m *Message) verdictOf(r *Report) Cause {
	switch r.word("CAT") {
	case "HPHISH", "HPHSH", "PHSH", "INTOS":
		return CausePhishing
	case "UIMP", "DIMP", "GIMP", "BIMP":
		return CauseImitation
	case "BULK":
		return CauseBulk
	case "SPOOF":
		return CauseSpoof
	case "OSPM":
		return CauseOutgoing
	case "SPM", "HSPM":
		return CauseSpam
	}
	return CauseNone
}

// spam returns why the filter decided against the email.
func (m *Message) spam(r *Report, v *Verdict) Cause {
	cause := m.verdictOf(r)
	if cause != CauseNone && cause != CauseSpoof && cause != CauseSpam {
		return cause
	}
	auth := m.Checked()
	compauth, checked := auth.Method("compauth")
	dmarc, _ := auth.Method("dmarc")
	failed := checked && compauth.Result == "fail"
	if !failed && (cause != CauseSpoof || checked) && dmarc.Prop("action") != "oreject" &&
		dmarc.Prop("action") != "quarantine" {
		return CauseSpam // authentication did not decide it
	}
	reason := compauth.Prop("reason")
	if len(reason) == 3 && reason[0] == '6' || reason == "010" {
		return CauseOwnDomain
	}
	if reason == "002" {
		return CauseForbidden
	}
	if v.Gateway, v.Before = m.gateway(); v.Gateway.IsValid() {
		return CauseGateway
	}
	if reason == "000" || dmarc.Prop("action") == "oreject" || dmarc.Prop("action") == "quarantine" {
		return CauseDMARC
	}
	return CauseSpoof
}

// Checked returns the results of authentication that count: those of the newest pass, else
// the topmost that Exchange Online wrote. nil: there are none.
func (m *Message) Checked() *AuthResults {
	if m.Stranger() {
		return nil
	}
	if len(m.Passes) > 0 && m.Passes[0].Auth != nil {
		return m.Passes[0].Auth
	}
	for i := range m.Auth {
		if a := &m.Auth[i]; a.Instance == 0 && a.Server == "" && a.Field != "Authentication-Results-Original" {
			return a
		}
	}
	return nil
}

// Results returns the results to show: those that count, else the topmost of another server,
// whose name is then in Server. nil: there are none.
func (m *Message) Results() *AuthResults {
	if a := m.Checked(); a != nil {
		return a
	}
	for i := range m.Auth {
		if a := &m.Auth[i]; a.Instance == 0 && a.Server != "" && len(a.Methods) > 0 {
			return a
		}
	}
	return nil
}

// gateway returns the server that connected in the newest pass and the one before it, where
// SPF was checked for the first although the second is on the internet too, and failed.
func (m *Message) gateway() (connecting, before netip.Addr) {
	if len(m.Passes) == 0 || m.Passes[0].Edge < 0 {
		return netip.Addr{}, netip.Addr{}
	}
	p := &m.Passes[0]
	spf := p.SPF.Result
	if spf != "fail" && spf != "softfail" && spf != "neutral" || p.SPF.Addr != p.Connecting || p.Original != nil {
		return netip.Addr{}, netip.Addr{}
	}
	for i := p.Edge + 1; i <= p.Reach; i++ {
		if a := m.Hops[i].Addr; Public(a) && a != p.Connecting {
			return p.Connecting, a
		}
	}
	return netip.Addr{}, netip.Addr{}
}
