package letter

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The languages of letters.
const (
	English = "en"
	German  = "de"
	French  = "fr"
)

// Languages returns the languages in which letters are written.
func Languages() []string { return []string{English, German, French} }

// LanguageOf returns the language of a letter for a preferred language as Microsoft has it, such as “de-CH”. It is
// English where there are no texts in that language.
func LanguageOf(preferred string) string {
	tag, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(preferred), "_", "-"), "-")
	if slices.Contains(Languages(), tag) {
		return tag
	}
	return English
}

// greetings are how a letter begins, before the name.
var greetings = map[string]string{English: "Hello ", German: "Guten Tag ", French: "Bonjour "}

// Greet returns the text of a letter: a greeting with the name, and paragraphs. In German, the first word after the
// greeting is in lower case, so the first paragraph may not begin with a noun.
func Greet(language, name string, paragraphs ...string) string {
	all := slices.Clone(paragraphs)
	if len(all) > 0 && language == German {
		first, size := utf8.DecodeRuneInString(all[0])
		all[0] = string(unicode.ToLower(first)) + all[0][size:]
	}
	return greetings[LanguageOf(language)] + name + ",\n\n" + strings.Join(all, "\n\n") + "\n"
}

// months are the names of the months in the languages other than English.
var months = map[string][12]string{
	German: {"Januar", "Februar", "März", "April", "Mai", "Juni",
		"Juli", "August", "September", "Oktober", "November", "Dezember"},
	French: {"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre"},
}

// Day returns a day such as 2026-12-08 as it is written in a language. It returns any other text unchanged.
func Day(language, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	names, ok := months[language]
	if !ok {
		return at.Format("2 January 2006")
	}
	number := strconv.Itoa(at.Day())
	switch {
	case language == German:
		number += "."
	case at.Day() == 1:
		number = "1er"
	}
	return number + " " + names[at.Month()-1] + " " + strconv.Itoa(at.Year())
}
