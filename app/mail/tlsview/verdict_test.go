package tlsview

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/tlsreport"
)

// fortnight is a shelf with sound reports of 14 days about a policy with *.choir.example.
type fortnight struct {
	tlsreport.Empty
	now  time.Time
	more []tlsreport.PolicyRow
}

func (s fortnight) TLSPolicies(_ context.Context, f tlsreport.Filter) ([]tlsreport.PolicyRow, error) {
	all := s.more
	for back := 14; back >= 1; back-- {
		for _, from := range []string{"Larkspur", "Beacon Post"} {
			all = append(all, tlsreport.PolicyRow{Day: tlsreport.Day(s.now).AddDate(0, 0, -back), Organisation: from,
				Type: tlsreport.STS, Text: []string{"mode: testing", "mx: *.choir.example"}, Reports: 1, Succeeded: 3})
		}
	}
	return all, nil
}

// A verdict that is certain rests on hosts that were tested, or on reports in their place.
func TestTheVerdictNamesWhatItRestsOn(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	probe := func(state, reason string) mailcheck.Host {
		return mailcheck.Host{Name: "mx.choir.example", Covered: mailcheck.Yes,
			Probe: smtpprobe.Result{State: state, Reason: reason}}
	}
	fine := probe(smtpprobe.Valid, "")
	with := func(h mailcheck.Host, change func(*mailcheck.Host)) mailcheck.Host { change(&h); return h }
	none := probe(smtpprobe.Untested, smtpprobe.NoAddress)
	for name, c := range map[string]struct {
		hosts   []mailcheck.Host
		further []string
		mx      error
		more    []tlsreport.PolicyRow
		stand   tlsreport.Status
		says    string
	}{
		"tested": {[]mailcheck.Host{fine}, nil, nil, nil, tlsreport.Met, "all 5 conditions"},
		"blocked here": {[]mailcheck.Host{probe(smtpprobe.Untested, smtpprobe.Blocked)}, nil, nil, nil, tlsreport.Met,
			"Many networks block port 25"},
		"refuses us": {[]mailcheck.Host{probe(smtpprobe.Untested, smtpprobe.Rejected)}, nil, nil, nil, tlsreport.Met,
			"It refused this computer."},
		"no address": {[]mailcheck.Host{with(none, func(h *mailcheck.Host) { h.Missing = true })}, nil, nil, nil,
			tlsreport.Missing, "has no address"},
		"private": {[]mailcheck.Host{with(none, func(h *mailcheck.Host) { h.Private = true })}, nil, nil, nil,
			tlsreport.Missing, "only private addresses"},
		"address not answered": {[]mailcheck.Host{with(none, func(h *mailcheck.Host) { h.AddrsErr = errors.New("x") })},
			nil, nil, nil, tlsreport.Open, "could not look up its address"},
		"more than tested": {[]mailcheck.Host{fine}, []string{"z.choir.example"}, nil, nil, tlsreport.Open,
			"tests at most 20 mail servers"},
		"one of those not named": {[]mailcheck.Host{fine}, []string{"z.elsewhere.example"}, nil, nil,
			tlsreport.Missing, "does not name your mail server z.elsewhere.example"},
		"MX not answered": {nil, nil, errors.New("x"), nil, tlsreport.Open, "could not find out which mail servers"},
		"failures to come": {[]mailcheck.Host{fine}, nil, nil, []tlsreport.PolicyRow{{Type: tlsreport.STS, Reports: 1,
			Day: now.AddDate(0, 2, 0), Failed: 4, Untold: 4}}, tlsreport.Open, "date in the future"},
	} {
		p := &sts.Policy{Mode: sts.Testing, MX: []string{"*.choir.example"}, MaxAge: 86400}
		s := &mailcheck.State{At: now, Hosts: c.hosts, Further: c.further, More: len(c.further),
			MX: mailcheck.Question{Err: c.mx}, PolicyState: sts.Valid, Effective: "testing"}
		s.Policy.Policy = p
		w, err := weigh(t.Context(), fortnight{now: now, more: c.more}, s, time.Time{}, now,
			tlsreport.DefaultThresholds())
		if err != nil {
			t.Fatal(err)
		}
		text := w.Line
		for _, f := range w.Findings().Items {
			text += "\n" + f.Title
		}
		if w.Stand != c.stand || !strings.Contains(text, c.says) {
			t.Errorf("%s: %s\n%s", name, w.Stand, text)
		}
		if strings.Contains(text, "block port 25") != (name == "blocked here") {
			t.Errorf("%s: port 25 is blamed:\n%s", name, text)
		}
	}
}
