package addindeploy

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/addin/assignment"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d deps) mayStep() guide.Step {
	return guide.Step{
		ID: stepMay, Title: "Check the requirements", Summary: "See what must be in place before you deploy.",
		NextLabel: "Check the requirements", MainLabel: "Choose who gets the add-in",
		Needs: stepAsk, Terms: terms.Of(terms.EWS, terms.OAuth),
		DependsOn: []string{askAddin, askManifest, askSeller, askChecks, askInstalled},
		Asks: []guide.Ask{
			ask.Choice(askSeller, ask.Words{Label: "Who sold you Microsoft 365?",
				Hint: "The seller is on your invoice.",
				Help: "Organisations of some sellers cannot deploy add-ins."}, []guide.Option{
				{Value: "unknown", Label: "I do not know"},
				{Value: "microsoft", Label: "Microsoft or a Microsoft partner"}, {Value: "godaddy", Label: "GoDaddy"}}),
			settings().Ask(d.Files.Answers.Checks),
			addins(askInstalled).Ask(d.Files.Answers.Addins,
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
	text, do := app.UserMessage(err)
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

func (d deps) lookMay(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	doc := d.draft("Requirements", "", frame.FromCache, frame.FromImport)
	checks := append(d.fromTenant(ctx, doc, rep), seller(v.Answer(askSeller)))
	got, err := settings().Read(v, d.Files.Read)
	if err != nil {
		doc.Find(frame.NotKnown("checks-unread", "Handrail could not read the output of checks.ps1", err))
	}
	for _, c := range append(checks, fromExchange(got, got.Given && err == nil, d.Now())...) {
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

// Template IDs of roles (Microsoft Learn, "Microsoft Entra built-in roles").
const (
	globalAdministrator      = "62e90394-69f5-4237-9190-012177145e10"
	exchangeAdministrator    = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	applicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
)

// fromTenant returns the checks of what is known of the organisation.
func (d deps) fromTenant(ctx context.Context, doc *frame.Draft, rep task.Report) []check {
	role := check{name: "role", title: "Your admin role"}
	licence := check{name: "licences", title: "Licences with a mailbox"}
	r, err := tenant.Require(ctx, d.from(rep), tenant.SectionUsers, tenant.SectionRoles, tenant.SectionLicences)
	if err != nil {
		return []check{role.because(err), licence.because(err)}
	}
	doc.Find(frame.Doubtful(r.Doubtful)...)
	return []check{d.roleCheck(ctx, r, role), licenceCheck(ctx, r, licence)}
}

func (d deps) roleCheck(ctx context.Context, r *tenant.Required, c check) check {
	held, found, err := d.roles(ctx, r)
	switch {
	case err != nil:
		return c.because(err)
	case !found:
		return c.is(notTested, "Handrail did not find your account, so it does not know your admin roles.",
			"Refresh your organisation’s data, then check again.")
	case held[globalAdministrator]:
		return c.is(pass, "You are a Global Administrator. You can also consent for everyone.", "")
	case held[exchangeAdministrator] && held[applicationAdministrator]:
		return c.is(pass, "You are an Exchange Administrator and an Application Administrator. "+
			"Consent for Microsoft Graph still needs a Global Administrator.", "")
	case held[exchangeAdministrator]:
		return c.is(needs, "You are an Exchange Administrator. This role alone is not always enough.",
			"Ask for the role Application Administrator too, or ask a Global Administrator.")
	}
	return c.is(needs, "You have no admin role that can deploy add-ins.",
		"Ask a Global Administrator, and send them the steps or the script from this guide.")
}

// roles returns the active roles of the signed-in account; found is false where the
// list of people does not have the account.
func (d deps) roles(ctx context.Context, r *tenant.Required) (held map[string]bool, found bool, err error) {
	o, _, err := tenant.Current(ctx, d.Tenant.Connection)
	if err != nil {
		return nil, false, err
	}
	id := ""
	err = tenant.Each(ctx, r, tenant.SectionUsers, func(u tenant.User) error {
		if o.Account != "" && u.UPN.Is(o.Account) {
			id = u.ID
		}
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	held = map[string]bool{}
	err = tenant.Each(ctx, r, tenant.SectionRoles, func(a tenant.RoleAssignment) error {
		if a.Principal.Is(id) && !a.Eligible.Yes {
			held[strings.ToLower(cmp.Or(string(a.Template), string(a.Role)))] = true
		}
		return nil
	})
	return held, id != "", err
}

func licenceCheck(ctx context.Context, r *tenant.Required, c check) check {
	with := 0
	err := tenant.Each(ctx, r, tenant.SectionLicences, func(l tenant.Licence) error {
		for _, p := range l.Plans {
			if assignment.MailPlan(string(p.Name)) {
				with++
				break
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return c.because(err)
	case with > 0:
		return c.is(pass, fmt.Sprintf("%s a mailbox in Exchange Online.",
			guide.Count(with, "of your products includes", "of your products include")), "")
	}
	return c.is(needs, "Handrail found no product with a mailbox in Exchange Online. "+
		"Microsoft 365 Apps does not include one.",
		"Buy a product with Exchange Online for the people who need the add-in.")
}
