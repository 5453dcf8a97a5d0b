package drift

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/domainpart"
	"handrail/app/mail/mtasts"
	"handrail/app/report"
)

// The modes of a policy.
const (
	modeEnforce = string(mtasts.Enforce)
	modeTesting = string(mtasts.Testing)
)

// strictness orders the modes; mode none is 0.
var strictness = map[string]int{modeTesting: 1, modeEnforce: 2}

// unnamed returns the servers that a policy does not name (RFC 8461 section 4.1).
func unnamed(servers []string, p domainpart.PolicyForm) []string {
	return slices.DeleteFunc(slices.Clone(servers), func(host string) bool {
		return slices.ContainsFunc(p.MX, func(pattern string) bool { return mtasts.Match(pattern, host) })
	})
}

// coverage returns in words what a policy means for mail servers that it does not name; "" where nothing follows.
func coverage(p domainpart.PolicyForm, servers []string) (report.Severity, string) {
	left := unnamed(servers, p)
	switch {
	case p.State != domainpart.Valid || len(left) == 0:
	case p.Mode == modeEnforce:
		return report.Problem, "The MTA-STS policy does not name " + guide.Names(left) +
			": senders that follow it do not deliver there."
	case p.Mode == modeTesting:
		return report.Warning, "The MTA-STS policy does not name " + guide.Names(left) +
			": as soon as it is enforced, senders do not deliver there."
	}
	return report.Note, ""
}

// tellPolicy returns in words how the MTA-STS policy changed.
func (d *domains) tellPolicy(c domainChange, before, after domainpart.PolicyForm) (all []Told) {
	name := "The MTA-STS policy of " + c.domain
	switch {
	case after.State == domainpart.Valid && before.State != domainpart.Valid:
		all = append(all, c.say(report.Note, name+" can now be read, in mode "+after.Mode+".", "", after.Mode, ""))
	case after.State == mtasts.Absent:
		text := name + " is no longer published."
		if before.Mode == modeEnforce || before.Mode == modeTesting {
			text += " Senders use the copy that they have for up to " + inDays(before.MaxAge) + "."
		}
		return []Told{c.say(report.Warning, text, before.Mode, "", "Publish the policy again.")}
	case after.State != domainpart.Valid && before.State != domainpart.Valid:
		return c.quiet()
	case after.State != domainpart.Valid:
		return []Told{c.say(report.Problem, name+" is no longer correct, so senders cannot read it.", before.Mode,
			after.Fault, "Check what the policy host returns.")}
	default:
		all = c.edited(before, after, name)
	}
	stricter := strictness[after.Mode] > strictness[before.Mode] || before.State != domainpart.Valid
	if severity, text := coverage(after, d.mx(c.domain, c.c.At).Names()); text != "" &&
		(stricter || !slices.Equal(before.MX, after.MX)) {
		all = append(all, c.say(severity, name+" changed. "+text, strings.Join(before.MX, ", "),
			strings.Join(after.MX, ", "), "Add the mail server to the policy, then change the ID in its record."))
	} else if !slices.Equal(before.MX, after.MX) && before.State == domainpart.Valid {
		all = append(all, c.say(report.Note, name+" names other mail servers.", strings.Join(before.MX, ", "),
			strings.Join(after.MX, ", "), ""))
	}
	return append(all, d.sameID(c, before)...)
}

// edited returns in words what differs between two policies that senders can read, apart from the names in it.
func (c domainChange) edited(before, after domainpart.PolicyForm, name string) (all []Told) {
	if before.Mode != after.Mode {
		severity, means := report.Warning, "Senders deliver without encryption too."
		switch {
		case strictness[after.Mode] > strictness[before.Mode]:
			severity, means = report.Note, "Senders no longer deliver without encryption."
			if after.Mode == modeTesting {
				means = "Senders report failures."
			}
		case after.Mode != modeTesting:
			means = "It requires nothing from senders."
		}
		all = append(all, c.say(severity, name+" is now in mode "+after.Mode+". "+means, before.Mode, after.Mode, ""))
	}
	if before.MaxAge != after.MaxAge {
		all = append(all, c.say(report.Note, "Senders cache the MTA-STS policy of "+c.domain+" for "+
			inDays(after.MaxAge)+".", inDays(before.MaxAge), inDays(after.MaxAge), ""))
	}
	return all
}

// sameID returns in words that a policy changed under the same ID, which senders take for the policy that they have
// (RFC 8461 section 3.1). A record that was not read at the last look, or has another ID by now, says nothing.
func (d *domains) sameID(c domainChange, before domainpart.PolicyForm) []Told {
	section := domainpart.Section(c.domain, domainpart.Record, "")
	var then, now domainpart.TextForm
	if _, unknown := d.missed[section]; unknown || before.State != domainpart.Valid || before.Mode == "none" ||
		!d.was(section, c.c.Since, &then) || !d.was(section, forever, &now) || len(then.Values) != 1 ||
		!slices.Equal(then.Values, now.Values) {
		return nil
	}
	return []Told{c.say(report.Warning, "The MTA-STS policy of "+c.domain+" changed, but not the ID in its record: "+
		"senders keep the policy before it for up to "+inDays(before.MaxAge)+".", then.Values[0], now.Values[0],
		"Change the ID in the record _mta-sts."+c.domain+".")}
}

// tellRecord returns in words how the record changed that announces the policy. A new ID belongs to a new policy.
func (d *domains) tellRecord(c domainChange, before, after domainpart.TextForm) []Told {
	name := "The MTA-STS record of " + c.domain
	switch {
	case before.State == after.State:
		return c.quiet()
	case after.State == domainpart.Valid:
		return []Told{c.say(report.Note, name+" is correct now: senders look for the policy.", shownRecords(before),
			shownRecords(after), "")}
	case after.State == domainpart.Absent:
		return []Told{c.say(report.Warning, name+" is gone: new senders do not look for the policy.",
			shownRecords(before), "", "Publish the record again.")}
	}
	return []Told{c.say(report.Problem, name+" is no longer correct: new senders do not look for the policy.",
		shownRecords(before), shownRecords(after), "Correct the record.")}
}

// tellReports returns in words how the record changed that asks for reports about encryption.
func (d *domains) tellReports(c domainChange, before, after domainpart.TextForm) []Told {
	switch {
	case before.State == after.State && slices.Equal(before.Values, after.Values):
		return c.quiet()
	case after.State == domainpart.Absent:
		return []Told{c.say(report.Warning, "No one receives TLS reports about "+c.domain+" any more.",
			strings.Join(before.Values, ", "), "", "Publish the TLS-RPT record again.")}
	case after.State != domainpart.Valid:
		return []Told{c.say(report.Problem, "The TLS-RPT record of "+c.domain+
			" is no longer correct, so senders send no reports.", shownRecords(before), shownRecords(after),
			"Correct the record.")}
	case before.State != domainpart.Valid:
		return []Told{c.say(report.Note, "Senders can now report failures to "+c.domain+".", "",
			strings.Join(after.Values, ", "), "")}
	}
	return []Told{c.say(report.Note, "TLS reports about "+c.domain+" go to another address.",
		strings.Join(before.Values, ", "), strings.Join(after.Values, ", "), "")}
}

func shownRecords(f domainpart.TextForm) string { return strings.Join(f.Records, " · ") }

// inDays returns a number of seconds in whole days.
func inDays(seconds int64) string {
	const perDay = 24 * 60 * 60
	if seconds < perDay {
		return "less than a day"
	}
	return guide.Count(int((seconds+perDay-1)/perDay), "day", "days")
}
