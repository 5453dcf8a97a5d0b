package mfa

import "fmt"

// Apart is what a change means for the accounts that are judged apart.
type Apart struct {
	Refused bool     // the change must not be made
	Why     string   // the reason, one or two sentences; "" where it is not refused
	Notes   []Apart1 // about single accounts, the gravest first
}

// Apart1 is a note about one account.
type Apart1 struct {
	Person int // position in the organisation
	Grave  bool
	Code   string // "signed-in", "global-admin", "break-glass", "sync", "few-admins"
	Text   string
}

// in tells whether somebody gets in after the change for certain, and whether
// they did before.
func (r *Result) getsIn() (before, after bool) {
	if r.at == nil {
		return false, false
	}
	bad := (r.Outcomes | r.Possible).Has(LockedOut)
	broken := r.Outcomes.Has(AlreadyBroken)
	return !broken, !broken && !bad
}

// JudgeApart looks at the signed-in administrator, the Global Administrators,
// the emergency accounts and the account of directory synchronisation. A change
// after which no Global Administrator surely gets in, although one did before,
// is refused.
func (v *Preview) JudgeApart() Apart {
	var a Apart
	before, after, lost := 0, 0, 0
	for i := range v.Results {
		p, r := &v.Question.Organisation.People[i], &v.Results[i]
		if p.Marks == 0 {
			continue
		}
		was, is := r.getsIn()
		if p.Marks&GlobalAdmin != 0 && p.Enabled != No {
			before, after = before+one(was), after+one(is)
			lost += one(was && !is)
		}
		a.Notes = append(a.Notes, v.notesOn(i, p, r)...)
	}
	if lost > 0 && after == 0 {
		a.Refused = true
		a.Why = fmt.Sprintf("This would lock out the last %s. Handrail does not do that. Give one of them a passkey or the Authenticator app first.", administrators(before))
	} else if lost > 0 && after == 1 {
		a.Notes = append(a.Notes, Apart1{Person: -1, Grave: true, Code: "few-admins", Text: "Only one Global Administrator would still get in for certain."})
	}
	return a
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func administrators(n int) string {
	if n == 1 {
		return "Global Administrator who gets in today"
	}
	return fmt.Sprintf("%d Global Administrators who get in today", n)
}

func (v *Preview) notesOn(i int, p *Person, r *Result) []Apart1 {
	var all []Apart1
	add := func(grave bool, code, text string) { all = append(all, Apart1{i, grave, code, text}) }
	worst := (r.Outcomes | r.Possible).Worst()
	touched := !r.Outcomes.Has(NoChange) && r.Outcomes != AlreadyBroken
	switch {
	case p.Marks&SignedIn == 0:
	case worst == LockedOut:
		add(true, "signed-in", "You would lock yourself out. Set up another method for yourself first.")
	case touched:
		add(false, "signed-in", "This change reaches you too: "+lower(worst.Title())+".")
	}
	if p.Marks&GlobalAdmin != 0 && p.Marks&SignedIn == 0 && touched {
		add(worst == LockedOut, "global-admin", "A Global Administrator is reached: "+lower(worst.Title())+".")
	}
	switch {
	case p.Marks&BreakGlass == 0:
	case touched:
		add(true, "break-glass", "An emergency account is reached: "+lower(worst.Title())+".")
	case p.PhoneOnly():
		add(true, "break-glass", "An emergency account has only phones. They stop working on 1 February 2027.")
	case r.at != nil && r.at.before&Resistant == 0:
		add(false, "break-glass", "An emergency account has no passkey or certificate. Microsoft’s administration pages ask for one.")
	}
	if p.Marks&SyncAccount != 0 && worst == LockedOut {
		add(true, "sync", "The account of directory synchronisation would be stopped.")
	}
	return all
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]|0x20) + s[1:]
}
