package addindeploy

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/powershell"
)

//go:embed ews.csv
var ewsFile string

// ewsDate is one row of ews.csv.
type ewsDate struct {
	at        time.Time
	confirmed bool
}

// words returns the date as people write it.
func (e ewsDate) words() string { return e.at.Format("2 January 2006") }

func ewsDates() map[string]ewsDate {
	r := csv.NewReader(strings.NewReader(ewsFile))
	r.Comment = '#'
	rows, _ := r.ReadAll()
	all := map[string]ewsDate{}
	for _, row := range rows[min(1, len(rows)):] {
		at, _ := time.Parse(time.DateOnly, row[1])
		all[row[0]] = ewsDate{at, row[2] == "yes"}
	}
	return all
}

// ewsEnds returns the day on which EWS ends for everyone.
func ewsEnds() []guide.End {
	end := ewsDates()["end"]
	why := "Add-ins and apps that need Exchange Web Services (EWS) stop working."
	if !end.confirmed {
		why += " The day is as announced. Microsoft’s message center has the date for your organisation."
	}
	return []guide.End{{Code: "ews-end", Title: "EWS in Exchange Online ends", On: end.at, Why: why}}
}

// askPublisher is what to do about an add-in that may need EWS.
const askPublisher = "Ask the publisher whether the add-in needs EWS."

// ews sets c to what EwsEnabled means on a day. Since the first stage, no value of it alone
// means that an add-in can use EWS.
func (c check) ews(got export.Export, now time.Time) check {
	f := got.Flag("EwsEnabled")
	unset := f.Why == powershell.Null || f.Why == powershell.Empty
	if !f.Known && !unset {
		return c
	}
	dates := ewsDates()
	stages, end := dates["stages"], dates["end"]
	doubt := ""
	if !stages.confirmed || !end.confirmed {
		doubt = " Microsoft’s message center has the date for your organisation."
	}
	off := f.Known && !f.Yes
	switch {
	case !now.Before(end.at):
		return c.is(notTested, "EWS ends for everyone on "+end.words()+", as announced."+doubt, askPublisher)
	case off && now.Before(stages.at):
		return c.is(needs, "EwsEnabled is False, so add-ins that need EWS do not work.",
			"Run: Set-OrganizationConfig -EwsEnabled:$true")
	case off:
		return c.is(needs, "EwsEnabled is False, so add-ins that need EWS do not work.", askPublisher+
			" If it does, run: Set-OrganizationConfig -EwsEnabled:$true, and add its app ID to EWSAllowedAppIDs. EWS "+
			"ends for "+
			"everyone on "+end.words()+", as announced."+doubt)
	case now.Before(stages.at):
		return c.is(pass, "EwsEnabled is not False. It can still be False for a single mailbox. EWS is turned off in "+
			"stages from "+stages.words()+", as announced.", "")
	case unset:
		return c.is(notTested, "EwsEnabled has no value. For such organisations, EWS is turned off in stages since "+
			stages.words()+", as announced."+doubt, askPublisher+" If it does, add its app ID to EWSAllowedAppIDs.")
	}
	return c.is(notTested, "EwsEnabled is True. Since "+stages.words()+
		", only apps with an ID on EWSAllowedAppIDs can "+
		"use EWS, as announced. It ends for everyone on "+end.words()+"."+doubt,
		askPublisher+" If it does, check that EWSAllowedAppIDs includes its app ID.")
}
