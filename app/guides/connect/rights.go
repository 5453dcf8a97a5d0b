package connect

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// checked are the small sections that show best what can be read.
var checked = []string{tenant.SectionOrganisation, tenant.SectionLicences, tenant.SectionMethods,
	tenant.SectionDefaults, tenant.SectionRoles}

// rights reports who is signed in, which licences the organisation has and which
// sections can be read.
func (d deps) rights(ctx context.Context, _ *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := d.ready(); err != nil {
		return nil, err
	}
	all, err := d.Tenant.Connection.Refresh(ctx, checked, rep)
	if err != nil {
		return nil, err
	}
	granted, known, err := d.Tenant.SignIn.Granted(ctx)
	if err != nil {
		return nil, err
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection}, tenant.SectionLicences)
	if err != nil {
		return nil, err
	}
	plans, err := tenant.PlansOf(ctx, have)
	if err != nil {
		return nil, err
	}
	doc, err := d.sections(ctx, "What Handrail can see", all)
	if err != nil {
		return nil, err
	}
	doc.Add(sight(granted, known, plans, all), licences(ctx, have))
	if known {
		doc.Add(report.Table{Title: "Granted permissions", Columns: []string{"Permission"}, Rows: column(granted)})
	}
	return doc.Done(), nil
}

// sight reports for every section whether it can be read, and what is missing.
func sight(granted []string, known bool, plans tenant.Plans, tried []tenant.Status) report.Block {
	t := report.Table{Title: "Data that Handrail can read", Columns: []string{"Data", "Can Handrail read it?",
		"What is missing"}}
	for _, s := range tenant.Sections() {
		can, missing := "Not tested yet", ""
		if i := slices.IndexFunc(tried, func(st tenant.Status) bool { return st.Section == s.ID }); i >= 0 {
			can, missing = "Yes", ""
			if !tried[i].State.Whole() {
				can, missing = "No", tried[i].Message+" "+tried[i].Hint
			}
		} else if lacks := slices.DeleteFunc(slices.Clone(s.Scopes), has(granted)); known && len(lacks) > 0 {
			can, missing = "No", "Needs the permission "+strings.Join(lacks, " and ")+"."
		} else if plans.Has(s.Plan).No() {
			can, missing = "No", "Needs a licence with Entra ID P1."
		} else if known {
			can = "Yes: the permissions are granted"
		}
		t.Rows = append(t.Rows, []string{s.Title, can, missing})
	}
	return t
}

// has returns whether a permission is granted, in any case of its letters.
func has(granted []string) func(string) bool {
	return func(scope string) bool {
		return slices.ContainsFunc(granted, func(g string) bool { return strings.EqualFold(g, scope) })
	}
}

// licences lists the licences of the organisation.
func licences(ctx context.Context, have tenant.Reader) report.Block {
	t := report.Table{Title: "Licences", Columns: []string{"Licence", "Used", "Paid for"},
		Right: []bool{false, true, true}}
	all, err := tenant.All[tenant.Licence](ctx, have, tenant.SectionLicences)
	if err != nil {
		return report.Text{Text: "Handrail could not read the licences."}
	}
	for _, l := range all {
		t.Rows = append(t.Rows, []string{string(l.Part), fmt.Sprint(l.Consumed), fmt.Sprint(l.Prepaid.Enabled)})
	}
	return t
}

// sections returns the result of reading each section.
func (d deps) sections(ctx context.Context, title string, all []tenant.Status) (*frame.Draft, error) {
	o, _, err := tenant.Current(ctx, d.Tenant.Connection)
	if err != nil {
		return nil, err
	}
	doc := frame.New(frame.Head{Title: title, Subject: o.Name, At: d.Now(), Account: o.Account,
		Sources: []string{frame.FromGraph}})
	t := report.Table{Title: "Data from Microsoft", Columns: []string{"Data", "Number", "Result"},
		Right: []bool{false, true, false}}
	for _, st := range all {
		number := "Not known"
		if !st.Completed.IsZero() {
			number = fmt.Sprint(st.Rows)
		}
		t.Rows = append(t.Rows, []string{tenant.TitleOf(st.Section), number, st.State.Word()})
		if f, ok := finding(st); ok {
			doc.Find(f)
		}
	}
	if len(doc.Found()) == 0 {
		doc.Add(report.Banner{Tone: report.OK, Lead: "Handrail read everything.",
			Text: "The data is saved on this computer. You can use it offline."})
	}
	doc.Add(t)
	return doc, nil
}

// finding returns what is missing of a section. A missing licence is only a note.
func finding(st tenant.Status) (report.Finding, bool) {
	if st.State.Whole() {
		return report.Finding{}, false
	}
	f := report.Finding{Code: "section-" + string(st.State), Severity: report.Unknown,
		Subject: tenant.TitleOf(st.Section),
		Title:   tenant.TitleOf(st.Section) + ": not read", Text: st.Message, Do: st.Hint, Guide: ID,
		Step: stepRegister}
	switch st.State {
	case tenant.NeedsLicence:
		f.Severity = report.Note
	case tenant.NeedsConsent, tenant.NeedsRole:
		f.Severity = report.Warning
	}
	return f, true
}

func column(values []string) [][]string {
	rows := make([][]string, 0, len(values))
	for _, v := range values {
		rows = append(rows, []string{v})
	}
	return rows
}
