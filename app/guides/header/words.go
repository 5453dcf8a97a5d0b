package header

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/header"
	"handrail/app/report"
)

// places are where an email is, in front of the reason.
var places = map[header.Place]string{
	header.Inbox: "Inbox", header.Junk: "Junk", header.Elsewhere: "Folder", header.Quarantine: "Quarantine",
	header.NotTaken: "Refused",
}

// answer is why an email is where it is, in words.
type answer struct {
	severity report.Severity
	short    string // behind the place
	why      string // one or two sentences, without anything of the email
	do       string
	guide    string // that repairs it; empty where none does
}

// answers has the words of each cause.
var answers = map[header.Cause]answer{
	header.CauseRefused: {report.Problem, "a server refused it", "", "", ""},
	header.CauseReleased: {report.OK, "someone released it from quarantine",
		"An administrator or the person released it, so the filter did not hold it again.", "", ""},
	header.CauseMalware: {report.Note, "malware or a blocked attachment",
		"The filter found malware, or a type of attachment that your policy blocks.",
		"Do not release it before you are certain.", ""},
	header.CauseBlocked: {report.Note, "the person blocks this sender",
		"The sender is on the person’s own list in Outlook.", "Remove the sender from that list, if it is wrong.", ""},
	header.CauseBlockList: {report.Warning, "your block list has this sender",
		"An anti-spam policy of your organisation blocks this sender or domain.",
		"Remove the entry from the policy, if it is wrong.", ""},
	header.CauseSpamRule: {report.Warning, "a mail flow rule marked it",
		"Something marked the email as spam before the filter looked at it.", "Check your mail flow rules.", ""},
	header.CauseGateway: {report.Problem, "SPF checked a filter, not the sender",
		"Exchange Online checked the server in front of it. The sender never named that server as its own.",
		"Turn on Enhanced Filtering, if that server is your own filter.", "enhanced-filtering"},
	header.CauseOwnDomain: {report.Warning, "it uses your domain without proof",
		"The sender’s address is of your own organisation, and nothing confirms it.",
		"Let the device or service that sends it prove your domain, with SPF or DKIM.", "mail-health"},
	header.CauseDMARC: {report.Note, "the sender’s own rule asks for it",
		"Neither SPF nor DKIM confirms the sender, and its DMARC policy asks to reject or quarantine such emails.",
		"Tell the sender to correct SPF or DKIM.", ""},
	header.CauseForbidden: {report.Note, "you do not allow this forged sender",
		"An administrator blocked this sender and server for forged addresses.",
		"Change the entry in the Tenant Allow/Block List, if it is wrong.", ""},
	header.CauseSpoof: {report.Note, "nothing confirms the sender",
		"Composite authentication failed, so the filter took the sender for forged.",
		"Tell the sender to correct SPF or DKIM.", ""},
	header.CausePhishing: {report.Note, "the filter found phishing",
		"The filter took the email for an attempt to steal passwords or money.",
		"Do not release it before you are certain.", ""},
	header.CauseImitation: {report.Note, "it seems to imitate someone",
		"The sender’s name or domain looks like one that your policy protects.",
		"Add the sender to the trusted senders of the policy, if it is genuine.", ""},
	header.CauseBulk: {report.Note, "bulk email above your threshold",
		"The email went to many people, and more of them complain than your policy allows.",
		"Let the person mark the sender as safe, or raise the threshold.", ""},
	header.CauseSpam: {report.Note, "the filter found spam",
		"The filter’s own rules decided it. Microsoft does not publish them.",
		"Report it to Microsoft as not junk, if it is genuine.", ""},
	header.CauseOutgoing: {report.Note, "it was marked on its way out",
		"The sender’s own organisation took it for spam when it left.", "Tell the sender’s administrator.", ""},
	header.CauseSkipRule: {report.Warning, "a rule skipped the filter",
		"Something marked the email as not spam before the filter looked at it. Spam gets in the same way.",
		"Check your mail flow rules that bypass spam filtering.", ""},
	header.CauseAllowList: {report.Warning, "your allow list has this sender",
		"An anti-spam policy lets this sender or domain pass without a check. Anyone can forge such an address.",
		"Remove the entry from the policy, if you can.", ""},
	header.CauseAllowedIP: {report.Warning, "your allow list has this server",
		"The connection filter lets this address pass without a check.", "Remove the address, if you can.", ""},
	header.CauseSafeSender: {report.Note, "the person trusts this sender",
		"The sender is on the person’s own list of safe senders, so the filter did not check.", "", ""},
	header.CauseInside: {report.OK, "it came from your organisation",
		"The email was sent within the organisation, so the filter did not check.", "", ""},
	header.CauseClean: {report.OK, "the filter found nothing against it",
		"The filter looked at the email and found no spam.", "", ""},
	header.CauseMailboxRule: {report.Warning, "the mailbox’s own settings moved it",
		"The filter found no spam. A setting or a rule of the mailbox moved the email.",
		"Check TrustedListsOnly of the mailbox’s junk email settings.", ""},
	header.CauseMoved: {report.Note, "something moved it after delivery",
		"Exchange Online delivered it to another folder. A rule, a program, a person or a later check moved it.",
		"Check the rules of the mailbox, and who else opens it.", ""},
}

