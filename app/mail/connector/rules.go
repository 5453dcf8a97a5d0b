package connector

import (
	_ "embed" // the rules
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed rules.tsv
var rulesTSV string

// Rule is a date, a limit or a reply of Exchange Online that can change.
type Rule struct {
	Value  string
	AsOf   string // 2026-11-26
	Source string
}

var rules = sync.OnceValue(func() map[string]Rule {
	all := map[string]Rule{}
	for line := range strings.Lines(rulesTSV) {
		if c := strings.Split(strings.TrimSpace(line), "\t"); len(c) == 4 && !strings.HasPrefix(line, "#") {
			all[c[0]] = Rule{c[1], c[2], c[3]}
		}
	}
	return all
})

// RuleOf returns a rule by its name in rules.tsv.
func RuleOf(name string) Rule { return rules()[name] }

// PasswordOff returns the last day on which passwords work by default. An administrator can
// switch them on again.
func PasswordOff() time.Time {
	day, err := time.Parse(time.DateOnly, RuleOf("password-off").Value)
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return day
}

// RuleNumber returns a rule that is a number.
func RuleNumber(name string) int {
	n, err := strconv.Atoi(RuleOf(name).Value)
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return n
}

// narrowest is how many bits a network of senders must have at least.
func narrowest() int { return RuleNumber("sender-network-bits") }
