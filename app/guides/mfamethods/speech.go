package mfamethods

import "handrail/app/identity/mfa"

// speech is what the texts say in one language. Where it has braces, a value goes.
type speech struct {
	lost      string // what no longer works
	another   string // another method comes first, and nothing is lost
	nothing   string // to do
	otherwise string // what happens to people who set up nothing
	help      string // if setting it up fails
	stays     string // what is used today
	pass      string // a Temporary Access Pass is given
	never     string // by email
	safer     string // than a phone call
	passStep  string // the first step with a pass
	steps     []string
	or, any   string
	ways      map[mfa.Factor]string // after “with”
	offer     map[mfa.Factor]string // to set up
	parts     map[string]string     // by kind: one effect on one person
	subjects  map[string]string     // by kind
	notice    map[string]string     // by kind: one effect on some people

	noticeTitle, noticeEnds, noticeHelp string
}

// speeches are the texts by language.
var speeches = map[string]speech{"en": english, "de": german, "fr": french}
