package backgrounds

import (
	"strings"

	"handrail/app/event/background"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// ownAnswer and picturesAnswer are what the policies say for everyone; "" where they differ.
func (w *who) ownAnswer() background.Answer {
	return background.Everyone(w.policies.Meeting, func(p background.Policy) background.Answer { return p.Own })
}

func (w *who) picturesAnswer() background.Answer {
	return background.Everyone(w.policies.Branding, func(p background.Policy) background.Answer { return p.Pictures })
}

// named returns the names of the policies with an answer.
func named(all []background.Policy, is func(background.Policy) bool) string {
	var names []string
	for _, p := range all {
		if is(p) {
			names = append(names, "“"+p.Name+"”")
		}
	}
	return strings.Join(names, ", ")
}

const runAgain = "Run backgrounds.ps1, and enter the file that it writes."

// own returns whether people can use a file of their own.
func (w *who) own() report.Finding {
	const change = "In the Teams admin center > Meetings > Meeting policies, allow all video effects, or upload the " +
		"picture for everyone."
	switch w.ownAnswer() {
	case background.Yes:
		return report.Finding{Code: "own-allowed", Severity: report.OK, Title: "Everyone can use a file of their own",
			Text: "VideoFiltersMode is AllFilters in every meeting policy."}
	case background.No:
		return report.Finding{Code: "own-refused", Severity: report.Problem,
			Title: "No one can use a file of their own", Do: change,
			Text: "Every meeting policy allows less than all video effects. It is useless to hand out the file."}
	case "":
		return report.Finding{Code: "own-some", Severity: report.Warning,
			Title: "Not everyone can use a file of their own", Do: change,
			Text: "People with these policies cannot: " + named(w.policies.Meeting, func(p background.Policy) bool {
				return p.Own == background.No
			}) + ". The policy “Global” is for everyone without another one."}
	}
	return report.Finding{Code: "own-unknown", Severity: report.Unknown,
		Title: "It is not known who can use a file of their own", Do: runAgain,
		Text: "The export does not show a VideoFiltersMode that Handrail knows for every policy and for “Global”."}
}

// branding returns whether the customisation policies show pictures of the organisation.
func (w *who) branding() report.Finding {
	const do = "In the Teams admin center > Meetings > Customization policies, turn on “Custom backgrounds”."
	switch w.picturesAnswer() {
	case background.Yes:
		return report.Finding{Code: "pictures-on", Severity: report.OK,
			Title: "The policies show pictures of the organisation", Text: "Every customisation policy allows them."}
	case background.No:
		return report.Finding{Code: "pictures-off", Severity: report.Warning,
			Title: "No policy shows pictures of the organisation", Do: do,
			Text: "EnableMeetingBackgroundImages is False in every customisation policy."}
	case "":
		return report.Finding{Code: "pictures-some", Severity: report.Warning,
			Title: "Not every policy shows pictures of the organisation", Do: do,
			Text: "These policies do not: " + named(w.policies.Branding, func(p background.Policy) bool {
				return p.Pictures == background.No
			}) + "."}
	}
	return report.Finding{Code: "pictures-unknown", Severity: report.Unknown,
		Title: "It is not known whether policies show the pictures", Do: runAgain,
		Text: "The export does not show EnableMeetingBackgroundImages for every policy and for “Global”."}
}

// effects returns what meeting policies without video effects mean for pictures of the organisation.
func (w *who) effects() []report.Finding {
	none := named(w.policies.Meeting, func(p background.Policy) bool { return strings.EqualFold(p.Mode, "NoFilters") })
	if none == "" {
		return nil
	}
	return []report.Finding{{Code: "effects-off", Severity: report.Note, Title: "Some people see only your pictures",
		Text: "These meeting policies have no video effects: " + none + ". Microsoft says that people with them can use " +
			"your pictures, blur, or no background."}}
}

// count returns how many people have Teams Premium, and of how many it is not known.
func (w *who) count() (with, open int) {
	for _, p := range w.people {
		switch p.plan.Standing {
		case tenant.PlanOn:
			with++
		case tenant.PlanUnknown:
			open++
		}
	}
	return with, open
}

// premium returns how many people would see the picture.
func (w *who) premium() report.Finding {
	with, open := w.count()
	all := guide.Figures(len(w.people))
	switch {
	case !w.known || with == 0 && open > 0:
		return report.Finding{Code: "premium-unknown", Severity: report.Unknown,
			Title: "It is not known who has Teams Premium", Text: "Handrail could not read every licence.",
			Do: "Refresh “Licences” and “People” on the page Organisation."}
	case with == 0:
		return report.Finding{Code: "premium-none", Severity: report.Problem, Title: "No one would see the picture",
			Text: "No one has Teams Premium.", Do: "Let people add the file themselves instead."}
	case with < len(w.people):
		least := ""
		if open > 0 {
			least = "At least "
		}
		return report.Finding{Code: "premium-some", Severity: report.Note,
			Title: least + guide.Figures(with) + " of " + all + " people would see the picture",
			Text:  "Only they have Teams Premium. The others can add the file themselves."}
	}
	return report.Finding{Code: "premium-all", Severity: report.OK, Title: "All " + all + " people would see the picture",
		Text: "They have Teams Premium."}
}

// upload returns whether the signed-in account can upload the picture.
func (w *who) upload() report.Finding {
	f := report.Finding{Code: "uploader", Subject: w.account}
	switch w.uploader.Standing {
	case tenant.PlanOn:
		f.Severity, f.Title = report.OK, "Your account has Teams Premium"
		f.Text = "You need it to upload the picture."
	case tenant.PlanUnknown:
		f.Severity, f.Title = report.Unknown, "It is not known whether you have Teams Premium"
		f.Text, f.Do = "The account that uploads the picture needs it.", "Check your own licences."
	default:
		f.Severity, f.Title = report.Warning, "Your account does not have Teams Premium"
		f.Text = "The account that uploads the picture needs it."
		f.Do = "Assign it to your account, or ask an administrator who has it."
	}
	return f
}
