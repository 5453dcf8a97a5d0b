package addindeploy

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) mayStep() guide.Step {
	return guide.Step{
		ID: stepMay, Title: "Check the requirements", Lead: "See what must be in place before you deploy.",
		Next: "Check the requirements", Main: "Choose who gets the add-in",
		Needs: stepAsk, Terms: terms.Of(terms.EWS, terms.OAuth),
		DependsOn: []string{askAddin, askManifest, askSeller, askChecks, askInstalled},
		Asks: []guide.Ask{
			ask.Choice(askSeller, ask.Words{Label: "Who sold you Microsoft 365?", Hint: "The seller is on your invoice.",
				Help: "Organisations of some sellers cannot deploy add-ins."}, []guide.Option{
				{Value: "unknown", Label: "I do not know"},
				{Value: "microsoft", Label: "Microsoft or a Microsoft partner"}, {Value: "godaddy", Label: "GoDaddy"}}),
			settings().Ask(d.Answers.Checks),
			addins(askInstalled).Ask(d.Answers.Addins,
				worded("", "This shows Handrail which add-ins are already deployed.")),
		},
		Look: d.lookMay,
	}
}

// check is one requirement. state is pass, needs-action or not-tested.
type check struct {
	name, title, state, text, do, command string
}

const (
	pass      = "pass"
	needs     = "needs-action"
	notTested = "not-tested"
)

// is returns c with a result.
func (c check) is(state, text, do string) check {
	c.state, c.text, c.do = state, text, do
	return c
}

// because returns c as not tested, with the reason that err gives.
func (c check) because(err error) check {
	text, do := app.Say(err)
	return c.is(notTested, text, do)
}

func (c check) finding() report.Finding {
	f := report.Finding{Code: "check-" + c.name, Severity: report.OK, Title: c.title, Text: c.text, Do: c.do}
	switch c.state {
	case needs:
		f.Severity = report.Warning
	case notTested:
		f.Severity = report.Unknown
		if c.command != "" {
			f.Do = strings.TrimSpace(c.do + " Or run this command: " + c.command)
		}
	}
	return f
}

func (d Deps) lookMay(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	doc := d.draft("Requirements", "", frame.FromCache, frame.FromImport)
	checks := append(d.fromTenant(ctx, doc, rep), seller(v.Answer(askSeller)))
	got, err := settings().Read(v, d.ReadFile)
	if err != nil {
		doc.Find(frame.NotKnown("checks-unread", "Handrail could not read the output of checks.ps1", err))
	}
	for _, c := range append(checks, fromExchange(got, got.Given && err == nil)...) {
		doc.Find(c.finding())
		doc.Fact("check/"+c.name, c.title, c.state,
			map[string]string{pass: "OK", needs: "Action needed", notTested: "Not tested"}[c.state])
	}
	deployed, found := d.deployed(v, askInstalled)
	doc.Find(found...)
	doc.Fact("deployed", "Already deployed", deployed, deployedWords[deployed])
	doc.Findings("", "")
	doc.Facts("Checks")
	return doc.Done(), ctx.Err()
}

// seller returns the check of who sold the licences.
func seller(answer string) check {
	c := check{name: "seller", title: "Your seller allows add-ins", state: pass,
		text: "You bought Microsoft 365 from Microsoft or a partner."}
	switch answer {
	case "godaddy":
		c.state, c.text, c.do = needs, "According to Microsoft, organisations of GoDaddy cannot deploy add-ins.",
			"Ask GoDaddy, or let people install the add-in from the publisher’s site."
	case "unknown", "":
		c.state, c.text, c.do = notTested, "Organisations of GoDaddy cannot deploy add-ins.", "Check your invoice."
	}
	return c
}
