package breakglass

import (
	"fmt"
	"strings"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
)

// count counts an account once, also one that was named twice.
func count(accounts []Account) Line {
	sound, perhaps := map[string]bool{}, map[string]bool{}
	for i := range accounts {
		id := strings.ToLower(accounts[i].ID)
		switch accounts[i].Found {
		case access.Yes:
			sound[id] = true
		case access.Unknown:
			perhaps[id] = true
		}
	}
	l := Line{Code: Count, Met: access.Is(len(sound) >= Wanted),
		Title:    "There are two or more emergency access accounts",
		Evidence: fmt.Sprintf("You named %d.", len(sound))}
	switch {
	case l.Met == access.Yes:
	case len(sound)+len(perhaps) >= Wanted:
		l.Met, l.Title = access.Unknown, "It is not known whether there are two emergency access accounts"
		l.Evidence = fmt.Sprintf("You named %d. Handrail could not read %d of them.", len(sound)+len(perhaps),
			len(perhaps))
		l.Do = "Refresh “People” on the page Organisation."
	default:
		l.Title, l.Do = "There are fewer than two emergency access accounts", "Create another one."
	}
	return l
}

func found(a *Account) Line {
	l := Line{Code: Exists, Account: a.ID, Met: a.Found, Title: "The account does not exist",
		Evidence: "Microsoft returned no account with this ID.", Do: "Choose another account."}
	if a.Found == access.Unknown {
		l.Title, l.Evidence, l.Do = "It is not known whether the account exists", "Handrail could not read it.",
			"Refresh “People” on the page Organisation."
	}
	return l
}

func enabled(a *Account) Line {
	l := Line{Code: MaySign, Account: a.ID, Met: a.Enabled}
	switch a.Enabled {
	case access.Yes:
		l.Title, l.Evidence = "It can sign in", "Sign-in is allowed for the account."
	case access.No:
		l.Title, l.Evidence, l.Do = "It cannot sign in", "Sign-in is blocked for the account.", "Allow sign-in for it."
	default:
		l.Title, l.Evidence = "It is not known whether it can sign in", "Microsoft returned no value."
	}
	return l
}

func cloud(a *Account) Line {
	l := Line{Code: Cloud, Account: a.ID, Met: a.Synced.Not()}
	switch a.Synced {
	case access.No:
		l.Title, l.Evidence = "It is a cloud-only account", "It does not come from an on-premises directory."
	case access.Yes:
		l.Title, l.Evidence = "It comes from your on-premises directory", "It fails when that directory fails."
		l.Do = "Create a cloud-only account, and name that one."
	default:
		l.Title, l.Evidence = "It is not known where the account comes from", "Microsoft returned no value."
	}
	return l
}

// global is about a permanent assignment for the whole organisation. Until when one
// lasts is not read, and said.
func global(a *Account) Line {
	l := Line{Code: Global, Account: a.ID, Met: access.No, Title: "It is not a Global Administrator",
		Evidence: "It does not have the role.", Do: "Assign the role Global Administrator permanently."}
	for _, h := range a.Holdings {
		if h.Role != roles.GlobalAdministrator {
			continue
		}
		switch {
		case h.Why == roles.Scoped:
			l.Evidence = "It has the role for a part of the organisation only."
		case h.Eligible:
			l.Title, l.Evidence = "It must activate Global Administrator first", "The role is eligible, not active."
		default:
			return Line{Code: Global, Account: a.ID, Met: access.Yes, Title: "It is a Global Administrator",
				Evidence: "The role is active. Whether it ends on a day is not known."}
		}
	}
	if !a.RolesRead {
		l.Met, l.Title, l.Do = access.Unknown, "It is not known whether it is a Global Administrator",
			"Refresh “Administrators” on the page Organisation."
		l.Evidence = "Handrail could not read all roles."
	}
	return l
}

