package tenant

// SectionApplications is the ID of the section with the app registrations.
const SectionApplications = "applications"

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

// applicationSections are the app registrations (Microsoft Learn, List applications: delegated, Application.Read.All).
func applicationSections() []Section {
	return []Section{{
		ID: SectionApplications, Title: "App registrations", MaxAge: day, Optional: true,
		Why:  "Until when the client secrets and certificates of apps are valid.",
		Path: "/applications", Scopes: []string{"Application.Read.All"},
		Select: []string{"id", "displayName", "passwordCredentials", "keyCredentials"},
	}}
}
