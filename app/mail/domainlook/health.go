package domainlook

import (
	"strings"

	"handrail/app/mail/dkimkey"
	"handrail/app/mail/dmarc"
	"handrail/app/mail/domainpart"
	"handrail/app/mail/health"
	"handrail/app/mail/spf"
)

// ofHealth returns what a check of all of a domain's email found.
func ofHealth(s *health.State) Look {
	l := newLook(s.Mail)
	l.mail(s.Mail)
	l.spf(s.SPF)
	l.dmarc(s.DMARC)
	for _, k := range s.Keys {
		l.dkim(k)
	}
	l.dnssec(s)
	return l.Look
}

// spf adds who may send. Terms keep their order, which counts; blanks and case do not.
func (l *looking) spf(w *spf.Walk) {
	if w.State == spf.Unknown {
		l.miss(domainpart.SPF, "", unanswered(w.Err))
		return
	}
	f := domainpart.TextForm{ID: domainpart.SPF, State: w.State, Records: []string{}, Values: []string{}}
	for _, text := range w.Raw {
		f.Records = append(f.Records, strings.ToLower(strings.Join(strings.Fields(text), " ")))
	}
	l.add(domainpart.SPF, "", f)
}

func (l *looking) dmarc(d *dmarc.Found) {
	if d.Err != nil || len(d.Steps) == 0 || d.Steps[0].Err != nil {
		err := d.Err
		if err == nil && len(d.Steps) > 0 {
			err = d.Steps[0].Err
		}
		l.miss(domainpart.DMARC, "", unanswered(err))
		return
	}
	f := domainpart.DMARCForm{ID: domainpart.DMARC, State: d.Steps[0].State, Percent: 100, Reports: []string{},
		Records: tagged(d.Steps[0].Raw, true)}
	if r := d.Record; r != nil {
		f.At, f.Policy, f.Testing, f.Percent = d.At, d.Now.Name, d.Now.Testing, r.Percent
		for _, address := range r.RUA {
			f.Reports = append(f.Reports, strings.ToLower(address))
		}
	}
	l.add(domainpart.DMARC, "", f)
}

// dkim adds the key of one selector. Values has where its alias leads, which tells who holds the key.
func (l *looking) dkim(k dkimkey.Key) {
	if k.State == dkimkey.Unknown {
		l.miss(domainpart.DKIM, k.Selector, unanswered(k.Why))
		return
	}
	f := domainpart.TextForm{ID: domainpart.DKIM, State: k.State, Records: []string{}, Values: []string{}}
	if k.Raw != "" {
		f.Records = tagged([]string{k.Raw}, false)
	}
	if n := len(k.Alias); n > 0 {
		f.Values = append(f.Values, strings.ToLower(k.Alias[n-1]))
	}
	l.add(domainpart.DKIM, k.Selector, f)
}

// dnssec adds whether answers are signed. A name server that checks no signatures cannot tell.
func (l *looking) dnssec(s *health.State) {
	f := domainpart.StateForm{ID: domainpart.DNSSEC, State: domainpart.Unsigned}
	switch {
	case s.SOA.Err != nil:
		l.miss(domainpart.DNSSEC, "", unanswered(s.SOA.Err))
		return
	case s.SOA.Answer.Authentic:
		f.State = domainpart.Signed
	case !s.Validates:
		l.miss(domainpart.DNSSEC, "", "The name server that Handrail asks checks no signatures.")
		return
	}
	l.add(domainpart.DNSSEC, "", f)
}
