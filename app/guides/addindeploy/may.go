package addindeploy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app/addin"
	"handrail/app/audience"
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d Deps) mayStep() guide.Step {
	return guide.Step{
		ID: stepMay, Title: "May you deploy?", Lead: "What must be in order first, each with what it rests on.", Next: "Check it", Main: "Go on",
		Needs: stepAsk, Terms: []guide.Term{termEWS, termOAuth}, DependsOn: []string{askAddin, askManifest, askSeller, askChecks, askInstalled},
		Asks: []guide.Ask{
			choice(askSeller, "Who sold you Microsoft 365?", "It stands on the bill.", "Some sellers' organisations cannot deploy add-ins at all.", "unknown",
				guide.Option{Value: "unknown", Label: "I do not know"}, guide.Option{Value: "microsoft", Label: "Microsoft, or a partner of theirs"}, guide.Option{Value: "godaddy", Label: "GoDaddy"}),
			offered(given(askChecks, "What checks.ps1 wrote", "The path of the file, or its text. Leave it empty if you have none.", "Output of the single commands is read as well.", guide.Lines), d.Answers.Checks),
			offered(given(askInstalled, "What addins.ps1 wrote", "The path of the file, or its text. Leave it empty if you have none.", "With it Handrail sees what is deployed already.", guide.Lines), d.Answers.Addins),
		},
		Look: d.lookMay,
	}
}

// check is one thing that must be in order. state is pass, needs-action or
// not-tested.
type check struct {
	name, title, state, text, do, command string
}

const (
	pass      = "pass"
	needs     = "needs-action"
	notTested = "not-tested"
)

func (d Deps) lookMay(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "May you deploy?", At: d.Now().UTC(), Sources: []string{"Microsoft Graph, as kept on this computer", "What you imported"}}
	var found []report.Finding
	rows, given, err := d.rows(v.Answer(askChecks))
	if err != nil {
		found = append(found, unread("checks-unread", "The answer of checks.ps1 could not be read", err))
	}
	checks := append(d.fromTenant(ctx, rep), seller(v.Answer(askSeller)))
	checks = append(checks, fromExchange(rows, given && err == nil)...)
	facts := report.Facts{Title: "Checks"}
	for _, c := range checks {
		f := report.Finding{Code: "check-" + c.name, Severity: report.OK, Title: c.title, Text: c.text, Do: c.do}
		switch c.state {
		case needs:
			f.Severity = report.Warning
		case notTested:
			f.Severity = report.Unknown
			if c.command != "" {
				f.Do = strings.TrimSpace(c.do + " This command settles it: " + c.command)
			}
		}
		facts.Rows = append(facts.Rows, report.Fact{Name: "check/" + c.name, Label: c.title, Value: c.state, Text: map[string]string{pass: "In order", needs: "Needs action", notTested: "Could not test"}[c.state]})
		found = append(found, f)
	}
	deployed, more := d.deployed(v, askInstalled)
	found = append(found, more...)
	facts.Rows = append(facts.Rows, report.Fact{Name: "deployed", Label: "Deployed already", Value: deployed, Text: deployedWords[deployed]})
	slices.SortStableFunc(found, func(a, b report.Finding) int { return a.Severity.Rank() - b.Severity.Rank() })
	doc.Blocks = append(doc.Blocks, report.Findings{Items: found}, facts)
	return doc, nil
}

// deployedWords say whether the add-in stands on the list of deployed ones.
var deployedWords = map[string]string{"yes": "Yes", "no": "No", "unknown": "Not known", "not-asked": "Not asked"}

// seller judges who sold the organisation its licences.
func seller(answer string) check {
	c := check{name: "seller", title: "Sold by somebody who allows add-ins", state: pass, text: "You said that Microsoft or a partner sold it."}
	switch answer {
	case "godaddy":
		c.state, c.text, c.do = needs, "Microsoft says that add-ins cannot be deployed in organisations that GoDaddy sold.", "Ask GoDaddy, or let people install the add-in themselves from the maker's page."
	case "unknown", "":
		c.state, c.text, c.do = notTested, "Organisations sold by GoDaddy cannot deploy add-ins.", "Look at the bill."
	}
	return c
}

// Template ids of roles (Microsoft, permissions-reference).
const (
	globalAdministrator      = "62e90394-69f5-4237-9190-012177145e10"
	exchangeAdministrator    = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	applicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
)

