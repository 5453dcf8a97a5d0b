package diary

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
)

// account returns who confirmed a change: the display name with the sign-in name, as far as they were known then.
func (c *Change) account() string {
	if c.By == nil || c.By.Name == "" || c.By.Name == c.Account {
		return c.Account
	}
	return c.By.Name + " (" + c.Account + ")"
}

// rolesOf returns which admin roles each account had that confirmed a change, as far as it was known then.
func rolesOf(all []Change) (facts []report.Fact) {
	var accounts, said, named []string
	for _, c := range all {
		if c.State == ByHand || !c.Known || c.Account == "" {
			continue
		}
		if !slices.Contains(accounts, c.Account) {
			accounts = append(accounts, c.Account)
		}
		if text := c.roles(); !slices.Contains(named, c.account()+": "+text) {
			said, named = append(said, text), append(named, c.account()+": "+text)
		}
	}
	if len(accounts) > 1 {
		said = named // or no one knows whose roles they are
	}
	if len(said) == 0 {
		return nil
	}
	return []report.Fact{{Name: "by-roles", Label: "Roles at that time", Value: strings.Join(said, " ")}}
}

// roles returns the admin roles of the account of a change in one sentence.
func (c *Change) roles() string {
	switch {
	case c.By == nil || !c.By.RolesKnown:
		return "Not known: Handrail had no data about the roles of " + c.account() + "."
	case len(c.By.Roles) == 0:
		return c.account() + " had no admin role in the data of " + Moment(c.By.RolesAt) + "."
	}
	return guide.AllNames(c.By.Roles) + ", by the data of " + Moment(c.By.RolesAt) + "."
}
