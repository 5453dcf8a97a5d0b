package header

import (
	"context"

	"handrail/app/guide"
	"handrail/app/mail/header"
	"handrail/app/powershell"
	"handrail/app/report"
)

// The pages on which the settings are.
var (
	linkSkipping = guide.Link{Title: "Open Enhanced Filtering", URL: "https://security.microsoft.com/skiplisting"}
	linkSpam     = guide.Link{Title: "Open the anti-spam policies", URL: "https://security.microsoft.com/antispam"}
	linkPhishing = guide.Link{Title: "Open the anti-phishing policies",
		URL: "https://security.microsoft.com/antiphishing"}
	linkAllow = guide.Link{Title: "Open the Tenant Allow/Block Lists",
		URL: "https://security.microsoft.com/tenantAllowBlockList"}
	linkQuarantine = guide.Link{Title: "Open quarantine", URL: "https://security.microsoft.com/quarantine"}
	linkRules      = guide.Link{Title: "Open the mail flow rules",
		URL: "https://admin.exchange.microsoft.com/#/transportrules"}
	linkTrace = guide.Link{Title: "Open message trace", URL: "https://admin.exchange.microsoft.com/#/messagetrace"}
	linkReply = guide.Link{Title: "Read about the reply", URL: "https://learn.microsoft.com/troubleshoot/exchange/" +
		"email-delivery/ndr/non-delivery-reports-in-exchange-online"}
)

// hand is what the person does about a cause.
type hand struct {
	todo  []string
	links []guide.Link
}

var held = hand{[]string{"Open the email in quarantine.", "Delete it, if you do not expect it."},
	[]guide.Link{linkQuarantine}}

var trusted = []string{"Check that the sender is genuine, for example by phone.",
	"Ask the sender’s administrator to correct SPF or DKIM. That helps all who receive from there.",
	"Until then, add the sender and its server under “Spoofed senders”."}

// hands are what to do about each cause. A cause that is not here needs nothing.
var hands = map[header.Cause]hand{
	header.CauseMalware:  held,
	header.CausePhishing: held,
	header.CauseImitation: {[]string{"Check that the sender is genuine, for example by phone.",
		"Add the sender to the trusted senders of your anti-phishing policy."}, []guide.Link{linkPhishing}},
	header.CauseBlocked: {[]string{"Ask the person to open Outlook > Settings > Mail > Junk email.",
		"Remove the sender from the blocked senders, if it is there by mistake."}, nil},
	header.CauseBlockList: {[]string{"Open each anti-spam policy, and look for the sender under “Blocked”.",
		"Remove the sender or domain, if it is there by mistake."}, []guide.Link{linkSpam}},
	header.CauseSpamRule: {[]string{"Look for a rule that sets the spam confidence level to 5 or more.",
		"Add the sender as an exception, if the email is genuine."}, []guide.Link{linkRules}},
	header.CauseOwnDomain: {[]string{"Find out which device, program or service sent it.",
		"Add its server to the SPF record of your domain, or let it sign with DKIM."}, nil},
	header.CauseDMARC: {trusted, []guide.Link{linkAllow}},
	header.CauseSpoof: {trusted, []guide.Link{linkAllow}},
	header.CauseForbidden: {[]string{"Look for the sender under “Spoofed senders”.",
		"Change the entry to “Allow”, if the sender is genuine."}, []guide.Link{linkAllow}},
	header.CauseBulk: {[]string{"Ask the person to mark the sender as safe in Outlook.",
		"If many people miss such emails, raise the bulk threshold in the anti-spam policy."}, []guide.Link{linkSpam}},
	header.CauseSpam: {[]string{"Check that the email is genuine.",
		"In Outlook, select Report > Not junk. Microsoft then looks at it."}, nil},
	header.CauseOutgoing: {[]string{"Tell the sender’s administrator that their own filter marked it."}, nil},
	header.CauseSkipRule: {[]string{"Look for a rule with the action “Bypass spam filtering”.",
		"Make its conditions narrower, or turn it off."}, []guide.Link{linkRules}},
	header.CauseAllowList: {[]string{"Open each anti-spam policy, and look for the sender under “Allowed”.",
		"Remove the sender or domain."}, []guide.Link{linkSpam}},
	header.CauseAllowedIP: {[]string{"Open the connection filter policy, and look at the allowed addresses.",
		"Remove the address."}, []guide.Link{linkSpam}},
	header.CauseMoved: {[]string{"Ask the person to look at the rules in Outlook > Settings > Mail > Rules.",
		"Look at the email in message trace: a later check of Exchange Online is named there."},
		[]guide.Link{linkTrace}},
	header.CauseNone: {[]string{"If you cannot do this, search for the email in message trace, and read its events."},
		[]guide.Link{linkTrace}},
}

