package tenant

import (
	"encoding/json"
	"slices"
)

// The kinds of what Intune assigns to groups. Each is one section, with all of them (IntuneSection).
const (
	IntuneProfiles     Demand = "intune-profiles"
	IntuneSettings     Demand = "intune-settings"
	IntuneTemplates    Demand = "intune-templates"
	IntuneCompliance   Demand = "intune-compliance"
	IntuneApps         Demand = "intune-apps"
	IntuneScripts      Demand = "intune-scripts"
	IntuneRemediations Demand = "intune-remediations"
	IntuneMacScripts   Demand = "intune-mac-scripts"
	IntuneAutopilot    Demand = "intune-autopilot"
)

// The profiles with which devices of other systems are set up. Each is one section, with all of them.
const (
	EnrolmentAndroid Demand = "enrolment-android"
	EnrolmentApple   Demand = "enrolment-apple"
)

// every is what stands in the ID of a section on demand that is not of one group or person.
const every = "all"

// GroupLicencesSection is the ID of the section with the licences of every group.
const GroupLicencesSection = string(GroupLicences) + "/" + every

// IntuneKinds returns the kinds of what Intune assigns to groups, in the order in which they are shown.
func IntuneKinds() []Demand {
	return []Demand{IntuneProfiles, IntuneSettings, IntuneTemplates, IntuneCompliance, IntuneApps, IntuneScripts,
		IntuneRemediations, IntuneMacScripts, IntuneAutopilot}
}

// IntuneSection returns the ID of the section of a kind, also of enrolment.
func IntuneSection(kind Demand) string { return string(kind) + "/" + every }

// intuneDemands returns the sections of Intune. The permissions are those of the lists (Microsoft Learn, Graph API
// reference: List deviceConfigurations, List mobileApps, List windowsAutopilotDeploymentProfiles); for scripts, the one
// that Microsoft has required since 2025.
func intuneDemands() map[Demand]Section {
	row := func(title, why, path, scope, name string) Section {
		return Section{Title: title, Why: why, Path: path, Scopes: []string{scope}, MaxAge: day,
			Select: []string{"id", name}, Expand: []string{"assignments"}}
	}
	const (
		name          = "displayName"
		management    = "/deviceManagement/"
		configuration = "DeviceManagementConfiguration.Read.All"
		scripts       = "DeviceManagementScripts.Read.All"
	)
	enrolment := func(title, why, path, scope string, properties ...string) Section {
		s := row(title, why, path, scope, "")
		s.Select, s.Expand = properties, nil // never the token with which a device is set up
		return s
	}
	return map[Demand]Section{
		EnrolmentAndroid: enrolment("Android enrolment profiles", "Which profile names Android devices can get.",
			management+"androidDeviceOwnerEnrollmentProfiles (beta)", configuration, "id", name),
		EnrolmentApple: enrolment("Apple enrolment profiles", "Which profile names Apple devices can get.",
			management+"depOnboardingSettings (beta)", "DeviceManagementServiceConfig.Read.All", "id", "tokenName"),
		IntuneProfiles: row("Intune configuration profiles", "Which groups get a configuration profile.",
			management+"deviceConfigurations", configuration, name),
		IntuneSettings: row("Intune settings catalog", "Which groups get a policy of the settings catalog.",
			management+"configurationPolicies (beta)", configuration, "name"),
		IntuneTemplates: row("Intune administrative templates", "Which groups get an administrative template.",
			management+"groupPolicyConfigurations (beta)", configuration, name),
		IntuneCompliance: row("Intune compliance policies", "Which groups get a compliance policy.",
			management+"deviceCompliancePolicies", configuration, name),
		IntuneApps: row("Intune apps", "Which groups get an app.",
			"/deviceAppManagement/mobileApps", "DeviceManagementApps.Read.All", name),
		IntuneScripts: row("Intune platform scripts", "Which groups get a script for Windows.",
			management+"deviceManagementScripts (beta)", scripts, name),
		IntuneRemediations: row("Intune remediations", "Which groups get a remediation.",
			management+"deviceHealthScripts (beta)", scripts, name),
		IntuneMacScripts: row("Intune scripts for macOS", "Which groups get a script for macOS.",
			management+"deviceShellScripts (beta)", scripts, name),
		IntuneAutopilot: row("Autopilot assignments", "Which groups get an Autopilot profile.",
			management+"windowsAutopilotDeploymentProfiles (beta)", "DeviceManagementServiceConfig.Read.All", name),
	}
}

// IntuneItem is a row of a section of Intune: a profile, a policy, an app or a script.
type IntuneItem struct {
	ID     string
	Name   string
	Known  bool // the assignments were read, all of them
	Groups []IntuneTarget
}

// IntuneTarget is the assignment of an item to one group. What is assigned to every device or person has none.
type IntuneTarget struct {
	Group    string
	Excluded bool
	Intent   string // of an app: required, available, uninstall
}

// The targets that Graph documents (Microsoft Learn, deviceAndAppManagementAssignmentTarget).
const (
	targetGroup    = "#microsoft.graph.groupAssignmentTarget"
	targetExcluded = "#microsoft.graph.exclusionGroupAssignmentTarget"
)

var targetsWithoutGroup = []string{"#microsoft.graph.allDevicesAssignmentTarget",
	"#microsoft.graph.allLicensedUsersAssignmentTarget",
	"#microsoft.graph.configurationManagerCollectionAssignmentTarget"}

// UnmarshalJSON reads a row. Assignments that are not there, go on elsewhere or have a target that Handrail does not
// know are not known.
func (i *IntuneItem) UnmarshalJSON(b []byte) error {
	var row struct {
		ID          string `json:"id"`
		Name        Text   `json:"displayName"`
		Policy      Text   `json:"name"`
		More        Text   `json:"assignments@odata.nextLink"`
		Assignments *[]struct {
			Intent Text `json:"intent"`
			Target struct {
				Type  Text `json:"@odata.type"`
				Group Text `json:"groupId"`
			} `json:"target"`
		} `json:"assignments"`
	}
	if err := json.Unmarshal(b, &row); err != nil {
		return err
	}
	*i = IntuneItem{ID: row.ID, Name: string(row.Name)}
	if i.Name == "" {
		i.Name = string(row.Policy)
	}
	if i.Name == "" {
		i.Name = i.ID
	}
	if row.Assignments == nil {
		return nil
	}
	i.Known = row.More == ""
	for _, a := range *row.Assignments {
		switch t := a.Target; {
		case (t.Type.Is(targetGroup) || t.Type.Is(targetExcluded)) && t.Group != "":
			i.Groups = append(i.Groups, IntuneTarget{Group: string(t.Group), Excluded: t.Type.Is(targetExcluded),
				Intent: string(a.Intent)})
		case !slices.ContainsFunc(targetsWithoutGroup, t.Type.Is):
			i.Known = false
		}
	}
	return nil
}
