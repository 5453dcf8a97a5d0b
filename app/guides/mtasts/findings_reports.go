package mtasts

import (
	"slices"
	"strings"

	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsrpt"
)

// reporting adds the findings about the TLS-RPT record.
func (f *finder) reporting() {
	s := f.s
	name := mailcheck.ReportingName(s.Domain.ASCII)
	switch {
	case s.ReportingState == mailcheck.Unknown:
		f.add("reporting-unknown", "why", why(s.ReportingErr), "name", name)
	case s.ReportingState == tlsrpt.Absent:
		switch n := len(s.ReportingAnswer.Chain); {
		case n > 0:
			f.add("reporting-alias-empty", "name", name, "target", s.ReportingAnswer.Chain[n-1])
		case s.ReportingBeside:
			f.add("reporting-proxied", "name", name)
		default:
			f.add("no-reporting", "name", name)
		}
		f.misplaced(name)
	case s.Reporting.State == tlsrpt.Several:
		f.add("several-reporting", "count", count(len(s.Reporting.Raw)), "name", name)
	case s.ReportingState != tlsrpt.Valid:
		pairs := append(fault(s.Reporting.Err), "name", name, "repair", repair(s.Reporting.Fixed, "reporting-syntax"))
		if len(s.Reporting.Raw) > 0 {
			f.add("reporting-syntax", pairs...)
		} else {
			f.add("reporting-slip", append(pairs, "text", s.Reporting.Meant[0])...)
		}
	default:
		rua := s.Reporting.Record.RUA
		f.destinations(name)
		if len(rua) > 1 {
			f.add("reporting-several-addresses", "count", count(len(rua)))
		}
		if slices.ContainsFunc(rua, func(a string) bool { return f.inside(a) }) {
			f.add("reporting-inside")
		}
	}
	if n := len(s.Reporting.Discarded) - len(s.Reporting.Meant); n > 0 {
		f.add("reporting-neighbours", "count", count(n), "name", name)
	}
}

// destinations adds the addresses for reports at which none can arrive, and the others.
func (f *finder) destinations(name string) {
	r := f.s.Reporting.Record
	dead := map[string]bool{}
	for _, d := range f.s.Destinations {
		if d.State == mailcheck.Unknown && d.Host != "" && d.Host != f.s.Domain.ASCII {
			f.add("reporting-unchecked", "name", name, "address", d.Address, "server", d.Host)
		}
		code, known := map[string]string{mailcheck.NoName: "reporting-no-domain",
			mailcheck.NoServer: "reporting-no-server", mailcheck.FinalDot: "reporting-dot"}[d.State]
		if !known {
			continue
		}
		dead[d.Address] = true
		f.add(code, "name", name, "address", d.Address, "server", d.Host, "fixed", tlsrpt.Repair(r.Raw))
	}
	good := slices.DeleteFunc(slices.Clone(r.RUA), func(a string) bool { return dead[a] })
	if len(good) > 0 {
		f.add("reporting-ok", "addresses", someOf(good))
	}
	for _, a := range r.Unsupported {
		f.add("reporting-scheme", "name", name, "address", a, "fixed", tlsrpt.Repair(r.Raw))
	}
}

// inside reports whether a report address is in the domain itself.
func (f *finder) inside(rua string) bool {
	address, mail := strings.CutPrefix(strings.ToLower(rua), "mailto:")
	_, domain, ok := strings.Cut(address, "@")
	return mail && ok && domain == f.s.Domain.ASCII
}