// opens are why a cause is not known, in words.
var opens = map[header.Open]answer{
	header.OpenNoReport: {report.Unknown, "the header has no filter result",
		"Exchange Online’s filter left no result here. Perhaps the copy is incomplete, or another service received it.",
		"Copy the whole header from the recipient’s mailbox.", ""},
	header.OpenUntrusted: {report.Unknown, "the filter’s own result is missing",
		"The header has only results that came with the email. Anyone can write these.",
		"Copy the whole header from the recipient’s mailbox.", ""},
	header.OpenLater: {report.Unknown, "another service decided",
		"Exchange Online handed the email on. The service that took it last has a filter of its own.",
		"Ask the administrator of that service.", ""},
	header.OpenOutgoing: {report.Unknown, "the result is of the way out",
		"This result is of the sender’s organisation. It says nothing about the recipient’s folder.",
		"Copy the header from the recipient’s mailbox.", ""},
	header.OpenEmpty: {report.Unknown, "the filter’s result is empty",
		"The result has neither a decision nor a level.", "Copy the whole header from the recipient’s mailbox.", ""},
	header.OpenNewValue: {report.Unknown, "Microsoft does not document this",
		"The filter’s result has a value that Microsoft does not document. So the reason is not known.",
		"Search for the email in message trace: its events can show the reason.", ""},
	header.OpenElsewhere: {report.Unknown, "the filter was not the reason",
		"The filter found no spam. A mail flow rule, a data policy or another service put it in quarantine.",
		"Open the email in quarantine: it shows the reason.", ""},
	header.OpenNoReply: {report.Unknown, "the server’s reply is missing",
		"An email that was refused has no header. The reason is in the report that the sender received.",
		"Paste the text of that report.", ""},
}

// found is a verdict in words.
type found struct {
	answer
	title string
}

// inWords returns the verdict in words. A guide that is not there is not named.
func (d deps) inWords(m *header.Message, v header.Verdict) found {
	a, ok := answers[v.Cause]
	if !ok {
		a = opens[v.Open]
	}
	if v.Cause == header.CauseRefused {
		a = refused(m.Refusal)
	}
	if v.Cause == header.CauseGateway && m.Loop() {
		a.guide = ""
		a.do = "If each time was in your own organisation, leave Enhanced Filtering off, and allow your filter as a " +
			"sending server."
	}
	if a.guide != "" && (d.HasGuide == nil || !d.HasGuide(a.guide)) {
		a.guide = ""
	}
	place, known := places[v.Place]
	switch {
	case v.Cause == header.CauseRefused && !m.Refusal.Final:
		place = "Delayed"
	case known:
	case v.Cause == header.CauseNone:
		place = "Not known"
	case v.Filter.Spam():
		place = "Spam"
	default:
		place = "Not spam"
	}
	return found{a, place + ": " + a.short}
}

// mostReason is how many characters of a reason fit into the first line.
const mostReason = 75

// lowerFirst returns a sentence for the middle of a line. A name keeps its capital.
func lowerFirst(text string) string {
	if first, _, _ := strings.Cut(text, " "); first == "Microsoft" || first == "Exchange" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}

const readReply = "Read the server’s reply on the page “See what happened”."

// refused returns the words of a server’s reply.
func refused(r *header.Refusal) answer {
	a := answer{report.Problem, "the server gave a reason", "Handrail has no words for this reply. It is shown below.",
		readReply, ""}
	if means, ok := r.Meaning(); ok {
		a.short, a.why, a.do = "see the server’s reason", means.Words, means.Do
		if line := strings.TrimSuffix(means.Words, "."); len([]rune(line)) <= mostReason {
			a.short, a.why = lowerFirst(line), "The server’s reply has the code "+r.Code+"."
		}
		if r.Code == "4.4.8" || r.Code == "5.4.8" || r.Code == "4.7.5" || r.Code == "5.7.5" {
			a.guide = "mta-sts"
		}
		if r.Code == "5.7.64" || r.Code == "5.7.68" || r.Code == "5.7.30" {
			a.guide = "connectors"
		}
	}
	if !r.Final {
		a.severity, a.short = report.Warning, "the server asks to try again"
		if means, ok := r.Meaning(); ok {
			a.why = means.Words
		}
		if a.do == readReply {
			a.do = "Wait: the sending server tries again. Send the email again if a report says that it gave up."
		}
	}
	return a
}

// conditions are what the answer rests on and the header does not say.
func conditions(m *header.Message, v header.Verdict) (all []string) {
	say := func(text string) { all = append(all, text) }
	switch {
	case v.Place == header.NotKnown && v.Filter.Spam():
		say("The header does not name the folder. Your policy decides whether such email goes to Junk Email or to " +
			"quarantine.")
	case v.Place == header.NotKnown && v.Cause != header.CauseNone:
		say("The header does not name the folder, so a rule of the mailbox may have moved it.")
	case v.Place == header.Inbox && v.Filter.Spam() && v.Cause != header.CauseMoved:
		say("It is in the Inbox although it was marked. The policy’s action, a rule or a list of the person let it in.")
	}
	if v.Place != header.NotKnown && !v.Written && v.Cause != header.CauseMoved && v.Cause != header.CauseNone {
		say("You named the folder. The header does not.")
	}
	if v.Cause == header.CauseGateway {
		say("This holds if " + v.Gateway.String() + " is your own filter or server.")
	}
	if last, later := m.After(); later && v.Cause != header.CauseNone && v.Cause != header.CauseRefused {
		say("The email went on to " + last.ByName + ". This holds if that server is your own.")
	}
	if len(m.Passes) > 0 && m.Loop() {
		say("The email came to Exchange Online more than once. Only the last time counts here.")
	}
	return all
}

// finding returns the verdict as a finding.
func (f found) finding(v header.Verdict) report.Finding {
	return report.Finding{Code: "verdict-" + string(v.Cause), Severity: f.severity, Title: f.title, Text: f.why,
		Do: f.do, Guide: f.guide}
}

// askedWhere returns what the person answered.
func askedWhere(v *guide.Visit) header.Place { return header.Place(v.Answer(askWhere)) }
