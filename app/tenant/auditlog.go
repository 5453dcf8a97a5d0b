package tenant

import (
	_ "embed"
	"strconv"
	"strings"
	"time"
)

// auditDays is how far back the audit log is read: as long as Microsoft keeps it with Entra ID P1.
const auditDays = 30

// auditRoles may read the audit log, besides the permission (Microsoft Learn, List directoryAudits, 13 August 2024).
var auditRoles = []string{"Reports Reader", "Security Reader", "Security Administrator"}

// auditPage is how many entries a page has.
const auditPage = 500

// NoteAuditCut is the note of a reading of the audit log that ended before the oldest entry.
const NoteAuditCut = "Handrail read only the newest entries of the audit log."

func auditSection() Section {
	return Section{
		ID: SectionAudit, Title: "Audit log", MaxAge: 6 * hour,
		Why:  "Who changed what, when, and with which program.",
		Path: "/auditLogs/directoryAudits", Scopes: []string{"AuditLog.Read.All"}, Roles: auditRoles,
		PageSize: auditPage, Since: "activityDateTime", Days: auditDays, Log: true,
	}
}

//go:embed retention.csv
var retentionText string

// AuditKept returns for how long Microsoft surely keeps an entry of the audit log: without a licence that keeps it
// longer, and where the licences were never read, it is the shorter time.
func AuditKept(p Plans) time.Duration {
	plan := "free"
	if p.Has(PlanP1).Yes {
		plan = "p1"
	}
	for _, row := range rowsOf(retentionText, 3) {
		if days, err := strconv.Atoi(row[2]); row[0] == "audit" && row[1] == plan && err == nil {
			return time.Duration(days) * day
		}
	}
	panic("tenant: retention.csv has no row for " + plan)
}

// AuditEntry is a row of SectionAudit (Graph directoryAudit). No address and no value of a property is in it that
// AuditValue does not name.
type AuditEntry struct {
	ID       string        `json:"id"`
	Activity Text          `json:"activityDisplayName"`
	At       When          `json:"activityDateTime"`
	Result   Text          `json:"result"` // success, failure, timeout
	Reason   Text          `json:"resultReason,omitempty"`
	Service  Text          `json:"loggedByService,omitempty"`
	Category Text          `json:"category,omitempty"`
	By       AuditBy       `json:"initiatedBy"`
	Targets  []AuditTarget `json:"targetResources"`
	Details  []AuditDetail `json:"additionalDetails,omitempty"`
}

// AuditBy is who or what did it. Both are nil where Microsoft names neither.
type AuditBy struct {
	User *AuditUser `json:"user"`
	App  *AuditApp  `json:"app"`
}

// AuditUser is a person as an actor. Often only the sign-in name and the ID are there.
type AuditUser struct {
	ID   Text `json:"id"`
	Name Text `json:"displayName"`
	UPN  Text `json:"userPrincipalName"`
}

// AuditApp is an application as an actor. Of many only the name and the ID of the service principal are there.
type AuditApp struct {
	AppID     Text `json:"appId"`
	Name      Text `json:"displayName"`
	Principal Text `json:"servicePrincipalId"`
}

// AuditTarget is an object that was changed, or that the change is about.
type AuditTarget struct {
	ID       Text            `json:"id"`
	Name     Text            `json:"displayName"`
	Type     Text            `json:"type"` // User, Group, Role, Policy, ServicePrincipal, Device, …
	UPN      Text            `json:"userPrincipalName"`
	Modified []AuditProperty `json:"modifiedProperties"`
}

// AuditProperty is a property that was changed. The values are JSON in a text.
type AuditProperty struct {
	Name Text `json:"displayName"`
	Old  Text `json:"oldValue,omitempty"`
	New  Text `json:"newValue,omitempty"`
}

// AuditDetail is more about a change, such as the browser.
type AuditDetail struct {
	Key   Text `json:"key"`
	Value Text `json:"value"`
}

// auditValues are the properties whose values are saved: those that say which group, role or setting an entry is about.
// The values of others may be telephone numbers or addresses.
var auditValues = func() map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(`Group.ObjectID Group.DisplayName Role.ObjectID Role.DisplayName Role.TemplateId
		RoleDefinitionOriginId TemplateId AccountEnabled UserType ConditionalAccessPolicy AuthenticationMethodsPolicy
		IncludedUpdatedProperties`) {
		all[strings.ToLower(name)] = true
	}
	return all
}()

// AuditValue reports whether the values of a property of an entry are saved.
func AuditValue(property string) bool {
	return auditValues[strings.ToLower(strings.ReplaceAll(property, " ", ""))]
}

// auditDetails are the details that are saved: with what it was done, and for which role.
var auditDetails = Texts{"User-Agent", "TemplateId", "RoleDefinitionOriginId"}

// Plain returns the entry with only what is saved of it.
func (e AuditEntry) Plain() AuditEntry {
	var details []AuditDetail
	for _, d := range e.Details {
		if auditDetails.Has(string(d.Key)) {
			details = append(details, d)
		}
	}
	e.Details = details
	targets := make([]AuditTarget, len(e.Targets))
	for i, t := range e.Targets {
		properties := make([]AuditProperty, len(t.Modified))
		for j, p := range t.Modified {
			if properties[j] = p; !AuditValue(string(p.Name)) {
				properties[j].Old, properties[j].New = "", ""
			}
		}
		t.Modified = properties
		targets[i] = t
	}
	e.Targets = targets
	return e
}
