package mfaenforce

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// hand returns the instructions for the chosen option.
func (d deps) hand(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	m := chosen(v)
	a := about[m.ID]
	h := &guide.Handover{Done: "I have set it up", Links: []guide.Link{{Title: "Open the admin center", URL: a.open}},
		Blocks: []report.Block{report.Text{Text: m.Title +
			". Follow these steps. You do not need to change anything else."}}, Todo: slices.Clone(a.do)}
	if names := glass(v); len(names) > 0 && canSpare(m.ID) {
		h.Todo = append(h.Todo, "Exclude: "+strings.Join(names, ", ")+".")
	}
	h.Messages = []guide.Message{{To: "Everyone", Subject: "You will need to verify your sign-in",
		Text: "When you sign in, Microsoft now also asks you to verify your sign-in, for example with an app. " +
			"Open aka.ms/mfasetup on a computer at work, sign in, and add a method. " +
			"A passkey on your phone is the easiest. " +
			"If you need help, contact us before you leave work."}}
	return h, nil
}

// check finds out whether the chosen option is on now.
func (d deps) check(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	m := chosen(v)
	fresh, err := d.again(ctx, decides[m.ID], rep)
	if err != nil {
		return nil, err
	}
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	before, _ := strconv.Atoi(v.Fact("asked"))
	asked, sometimes := prompted(o)
	on := isOn(o, m.ID, glass(v))
	if section := decides[m.ID]; section != "" && !fresh && on.on != access.Unknown {
		on = state{why: lastRead(on, o.Read[section])}
	}
	text := fmt.Sprintf("Accounts that need MFA: %d before, %d now.", before, asked[access.Yes])
	if sometimes > 0 {
		text += fmt.Sprintf(" Only under a condition: %d.", sometimes)
	}
	if n := asked[access.Unknown]; n > 0 {
		text += fmt.Sprintf(" Not known for %d.", n)
	}
	doc := d.frame("Is MFA required?", m.Title)
	doc.Find(on.finding())
	doc.Find(frame.NotRead(o.Missing)...)
	doc.Add(report.Text{Text: text}, report.Facts{Rows: []report.Fact{{Name: "on", Label: "On", Value: on.word()},
		{Name: "asked-now", Label: "Need MFA now", Value: strconv.Itoa(asked[access.Yes])}}})
	return doc.Done(), nil
}

// lastRead describes an option that could not be read now, as it is in the saved data.
func lastRead(on state, at time.Time) string {
	words := map[string]string{"yes": "it was on", "no": "it was not on",
		"conditional": "it was on, but not for everyone at every sign-in"}[on.word()]
	if at.IsZero() {
		return "Handrail could not read it now."
	}
	return "Handrail could not read it now. On " + at.Format("2 January 2006") + ", " + words + "."
}

// decides is the section that shows whether an option is on; none for the others.
var decides = map[string]string{mfa.DemandDefaults: tenant.SectionDefaults, mfa.DemandAccess: tenant.SectionAccess,
	mfa.DemandAdmins: tenant.SectionAccess, mfa.DemandPerUser: tenant.SectionPerUserMFA}

// perUserAge is the age up to which the per-user MFA of everyone is not read again where another setting decides
// whether an option is on. It takes a request for each person.
const perUserAge = 15 * time.Minute

// again reads what requires MFA from Microsoft if somebody is signed in, and reports
// whether a section, the one that decides, is then as it is at Microsoft.
func (d deps) again(ctx context.Context, section string, rep task.Report) (fresh bool, err error) {
	if d.Tenant.Connection == nil || !d.Tenant.Connection.SignedIn(ctx) {
		return false, nil
	}
	ids := []string{tenant.SectionDefaults, tenant.SectionAccess}
	known, err := d.perUserKnown(ctx)
	if err != nil {
		return false, err
	}
	if section == tenant.SectionPerUserMFA || !known {
		ids = append(ids, tenant.SectionPerUserMFA)
	}
	all, err := d.Tenant.Connection.Refresh(ctx, ids, rep)
	return slices.ContainsFunc(all, func(st tenant.Status) bool {
		return st.Section == section && (st.State.Whole() || st.State == tenant.NeedsLicence)
	}), err
}

// perUserKnown reports whether the per-user MFA of everyone was just read, without a gap.
func (d deps) perUserKnown(ctx context.Context) (bool, error) {
	view, err := d.Tenant.Connection.View(ctx)
	if err != nil {
		return false, err
	}
	st, err := view.Status(ctx, tenant.SectionPerUserMFA)
	age := d.Now().Sub(st.Completed)
	return err == nil && st.State.Whole() && !st.Completed.IsZero() && age >= 0 && age < perUserAge, err
}

// gate stops the guide only if the option is certainly not on.
func gate(_ *guide.Visit, doc *report.Document) error {
	if doc.Facts()["on"] == "no" {
		return app.Errorf(app.NotFound, "Finish the steps, then check again.", "It is not on yet.")
	}
	return nil
}

// record returns what was chosen and whom it affects.
func (d deps) record(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	doc, err := d.who(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	doc.Title = "Report: require multifactor authentication"
	doc.Blocks = append([]report.Block{report.Facts{Title: "What you decided", Rows: []report.Fact{
		{Name: "chosen", Label: "Option", Value: chosen(v).ID, Text: chosen(v).Title},
		{Name: "spared", Label: "Excluded emergency access accounts", Value: strings.Join(glass(v), ", "),
			Text: orNone(glass(v))},
		{Name: "asked-before", Label: "Accounts that needed MFA before", Value: v.Fact("asked")},
		{Name: "is-on", Label: "On at the last check", Value: v.Fact("on")},
	}}}, doc.Blocks...)
	return doc, nil
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "None"
	}
	return strings.Join(names, ", ")
}
