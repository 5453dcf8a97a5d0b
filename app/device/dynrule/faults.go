package dynrule

import (
	"unicode/utf8"

	"handrail/app"
)

const correct = "Correct the rule at this place."

// unexpected is the error of a sign that no rule has.
func unexpected(text string, at int) error {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return app.Errorf(app.Invalid, correct, "The rule has a sign that does not belong there: %q, character %d.", r,
		utf8.RuneCountInString(text[:at])+1)
}

func noEnd(at int) error {
	return app.Errorf(app.Invalid, "Add the closing quote.", "A text in the rule has no closing quote (place %d).", at+1)
}

// wrong is the error of what is found where something else belongs.
func (p *parser) wrong(want string) error {
	found := "the end of the rule"
	if t := p.now; t.form != endToken {
		found = "“" + t.text + "”"
	}
	return app.Errorf(app.Invalid, correct, "The rule has %s where %s belongs (place %d).", found, want, p.now.at+1)
}

func fault(hint, format string, args ...any) error {
	return app.Errorf(app.Invalid, hint, format, args...)
}