// fix returns the steps for the cause.
func (d deps) fix(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	m, err := d.message(v)
	if err != nil {
		return nil, err
	}
	verdict := m.Judge(askedWhere(v))
	said := d.inWords(m, verdict)
	h := &guide.Handover{Done: "I have done this", Blocks: []report.Block{report.Text{Text: said.title + ". " + said.why}}}
	switch verdict.Cause {
	case header.CauseGateway:
		return d.gateway(h, m.Loop()), nil
	case header.CauseMailboxRule:
		return mailbox(h)
	case header.CauseRefused:
		h.Todo, h.Links = []string{said.do}, []guide.Link{linkReply}
		return h, nil
	}
	steps, ok := hands[verdict.Cause]
	if !ok {
		return &guide.Handover{Nothing: "There is nothing to fix: " + said.short + ".", Done: "Continue"}, nil
	}
	h.Todo, h.Links = steps.todo, steps.links
	if verdict.Cause == header.CauseNone {
		h.Todo = append([]string{said.do}, steps.todo...)
	}
	return h, nil
}

// gateway returns the steps for a filter in front of Exchange Online. In a loop, Enhanced
// Filtering would take the wrong server.
func (d deps) gateway(h *guide.Handover, loop bool) *guide.Handover {
	if loop {
		h.Todo = []string{"Check whether the email was in your own organisation each time. If it was not, stop here.",
			"Leave Enhanced Filtering off for the connector that the email comes back through.",
			"Add the sender and your filter’s server under “Spoofed senders”.",
			"Ask the maker of your filter how to avoid a second check."}
		h.Links = []guide.Link{linkAllow}
		return h
	}
	const own = "Check that the server in front is your own filter. If it is not, stop here."
	if d.HasGuide != nil && d.HasGuide("enhanced-filtering") {
		h.Todo = []string{own, "Start the guide “Set up Enhanced Filtering”. It shows beforehand what changes."}
		return h
	}
	h.Todo = []string{own, "Select the inbound connector that the filter uses.",
		"Select “Automatically detect and skip the last IP address”, or enter the addresses of the filter.",
		"Apply it to a few people first, then to the whole organisation.",
		"Send a new email through the filter, and read its header here."}
	h.Links = []guide.Link{linkSkipping}
	return h
}

// mailbox returns the scripts that read and change the junk email settings of a mailbox, in
// files of their own: look, change, undo.
func mailbox(h *guide.Handover) (*guide.Handover, error) {
	b := guide.Bundle{ID: "junk-settings", Title: "The junk email settings of the mailbox",
		Summary: "Run them in PowerShell as Exchange Administrator.",
		Steps: []string{"In each file, replace person@example.org with the mailbox.",
			"Run look.ps1. If TrustedListsOnly is True, only emails from safe senders reach the Inbox.",
			"Run change.ps1 -WhatIf to see the change, then run it without -WhatIf.",
			"To undo it, run undo.ps1."}}
	for _, file := range []struct {
		name   string
		script powershell.Script
	}{{"look.ps1", lookScript()}, {"change.ps1", trustScript("false")}, {"undo.ps1", trustScript("true")}} {
		text, err := file.script.File()
		if err != nil {
			return nil, err
		}
		b.Files = append(b.Files, guide.File{Path: file.name, Data: text})
	}
	h.Bundles = []guide.Bundle{b}
	h.Todo = []string{"Run look.ps1, and change the setting if it is on.",
		"Ask the person whether a rule or a program moves emails to Junk Email."}
	return h, nil
}

const moduleExchange = "ExchangeOnlineManagement"

var whose = []powershell.Param{{Name: "Mailbox", Values: []string{"person@example.org"}}}

func lookScript() powershell.Script {
	return powershell.Script{Modules: []string{moduleExchange}, Params: whose,
		Synopsis: []string{"Reads the junk email settings of one mailbox. Changes nothing."},
		Body: `Connect-ExchangeOnline -ShowBanner:$false
$settings = @('Identity', 'Enabled', 'TrustedListsOnly', 'ContactsTrusted', 'TrustedSendersAndDomains')
$rules = @('Name', 'Enabled', 'Description')
Get-MailboxJunkEmailConfiguration -Identity $Mailbox | Format-List -Property $settings
Get-InboxRule -Mailbox $Mailbox | Format-List -Property $rules`}
}

// trustScript sets TrustedListsOnly, and shows the old value first.
func trustScript(value string) powershell.Script {
	return powershell.Script{Modules: []string{moduleExchange}, Params: whose,
		Synopsis: []string{"Sets TrustedListsOnly of one mailbox to " + value + ". Run it with -WhatIf first."},
		Body: `Connect-ExchangeOnline -ShowBanner:$false
Get-MailboxJunkEmailConfiguration -Identity $Mailbox | Format-List -Property @('Identity', 'TrustedListsOnly')
if ($PSCmdlet.ShouldProcess($Mailbox, 'Set TrustedListsOnly to ` + value + `')) {
    Set-MailboxJunkEmailConfiguration -Identity $Mailbox -TrustedListsOnly $` + value + `
}`}
}
