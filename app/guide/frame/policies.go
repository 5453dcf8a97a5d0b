package frame

import (
	"fmt"
	"strings"

	"handrail/app/report"
)

// BetaPolicies is about the Conditional Access policies that only the beta of Graph shows, by
// name: v1.0 leaves out those that use its features. compared is whether the beta was asked.
func BetaPolicies(names []string, compared bool) (all []report.Finding) {
	if len(names) > 0 {
		title := "1 policy is only in Microsoft Graph beta"
		if len(names) > 1 {
			title = fmt.Sprintf("%d policies are only in Microsoft Graph beta", len(names))
		}
		all = append(all, report.Finding{Code: "beta-policies", Severity: report.Unknown, Title: title,
			Text: "“" + strings.Join(names, "”, “") + "”. Handrail cannot say for certain what they do.",
			Do:   "Look at them in the Microsoft Entra admin center."})
	}
	if !compared {
		all = append(all, report.Finding{Code: "policies-not-compared", Severity: report.Note,
			Title: "Handrail could not check whether policies are missing",
			Text: "Only Microsoft Graph beta shows policies that use preview features, and it did not answer. " +
				"That no policy does something is not certain.",
			Do: "Refresh your organisation, then check again."})
	}
	return all
}
