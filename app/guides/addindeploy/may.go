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
		ID: stepMay, Title: "Check the requirements", Lead: "See what must be in place before you deploy.",
		Next: "Check the requirements", Main: "Choose who gets the add-in",
		Needs: stepAsk, Terms: []guide.Term{termEWS, termOAuth}, DependsOn: []string{askAddin, askManifest, askSeller, askChecks, askInstalled},
		Asks: []guide.Ask{
			choice(askSeller, "Who sold you Microsoft 365?", "The seller is on your invoice.",
				"Organisations of some sellers cannot deploy add-ins.", "unknown",
				guide.Option{Value: "unknown", Label: "I do not know"}, guide.Option{Value: "microsoft",
					Label: "Microsoft or a Microsoft partner"}, guide.Option{Value: "godaddy", Label: "GoDaddy"}),
			offered(given(askChecks, "What did checks.ps1 return?",
				"Enter the path of the file, or paste its text. Leave it empty if you have none.",
				"You can also use the output of the single commands.", guide.Lines), d.Answers.Checks),
			offered(given(askInstalled, "What did addins.ps1 return?",
				"Enter the path of the file, or paste its text. Leave it empty if you have none.",
				"This shows Handrail which add-ins are already deployed.", guide.Lines), d.Answers.Addins),
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

func (d Deps) lookMay(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "Requirements", At: d.Now().UTC(),
		Sources: []string{"Data from Microsoft, saved on this computer", "Data that you imported"}}
	var found []report.Finding
	rows, given, err := d.rows(v.Answer(askChecks))
	if err != nil {
		found = append(found, unread("checks-unread", "Handrail could not read the output of checks.ps1", err))
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
				f.Do = strings.TrimSpace(c.do + " Or run this command: " + c.command)
			}
		}
		facts.Rows = append(facts.Rows, report.Fact{Name: "check/" + c.name, Label: c.title, Value: c.state,
			Text: map[string]string{pass: "OK", needs: "Action needed", notTested: "Not tested"}[c.state]})
		found = append(found, f)
	}
	deployed, more := d.deployed(v, askInstalled)
	found = append(found, more...)
	facts.Rows = append(facts.Rows, report.Fact{Name: "deployed", Label: "Already deployed", Value: deployed,
		Text: deployedWords[deployed]})
	slices.SortStableFunc(found, func(a, b report.Finding) int { return a.Severity.Rank() - b.Severity.Rank() })
	doc.Blocks = append(doc.Blocks, report.Findings{Items: found}, facts)
	return doc, nil
}

// deployedWords has the words for the states of deployed.
var deployedWords = map[string]string{"yes": "Yes", "no": "No", "unknown": "Not known", "not-asked": "Not checked"}

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

// view returns the saved data. With rep set, it first loads the sections ids that were
// never loaded. nil if no organisation is connected.
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
	role := check{name: "role", title: "Your admin role", state: notTested,
		text: "Handrail has no data about your admin roles.", do: "Connect your organisation and refresh its data."}
	licence := check{name: "licences", title: "Licences with a mailbox", state: notTested,
		text: "Handrail has no data about your licences.", do: "Connect your organisation and refresh its data."}
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
		c.text, c.do = "Handrail did not find your account, so it does not know your admin roles.",
			"Refresh your organisation’s data, then check again."
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
		c.state, c.text, c.do = needs, "You are an Exchange Administrator. This role alone is not always enough.",
			"Ask for the role Application Administrator too, or ask a Global Administrator."
	default:
		c.state, c.text, c.do = needs, "You have no admin role that can deploy add-ins.",
			"Ask a Global Administrator, and send them the steps or the script from this guide."
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
		c.text = fmt.Sprintf("%s a mailbox in Exchange Online.", guide.Count(with, "of your products includes",
			"of your products include"))
	default:
		c.state = needs
		c.text = "Handrail found no product with a mailbox in Exchange Online. Microsoft 365 Apps does not include one."
		c.do = "Buy a product with Exchange Online for the people who need the add-in."
	}
	return c
}