// view gives what is kept, and reads what was never read.
func (d Deps) view(ctx context.Context, rep task.Report, ids ...string) (tenant.View, error) {
	if d.Link == nil {
		return nil, nil
	}
	view, err := d.Link.View(ctx)
	if err != nil || rep == nil || !d.Link.SignedIn(ctx) {
		return view, err
	}
	var missing []string
	for _, id := range ids {
		if st, err := view.Status(ctx, id); err == nil && st.Completed.IsZero() {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		_, err = d.Link.Refresh(ctx, missing, rep)
	}
	return view, err
}

func (d Deps) fromTenant(ctx context.Context, rep task.Report) []check {
	role := check{name: "role", title: "Your role", state: notTested, text: "Which roles you hold was not read.", do: "Connect your organisation and refresh it."}
	licence := check{name: "licences", title: "Licences with a mailbox", state: notTested, text: "Which licences there are was not read.", do: "Connect your organisation and refresh it."}
	view, err := d.view(ctx, rep, tenant.SectionUsers, tenant.SectionRoles, tenant.SectionLicences)
	if err != nil || view == nil {
		return []check{role, licence}
	}
	return []check{d.roleCheck(ctx, view, role), licenceCheck(ctx, view, licence)}
}

func (d Deps) roleCheck(ctx context.Context, view tenant.View, c check) check {
	st, err := view.Status(ctx, tenant.SectionRoles)
	if err != nil || st.Completed.IsZero() {
		return c
	}
	all, current, err := d.Link.Organisations(ctx)
	i := slices.IndexFunc(all, func(o tenant.Organisation) bool { return o.ID == current })
	if err != nil {
		return c
	}
	account := ""
	if i >= 0 {
		account = all[i].Account
	}
	id := ""
	err = tenant.Each(ctx, view, tenant.SectionUsers, func(u tenant.User) error {
		if account != "" && u.UPN.Is(account) {
			id = u.ID
		}
		return nil
	})
	if err != nil || id == "" {
		c.text, c.do = "Handrail does not see you among the people, so your roles are not known.", "Refresh your organisation, then look again."
		return c
	}
	held := map[string]bool{}
	err = tenant.Each(ctx, view, tenant.SectionRoles, func(r tenant.RoleAssignment) error {
		if r.Principal.Is(id) && !r.Eligible.Yes {
			held[strings.ToLower(or(string(r.Template), string(r.Role)))] = true
		}
		return nil
	})
	switch {
	case err != nil:
	case held[globalAdministrator]:
		c.state, c.text, c.do = pass, "You are a Global Administrator. You can also consent for everyone.", ""
	case held[exchangeAdministrator] && held[applicationAdministrator]:
		c.state, c.text, c.do = pass, "You are an Exchange Administrator and an Application Administrator. Consent for Microsoft Graph still needs a Global Administrator.", ""
	case held[exchangeAdministrator]:
		c.state, c.text, c.do = needs, "You are an Exchange Administrator. That alone does not always suffice.", "Ask for the role Application Administrator too, or ask a Global Administrator."
	default:
		c.state, c.text, c.do = needs, "You hold no role that may deploy add-ins.", "Ask a Global Administrator, and send them what this guide hands over."
	}
	return c
}

func licenceCheck(ctx context.Context, view tenant.View, c check) check {
	st, err := view.Status(ctx, tenant.SectionLicences)
	if err != nil || st.Completed.IsZero() {
		return c
	}
	with, without := 0, 0
	err = tenant.Each(ctx, view, tenant.SectionLicences, func(l tenant.Licence) error {
		for _, p := range l.Plans {
			if audience.MailPlan(string(p.Name)) {
				with++
				return nil
			}
		}
		without++
		return nil
	})
	switch {
	case err != nil:
	case with > 0:
		c.state, c.do = pass, ""
		c.text = fmt.Sprintf("%s a mailbox in Exchange Online. Who has none is shown with the people.", guide.Count(with, "of your products holds", "of your products hold"))
	default:
		c.state = needs
		c.text = "None of your products is known to hold a mailbox in Exchange Online. Microsoft 365 Apps alone does not."
		c.do = "Buy a product with Exchange Online for the people who shall have the add-in."
	}
	return c
}

// fromExchange judges what Get-OrganizationConfig, Get-RoleAssignmentPolicy and
// Test-OAuthConnectivity said.
func fromExchange(rows []powershell.Row, given bool) []check {
	apps := check{name: "apps", title: "Add-ins are allowed at all", state: notTested, text: "Exchange was not asked.", command: "Get-OrganizationConfig | ConvertTo-Json"}
	ews := check{name: "ews", title: "EWS is on", state: notTested, text: "Exchange was not asked.", command: "Get-OrganizationConfig | ConvertTo-Json"}
	oauth := check{name: "oauth", title: "OAuth is on", state: notTested, text: "Exchange was not asked.", command: "Get-OrganizationConfig | ConvertTo-Json"}
	self := check{name: "self-install", title: "Whether people install add-ins themselves", state: notTested, text: "Exchange was not asked.", command: "Get-RoleAssignmentPolicy | ConvertTo-Json"}
	if !given {
		return []check{apps, ews, oauth, self}
	}
	for _, c := range []*check{&apps, &ews, &oauth, &self} {
		c.text = "What you imported does not say it."
	}
	for _, r := range rows {
		if yes, known := r.Flag("AppsForOfficeEnabled"); known {
			apps.state, apps.text = pass, "AppsForOfficeEnabled is True."
			if !yes {
				apps.state, apps.text, apps.do = needs, "AppsForOfficeEnabled is False, so no add-in shows for anybody.", "Run: Set-OrganizationConfig -AppsForOfficeEnabled:$true"
			}
		}
		if r.Has("EwsEnabled") {
			yes, known := r.Flag("EwsEnabled")
			switch {
			case known && !yes:
				ews.state, ews.text, ews.do = needs, "EwsEnabled is False. In spring 2026 add-ins vanished where that was so.", "Run: Set-OrganizationConfig -EwsEnabled:$true"
			case known || r.Text("EwsEnabled") == "":
				ews.state, ews.text = pass, "EwsEnabled is not False. A single mailbox can still have it off."
			}
		}
		if yes, known := r.Flag("OAuth2ClientProfileEnabled"); known {
			oauth.state, oauth.text = pass, "OAuth2ClientProfileEnabled is True."
			if !yes {
				oauth.state, oauth.text, oauth.do = needs, "OAuth2ClientProfileEnabled is False, so add-ins cannot sign people in.", "Run: Set-OrganizationConfig -OAuth2ClientProfileEnabled:$true"
			}
		}
	}
	connectivity(rows, &oauth)
	selfInstall(rows, &self)
	return []check{apps, ews, oauth, self}
}

// connectivity lets a failed test of OAuth count more than the setting.
func connectivity(rows []powershell.Row, c *check) {
	for _, r := range rows {
		if result := r.Text("ResultType"); result != "" && !strings.EqualFold(result, "Success") && result != "0" {
			c.state, c.text, c.do = needs, "Test-OAuthConnectivity did not end with Success.", "Read the details of that command, and mend what it names."
		}
	}
}

func selfInstall(rows []powershell.Row, c *check) {
	wanted := []string{"My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps"}
	for _, r := range rows {
		if !r.Has("AssignedRoles") || r.Cut("AssignedRoles") {
			continue
		}
		if yes, known := r.Flag("IsDefault"); known && !yes {
			continue
		}
		roles, some := r.List("AssignedRoles"), 0
		for _, w := range wanted {
			if slices.ContainsFunc(roles, func(x string) bool {
				return strings.EqualFold(strings.ReplaceAll(x, " ", ""), strings.ReplaceAll(w, " ", ""))
			}) {
				some++
			}
		}
		c.state = pass
		switch some {
		case 0:
			c.text = "People cannot install add-ins themselves. What you deploy reaches them all the same."
		case len(wanted):
			c.text = "People can install add-ins themselves. Whoever has it already may see it twice until they remove theirs."
		default:
			c.text = "People can install some add-ins themselves. What you deploy reaches them all the same."
		}
	}
}

// deployed compares ids with what Get-OrganizationAddIn listed: yes, no or
// unknown. The text of an error is never relied on.
func (d Deps) deployed(v *guide.Visit, ask string) (string, []report.Finding) {
	rows, given, err := d.rows(v.Answer(ask))
	switch {
	case err != nil:
		return "unknown", []report.Finding{unread(ask+"-unread", "The list of add-ins could not be read", err)}
	case !given:
		return "not-asked", []report.Finding{{Code: "deployed-unknown", Severity: report.Unknown, Title: "What is deployed already is not known", Text: "No list was given.", Do: "Run addins.ps1, or open Integrated apps in the admin center and look."}}
	}
	t, err := d.target(v)
	if err != nil {
		return "unknown", nil // told at the first step
	}
	there := installedOf(rows)
	if len(rows) > 0 && len(there) == 0 {
		return "unknown", []report.Finding{{Code: ask + "-other", Severity: report.Unknown, Title: "This is no list of add-ins", Text: "No row has a ProductId.", Do: "Give what addins.ps1 wrote."}}
	}
	var found []report.Finding
	state, zooms, meetings := "no", 0, 0
	for _, one := range there {
		k, known := addin.KnownAs(one.id)
		if known && (k == addin.Zoom || k == addin.ZoomSSO) {
			zooms++
			meetings++
		}
		if t.product != "" && one.id == t.product {
			state = "yes"
			found = append(found, report.Finding{Code: "deployed-already", Severity: report.Note, Subject: one.id, Title: "It is deployed already", Text: "Its id is on the list, with the state " + or(one.state, "not told") + ". Deploying it again would end in an error.", Do: "Change who has it, or how, instead."})
		}
	}
	if t.product == "" {
		state = "unknown"
		found = append(found, report.Finding{Code: "deployed-unknown", Severity: report.Unknown, Title: "Whether it is deployed is not known", Text: "The list has ids of manifests, and the one of this add-in is not known.", Do: "Give its manifest on the first page, or look for its name in the admin center."})
	}
	other := t.product == addin.Zoom.ID || t.product == addin.ZoomSSO.ID
	if zooms > 1 || other && zooms == 1 && state == "no" {
		found = append(found, report.Finding{Code: "zoom-twice", Severity: report.Warning, Title: "People would see two Zoom buttons", Text: "The other form of Zoom for Outlook is deployed too.", Do: "Remove one of the two."})
	}
	return state, found
}
