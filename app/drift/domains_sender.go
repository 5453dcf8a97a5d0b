package drift

import (
	"slices"
	"strconv"
	"strings"

	"handrail/app/mail/domainpart"
	"handrail/app/report"
)

// tellSPF returns in words how the rule changed who may send email in the domain's name.
func (d *domains) tellSPF(c domainChange, before, after domainpart.TextForm) []Told {
	was, is := shownRecords(before), shownRecords(after)
	switch after.State {
	case domainpart.Absent:
		return []Told{c.say(report.Warning, c.domain+" no longer says who may send email in its name (SPF).", was, "",
			"Publish the SPF record again.")}
	case domainpart.Several:
		return []Told{c.say(report.Problem, c.domain+" has more than one SPF record, so receivers apply none of them.",
			was, is, "Join the records into one.")}
	case domainpart.Invalid:
		return []Told{c.say(report.Problem, "The SPF record of "+c.domain+" is no longer correct, so receivers ignore it.",
			was, is, "Correct the record.")}
	}
	old, all := fromOthers(before), fromOthers(after)
	switch {
	case before.State != domainpart.Valid:
		return []Told{c.say(report.Note, "The SPF record of "+c.domain+" is there and correct.", was, is, "")}
	case all == "+" && old != "+":
		return []Told{c.say(report.Problem, "Now everyone may send email in the name of "+c.domain+" (SPF).", was, is,
			"End the SPF record with -all.")}
	case old != "" && strings.Index(lenient, all) > strings.Index(lenient, old):
		return []Told{c.say(report.Warning, "SPF of "+c.domain+" asks receivers for less against forged email.", was, is,
			"If no one planned this, restore the record.")}
	}
	return []Told{c.say(report.Note, "Who may send email in the name of "+c.domain+" changed (SPF).", was, is, "")}
}

// lenient orders what SPF says about everyone else, the strictest first; no “all” means the same as “?all”.
const lenient = "-~?+"

// fromOthers returns what an SPF record says about everyone whom it does not name (RFC 7208 section 5.1); ""
// where another record says it.
func fromOthers(f domainpart.TextForm) string {
	if len(f.Records) != 1 {
		return ""
	}
	record := strings.ToLower(f.Records[0])
	for _, term := range strings.Fields(record) {
		if sign, isAll := strings.CutSuffix(term, "all"); isAll && len(sign) < 2 {
			if sign == "" {
				return "+"
			}
			return sign
		}
	}
	if strings.Contains(record, "redirect=") {
		return ""
	}
	return "?"
}

// tellDKIM returns in words how the key of one selector changed. Microsoft changes the keys behind its aliases.
func (d *domains) tellDKIM(c domainChange, before, after domainpart.TextForm) []Told {
	name := "The DKIM key “" + c.of + "” of " + c.domain
	was, is := strings.Join(before.Values, ", "), strings.Join(after.Values, ", ")
	switch {
	case before.State == after.State && was == is && (was != "" || slices.Equal(before.Records, after.Records)):
		return c.quiet()
	case before.State != domainpart.Valid && after.State == domainpart.Valid:
		return []Told{c.say(report.Note, name+" is there and can be used.", before.State, "", "")}
	case before.State == domainpart.Valid && after.State != domainpart.Valid:
		return []Told{c.say(report.Warning, name+" can no longer be used: receivers do not trust emails signed with it.",
			"", after.State, "If the key is in use, publish it again.")}
	case after.State != domainpart.Valid:
		return c.quiet()
	}
	return []Told{c.say(report.Note, name+" is another one.", was, is, "")}
}

// tellDMARC returns in words how the request changed what receivers do with forged email.
func (d *domains) tellDMARC(c domainChange, before, after domainpart.DMARCForm) (all []Told) {
	was, is := strength(before), strength(after)
	asks, asked := shownDMARC(after), shownDMARC(before)
	severity := report.Warning
	if was > 0 && is == 0 {
		severity = report.Problem
	}
	switch {
	case after.State == domainpart.Several && before.State != domainpart.Several:
		all = append(all, c.say(severity, c.domain+" has more than one DMARC record, so receivers apply none of them.",
			asked, "", "Remove all but one."))
	case is < was && after.At == "":
		all = append(all, c.say(severity, c.domain+" no longer asks receivers to act against forged email (DMARC).",
			asked, "", "Publish the DMARC record again."))
	case is < was:
		all = append(all, c.say(severity, "DMARC of "+c.domain+" is weaker: receivers do less against forged email.",
			asked, asks, "If no one planned this, restore the record."))
	case is > was:
		all = append(all, c.say(report.Note, "DMARC of "+c.domain+" is stronger: receivers do more against forged email.",
			asked, asks, ""))
	case before.At != after.At && after.At == "":
		all = append(all, c.say(report.Warning, c.domain+" no longer has a DMARC record.", asked, "",
			"Publish the DMARC record again."))
	case before.At == "" && after.At != "":
		all = append(all, c.say(report.Note, c.domain+" now has a DMARC record.", "", asks, ""))
	}
	if after.At != "" && before.At != "" && !slices.Equal(before.Reports, after.Reports) {
		from, to := strings.Join(before.Reports, ", "), strings.Join(after.Reports, ", ")
		if to == "" {
			return append(all, c.say(report.Warning, "No one receives DMARC reports about "+c.domain+" any more.", from, "",
				"Add “rua=mailto:” with an address that you read."))
		}
		all = append(all, c.say(report.Note, "DMARC reports about "+c.domain+" go to another address.", from, to, ""))
	}
	if len(all) == 0 {
		return []Told{c.say(report.Note, "The DMARC record of "+c.domain+" changed.", strings.Join(before.Records, " · "),
			strings.Join(after.Records, " · "), "")}
	}
	return all
}

// strength orders what receivers do with forged email; 0 is nothing.
func strength(f domainpart.DMARCForm) int {
	of := map[string]int{"quarantine": 100, "reject": 200}[f.Policy]
	switch {
	case of == 0 || f.Testing:
		return 0
	case f.Percent < 100: // the others get the next weaker policy (RFC 7489 section 6.6.4)
		return of - 100 + f.Percent
	}
	return of
}

// shownDMARC returns the policy in the form of the tags.
func shownDMARC(f domainpart.DMARCForm) string {
	text := f.Policy
	if f.Testing {
		text += ", testing"
	}
	if f.Percent < 100 && text != "" {
		text += " for " + strconv.Itoa(f.Percent) + " %"
	}
	return text
}
