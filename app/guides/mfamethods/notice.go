package mfamethods

import (
	"html"
	"slices"
	"strings"

	"handrail/app/identity/mfa"
)

// kindsInOrder are the kinds in the order of the notice.
var kindsInOrder = []string{kindRegister, kindLocked, kindCall, kindOther, kindSignIn, kindReminded, kindReset,
	kindBroken, kindStuck, kindUnsure}

// notice returns a page to print and put up, in each language of the people in all. It
// states what happens to them, and tells no one to do what an administrator does.
func notice(all []recipient, say texts) []byte {
	var b strings.Builder
	for _, language := range languages {
		if !slices.ContainsFunc(all, func(t recipient) bool { return t.language == language }) {
			continue
		}
		if b.Len() == 0 {
			b.WriteString("<!doctype html>\n<html lang=\"" + language + "\"><head><meta charset=\"utf-8\"><title>" +
				html.EscapeString(say.noticeTitle(language)) + noticeHead)
		}
		say.noticeIn(&b, language, all)
	}
	if say.own != "" {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(say.own), "\n", "<br>") + "</p>\n")
	}
	b.WriteString("</body></html>\n")
	return []byte(b.String())
}

const noticeHead = `</title>
<style>body{font:18px/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}h1{font-size:2em}
li{margin:.5em 0}@media print{body{margin:0}}</style></head>
<body>
`

func (s texts) noticeTitle(language string) string {
	return s.filler(recipient{language: language}, speeches[language]).Replace(speeches[language].noticeTitle)
}

// noticeIn writes the notice in one language.
func (s texts) noticeIn(b *strings.Builder, language string, all []recipient) {
	l, every := speeches[language], merged(all)
	every.language = language
	fill := s.filler(every, l)
	say := func(tag, text string) {
		b.WriteString("<" + tag + ">" + html.EscapeString(fill.Replace(text)) + "</" + tag + ">\n")
	}
	b.WriteString("<section lang=\"" + language + "\">\n")
	say("h1", l.noticeTitle)
	if every.effect.Lost&mfa.Persistent != 0 {
		ends := l.lost
		if s.some {
			ends = l.noticeEnds
		}
		say("p", ends)
	}
	for _, k := range kindsInOrder {
		if !slices.ContainsFunc(all, func(t recipient) bool { return t.tells(k) }) {
			continue
		}
		say("p", l.notice[k])
		if k == kindRegister || k == kindBroken {
			b.WriteString("<ol>")
			for _, step := range l.steps {
				_, step, _ = strings.Cut(step, " ")
				b.WriteString("<li>" + html.EscapeString(fill.Replace(step)) + "</li>")
			}
			b.WriteString("</ol>\n")
		}
	}
	say("p", l.noticeHelp)
	b.WriteString("</section>\n")
}

// tells reports whether the email to t speaks of an effect of a kind.
func (t recipient) tells(kind string) bool {
	if t.kind() == kindUnsure {
		return kind == kindUnsure
	}
	stuck := t.effect.Offer == 0
	return slices.ContainsFunc(t.certain.Each(), func(o mfa.Outcome) bool {
		k := kindOf(o)
		if k == kindBroken && stuck {
			k = kindStuck
		}
		return k == kind
	})
}

// merged returns what all recipients together lose, and what each of them can set up.
func merged(all []recipient) (every recipient) {
	every.effect.Offer = ^mfa.Factor(0)
	for _, t := range all {
		if t.kind() != kindUnsure && !t.certain.Has(mfa.AlreadyBroken) {
			every.effect.Lost |= t.effect.Lost
		}
		every.effect.Offer &= t.effect.Offer
	}
	return every
}
