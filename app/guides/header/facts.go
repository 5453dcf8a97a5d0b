package header

import (
	"fmt"
	"strconv"

	"handrail/app/guide/frame"
	"handrail/app/mail/header"
)

// adder returns a function that adds a value, “absent” if it is not there.
func adder(doc *frame.Draft) func(name, label, value string) {
	return func(name, label, value string) {
		if value == "" {
			doc.Fact(name, label, "absent", "Not in the header")
			return
		}
		doc.Fact(name, label, value, "")
	}
}

// meant adds a value of Microsoft’s as it stands, with what it means where that is documented.
func meant(doc *frame.Draft, name, label, key, value string) {
	if means, ok := header.Means(key, value); ok && value != "" {
		doc.Fact(name, label, value, value+": "+means.Words)
		return
	}
	adder(doc)(name, label, value)
}

// facts adds the values for programs. A value that is not there is “absent”.
func facts(doc *frame.Draft, m *header.Message, v header.Verdict) {
	add := adder(doc)
	doc.Fact("place", "Where it is", string(v.Place), or(folders[v.Place], "Not known"))
	doc.Fact("cause", "Why", string(v.Cause), or(answers[v.Cause].short, "Not known"))
	doc.Fact("filter", "What the filter decided", string(v.Filter), or(answers[v.Filter].short, "Not known"))
	doc.Fact("open", "What is not known", or(string(v.Open), "absent"), or(opens[v.Open].short, "Nothing"))
	for _, name := range []string{"spf", "dkim", "dmarc", "compauth"} {
		method, _ := m.Results().Method(name)
		meant(doc, name, methods[name].label, "result", method.Result)
	}
	switch r := m.Results(); {
	case r == nil:
		add("checked-by", "Who checked it", "")
	case r.Server != "":
		add("checked-by", "Who checked it", r.Server)
	default:
		doc.Fact("checked-by", "Who checked it", "exchange-online", "Exchange Online")
	}
	compauth, _ := m.Checked().Method("compauth")
	meant(doc, "compauth-reason", "Reason of composite authentication", "reason", compauth.Prop("reason"))
	r := m.Trusted()
	meant(doc, "scl", "Spam confidence level", "SCL", r.Text("SCL"))
	meant(doc, "sfv", "What the spam filter did", "SFV", r.Text("SFV"))
	meant(doc, "cat", "Policy that took hold", "CAT", r.Text("CAT"))
	bulk := ""
	for i := range m.Reports {
		if m.Reports[i].Field == "X-Microsoft-Antispam" && bulk == "" && !m.Stranger() {
			bulk = m.Reports[i].Text("BCL")
		}
	}
	add("bcl", "Bulk complaint level", bulk)
	wayFacts(doc, m, v)
}

// wayFacts adds the servers on the way.
func wayFacts(doc *frame.Draft, m *header.Message, v header.Verdict) {
	yes, add := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}, adder(doc)
	spf, connecting, source, filtering := "", "", "", ""
	if len(m.Passes) > 0 {
		p := &m.Passes[0]
		spf, connecting, source = text(p.SPF.Addr), text(p.Connecting), text(p.Source())
		filtering = string(p.Filtering())
	}
	add("connecting-address", "Server that connected", connecting)
	add("spf-address", "Server that SPF checked", spf)
	add("true-source", "Server that Microsoft takes for the sender", source)
	add("before-address", "Server in front of that", text(v.Before))
	doc.Fact("enhanced-filtering", "Enhanced Filtering", or(filtering, "absent"),
		or(filtered[header.Filtering(filtering)], "Not in the header"))
	add("hops", "Servers on the way", strconv.Itoa(len(m.Hops)))
	add("passes", "Times in Exchange Online", strconv.Itoa(len(m.Passes)))
	add("loop", "Came from outside more than once", yes(m.Loop()))
	took := ""
	if d, ok := m.Total(); ok {
		took = fmt.Sprintf("%g", d.Seconds())
	}
	add("seconds", "Seconds on the way", took)
	add("skew", "Clocks differ", yes(m.Skewed()))
	add("arc", "Chain of earlier checks", m.Chain.Result())
	reply := ""
	if m.Refusal != nil {
		reply = or(m.Refusal.Code, "other")
	}
	add("reply", "The server’s reply", reply)
}
