package mfa

import (
	"fmt"

	"handrail/app/identity/access"
)

// SpecialAccounts is the effect of a change on the accounts that are checked separately.
type SpecialAccounts struct {
	Refused bool          // Handrail does not make the change
	Why     string        // the reason, one or two sentences; "" if not refused
	Notes   []AccountNote // about single accounts
}

// AccountNote is a note about one account.
type AccountNote struct {
	Person  int // position in the organisation
	Serious bool
	Code    string // "signed-in", "global-admin", "break-glass", "sync", "few-admins"
	Text    string
}

// getsIn reports whether the person can certainly sign in before and after the
// change.
func (r *Result) getsIn() (before, after bool) {
	if r.at == nil {
		return false, false
	}
	bad := (r.Outcomes | r.Possible).Has(LockedOut)
	broken := r.Outcomes.Has(AlreadyBroken)
	return !broken, !broken && !bad
}

// CheckSpecialAccounts checks the signed-in administrator, the Global Administrators, the
// emergency access accounts and the account of directory synchronisation. It refuses
// a change after which no Global Administrator can certainly sign in, although one
// could before, and a change after which the signed-in administrator may not.
func (v *Preview) CheckSpecialAccounts() SpecialAccounts {
	var a SpecialAccounts
	before, after, lost, self := 0, 0, 0, ""
	unknown := v.adminsUnknown()
	for i := range v.Results {
		p, r := &v.Question.Organisation.People[i], &v.Results[i]
		admin := p.Marks&GlobalAdmin != 0 || unknown && p.Admin == access.Yes
		if p.Marks == 0 && !admin {
			continue
		}
		was, is := r.getsIn()
		if p.Marks&SignedIn != 0 && was && !is {
			self = "may"
			if r.Outcomes.Has(LockedOut) {
				self = "would"
			}
		}
		if admin && p.Enabled != access.No {
			before, after = before+one(was), after+one(is)
			lost += one(was && !is)
		}
		a.Notes = append(a.Notes, v.notesOn(i, p, r)...)
	}
	if unknown && v.Totals[LockedOut] > 0 {
		a.Notes = append(a.Notes, AccountNote{Person: -1, Serious: true, Code: "admins-unknown",
			Text: "Handrail does not know who your Global Administrators are. The change may lock out the last one."})
	}
	switch {
	case lost > 0 && after == 0:
		a.Refused = true
		who := administrators(before)
		if unknown {
			who = "administrator that Handrail knows"
		}
		a.Why = fmt.Sprintf("Handrail does not make this change: it would lock out the last %s. "+
			"Give one of them a passkey or Microsoft Authenticator first.", who)
	case self != "":
		a.Refused = true
		a.Why = "Handrail does not make this change: you " + self + " lock yourself out. " +
			"Set up a passkey or Microsoft Authenticator for yourself first."
	}
	if !a.Refused && lost > 0 && after == 1 {
		a.Notes = append(a.Notes, AccountNote{Person: -1, Serious: true, Code: "few-admins",
			Text: "Only one Global Administrator can certainly still sign in."})
	}
	return a
}

// adminsUnknown reports whether it is not known who the Global Administrators are.
func (v *Preview) adminsUnknown() bool {
	for i := range v.Question.Organisation.People {
		p := &v.Question.Organisation.People[i]
		if p.Marks&GlobalAdmin != 0 || p.RolesRead {
			return false
		}
	}
	return true
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func administrators(n int) string {
	if n == 1 {
		return "Global Administrator who can sign in today"
	}
	return fmt.Sprintf("%d Global Administrators who can sign in today", n)
}

func (v *Preview) notesOn(i int, p *Person, r *Result) []AccountNote {
	var all []AccountNote
	add := func(grave bool, code, text string) { all = append(all, AccountNote{i, grave, code, text}) }
	worst := (r.Outcomes | r.Possible).Worst()
	if rest := (r.Outcomes | r.Possible) &^ (AlreadyBroken | NoChange | NotKnown); rest != 0 {
		worst = rest.Worst() // what is so already is no effect of the change
	}
	touched := !r.Outcomes.Has(NoChange) && r.Outcomes != AlreadyBroken
	affects, would := "affects", "would"
	if !r.Outcomes.Has(worst) || r.Outcomes.Has(NotKnown) {
		affects, would = "may affect", "may"
	}
	switch {
	case p.Marks&SignedIn == 0:
	case worst == LockedOut:
		add(true, "signed-in", "You "+would+" lock yourself out. Set up another method for yourself first.")
	case touched:
		add(false, "signed-in", "This change "+affects+" you too: "+lower(worst.Title())+".")
	}
	if p.Marks&GlobalAdmin != 0 && p.Marks&SignedIn == 0 && touched {
		add(worst == LockedOut, "global-admin", "The change "+affects+" a Global Administrator: "+lower(worst.Title())+".")
	}
	switch {
	case p.Marks&BreakGlass == 0:
	case touched:
		add(true, "break-glass", "The change "+affects+" an emergency access account: "+lower(worst.Title())+".")
	case p.PhoneOnly():
		add(true, "break-glass", "An emergency access account has only phones. "+
			"They stop working on "+p.retiresWords()+".")
	case r.at != nil && r.at.before&PhishingResistant == 0:
		add(false, "break-glass",
			"An emergency access account has no phishing-resistant method, such as a passkey. "+
				"Microsoft’s admin centers require MFA.")
	}
	if p.Marks&SyncAccount != 0 && worst == LockedOut {
		add(true, "sync", "The account of directory synchronisation "+would+" stop working.")
	}
	return all
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]|0x20) + s[1:]
}
