package enhancedfiltering

import (
	"handrail/app/mail/connector"
	"handrail/app/mail/header"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
)

// said is how a value is shown.
type said struct {
	severity              report.Severity
	word, title, text, do string
}

var frontWords = map[skiplist.Front]said{
	skiplist.AtFilter: {report.OK, "", "A mail server of someone else takes your email first",
		"That is your filter, or your own servers. Exchange Online then does not see the sender’s server.", ""},
	skiplist.AtMicrosoft: {report.OK, "", "Exchange Online takes your email first",
		"The mail servers in DNS are Microsoft’s. Nothing needs to be skipped, unless email comes back from a service.",
		""},
	skiplist.AtBoth: {report.Warning, "", "Your email arrives at two places",
		"Some mail servers in DNS are Microsoft’s, and others are not. Senders can bypass your filter.",
		"Leave only the mail servers of the filter in DNS."},
	skiplist.AtNone: {report.Note, "", "This domain takes no email", "DNS has no mail server for it.",
		"Check the name of the domain."},
	skiplist.FrontUnknown: {report.Unknown, "", "It is not known who takes your email first",
		"Handrail could not ask DNS.", "Check again, or answer the question on the next page."},
}

var stateWords = map[skiplist.State]said{
	skiplist.On: {report.OK, "On for everyone", "Enhanced Filtering is on",
		"A connector skips servers for everyone.", ""},
	skiplist.Pilot: {report.Note, "Pilot", "Enhanced Filtering is in a pilot",
		"It applies only to emails whose recipients are all in the list of the pilot.", ""},
	skiplist.Off: {report.Warning, "Off", "Enhanced Filtering is off",
		"Exchange Online takes your filter for the sender. So SPF fails for honest senders.",
		"Continue with this guide to set it up."},
	skiplist.NotNeeded: {report.OK, "Not needed", "Enhanced Filtering is not needed",
		"Nothing is in front of Exchange Online, so there is nothing to skip.", ""},
	skiplist.NoConnector: {report.Warning, "No connector", "There is no inbound connector that is on",
		"Enhanced Filtering is a setting of an inbound connector, so it needs one for your filter.",
		"Create an inbound connector of the type Partner for your filter first."},
	skiplist.Disabled: {report.Note, "Connector is off", "", "", ""},
	skiplist.StateUnknown: {report.Unknown, "Not known", "It is not known whether Enhanced Filtering is on",
		"The mail servers, the connectors or their settings are not known.",
		"Run filtering.ps1, and enter its output."},
}

var typeWords = map[connector.Type]string{connector.Partner: "Partner",
	connector.OnPremises: "Your organisation’s own servers", connector.TypeUnread: "Type not known"}

var routeWords = map[skiplist.Route]said{
	skiplist.Line: {report.OK, "", "Your email comes in a line",
		"It passes your filter once, and then reaches Exchange Online. Enhanced Filtering is made for this.", ""},
	skiplist.LineOwn: {report.OK, "", "Your email comes in a line, through your own servers",
		"Microsoft supports this. The connector of your own servers needs Enhanced Filtering too.",
		"Select the connector that your own servers use."},
	skiplist.Loop: {report.Problem, "", "Stop: your email comes in a loop",
		"It reaches Exchange Online, leaves it, and comes back. " +
			"Enhanced Filtering would make composite authentication fail.",
		"Leave Enhanced Filtering off."},
	skiplist.Direct:  {report.OK, "", "Your email comes straight to Exchange Online", "There is nothing to skip.", ""},
	skiplist.NoEmail: {report.Note, "", "This domain takes no email", "There is nothing to skip.", ""},
	skiplist.RouteUnknown: {report.Unknown, "", "The way of your email is not known",
		"Handrail hands over no commands before it is known.",
		"Answer the questions, and enter the header of one email."},
}

var becauseWords = map[skiplist.Because]string{
	skiplist.BecauseAnswer:   "You said that email leaves Exchange Online and comes back.",
	skiplist.BecauseHeader:   "The email was in Exchange Online twice, with another server in between.",
	skiplist.BecauseMX:       "This follows from your mail servers and your answers.",
	skiplist.BecauseNoWay:    "There is no inbound connector through which email could come back.",
	skiplist.BecauseMixed:    "Some mail servers are Microsoft’s, and others are not.",
	skiplist.BecauseNoDNS:    "DNS could not be asked.",
	skiplist.BecauseNoAnswer: "It is not known whether email leaves Exchange Online and comes back.",
	skiplist.BecauseTwoTimes: "The email was in Exchange Online twice. The first time may be the sender’s " +
		"organisation or yours.",
}

var evidenceWords = map[skiplist.Evidence]string{
	skiplist.ByStamp: "A stamp of Enhanced Filtering", skiplist.BySPF: "The address that SPF checked",
	skiplist.ByPTR: "The names in the report of the filter", skiplist.ByConnection: "The connection",
	skiplist.NoEvidence: "None",
}