// fromExchange returns the checks of the output of Get-OrganizationConfig,
// Get-RoleAssignmentPolicy and Test-OAuthConnectivity.
func fromExchange(rows []powershell.Row, given bool) []check {
	apps := check{name: "apps", title: "Add-ins are turned on", state: notTested,
		text: "You have not entered this setting.", command: "Get-OrganizationConfig | ConvertTo-Json"}
	ews := check{name: "ews", title: "EWS is turned on", state: notTested, text: "You have not entered this setting.",
		command: "Get-OrganizationConfig | ConvertTo-Json"}
	oauth := check{name: "oauth", title: "OAuth is turned on", state: notTested,
		text: "You have not entered this setting.", command: "Get-OrganizationConfig | ConvertTo-Json"}
	self := check{name: "self-install", title: "People’s own add-ins", state: notTested,
		text: "You have not entered this setting.", command: "Get-RoleAssignmentPolicy | ConvertTo-Json"}
	if !given {
		return []check{apps, ews, oauth, self}
	}
	for _, c := range []*check{&apps, &ews, &oauth, &self} {
		c.text = "The data that you imported does not include it."
	}
	for _, r := range rows {
		if yes, known := r.Flag("AppsForOfficeEnabled"); known {
			apps.state, apps.text = pass, "AppsForOfficeEnabled is True."
			if !yes {
				apps.state, apps.text, apps.do = needs, "AppsForOfficeEnabled is False, so no one sees any add-in.",
					"Run: Set-OrganizationConfig -AppsForOfficeEnabled:$true"
			}
		}
		if r.Has("EwsEnabled") {
			yes, known := r.Flag("EwsEnabled")
			switch {
			case known && !yes:
				ews.state, ews.text, ews.do = needs, "EwsEnabled is False. In spring 2026, add-ins disappeared because of this.",
					"Run: Set-OrganizationConfig -EwsEnabled:$true"
			case known || r.Text("EwsEnabled") == "":
				ews.state, ews.text = pass, "EwsEnabled is not False. It can still be False for a single mailbox."
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

// connectivity sets c to needs-action if the test of OAuth failed, whatever the setting is.
func connectivity(rows []powershell.Row, c *check) {
	for _, r := range rows {
		if result := r.Text("ResultType"); result != "" && !strings.EqualFold(result, "Success") && result != "0" {
			c.state, c.text, c.do = needs, "Test-OAuthConnectivity did not succeed.",
				"Read the details of this command, and fix the problem that it reports."
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
			c.text = "People cannot install add-ins themselves. They still get the add-ins that you deploy."
		case len(wanted):
			c.text = "People can install add-ins themselves. Anyone who has the add-in may see it twice until they " +
				"remove theirs."
		default:
			c.text = "People can install some add-ins themselves. They still get the add-ins that you deploy."
		}
	}
}

// deployed returns whether the add-in is in the list of Get-OrganizationAddIn, by ID: yes,
// no, unknown or not-asked. It never depends on the text of an error.
func (d Deps) deployed(v *guide.Visit, ask string) (string, []report.Finding) {
	rows, given, err := d.rows(v.Answer(ask))
	switch {
	case err != nil:
		return "unknown", []report.Finding{unread(ask+"-unread", "Handrail could not read the list of add-ins", err)}
	case !given:
		return "not-asked", []report.Finding{{Code: "deployed-unknown", Severity: report.Unknown,
			Title: "Handrail does not know the deployed add-ins", Text: "You have not entered the list.",
			Do: "Run addins.ps1, or check Integrated apps in the admin center."}}
	}
	t, err := d.target(v)
	if err != nil {
		return "unknown", nil // the first step shows this error
	}
	there := installedOf(rows)
	if len(rows) > 0 && len(there) == 0 {
		return "unknown", []report.Finding{{Code: ask + "-other", Severity: report.Unknown,
			Title: "This is not a list of add-ins", Text: "No row has a ProductId.", Do: "Enter the output of addins.ps1."}}
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
			found = append(found, report.Finding{Code: "deployed-already", Severity: report.Note, Subject: one.id,
				Title: "The add-in is already deployed", Text: "Its ID is on the list with the state " + or(one.state,
					"not known") + ". You cannot deploy it again.", Do: "Change who gets it, or the deployment method, instead."})
		}
	}
	if t.product == "" {
		state = "unknown"
		found = append(found, report.Finding{Code: "deployed-unknown", Severity: report.Unknown,
			Title: "Handrail could not check whether it is deployed",
			Text:  "The list has manifest IDs, and Handrail does not know the ID of this add-in.",
			Do:    "Enter its manifest on the first page, or look for its name in the admin center."})
	}
	other := t.product == addin.Zoom.ID || t.product == addin.ZoomSSO.ID
	if zooms > 1 || other && zooms == 1 && state == "no" {
		found = append(found, report.Finding{Code: "zoom-twice", Severity: report.Warning,
			Title: "People see two Zoom buttons", Text: "The other Zoom add-in for Outlook is also deployed.",
			Do: "Remove one of the two."})
	}
	return state, found
}
