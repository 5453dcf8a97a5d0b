package mtasts

import (
	"maps"
	"regexp"
	"strings"

	"handrail/app/report"
)

// saying is the words for one finding. {name} is replaced by an argument, {step:id}
// for the title of a step. Rules find codes and arguments; only this file and
// its neighbours words_….go speak.
type saying struct {
	severity report.Severity
	title    string
	text     string
	do       string
	step     string // the step that does it, or looks again
	stop     string // the stop of the path it belongs to: dns, server, mail
	short    string // what it says under that stop
}

// The stops of the path that findings belong to.
const (
	stopDNS    = "dns"
	stopServer = "server"
	stopMail   = "mail"
)

// sayings returns the words of every finding by its code.
func sayings() map[string]saying {
	all := map[string]saying{}
	for _, part := range []map[string]saying{
		hostSayings, coverSayings, recordSayings, fetchSayings, policySayings,
		probeSayings, reportSayings, madeSayings,
	} {
		maps.Copy(all, part)
	}
	return all
}

// stepTitles are the titles of the steps, for use in other sentences.
var stepTitles = map[string]string{
	stepDomain:    "Choose the domain",
	stepToday:     "Check how you receive email",
	stepReports:   "Request reports first",
	stepPolicy:    "Choose the policy",
	stepHost:      "Publish the policy",
	stepServed:    "Check the published policy",
	stepAnnounce:  "Publish the record",
	stepAnnounced: "Check the record",
	stepWatch:     "Watch for two weeks",
	stepRecord:    "Save the report",
}

var slot = regexp.MustCompile(`\{[a-z:]+\}`)

// fill puts arguments and titles of steps into a text.
func fill(text string, args map[string]string) string {
	return slot.ReplaceAllStringFunc(text, func(s string) string {
		name := s[1 : len(s)-1]
		if id, is := strings.CutPrefix(name, "step:"); is {
			return "“" + stepTitles[id] + "”"
		}
		return args[name]
	})
}

// longest is how much of a text from outside is shown in a sentence, in
// characters.
const longest = 120

// whole are the arguments that are never cut: words of ours, and what is copied.
var whole = []string{"fault", "where", "missing", "consequence", "effect", "line", "host", "name",
	"fixed", "repair", "advice",
	"address", "server"}

// short cuts a text from outside to longest characters.
func short(s string) string {
	s = strings.TrimSpace(s)
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
