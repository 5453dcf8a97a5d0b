// Package ask builds the questions of guides.
//
// A question is a guide.Ask: a stored name, words, and functions that offer,
// clean and check an answer. Its form is one of a few, so a guide names the form
// and the words, and this package supplies the rest: each question has a check
// with words for the person, each choice has a first answer, and whatever is
// typed is trimmed. What is special about one question follows as parts:
//
//	ask.Choice(askWay, ask.Words{Label: "Who makes the change?", Hint: "…"}, []guide.Option{
//		{Value: "handrail", Label: "Handrail, when I confirm it"},
//		{Value: "hand", Label: "I do"},
//	}, ask.When(askKind, "broadcast"))
//
// The name and the values of options are stored with every visit and are never
// renamed; the words may change at any time.
package ask

import (
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
)

// Words are what a person reads of a question.
type Words struct {
	Label string // a full question
	Hint  string // what to enter, one short sentence
	Help  string // "What is this?" in one or two sentences; may be empty
}

// Part is one special thing about a question. Parts are applied in order.
type Part func(*guide.Ask)

// Choice returns a question with fixed options. The first option is offered
// unless a part offers another.
func Choice(name string, w Words, options []guide.Option, parts ...Part) guide.Ask {
	return ChoiceOf(name, w, func(*guide.Visit) []guide.Option { return options }, parts...)
}

// ChoiceOf returns a question whose options depend on the visit. Only what is
// offered in the visit is accepted.
func ChoiceOf(name string, w Words, options func(*guide.Visit) []guide.Option, parts ...Part) guide.Ask {
	a := newAsk(name, guide.Choice, w)
	a.Options = options
	a.Default = func(v *guide.Visit) string {
		if all := options(v); len(all) > 0 {
			return all[0].Value
		}
		return ""
	}
	a.Validate = func(v *guide.Visit, text string) error { return Among(options(v), text) }
	return with(a, parts)
}

// YesNo returns a question with the answers “yes” and “no”; the hints may be
// empty. “yes” is offered unless a part offers “no”.
func YesNo(name string, w Words, yes, no string, parts ...Part) guide.Ask {
	return Choice(name, w, []guide.Option{
		{Value: "yes", Label: "Yes", Hint: yes}, {Value: "no", Label: "No", Hint: no},
	}, parts...)
}

// Line returns a question for one line of text that must not be empty.
func Line(name string, w Words, parts ...Part) guide.Ask {
	return with(typed(name, guide.Line, w), parts)
}

// Lines returns a question for several lines, of which at least one must not be
// empty. Items and Rows take the answer apart.
func Lines(name string, w Words, parts ...Part) guide.Ask {
	return with(typed(name, guide.Lines, w), parts)
}

// Optional makes a may be left empty: an empty answer is good, and the check
// applies to the others only. Nothing is offered unless a part offers something.
//
//	ask.Optional(ask.Line(askShort, …, ask.Checked(validLink)))
func Optional(a guide.Ask, parts ...Part) guide.Ask {
	valid := a.Validate
	a.Validate = func(v *guide.Visit, text string) error {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		return valid(v, text)
	}
	if a.Default == nil {
		a.Default = func(*guide.Visit) string { return "" }
	}
	return with(a, parts)
}

func newAsk(name string, kind guide.Kind, w Words) guide.Ask {
	return guide.Ask{Name: name, Kind: kind, Label: w.Label, Hint: w.Hint, Help: w.Help}
}

// typed returns a question that is answered by typing.
func typed(name string, kind guide.Kind, w Words) guide.Ask {
	a := newAsk(name, kind, w)
	a.Normalize = strings.TrimSpace
	a.Validate = func(_ *guide.Visit, text string) error { return Filled(text) }
	return a
}

func with(a guide.Ask, parts []Part) guide.Ask {
	for _, p := range parts {
		p(&a)
	}
	return a
}

// Among returns nil if text is the value of one of options, else app.Invalid in
// words for the person.
func Among(options []guide.Option, text string) error {
	if slices.ContainsFunc(options, func(o guide.Option) bool { return o.Value == text }) {
		return nil
	}
	return app.Errorf(app.Invalid, "Select one of the options shown.", "This option is not available.")
}

// Filled returns nil if text has anything to read in it, else app.Invalid.
func Filled(text string) error {
	if strings.TrimSpace(text) != "" {
		return nil
	}
	return app.Errorf(app.Invalid, "Enter what the question asks for.", "There is no answer yet.")
}

// Rows returns the lines of text that are not empty, trimmed.
func Rows(text string) []string { return split(text, "\n\r") }

// Items returns the entries of text, trimmed: one a line, or with semicolons
// between them. A comma separates nothing, because names have commas.
func Items(text string) []string { return split(text, "\n\r;") }

func split(text, separators string) (all []string) {
	for one := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}
