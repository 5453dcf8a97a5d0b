package mailcheck

import (
	"strings"

	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
)

// place is a name where a record may stand instead of at want, and how that record begins.
type place struct{ name, want, begin string }

// wrongLabels are names that people take for the right ones.
var wrongLabels = []struct{ label, of, begin string }{
	{"_tlsrpt", ReportingName(""), "v=TLSRPTv1"},
	{"_smtp-tlsrpt", ReportingName(""), "v=TLSRPTv1"},
	{"_smtp._tlsrpt", ReportingName(""), "v=TLSRPTv1"},
	{"_smtp-tls", ReportingName(""), "v=TLSRPTv1"},
	{"_smtp_tls", ReportingName(""), "v=TLSRPTv1"},
	{"_tls", ReportingName(""), "v=TLSRPTv1"},
	{"_tls._smtp", ReportingName(""), "v=TLSRPTv1"},
	{"smtp._tls", ReportingName(""), "v=TLSRPTv1"},
	{"_mta_sts", RecordName(""), "v=STSv1"},
	{"_mtasts", RecordName(""), "v=STSv1"},
	{"_sts", RecordName(""), "v=STSv1"},
}

// misplaced looks where the records land when a provider's form adds the domain
// once more, and at the domain itself. What fails here is of no matter.
func (r *run) misplaced() {
	d := r.s.Domain.ASCII
	places := []place{
		{RecordName(d) + "." + d, RecordName(d), "v=STSv1"},
		{ReportingName(d) + "." + d, ReportingName(d), "v=TLSRPTv1"},
		{d, RecordName(d), "v=STSv1"},
		{d, ReportingName(d), "v=TLSRPTv1"},
		{mtasts.PolicyHost(d), RecordName(d), "v=STSv1"},
	}
	for _, label := range wrongLabels {
		places = append(places, place{label.label + "." + d, label.of + d, label.begin})
	}
	asked := map[string][]int{}
	for i, p := range places {
		if len(p.name) <= 253 {
			asked[p.name] = append(asked[p.name], i)
		}
	}
	for name, which := range asked {
		r.lookup(name, dns.TXT, func(q Question) {
			for _, i := range which {
				r.astray(q, places[i])
			}
		})
	}
}

// astray keeps the records at a place that belong to another name.
func (r *run) astray(q Question, p place) {
	if q.Err != nil || len(q.Answer.Chain) > 0 {
		return
	}
	for _, text := range texts(q.Answer) {
		if strings.HasPrefix(text, p.begin) {
			r.s.Misplaced = append(r.s.Misplaced, Misplaced{p.name, p.want, text})
		}
	}
}