var stampWords = map[header.Filtering]string{header.FilterApplied: "Applied", header.FilterFound: "Found, not applied",
	header.FilterOff: "No stamps"}

var whyWords = map[skiplist.Why]said{
	skiplist.TheSource:   {report.OK, "Counts as the sender", "", "", ""},
	skiplist.SkipList:    {report.OK, "Skipped: in the list", "", "", ""},
	skiplist.SkipLast:    {report.OK, "Skipped: the last server", "", "", ""},
	skiplist.SkipPrivate: {report.Note, "Skipped: private address", "", "", ""},
	skiplist.SkipPTR:     {report.OK, "Skipped, by the name in DNS", "", "", ""},
	skiplist.SkipUnknown: {report.Unknown, "Skipped, reason not known", "", "", ""},
	skiplist.NoAddress:   {report.Note, "No address written", "", "", ""},
	skiplist.Behind:      {report.Note, "Not read", "", "", ""},
}

// yesNo are answers for people.
var yesNo = map[string]string{"yes": "Yes", "no": "No", "unknown": "Not known"}

// order is the order of the problems in the facts.
var order = []skiplist.Problem{skiplist.Unread, skiplist.Backwards, skiplist.Private, skiplist.Microsoft,
	skiplist.TooWide,
	skiplist.HostBits, skiplist.Duplicate, skiplist.Redundant, skiplist.Overlap, skiplist.IPv6}

var problemWords = map[skiplist.Problem]said{
	skiplist.Unread: {report.Problem, "Not an address", "", "This is not an address, a range or a prefix.",
		"Correct it or remove it."},
	skiplist.Backwards: {report.Problem, "Ends before it begins", "", "The first address is greater than the last.",
		"Exchange the two addresses."},
	skiplist.Private: {report.Problem, "Private address", "",
		"Microsoft refuses private addresses, and skips them without an entry.", "Remove it from the list."},
	skiplist.Microsoft: {report.Problem, "Microsoft’s own address", "",
		"Microsoft does not support its own addresses in this list. Senders at Microsoft 365 would be skipped.",
		"Remove it from the list."},
	skiplist.TooWide: {report.Problem, "Far too wide", "",
		"{as} has {count}. Real senders in it would be skipped. Handrail’s limit is a /16, or a /32 of IPv6.",
		"Ask the maker of the filter for the exact ranges."},
	skiplist.HostBits: {report.Warning, "Does not begin its range", "",
		"This range begins earlier than it is written. It means {as}.", "Check whether you meant {as} or one address."},
	skiplist.Duplicate: {report.Note, "There twice", "", "The list has {other} already.", ""},
	skiplist.Redundant: {report.Note, "Already in another entry", "", "{other} has all of it.", ""},
	skiplist.Overlap:   {report.Note, "Overlaps with another entry", "", "It shares addresses with {other}.", ""},
	skiplist.IPv6: {report.Note, "IPv6 address", "",
		"Microsoft’s examples have only IPv4. Exchange Online was seen to skip IPv6 addresses.",
		"Check it with a new email after the change."},
}

var wrongWords = map[skiplist.Wrong]report.Finding{
	skiplist.FallsBack: {Severity: report.Warning, Title: "Every server is skipped, so nothing changes",
		Text: "No other server is left. Exchange Online then takes the server that connected, as it does today.",
		Do:   "Test with an email from another organisation."},
	skiplist.ManyPublic: {Severity: report.Unknown, Title: "Every server is skipped",
		Text: "Microsoft does not document which of them then counts as the sender. Handrail shows the farthest.",
		Do:   "Make the list shorter, or test with an email from another organisation."},
	skiplist.NotReached: {Severity: report.Problem, Title: "The server that connected is not in the list",
		Text: "Exchange Online skips nothing for this email.", Do: "Add the address of your filter to the list."},
	skiplist.StillFilter: {Severity: report.Problem, Title: "The sender would still be a server of the filter",
		Text: "The server that then counts as the sender has a name of the same owner as the one that connected.",
		Do:   "Add the addresses of the filter’s other servers to the list."},
	skiplist.IsMicrosoft: {Severity: report.Warning, Title: "The sender would be a server of Microsoft",
		Text: "That is right for a sender at Microsoft 365. It is wrong if your own email comes back from a service.",
		Do:   "Check the email route again."},
	skiplist.DoubleHop: {Severity: report.Warning, Title: "The list skips more than one server on the internet",
		Text: "If the sender uses the same filter, the list skips the sender’s filter too, and SPF then fails.",
		Do:   "Use only the addresses from which the filter delivers to you."},
	skiplist.Outside: {Severity: report.Unknown, Title: "This email did not come from outside",
		Text: "It was written in Exchange Online.", Do: "Use an email from another organisation."},
}
