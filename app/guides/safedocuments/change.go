package safedocuments

import (
	"context"

	"handrail/app/device/safedocs"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/report"
)

// The pages of Microsoft that the steps name.
const (
	globalSettings = "https://security.microsoft.com/safeattachmentv2"
	activeUsers    = "https://admin.microsoft.com/#/users"
	aboutIt        = "https://learn.microsoft.com/defender-office-365/safe-documents-in-e5-plus-security-about"
	testFile       = "https://download.microsoft.com/download/1/9/7/19774467-5ff1-4c4d-9224-27b3751fa58f/SafeDocsDemo.docx"
)

// handChange returns the commands in separate blocks: look, change, undo; and what to do for people.
func (d deps) handChange(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	got, err := export.Read(v.Answer(askExport), d.Files.Read)
	policy := safedocs.Policy{}
	if err == nil {
		policy = safedocs.ReadPolicy(got.Rows)
	}
	steps, needed := safedocs.Change(policy, v.Answer(askOpen) == openYes)
	h := &guide.Handover{Done: "I have made the change", Links: []guide.Link{
		{Title: "Open Safe Attachments at security.microsoft.com", URL: globalSettings},
		{Title: "Open the active users in the Microsoft 365 admin center", URL: activeUsers}}}
	people := v.Fact("plan-off") + v.Fact("wrong-edition") + v.Fact("no-apps")
	if !needed && (people == "000" || v.Fact("not-protected") == "0") {
		return &guide.Handover{Nothing: "The switch and the click-through already have these values.",
			Done: "Continue without a change"}, nil
	}
	if needed {
		h.Todo = append(h.Todo, "Open PowerShell as a Security Administrator, and run Connect-ExchangeOnline.",
			"Run the first block. It changes nothing, and shows the values as they are.",
			"Run the second block. The change is for the whole organisation.")
		h.Blocks = append(h.Blocks, report.Heading{Text: "The switch"},
			report.Code{Label: "First: look. This changes nothing", Text: steps.Look.Text},
			report.Code{Label: "Then: change", Text: steps.Change.Text},
			report.Heading{Text: "Undo"})
		if steps.Undo.Text != "" {
			h.Blocks = append(h.Blocks, report.Code{Label: "Only to undo: the values as they were", Text: steps.Undo.Text})
		} else {
			h.Blocks = append(h.Blocks, report.Text{Text: "Handrail does not know the values before the change. " +
				"Write down what the first block shows, and set these values again to undo it."})
		}
	}
	if v.Answer(askOpen) == openYes {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "People may open harmful files. ",
			Text: "Microsoft recommends that they may not."})
	}
	for _, one := range []struct {
		fact   string
		reason safedocs.Reason
	}{{"plan-off", safedocs.PlanOff}, {"wrong-edition", safedocs.WrongEdition}, {"no-apps", safedocs.AppsMissing}} {
		if n := v.Fact(one.fact); n != "" && n != "0" && n != string(report.Unknown) {
			h.Todo = append(h.Todo, reasonWords[one.reason].do)
		}
	}
	if v.Fact("licensed") == "0" {
		h.Todo = append(h.Todo,
			"Assign licences with the service plan “Office 365 SafeDocs”. Without them, nothing happens.")
	}
	h.Todo = append(h.Todo, "Check in Word > File > Account that the version is "+safedocs.MinimumVersion()+" or later.")
	return h, nil
}

// handTest returns Microsoft’s own test.
func handTest(ctx context.Context, _ *guide.Visit) (*guide.Handover, error) {
	return &guide.Handover{Done: "I have tested it",
		Todo: []string{
			"On the computer of a protected person, download SafeDocsDemo.docx. The file is Microsoft’s, and does no harm.",
			"Open it in Word. It opens in Protected View.",
			"Select “Enable Editing”. Word says that it checks the file.",
			"Wait for the result. If Safe Documents works, Word warns that the file is harmful.",
			"If the click-through is not allowed, check that the file cannot be edited.",
			"If there is no warning, check the edition and the version in Word > File > Account.",
		},
		Links: []guide.Link{{Title: "Download Microsoft’s sample file", URL: testFile},
			{Title: "Read Microsoft’s page, with files for Excel and PowerPoint", URL: aboutIt}}}, ctx.Err()
}
