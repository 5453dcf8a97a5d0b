// Package safedocs decides whom Safe Documents protects. Four things must come together: the
// service plan of the person, the enterprise edition of the Office apps, the switch of the
// organisation, and that a person cannot click through the warning. The switch can be on although
// no one has a licence, and then nothing happens. What is not known stays not known.
//
// Source: Microsoft Learn, "Safe Documents in Microsoft 365 A5/E5/G5 or Microsoft Defender Suite".
package safedocs

import (
	_ "embed"
	"sync"

	"handrail/app/powershell"
	"handrail/app/tenant"
)

// The properties of the policy, as Get-AtpPolicyForO365 writes them.
const (
	SwitchName = "EnableSafeDocs"
	OpenName   = "AllowSafeDocsOpen"
)

//go:embed plans.csv
var plansFile string

// plans are the service plans, and the version of the apps, by what they mean.
var plans = sync.OnceValue(func() map[string][]string { return tenant.PlansByMeaning(plansFile) })

// MinimumVersion returns the first version of Microsoft 365 Apps for enterprise that has Safe Documents.
func MinimumVersion() string { return plans()["minimum-version"][0] }

// Policy is the setting of the organisation.
type Policy struct {
	On   tenant.Flag // the switch
	Open tenant.Flag // people may open a file that was found harmful; it means nothing while the switch is off
	Rows int         // how many rows show the policy
}

// ReadPolicy reads the policy from an export. Of rows that disagree, nothing is known.
func ReadPolicy(rows []powershell.Row) (p Policy) {
	var on, open []tenant.Flag
	for _, r := range rows {
		if !r.Has(SwitchName) && !r.Has(OpenName) {
			continue
		}
		p.Rows++
		on, open = append(on, flag(r, SwitchName)), append(open, flag(r, OpenName))
	}
	p.On, p.Open = agreed(on), agreed(open)
	return p
}

func flag(r powershell.Row, name string) tenant.Flag {
	yes, known := r.Flag(name)
	return tenant.Flag{Known: known, Yes: known && yes}
}

func agreed(all []tenant.Flag) tenant.Flag {
	if len(all) == 0 {
		return tenant.Flag{}
	}
	for _, f := range all {
		if f != all[0] {
			return tenant.Flag{}
		}
	}
	return all[0]
}

// Edition is which edition of the Office apps a person’s licences have.
type Edition string

// The editions.
const (
	Enterprise Edition = "enterprise"
	Business   Edition = "business"
	Both       Edition = "both" // which one is installed, no licence shows
	NoApps     Edition = "none"
	NotKnown   Edition = "unknown"
)

// Verdict is whether Safe Documents protects a person.
type Verdict string

// The verdicts.
const (
	Protected    Verdict = "protected"
	NotProtected Verdict = "not-protected"
	Unknown      Verdict = "unknown"
	NoLicence    Verdict = "no-licence" // no licence of the person has the service plan
	NoSignIn     Verdict = "no-sign-in" // the account cannot sign in, so there is nothing to protect
)

// Reason is why a person is not protected, or why it is not known.
type Reason string

// The reasons.
const (
	PlanOff        Reason = "plan-off"
	PlanNotKnown   Reason = "plan-unknown"
	WrongEdition   Reason = "wrong-edition"
	AppsMissing    Reason = "no-apps"
	AppsOnDevice   Reason = "apps-on-device" // the organisation licenses devices, so it cannot be seen
	EditionBoth    Reason = "both-editions"
	EditionUnknown Reason = "edition-unknown"
	SwitchOff      Reason = "switch-off"
	SwitchUnknown  Reason = "switch-unknown"
)

// Person is what is known of one person.
type Person struct {
	ID, UPN, Name string
	Plan          tenant.PersonPlan
	Apps          Edition
	Verdict       Verdict
	Reasons       []Reason
	// Ready is set where only the switch is missing, or nothing.
	Ready bool
}

// Licensed reports whether a licence of the person has the service plan, on or turned off.
func (p Person) Licensed() bool {
	return p.Verdict != NoSignIn && (p.Plan.Standing == tenant.PlanOn || p.Plan.Standing == tenant.PlanOff)
}

// Check returns the verdict for a person.
func Check(u tenant.User, licences *tenant.Licensing, policy Policy) Person {
	p := Person{ID: u.ID, UPN: string(u.UPN), Name: string(u.Name), Plan: licences.Of(u, plans()["safe-documents"]...),
		Apps: editionOf(u, licences)}
	if p.Name == "" {
		p.Name = p.UPN
	}
	switch {
	case u.Enabled.No():
		p.Verdict = NoSignIn
		return p
	case p.Plan.Standing == tenant.PlanNone:
		p.Verdict = NoLicence
		return p
	}
	missing, open := p.gaps(licences)
	p.Ready = len(missing)+len(open) == 0
	switch {
	case policy.On.No():
		missing = append(missing, SwitchOff)
	case !policy.On.Known:
		open = append(open, SwitchUnknown)
	}
	p.Reasons = append(missing, open...)
	switch {
	case len(missing) > 0:
		p.Verdict = NotProtected
	case len(open) > 0:
		p.Verdict = Unknown
	default:
		p.Verdict = Protected
	}
	return p
}

// gaps returns what is missing for certain, and what is not known, of the person alone.
func (p Person) gaps(licences *tenant.Licensing) (missing, open []Reason) {
	switch p.Plan.Standing {
	case tenant.PlanOff:
		missing = append(missing, PlanOff)
	case tenant.PlanUnknown:
		open = append(open, PlanNotKnown)
	}
	switch p.Apps {
	case Business:
		missing = append(missing, WrongEdition)
	case NoApps:
		if licences.Has(plans()["device"]...).Yes {
			open = append(open, AppsOnDevice)
		} else {
			missing = append(missing, AppsMissing)
		}
	case Both:
		open = append(open, EditionBoth)
	case NotKnown:
		open = append(open, EditionUnknown)
	}
	return missing, open
}

// editionOf returns the edition of the apps in a person’s licences.
func editionOf(u tenant.User, licences *tenant.Licensing) Edition {
	enterprise := licences.Of(u, plans()["enterprise"]...).Standing
	business := licences.Of(u, plans()["business"]...).Standing
	switch {
	case enterprise == tenant.PlanUnknown || business == tenant.PlanUnknown:
		return NotKnown
	case enterprise == tenant.PlanOn && business == tenant.PlanOn:
		return Both
	case enterprise == tenant.PlanOn:
		return Enterprise
	case business == tenant.PlanOn:
		return Business
	case enterprise == tenant.PlanNone && business == tenant.PlanNone &&
		licences.Named(u, "OFFICESUBSCRIPTION", "OFFICE_PRO", "OFFICE_BUSINESS"):
		return NotKnown // a plan of the apps that is newer than this list
	}
	return NoApps
}
