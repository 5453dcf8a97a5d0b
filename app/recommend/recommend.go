// Package recommend says which three guides to do first, from what was read of a domain or of an organisation.
//
// Each recommendation has its reason in one sentence, and each reason is something that was read. What is not known is
// never a reason.
package recommend

import (
	"slices"
	"time"

	"handrail/app/guide"
	"handrail/app/identity/mfa"
)

// Most is how many guides are recommended.
const Most = 3

// Sign is one thing that was read. Stored as JSON.
type Sign struct {
	Code    string `json:"code"`
	Count   int    `json:"count,omitempty"`   // people, or things to do
	Subject string `json:"subject,omitempty"` // a server, or the fact in words
}

// Seen is what was read of one domain, or of an organisation. Stored as JSON.
type Seen struct {
	Domain string    `json:"domain,omitempty"` // as people write it
	At     time.Time `json:"at"`
	Gone   bool      `json:"gone,omitempty"`   // DNS has no such domain
	Silent bool      `json:"silent,omitempty"` // no question about it was answered
	Signs  []Sign    `json:"signs,omitempty"`
}

// Recommendation is a guide to do.
type Recommendation struct {
	Guide   string // id
	Step    string // id of the step that deals with it; "" is the first one
	Reason  string // one sentence
	Connect bool   // the guide reads the organisation
}

// Guides returns at most three guides, the most urgent first, each once. None is recommended twice or without a reason;
// of a domain that does not exist there are none.
func Guides(now time.Time, all ...Seen) (best []Recommendation) {
	type ranked struct {
		Recommendation
		rank int
	}
	var found []ranked
	for _, s := range all {
		if s.Gone || s.Silent {
			continue
		}
		for _, sign := range s.Signs {
			if r, ok := reasons[sign.Code]; ok {
				if reason := r.says(sign, now); reason != "" {
					found = append(found, ranked{Recommendation{r.guide, r.step, reason, r.connect}, r.rank})
				}
			}
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return a.rank - b.rank })
	for _, f := range found {
		if len(best) < Most && !slices.ContainsFunc(best, func(r Recommendation) bool { return r.Guide == f.Guide }) {
			best = append(best, f.Recommendation)
		}
	}
	return best
}

// reason is what a sign is a reason for.
type reason struct {
	rank    int // the smallest is the most urgent
	guide   string
	step    string
	connect bool
	says    func(s Sign, now time.Time) string // "" where it is no reason any more
}

// always returns one sentence whatever the sign is.
func always(text string) func(Sign, time.Time) string {
	return func(Sign, time.Time) string { return text }
}

// counted returns how many people.
func counted(one, many string) func(Sign, time.Time) string {
	return func(s Sign, _ time.Time) string {
		if s.Count == 0 {
			return ""
		}
		return guide.Count(s.Count, one, many)
	}
}

// ending returns when text messages and phone calls end.
func ending(_ Sign, now time.Time) string {
	const lead = "You use Microsoft 365, where text messages for sign-in "
	switch left := mfa.DaysLeft(now); {
	case left > 1:
		return lead + "end in " + guide.Figures(left) + " days."
	case left == 1:
		return lead + "end tomorrow."
	case left == 0:
		return lead + "end today."
	}
	return lead + "ended on " + mfa.DayWords(mfa.Retirement()) + "."
}

// listed returns how many people registered only phones, and when those end.
func listed(s Sign, now time.Time) string {
	who := guide.Count(s.Count, "person has registered only phones", "people have registered only phones")
	if left := mfa.DaysLeft(now); left > 0 {
		return who + ", and text messages end in " + guide.Count(left, "day", "days") + "."
	}
	return who + ", and Microsoft ended text messages."
}

// onlyPhones returns how many people depend on what ends.
func onlyPhones(s Sign, now time.Time) string {
	if s.Count == 0 {
		return ""
	}
	who := guide.Count(s.Count, "person can sign in only by phone", "people can sign in only by phone")
	if left := mfa.DaysLeft(now); left > 0 {
		return who + ", which ends in " + guide.Count(left, "day", "days") + "."
	}
	return who + ", which Microsoft ended."
}
