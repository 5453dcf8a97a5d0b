package enhancedfiltering

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/connector"
	"handrail/app/mail/skiplist"
	"handrail/app/powershell"
	"handrail/app/report"
)

// The pages on which the settings are.
var (
	linkSkipping = guide.Link{Title: "Open Enhanced Filtering", URL: "https://security.microsoft.com/skiplisting"}
	linkRules    = guide.Link{Title: "Open the mail flow rules",
		URL: "https://admin.exchange.microsoft.com/#/transportrules"}
	linkConnectors = guide.Link{Title: "Open the connectors", URL: "https://admin.exchange.microsoft.com/#/connectors"}
)

// blocked returns why no command is handed over; "" where one is.
func (d deps) blocked(v *guide.Visit) string {
	switch route, _ := d.route(v); route {
	case skiplist.Loop:
		return "Your email comes in a loop, so Enhanced Filtering must stay off."
	case skiplist.Direct, skiplist.NoEmail:
		return "No filter is in front of Exchange Online, so there is nothing to skip."
	case skiplist.RouteUnknown:
		return "The way of your email is not known, so Handrail has no commands for it."
	}
	set := setting(v)
	switch {
	case !set.Last && len(set.List.Values()) == 0:
		return "The list has no address that can be skipped, so Handrail has no commands for it."
	case strings.TrimSpace(v.Answer(askConnector)) == "":
		return "Enhanced Filtering needs an inbound connector, and you have not named one."
	}
	return ""
}

// handScript returns the commands for the pilot, or for everyone if there is none.
func (d deps) handScript(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	if why := d.blocked(v); why != "" {
		return &guide.Handover{Nothing: why, Done: "Continue without commands"}, nil
	}
	x := d.load(v)
	return d.commands(v, &x, x.users(v))
}

// handEveryone returns the commands that end the pilot.
func (d deps) handEveryone(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	if why := d.blocked(v); why != "" {
		return &guide.Handover{Nothing: why, Done: "Continue without commands"}, nil
	}
	if v.Answer(askFor) == forEveryone {
		return &guide.Handover{Nothing: "You have turned it on for everyone already.", Done: "Continue to the record"},
			nil
	}
	x := d.load(v)
	h, err := d.commands(v, &x, nil)
	if err != nil {
		return nil, err
	}
	h.Todo = append([]string{"Check that the new emails of the pilot show the real sender."}, h.Todo...)
	return h, nil
}

// commands returns the commands in separate blocks: look, change, undo.
func (d deps) commands(v *guide.Visit, x *data, users []string) (*guide.Handover, error) {
	c, set := x.named(v.Answer(askConnector)), setting(v)
	change := skiplist.Change{Connector: strings.TrimSpace(v.Answer(askConnector)), Last: set.Last, Users: users}
	if !set.Last {
		change.IPs = set.List.Values()
	}
	if c != nil {
		change.Connector = c.Identity
	}
	cmd, exact, err := change.Commands(c)
	if err != nil {
		return nil, err
	}
	h := &guide.Handover{Done: "I have run the commands", Links: []guide.Link{linkSkipping, linkConnectors}}
	if x.rules.Defeated() != connector.No {
		h.Links = append(h.Links, linkRules)
	}
	for _, r := range x.rules.Skip {
		h.Todo = append(h.Todo, "First turn off the mail flow rule “"+r.Name+"”, which sets SCL −1.")
	}
	h.Todo = append(h.Todo, "Open PowerShell, and run Connect-ExchangeOnline.",
		"Run the first block. It changes nothing. Save what it shows.",
		"If it is what you expect, run the second block.",
		"Wait some minutes, then send an email from outside through the filter.")
	h.Blocks = []report.Block{report.Code{Label: "First: look. This changes nothing", Text: trimmed(cmd.Look)},
		report.Code{Label: "Then: change", Text: trimmed(cmd.Change)},
		report.Code{Label: "Undo, if something goes wrong", Text: trimmed(cmd.Undo)},
		report.Text{Text: undoWords[exact]}}
	for _, note := range notes(c, x, set) {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Text: note})
	}
	return h, nil
}

var undoWords = map[bool]string{
	true: "The undo block restores the values of your export.",
	false: "The undo block turns Enhanced Filtering off, because the values of today are not known. " +
		"The first block shows them.",
}

func trimmed(b powershell.Block) string { return strings.TrimSpace(b.Text) }

// notes returns what must be known before the commands are run.
func notes(c *connector.Inbound, x *data, set skiplist.Setting) (all []string) {
	switch {
	case c == nil && x.given:
		all = append(all, "The export has no connector with this name. Check the name before you run a block.")
	case c == nil:
		all = append(all, "Handrail has no export, so it does not know whether this connector exists.")
	case c.Enabled == connector.No:
		all = append(all, "This connector is off. The change has an effect only when you turn it on.")
	}
	if !set.Last {
		refused := 0
		for i := range set.List.Entries {
			if set.List.Entries[i].Refused() {
				refused++
			}
		}
		if refused > 0 {
			all = append(all, guide.Count(refused, "entry of your list is", "entries of your list are")+
				" left out, because they would be wrong.")
		}
	}
	return all
}
