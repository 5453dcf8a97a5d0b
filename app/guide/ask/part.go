package ask

import (
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

// First offers value until the person answers.
func First(value string) Part {
	return FirstOf(func(*guide.Visit) string { return value })
}

// FirstOf offers what f returns until the person answers. f is called each time
// the question is shown.
func FirstOf(f func(*guide.Visit) string) Part {
	return func(a *guide.Ask) { a.Default = f }
}

// Known marks a question that other guides ask too: the answer to one is offered in the others. what is one of
// guide.KnownDomain and its like.
func Known(what string) Part {
	return func(a *guide.Ask) { a.Known = what }
}

// File lets a file that is dropped on the page become the answer, as its path.
func File(a *guide.Ask) { a.File = true }

// EditedBy names a screen that edits the answer in another form than text.
func EditedBy(screen string) Part {
	return func(a *guide.Ask) { a.Editor = screen }
}

// Private saves the answer only while f returns true: neither what is typed nor what is
// confirmed is saved otherwise, and the answer is gone when the guide is closed.
func Private(f func(*guide.Visit) bool) Part {
	return func(a *guide.Ask) { a.Saved = f }
}

// FirstFact offers what a check found under the name fact, else value.
func FirstFact(fact, value string) Part {
	return FirstOf(func(v *guide.Visit) string {
		if found := v.Fact(fact); found != "" {
			return found
		}
		return value
	})
}

// When asks only if the answer to another question is one of values, and clears
// this answer when the other one changes.
func When(other string, values ...string) Part {
	return func(a *guide.Ask) {
		Following(other)(a)
		WhenOf(func(v *guide.Visit) bool {
			for _, value := range values {
				if v.Answer(other) == value {
					return true
				}
			}
			return false
		})(a)
	}
}

// WhenOf asks only if f returns true for the visit.
func WhenOf(f func(*guide.Visit) bool) Part {
	return func(a *guide.Ask) { a.When = f }
}

// Following clears this answer when one of the answers to names changes.
func Following(names ...string) Part {
	return func(a *guide.Ask) { a.DependsOn = append(a.DependsOn, names...) }
}

// Checked refuses what f returns an error for. f gets the text as it would be
// stored, and its error must have words for the person.
func Checked(f func(text string) error) Part {
	return CheckedIn(func(_ *guide.Visit, text string) error { return f(text) })
}

// CheckedIn is Checked for a check that depends on the visit.
func CheckedIn(f func(v *guide.Visit, text string) error) Part {
	return func(a *guide.Ask) { a.Validate = f }
}

// Cleaned stores what f returns for the text that was typed.
func Cleaned(f func(text string) string) Part {
	return func(a *guide.Ask) { a.Normalize = f }
}

// Parsed accepts what parse accepts and stores what show returns for it. What
// parse refuses stays as it was typed, and its error is shown.
//
//	ask.Parsed(dns.CleanDomain, func(d dns.Domain) string { return d.Unicode })
func Parsed[T any](parse func(text string) (T, error), show func(T) string) Part {
	return func(a *guide.Ask) {
		a.Validate = func(_ *guide.Visit, text string) error {
			_, err := parse(text)
			return err
		}
		a.Normalize = func(text string) string {
			if value, err := parse(text); err == nil {
				return show(value)
			}
			return text
		}
	}
}

// Level returns a question for a whole number from least to most, with the figures at each. Where
// levels has no rows, the figures are not known yet, and the number is asked for alone.
func Level(name string, w Words, least, most int, levels func(*guide.Visit) report.Levels,
	parts ...Part) guide.Ask {
	a := Number(name, w, least, most, parts...)
	a.Kind, a.Levels = guide.Level, levels
	return a
}

// Number returns a question for a whole number from least to most.
func Number(name string, w Words, least, most int, parts ...Part) guide.Ask {
	return Line(name, w, append([]Part{Checked(func(text string) error {
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= least && n <= most {
			return nil
		}
		return app.Errorf(app.Invalid, "Enter a whole number from "+grouped(least)+" to "+grouped(most)+".",
			"“%.40s” is not a number that can be used here.", text)
	})}, parts...)...)
}

// grouped writes a number with commas between thousands: “100,000”.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Day returns a question for a day. The answer is stored as 2026-11-29.
func Day(name string, w Words, parts ...Part) guide.Ask {
	a := Line(name, w, append([]Part{Checked(func(text string) error {
		if _, err := time.Parse(time.DateOnly, strings.TrimSpace(text)); err == nil {
			return nil
		}
		return app.Errorf(app.Invalid, "Enter year, month and day. For example 2026-11-29.",
			"“%.40s” is not a date.", text)
	})}, parts...)...)
	a.Day = true
	return a
}

// Clock returns a question for a time. What is saved is up to its parts.
func Clock(name string, w Words, parts ...Part) guide.Ask {
	a := Line(name, w, parts...)
	a.Clock = true
	return a
}
