package drift

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/clean"
	"handrail/app/guide"
)

// The longest name and the longest value that a sentence has, in characters, and how many values of a list.
const (
	longName  = 80
	longValue = 120
	mostWords = 6
)

// moment is how a time is written.
const moment = day + ", 15:04"

// safe returns text from outside as it may stand in a sentence: on one line, not too long, and without the quotes that
// sentences put around names.
func safe(text string, most int) string {
	text = strings.NewReplacer("“", `"`, "”", `"`).Replace(clean.Line(text))
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	return strings.TrimSpace(text)
}

// members returns the properties of a row; nil where it is no object.
func members(body []byte) map[string]json.RawMessage {
	var row map[string]json.RawMessage
	_ = json.Unmarshal(body, &row) // nil
	return row
}

// raw returns a property that is a text, as it is; "" where it is none.
func raw(body []byte, name string) string {
	var text string
	if json.Unmarshal(members(body)[name], &text) != nil {
		return ""
	}
	return text
}

// word returns a property that is a text; "" where it is none.
func word(body []byte, name string) string { return safe(raw(body, name), longName) }

// person returns the name of a person, or the sign-in name.
func person(body []byte) string {
	if name := word(body, "displayName"); name != "" {
		return name
	}
	return word(body, "userPrincipalName")
}

// either returns the row after a change, or before it where it is gone.
func either(after, before []byte) []byte {
	if after != nil {
		return after
	}
	return before
}

// empty reports whether a value says nothing: absent, null, or an empty text, list or object.
func empty(value []byte) bool {
	return slices.Contains([]string{"", "null", `""`, "[]", "{}"}, string(value))
}

// shown returns a JSON value as a person reads it: yes and no, days, figures, and the first values of a list.
func shown(value []byte) string {
	var text string
	var list []json.RawMessage
	switch {
	case empty(value):
		return ""
	case string(value) == "true":
		return "yes"
	case string(value) == "false":
		return "no"
	case json.Unmarshal(value, &text) == nil:
		return safe(inTime(text), longValue)
	case json.Unmarshal(value, &list) == nil:
		var all []string
		for _, one := range list {
			all = append(all, shown(one))
		}
		return listed(all)
	}
	if n, err := strconv.Atoi(string(value)); err == nil {
		return guide.Figures(n)
	}
	if value[0] == '{' {
		return properties(value)
	}
	return safe(string(value), longValue)
}

// properties returns an object in one line: of its only property, the value.
func properties(value []byte) string {
	var all []string
	for name, one := range members(value) {
		if text := shown(one); text != "" {
			all = append(all, safe(name, longName)+": "+text)
		}
	}
	if len(all) == 1 {
		return all[0][strings.Index(all[0], ": ")+2:]
	}
	slices.Sort(all)
	return safe(strings.Join(all, "; "), longValue)
}

// listed returns the first of several values, and the number of the others.
func listed(all []string) string {
	if len(all) > mostWords {
		return strings.Join(all[:mostWords-1], ", ") + " and " + guide.Figures(len(all)-mostWords+1) + " others"
	}
	return strings.Join(all, ", ")
}

// inTime returns a moment in the time of this computer; other text as it is.
func inTime(text string) string {
	if len(text) < len(time.DateOnly) || text[4] != '-' {
		return text
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return text
	}
	return at.Local().Format(moment)
}

// texts returns the values of a list; ok is false where it is none.
func texts(value []byte) (all []string, ok bool) {
	if empty(value) {
		return nil, true
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		return nil, false
	}
	for _, one := range list {
		var text string
		if json.Unmarshal(one, &text) != nil {
			text = string(one)
		}
		all = append(all, text)
	}
	return all, true
}

// without returns what a has and b has not.
func without(a, b []string) (all []string) {
	for _, one := range a {
		if !slices.Contains(b, one) {
			all = append(all, one)
		}
	}
	return all
}

// anA returns the name of a role after “a” or “an”. One begins with a U, which is spoken as a consonant.
func anA(word string) string {
	if word != "" && strings.ContainsRune("AEIO", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}
