package tenant

// RoleTemplate is a row of SectionRoleTemplates (Graph directoryRoleTemplate): a role that
// Microsoft offers.
type RoleTemplate struct {
	ID   string `json:"id"`
	Name Text   `json:"displayName"`
}