func spared(a *Account, policies []Policy, read bool) Line {
	l := Line{Code: Spared, Account: a.ID, Policies: InTheWay(a, policies)}
	surely := 0
	for _, s := range l.Policies {
		if s.Sure {
			surely++
		}
	}
	switch {
	case surely > 0:
		l.Met, l.Title = access.No, "A policy can stop it"
		l.Evidence = names(l.Policies, true) + "."
		l.Do = "Exclude the account from the policy."
	case len(l.Policies) > 0:
		l.Met, l.Title = access.Unknown, "It is not known whether a policy can stop it"
		l.Evidence, l.Do = names(l.Policies, false)+".", "Exclude the account from the policy."
	case !read:
		l.Met, l.Title = access.Unknown, "It is not known whether a policy can stop it"
		l.Evidence = "Handrail could not read all policies."
		l.Do = "Refresh “Conditional Access policies” on the page Organisation."
	default:
		l.Met, l.Title = access.Yes, "No policy can stop it"
		l.Evidence = policyCount(len(policies))
	}
	return l
}

func policyCount(n int) string {
	switch n {
	case 0:
		return "There is no policy."
	case 1:
		return "There is 1 policy, and it does not stop the account."
	}
	return fmt.Sprintf("None of %d policies stops the account.", n)
}

// names lists the policies of stops; only the sure ones where sure is set.
func names(stops []Stop, sure bool) string {
	var all []string
	for _, s := range stops {
		if s.Sure || !sure {
			name := "“" + s.Name + "”"
			if s.State == access.ReportOnly {
				name += " (report-only)"
			}
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}

// method is about the strong method that the account needs since Microsoft's portals
// ask every account for MFA (Microsoft Learn, Plan for mandatory Microsoft Entra MFA).
func method(a *Account) Line {
	l := Line{Code: Method, Account: a.ID, Met: a.Strong}
	switch a.Strong {
	case access.Yes:
		l.Title, l.Evidence = "It has a strong method", "A method that resists phishing is registered."
	case access.No:
		l.Title, l.Evidence = "It has no strong method", "Microsoft’s portals ask every account for MFA, this one too."
		l.Do = "Register a security key for it, and keep the key in a safe place."
	default:
		l.Title, l.Evidence = "It is not known whether it has a strong method",
			"Its registered methods could not be read."
		l.Do = "Refresh “Registered sign-in methods” on the page Organisation."
	}
	return l
}

func tested(a *Account, now time.Time) Line {
	l := Line{Code: TestedIn, Account: a.ID}
	last := a.Tested
	if a.LastSignIn.After(last) {
		last = a.LastSignIn
	}
	days := int(now.Sub(last).Hours() / 24)
	switch {
	case !last.IsZero() && days < TestDays:
		l.Met, l.Title = access.Yes, "It was tested"
		if l.Evidence = "Last on " + last.Format("2 January 2006") + "."; last.Equal(a.Tested) {
			l.Evidence = "On " + last.Format("2 January 2006") + ", as you wrote down."
		}
	case !a.SignInRead:
		l.Met, l.Title = access.Unknown, "It is not known whether it was tested"
		l.Evidence, l.Do = "Handrail could not read the last sign-in.", "Sign in with it, and write down the day here."
		if a.SignInGap != "" {
			l.Evidence = a.SignInGap
		}
	case last.IsZero():
		l.Met, l.Title, l.Do = access.No, "It has never signed in", "Sign in with it."
		l.Evidence = "Microsoft has recorded no sign-in of this account."
	default:
		l.Met, l.Title, l.Do = access.No, fmt.Sprintf("It was not tested in the last %d days", TestDays),
			"Sign in with it."
		l.Evidence = "Last on " + last.Format("2 January 2006") + "."
	}
	return l
}

// Worst returns the answer for all lines: no where one is not met, unknown where one is
// not known, and yes where every one is met.
func Worst(lines []Line) access.Answer {
	answer := access.Yes
	for _, l := range lines {
		answer = answer.And(l.Met)
	}
	return answer
}

// Holds returns the lines of Spared that are not met: while there are any, no policy may
// be switched on.
func Holds(lines []Line) (all []Line) {
	for _, l := range lines {
		if (l.Code == Spared || l.Code == Exists) && l.Met != access.Yes {
			all = append(all, l)
		}
	}
	return all
}
