package mfa

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"handrail/app/identity/access"
)

// The days on which Microsoft ends text messages and phone calls, with their source.
//
//go:embed retirement.json
var retirementFile []byte

// RetirementDates are the days on which Microsoft ends text messages and phone calls
// for MFA and password reset. Microsoft names days and no hours.
type RetirementDates struct {
	First   time.Time // for everyone except those of Last
	Last    time.Time // for Global Administrators and external users
	Read    string    // when the sources were read
	Sources []string
}

// Retirements returns the days from the data file.
var Retirements = sync.OnceValue(func() (d RetirementDates) {
	var file struct {
		Read    string   `json:"read"`
		Sources []string `json:"sources"`
		Dates   []struct {
			On  string `json:"on"`
			For string `json:"for"`
		} `json:"dates"`
	}
	if err := json.Unmarshal(retirementFile, &file); err != nil {
		panic("mfa: retirement.json: " + err.Error()) // a file of this program
	}
	d.Read, d.Sources = file.Read, file.Sources
	for _, one := range file.Dates {
		on, err := time.Parse(time.DateOnly, one.On)
		switch {
		case err != nil:
			panic("mfa: retirement.json: " + err.Error())
		case one.For == "others":
			d.First = on
		case one.For == "global-administrators-and-external-users":
			d.Last = on
		}
	}
	return d
})

// Words returns both days and for whom they are, to follow a verb.
func (d RetirementDates) Words() string {
	return "on " + DayWords(d.First) + ", for Global Administrators and external users on " + DayWords(d.Last)
}

// Sentence describes at now when text messages and phone calls end, or when they ended.
func (d RetirementDates) Sentence(now time.Time) string {
	const what = "text messages and phone calls"
	late := " Global Administrators and external users have until " + DayWords(d.Last) + "."
	switch days := daysUntil(d.First, now); {
	case daysUntil(d.Last, now) <= 0:
		return "Microsoft has ended " + what + " for everyone, since " + DayWords(d.Last) + "."
	case days < 0:
		return "Microsoft ended " + what + " on " + DayWords(d.First) + "." + late
	case days == 0:
		return "Microsoft ends " + what + " today." + late
	case days == 1:
		return "Microsoft ends " + what + " on " + DayWords(d.First) + ", tomorrow." + late
	default:
		return fmt.Sprintf("Microsoft ends %s on %s, in %d days.%s", what, DayWords(d.First), days, late)
	}
}

// Retirement returns the first of the Retirements.
func Retirement() time.Time { return Retirements().First }

// DayWords returns a day in words, such as 1 February 2027.
func DayWords(day time.Time) string { return day.Format("2 January 2006") }

// DaysLeft returns the days from now to Retirement; negative afterwards.
func DaysLeft(now time.Time) int { return daysUntil(Retirement(), now) }

func daysUntil(day, now time.Time) int {
	now = now.UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return int(day.Sub(today) / (24 * time.Hour))
}

// Retires returns the day on which text messages and phone calls end for p. It is the
// first one where it is not known that the last one counts; sure is then false.
func (p *Person) Retires() (on time.Time, sure bool) {
	all := Retirements()
	late := p.External.Or(access.Is(p.Marks&GlobalAdmin != 0))
	if !p.RolesRead {
		late = late.Or(access.Unknown)
	}
	if late == access.Yes {
		return all.Last, true
	}
	return all.First, late == access.No
}

// external reports whether an account is an external user, from its externalUserState.
// An invited account without a state is unknown.
func external(read bool, state string, kind access.Answer, upn string) access.Answer {
	invited := strings.Contains(strings.ToUpper(upn), "#EXT#")
	switch {
	case state != "":
		return access.Yes
	case invited, !read && kind != access.No:
		return access.Unknown
	}
	return access.No
}

// stopped reports whether text messages and phone calls have ended for p on the day
// of the question.
func (v *Preview) stopped(p *Person) access.Answer {
	o := v.Question.Organisation
	on, _ := p.Retires()
	switch {
	case !o.retires() || v.Question.Date.UTC().Before(on):
		return access.No
	case o.Provider == access.Yes: // for those who were moved to it they have not
		return access.Unknown
	}
	return access.Yes
}

// retires reports whether the end was announced for the organisation's cloud.
func (o *Organisation) retires() bool {
	return o.Cloud == "" || o.Cloud == "global" || o.Cloud == "local"
}

// retire takes the phones from what works, before and after the change.
func (s *situation) retire(stopped access.Answer) {
	if stopped == access.No || (s.beforeMaybe|s.afterMaybe)&Phones == 0 {
		return
	}
	s.phones, s.phonesMaybe = s.before&Phones, s.beforeMaybe&Phones
	s.before, s.after = s.before&^Phones, s.after&^Phones
	if stopped == access.Yes {
		s.beforeMaybe, s.afterMaybe = s.beforeMaybe&^Phones, s.afterMaybe&^Phones
		s.signIn, s.signInAfter = false, false
	}
	// Microsoft's registration report still counts the phones.
	s.capable = access.Unknown
	if s.reset == access.Yes {
		s.reset = access.Unknown
	}
}

// retiresWords returns the day of Retires in words.
func (p *Person) retiresWords() string {
	on, _ := p.Retires()
	return DayWords(on)
}
