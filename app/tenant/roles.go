package tenant

import "slices"

// Notes about what the rows of a section lack. They are kept with the rows, so
// their words are stored.
const (
	NoteNoEligible    = "Handrail could not read the eligible roles. The list has only active roles."
	NoteNoRoleMembers = "Handrail could not read the members of a group with a role. There may be more administrators."
	NoteNewest        = "Handrail read only the newest of these sign-ins."
	NoteNoSignIn      = "The last sign-in is not known: it needs Entra ID P1 and the permission AuditLog.Read.All."
	NoteOneByOne      = "Read person by person."
	NoteNotEveryone   = "Handrail could not read some people. It does not know their methods."
)

// NotesOnRows returns the notes that say which rows can be seen: where they are others, rows come and go although
// nothing changed.
func NotesOnRows(notes []string) (rows []string) {
	for _, n := range notes {
		switch n {
		case NoteNoEligible, NoteNoRoleMembers, NoteNotCompared, NoteOneByOne, NoteNotEveryone:
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
