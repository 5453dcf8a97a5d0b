package tenant

// The IDs of the sections with what ends: the app registrations, and the subscriptions behind the licences.
const (
	SectionApplications  = "applications"
	SectionSubscriptions = "subscriptions"
)

// Application is a row of SectionApplications (Graph application): an app registration with what it signs in with.
type Application struct {
	ID           string       `json:"id"`
	Name         Text         `json:"displayName"`
	Secrets      []Credential `json:"passwordCredentials"`
	Certificates []Credential `json:"keyCredentials"`
}

// Credential is a client secret or a certificate of an app, without the secret itself.
type Credential struct {
	Key  Text `json:"keyId"`
	Name Text `json:"displayName"`
	End  When `json:"endDateTime"`
}

// Subscription is a row of SectionSubscriptions (Graph companySubscription). On Next it moves into its next state, if
// no one renews it: first with access, then without, then it is deleted.
type Subscription struct {
	ID     string `json:"id"`
	Part   Text   `json:"skuPartNumber"`
	Status Text   `json:"status"` // Enabled, Warning, Suspended, Deleted, LockedOut
	Trial  Flag   `json:"isTrial"`
	Next   When   `json:"nextLifecycleDateTime"`
}

// endingSections are what ends (Microsoft Learn, List applications: delegated, Application.Read.All; List
// companySubscriptions: Organization.Read.All).
func endingSections() []Section {
	return append(applicationSections(), Section{
		ID: SectionSubscriptions, Title: "Subscriptions", MaxAge: day, Optional: true,
		Why:  "When the subscriptions behind your licences must be renewed.",
		Path: "/directory/subscriptions", Scopes: []string{"Organization.Read.All"},
		Select: []string{"id", "skuId", "skuPartNumber", "status", "isTrial", "totalLicenses", "nextLifecycleDateTime"},
	})
}

// applicationSections are the app registrations.
func applicationSections() []Section {
	return []Section{{
		ID: SectionApplications, Title: "App registrations", MaxAge: day, Optional: true,
		Why:  "Until when the client secrets and certificates of apps are valid.",
		Path: "/applications", Scopes: []string{"Application.Read.All"},
		Select: []string{"id", "displayName", "passwordCredentials", "keyCredentials"},
		// hint is the beginning of a client secret (Microsoft Learn, passwordCredential).
		Never: []string{"hint", "secretText", "key"},
	}}
}
