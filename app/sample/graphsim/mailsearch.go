package graphsim

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
)

// mostFound is how many emails a search finds at most (search-query-parameter.md).
const mostFound = 1000

// foundKind is /me/messages (api-reference/v1.0/api/user-list-messages.md).
var foundKind = &kind{name: "message", context: "users('me')/messages", fields: messageKind.fields, page: 10,
	most: 1000, search: true}

// mailsFound returns the emails that a search finds, the latest first.
func mailsFound(x *call) *answer {
	q, err := url.ParseQuery(x.rawQuery)
	if err != nil {
		return refuse(400, "BadRequest", "The query part of the address cannot be read.")
	}
	sought, err := soughtIn(q.Get("$search"))
	if err != nil {
		return refuse(400, "BadRequest", err.Error())
	}
	mails := slices.Clone(x.cloud.mailbox())
	slices.SortStableFunc(mails, func(a, b keptMail) int { return b.Received.Compare(a.Received) })
	found := []object{}
	for _, m := range mails {
		if sought(m) && (q.Get("$search") == "" || len(found) < mostFound) {
			found = append(found, m.body)
		}
	}
	return x.list(foundKind, these(found))
}

// badSearch is what is wrong with a search.
type badSearch string

// Error returns it as the service words it.
func (b badSearch) Error() string { return "Syntax error: " + string(b) + "." }

// soughtIn reads the terms of a search that this cloud knows, each of which must
// hold: words, words in the subject, attachments and days.
func soughtIn(text string) (func(keptMail) bool, error) {
	if text == "" {
		return func(keptMail) bool { return true }, nil
	}
	inner, opened := strings.CutPrefix(text, `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	if !opened || !closed || strings.Contains(inner, `"`) {
		return nil, badSearch("the search clause must stand between double quotes")
	}
	var terms []func(keptMail) bool
	for term := range strings.SplitSeq(inner, " AND ") {
		one, err := termOf(strings.TrimSpace(term))
		if err != nil {
			return nil, err
		}
		terms = append(terms, one)
	}
	return func(m keptMail) bool {
		return !slices.ContainsFunc(terms, func(holds func(keptMail) bool) bool { return !holds(m) })
	}, nil
}

func termOf(term string) (func(keptMail) bool, error) {
	if word, ok := strings.CutPrefix(term, "subject:"); ok {
		return func(m keptMail) bool { return hasWord(m.body.str("subject"), word) }, nil
	}
	if word, ok := strings.CutPrefix(term, "hasAttachments:"); ok {
		return func(m keptMail) bool {
			attached, _ := m.body.get("hasAttachments")
			return attached == (word == "true")
		}, nil
	}
	for prefix, right := range map[string]func(a, b time.Time) bool{
		"received>=": func(a, b time.Time) bool { return !a.Before(b) },
		"received<=": func(a, b time.Time) bool { return a.Before(b.AddDate(0, 0, 1)) }} {
		if text, ok := strings.CutPrefix(term, prefix); ok {
			day, err := time.Parse("01/02/2006", text)
			return func(m keptMail) bool { return right(m.Received, day) }, err
		}
	}
	if strings.ContainsAny(term, `:<>=()`) || term == "" {
		return nil, badSearch("the term '" + term + "' is not known")
	}
	return func(m keptMail) bool { return hasWord(m.body.str("subject"), term) }, nil
}

// hasWord reports whether text has a word, whatever its case.
func hasWord(text, word string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.@", r)
	}),
		func(one string) bool { return strings.EqualFold(one, word) })
}
