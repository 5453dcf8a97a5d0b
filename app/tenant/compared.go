package tenant

import "slices"

// NoteNotCompared is a note about the rows of SectionAccess, and stored with them.
const NoteNotCompared = "Handrail could not check whether policies are missing: Microsoft Graph beta did not answer."

// PoliciesCompared reports whether the rows of SectionAccess with this status were compared
// with the beta: v1.0 leaves out policies that use features of the beta.
func PoliciesCompared(st Status) bool {
	return !st.Completed.IsZero() && !slices.Contains(st.Notes, NoteNotCompared)
}

// BetaOnly returns the names of the policies that v1.0 leaves out.
func BetaOnly(rows []AccessPolicy) (names []string) {
	for _, p := range rows {
		if p.BetaOnly {
			names = append(names, string(p.Name))
		}
	}
	return names
}

// PolicyList is what Writer.Read returns of all policies.
type PolicyList struct {
	Rows []AccessPolicy `json:"value"`
	Next string         `json:"@odata.nextLink"`
	// NotCompared: the beta did not answer.
	NotCompared bool `json:"handrailNotCompared"`
}
