package tenant

// backupSections are about Microsoft Entra Backup and Recovery, which keeps the directory as it was for some days
// (Microsoft Learn, List snapshots, List jobs and recoveryPreviewJob: getChanges, v1.0). Handrail creates no difference
// report itself: that needs a permission to write and the role Entra Backup Administrator, takes up to an hour, and
// keeps every other job of the organisation waiting (Microsoft Learn, Create recoveryPreviewJob).
func backupSections() []Section {
	const scope = "EntraBackup.Read.All"
	roles := []string{"Entra Backup Reader", "Entra Backup Administrator"}
	return []Section{
		{
			ID: SectionSnapshots, Title: "Entra Backup snapshots", MaxAge: day, Optional: true, Log: true,
			Why:  "From which days Microsoft has a backup of the directory.",
			Path: "/directory/recovery/snapshots", Scopes: []string{scope}, Roles: roles, Plan: PlanP1,
		},
		{
			ID: SectionDifferences, Title: "Entra Backup differences", MaxAge: day, Optional: true,
			Why:  "What changed since such a day, where someone created a difference report.",
			Path: "/directory/recovery/jobs", Scopes: []string{scope},
			Roles: roles, Plan: PlanP1,
		},
	}
}

// The properties that Handrail adds to a difference: the object, the day of the snapshot, and when the report was made.
const (
	DifferenceOf       = "handrailObject"
	DifferenceSnapshot = "handrailSnapshot"
	DifferenceMade     = "handrailMade"
)
