package tenant

import "slices"

// Notes about what the rows of a section lack. They are kept with the rows, so
// their words are stored.
const (
	NoteNoEligible    = "Handrail could not read the eligible roles. The list has only active roles."
	NoteNoRoleMembers = "Handrail could not read the members of a group with a role. There may be more administrators."
	NoteNewest        = "Handrail read only the newest of these sign-ins."
	NoteNoSignIn      = "The last sign-in is not known: it needs Entra ID P1 and the permission AuditLog.Read.All."
	NoteNoStrongest   = "Handrail could not find out whether Microsoft asks for the strongest method first: " +
		"Microsoft Graph beta did not answer."
)

// NotesOnRows returns the notes that say which rows can be seen. The others are about a property that no row has.
func NotesOnRows(notes []string) (rows []string) {
	for _, n := range notes {
		if n != NoteNoSignIn && n != NoteNoStrongest {
			rows = append(rows, n)
		}
	}
	return rows
}

// RolesRead reports whether the rows of SectionRoles with this status hold every active
// role, and every eligible one.
func RolesRead(st Status) (active, eligible bool) {
	if st.Completed.IsZero() || slices.Contains(st.Notes, NoteNoRoleMembers) {
		return false, false
	}
	return true, !slices.Contains(st.Notes, NoteNoEligible)
}
