package mtasts

import (
	"errors"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
)

// record adds the findings about the MTA-STS record.
func (f *finder) record() {
	s := f.s
	name := mailcheck.RecordName(s.Domain.ASCII)
	switch s.RecordState {
	case mailcheck.Unknown:
		f.add("record-unknown", "why", why(s.RecordErr), "name", name)
	case sts.Absent:
		f.noRecord(name)
	case sts.Several:
		f.add("several-records", "count", count(len(s.Record.Raw)), "name", name)
	case sts.Invalid:
		f.wrongRecord(name, s.Record)
	case sts.Valid:
		f.add("record-ok", "name", name, "id", s.Record.Record.ID)
		if len(s.Record.Record.Extensions) > 0 {
			f.add("record-more-fields", "fields", fieldNames(s.Record.Record.Extensions))
		}
		if s.Record.Blank {
			f.add("record-space", "fixed", s.Record.Record.String())
		}
		if len(s.Record.Meant) > 0 {
			f.add("record-spare", "name", name, "text", s.Record.Meant[0])
		}
	}
	if n := len(s.RecordAnswer.Chain); n > 0 && s.RecordState != sts.Absent &&
		!under(s.RecordAnswer.Chain[n-1], s.Domain.ASCII) {
		f.add("record-alias", "name", name, "target", s.RecordAnswer.Chain[n-1])
	}
	if others := without(s.Record.Discarded, s.Record.Meant); len(others) > 0 {
		f.add("record-neighbours", "count", count(len(others)), "name", name, "text", others[0])
	}
	f.ids()
	f.servers(name)
}

// wrongRecord adds a record that was meant for senders and that they cannot read, with the
// text it should have.
func (f *finder) wrongRecord(name string, got sts.Selected) {
	pairs := append(fault(got.Err), "name", name, "repair", repair(got.Fixed, "record-syntax"))
	if len(got.Raw) > 0 {
		f.add("record-syntax", pairs...)
		return
	}
	f.add("record-slip", append(pairs, "text", got.Meant[0])...)
}

// repair returns what to do about a record that senders cannot read: the text that was
// meant where it is known.
func repair(fixed, code string) string {
	if fixed == "" {
		return fill(repairWords[code], nil)
	}
	return "Change its value to “" + fixed + "”. Do not add a second record."
}

// without returns the texts of all that are not in some.
func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(t string) bool { return slices.Contains(some, t) })
}

func (f *finder) noRecord(name string) {
	s := f.s
	n := len(s.RecordAnswer.Chain)
	switch {
	case n > 0 && s.RecordAnswer.Status == dns.NXDomain:
		f.add("record-alias-dangling", "name", name, "target", s.RecordAnswer.Chain[n-1])
	case n > 0:
		f.add("record-alias-empty", "name", name, "target", s.RecordAnswer.Chain[n-1])
	case s.Beside:
		f.add("record-proxied", "name", name)
	case s.PolicyState == sts.Valid:
		f.add("policy-without-record", "name", name)
	default:
		f.add("no-record", "name", name)
	}
	f.misplaced(name)
}

// misplaced adds a record at a wrong name, but only where the right name has none.
func (f *finder) misplaced(want string) {
	for _, m := range f.s.Misplaced {
		if m.Want == want {
			f.add("record-misplaced", "name", m.Name, "want", want, "text", m.Text,
				"relative", strings.TrimSuffix(want, "."+f.s.Domain.ASCII))
			return
		}
	}
}

// ids adds a policy and an ID that do not belong together.
func (f *finder) ids() {
	s := f.s
	if s.RecordState != sts.Valid || s.PolicyState != sts.Valid {
		return
	}
	id, same := s.Record.Record.ID, samePolicy(f.made.Policy, s)
	switch {
	case f.made.ID != "" && same && f.made.ID != id, f.reusedID(id):
		f.add("id-unchanged", "id", id)
	case f.made.ID == id && f.made.Policy != "" && !same:
		f.add("id-ahead", "id", id)
	}
}

// reusedID reports whether another policy was seen under the ID that is published now.
func (f *finder) reusedID(id string) bool {
	p := f.s.Policy.Policy
	return slices.ContainsFunc(f.made.Served, func(old policyhistory.Policy) bool {
		return old.ID == id && (old.Mode != string(p.Mode) || old.MaxAge != p.MaxAge || !slices.Equal(old.MX, p.MX))
	})
}

// servers adds the differences between the domain's name servers and the resolver.
func (f *finder) servers(name string) {
	s := f.s
	if s.AuthoritiesErr != nil {
		f.add("authorities-unknown")
		return
	}
	said := map[string]int{}
	for _, a := range s.Authorities {
		if a.Err == nil {
			said[saidBy(a.Answer)]++
		}
	}
	most, all, common := 0, 0, ""
	for text, n := range said {
		all += n
		if n > most || n == most && text < common {
			most, common = n, text
		}
	}
	if all > most {
		f.add("authorities-differ", "count", count(all-most), "all", count(all), "name", name)
	} else if all > 0 && s.RecordErr == nil && saidBy(s.RecordAnswer) != common {
		f.add("record-in-memory", "until", momentOf(s.At.Add(s.RecordAnswer.TTL)))
	}
	f.silence()
}

// silence adds the name servers of the domain that did not answer. Where all refuse and the resolver has no answer
// either, they do not serve the domain (a lame delegation, RFC 1912 section 2.8). Else they may only be out of reach
// from here: a network that answers for them refuses questions without recursion.
func (f *finder) silence() {
	var silent []string
	lame := f.s.RecordErr != nil
	for _, a := range f.s.Authorities {
		if a.Err != nil {
			silent = append(silent, a.Host)
			lame = lame && mailcheck.KindOf(a.Err) == dns.Refused
		}
	}
	switch all := len(f.s.Authorities); {
	case len(silent) == 0:
	case len(silent) < all:
		f.add("authority-silent", "count", count(len(silent)), "all", count(all), "hosts", someOf(silent))
	case lame:
		f.add("authorities-lame", "hosts", someOf(silent))
	default:
		f.add("authorities-silent", "hosts", someOf(silent))
	}
}

// saidBy returns the content of an answer in a form that can be compared: only the
// texts that count for senders.
func saidBy(a dns.Answer) string {
	var texts []string
	for _, rec := range a.Records {
		if t := rec.TXT(); strings.HasPrefix(t, "v=STSv1") {
			texts = append(texts, t)
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n")
}

// fault returns the arguments of a syntax error: what is wrong, and where.
func fault(err error) []string {
	var syntax *sts.SyntaxError
	if !errors.As(err, &syntax) {
		words, _ := app.UserMessage(err)
		return []string{"fault", sentence(words), "where", ""}
	}
	where := "The problem is at character " + count(syntax.Offset+1) + "."
	if near := short(syntax.Near); near != "" {
		where = "The problem is at character " + count(syntax.Offset+1) + ", near “" + near + "”."
	}
	return []string{"fault", sentence(syntax.Msg), "where", where, "place", count(syntax.Offset + 1), "near",
		syntax.Near}
}

// sentence makes s begin with a capital letter and end with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return "It does not follow the rules."
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

func fieldNames(pairs []sts.Pair) string {
	var all []string
	for _, p := range pairs {
		all = append(all, p.Name)
	}
	return someOf(all)
}
