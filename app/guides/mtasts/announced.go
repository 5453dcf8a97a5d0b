package mtasts

import (
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
)

// AnnouncedDocument compares the TXT record with the one made, at the resolver
// and at every authoritative server. Its fact "announced" is yes, partly, no, or
// unknown; "announced-until" is when every cached copy of an older answer
// has expired (RFC 3339).
func AnnouncedDocument(s *mailcheck.State, made Made) *report.Document {
	f := newFinder(s, made)
	state := f.announced()
	through := cachesThrough(s)
	d := draft("Check the record", f)
	d.Add(announcedBanner(state, through))
	d.Findings("", titleFound)
	want := ""
	if made.ID != "" {
		want = sts.Record{ID: made.ID}.String()
		d.Add(report.Code{Label: "Your record, for " + mailcheck.RecordName(s.Domain.ASCII), Text: want})
	}
	d.Add(serverTable(s, want))
	addFacts(d, s)
	d.Fact("announced", "Record published with the right ID", state, yesWords[state])
	if !through.IsZero() {
		d.Add(report.Timeline{Title: "When every sender sees the change", Items: []report.Event{
			{At: s.At, Text: "Handrail asked the name servers", Done: true},
			{At: through, Text: "Older answers have expired, if they had the same TTL"},
		}})
		d.Fact("announced-until", "Older answers expire by", through.Format(time.RFC3339), momentOf(through))
	}
	d.Facts("Summary")
	return d.Done()
}

func announcedBanner(state string, through time.Time) report.Banner {
	switch state {
	case mailcheck.Yes:
		b := report.Banner{Tone: report.OK, Lead: "The record is published, with the right ID."}
		if !through.IsZero() {
			b.Text = "Senders can see it by " + momentOf(through) + ", if the older answer had the same TTL."
		}
		return b
	case "partly":
		return report.Banner{Tone: report.Warning, Lead: "Only some name servers have the record.",
			Text: "Check again in an hour."}
	case mailcheck.No:
		return report.Banner{Tone: report.Warning, Lead: "The record does not have the right ID yet.",
			Text: "The list below shows what to do."}
	}
	return report.Banner{Tone: report.Note, Lead: "Handrail cannot confirm this yet.",
		Text: "The list below shows the reason."}
}

// announced compares the record with the one made. The domain's own name
// servers count; the resolver, which may have an older answer cached, counts alone
// only where none of them could be asked.
func (f *finder) announced() string {
	s := f.s
	name := mailcheck.RecordName(s.Domain.ASCII)
	if f.made.ID == "" {
		f.add("announced-nothing-made")
		f.record()
		return mailcheck.Unknown
	}
	same, other, answers := f.votes()
	f.silentServers()
	if answers == 0 {
		if s.RecordErr != nil {
			f.add("announced-unknown", "name", name)
			return mailcheck.Unknown
		}
		return f.byResolver(name)
	}
	switch {
	case same == answers:
		f.add("announced-same", "id", f.made.ID)
		f.spelling()
		if s.RecordErr == nil && idOf(s.RecordAnswer) != f.made.ID {
			f.add("announced-remembered", "id", f.made.ID, "until", momentOf(s.At.Add(s.RecordAnswer.TTL)))
		}
		f.early()
		return mailcheck.Yes
	case same > 0:
		f.add("announced-partly", "count", count(same), "all", count(answers), "id", f.made.ID)
		f.early()
		return "partly"
	}
	return f.wrong(name, other)
}

// votes counts the name servers that answered and those that have the id made,
// and returns an answer that differs.
func (f *finder) votes() (same int, other dns.Answer, answers int) {
	for _, a := range f.s.Authorities {
		if a.Err != nil {
			continue
		}
		answers++
		if idOf(a.Answer) == f.made.ID {
			same++
		} else {
			other = a.Answer
		}
	}
	return same, other, answers
}

func (f *finder) byResolver(name string) string {
	if idOf(f.s.RecordAnswer) == f.made.ID {
		f.add("announced-same", "id", f.made.ID)
		f.spelling()
		f.early()
		return mailcheck.Yes
	}
	return f.wrong(name, f.s.RecordAnswer)
}

// wrong adds what is there instead of the record made, and returns no, or unknown
// where a sound record waits for its policy.
func (f *finder) wrong(name string, a dns.Answer) string {
	got := sts.Select(textsOf(a))
	switch got.State {
	case sts.Absent:
		if f.s.Beside || len(f.s.RecordAnswer.Chain) > 0 && f.s.RecordErr == nil {
			f.noRecord(name)
			return mailcheck.No
		}
		f.add("announced-nowhere", "name", name)
		f.misplaced(name)
	case sts.Several:
		f.add("several-records", "count", count(len(got.Raw)), "name", name)
	case sts.Valid:
		if f.s.PolicyState == mailcheck.Unknown {
			f.add("announced-unchecked", "name", name, "got", got.Record.ID)
			return mailcheck.Unknown
		}
		if f.s.PolicyState != sts.Valid { // whether the ID must change shows when the policy is there
			f.add("announced-sound", "name", name, "got", got.Record.ID)
			return mailcheck.Unknown
		}
		f.add("announced-other", "name", name, "id", f.made.ID, "got", got.Record.ID)
	default:
		f.wrongRecord(name, got)
	}
	return mailcheck.No
}

// early adds a record that was published before its policy (RFC 8461
// section 8.3: the policy first, then the record).
func (f *finder) early() {
	same := f.s.PolicyState == sts.Valid && samePolicy(f.made.Policy, f.s)
	if f.made.Policy != "" && f.s.PolicyState != mailcheck.Unknown && !same {
		f.add("announced-early")
	}
}

// spelling adds a record that means the same and is written differently.
func (f *finder) spelling() {
	want := sts.Record{ID: f.made.ID}.String()
	for _, a := range append(f.s.Authorities, mailcheck.AuthorityAnswer{Answer: f.s.RecordAnswer, Err: f.s.RecordErr}) {
		if said := saidBy(a.Answer); a.Err == nil && idOf(a.Answer) == f.made.ID && said != want {
			if sts.Select(textsOf(a.Answer)).Blank {
				f.add("record-space", "fixed", want)
				return
			}
			f.add("announced-spelling", "got", said)
			return
		}
	}
}

func (f *finder) silentServers() {
	if f.s.AuthoritiesErr != nil {
		f.add("authorities-unknown")
		return
	}
	f.silence()
}

// idOf returns the ID in an answer, or "".
func idOf(a dns.Answer) string {
	if got := sts.Select(textsOf(a)); got.State == sts.Valid {
		return got.Record.ID
	}
	return ""
}

func textsOf(a dns.Answer) []string {
	var all []string
	for _, rec := range a.Records {
		all = append(all, rec.TXT())
	}
	return all
}

// cachesThrough returns when no cache can hold an older answer than those seen:
// the longest time that any of them may be cached, counted from the check. Zero
// where nothing is known.
func cachesThrough(s *mailcheck.State) time.Time {
	var longest time.Duration
	known := false
	if s.RecordErr == nil {
		longest, known = s.RecordAnswer.TTL, true
	}
	for _, a := range s.Authorities {
		if a.Err == nil {
			longest, known = max(longest, a.Answer.TTL), true
		}
	}
	if !known {
		return time.Time{}
	}
	return s.At.Add(longest).Truncate(time.Second)
}
