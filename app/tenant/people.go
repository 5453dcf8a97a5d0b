package tenant

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// User is a row of SectionUsers (Graph user).
type User struct {
	ID                string         `json:"id"`
	Name              Text           `json:"displayName"`
	UPN               Text           `json:"userPrincipalName"`
	Mail              Text           `json:"mail"`
	Enabled           Flag           `json:"accountEnabled"`
	Type              Text           `json:"userType"`          // Member, Guest
	External          Text           `json:"externalUserState"` // empty: not an external user
	OnPremises        Flag           `json:"onPremisesSyncEnabled"`
	Created           When           `json:"createdDateTime"`
	JobTitle          Text           `json:"jobTitle"`
	Department        Text           `json:"department"`
	OfficeLocation    Text           `json:"officeLocation"`
	UsageLocation     Text           `json:"usageLocation"`
	PreferredLanguage Text           `json:"preferredLanguage"`
	Licences          []UserLicence  `json:"assignedLicenses"`
	Plans             []AssignedPlan `json:"assignedPlans"`
	SignIn            *SignInTimes   `json:"signInActivity"` // nil: not readable without P1
}

// Guest reports whether the account comes from another organisation.
func (u User) Guest() bool { return u.Type.Is("Guest") }

// UserLicence is one licence of a person.
type UserLicence struct {
	SKU      Text  `json:"skuId"`
	Disabled Texts `json:"disabledPlans"`
}

// AssignedPlan is one service plan of a licence of a person.
type AssignedPlan struct {
	ID      Text `json:"servicePlanId"`
	Service Text `json:"service"`
	Status  Text `json:"capabilityStatus"`
}

// SignInTimes holds when a person signed in last; zero means never, if it was told.
type SignInTimes struct {
	Last           When `json:"lastSignInDateTime"`
	LastWithoutAsk When `json:"lastNonInteractiveSignInDateTime"`
	LastSuccessful When `json:"lastSuccessfulSignInDateTime"`
	Told           bool `json:"-"` // there are such fields, and each is empty or a time
}

// UnmarshalJSON reads the times that are there.
func (s *SignInTimes) UnmarshalJSON(b []byte) error {
	*s = SignInTimes{Told: true}
	some := false
	err := EachField(b, func(name, raw []byte) {
		var at *When
		switch string(name) {
		case "lastSignInDateTime":
			at = &s.Last
		case "lastNonInteractiveSignInDateTime":
			at = &s.LastWithoutAsk
		case "lastSuccessfulSignInDateTime":
			at = &s.LastSuccessful
		default:
			return
		}
		some = true
		_ = at.UnmarshalJSON(raw)
		s.Told = s.Told && (!at.IsZero() || isNever(raw))
	})
	s.Told = s.Told && some
	return err
}

// isNever reports whether a value says that there was no such moment: nothing, or the first
// day of a calendar.
func isNever(raw []byte) bool {
	text := FieldText(raw)
	return string(raw) == "null" || strings.HasPrefix(text, "0001-01-01T") || strings.HasPrefix(text, "1601-01-01T")
}

// Registration is a row of SectionRegistration (Graph
// userRegistrationDetails), or what was put together person by person where the
// report cannot be had. Its id is the user's.
type Registration struct {
	ID              string `json:"id"`
	UPN             Text   `json:"userPrincipalName"`
	Name            Text   `json:"userDisplayName"`
	Type            Text   `json:"userType"`
	Admin           Flag   `json:"isAdmin"`
	MFARegistered   Flag   `json:"isMfaRegistered"`
	MFACapable      Flag   `json:"isMfaCapable"`
	Passwordless    Flag   `json:"isPasswordlessCapable"`
	SSPRRegistered  Flag   `json:"isSsprRegistered"`
	SSPREnabled     Flag   `json:"isSsprEnabled"`
	SSPRCapable     Flag   `json:"isSsprCapable"`
	SystemPreferred Flag   `json:"isSystemPreferredAuthenticationMethodEnabled"`
	SystemMethods   Texts  `json:"systemPreferredAuthenticationMethods"`
	Preferred       Text   `json:"userPreferredMethodForSecondaryAuthentication"`
	Methods         Texts  `json:"methodsRegistered"`
	Updated         When   `json:"lastUpdatedDateTime"` // of the report, not of the person
	// Details are the person's methods one by one, where they were read that
	// way; each keeps Microsoft's JSON. nil: the row comes from the report.
	Details []json.RawMessage `json:"handrailMethods,omitempty"`
}

// FromReport reports whether the row comes from Microsoft's report.
func (r Registration) FromReport() bool { return r.Details == nil }

// PerUserMFA is a row of SectionPerUserMFA; its id is the user's. State is
// disabled, enabled, enforced, or something else that is unknown.
type PerUserMFA struct {
	ID    string `json:"id"`
	State Text   `json:"perUserMfaState"`
}

// Each decodes every row of a section into a T and calls f with it. A row that
// is no JSON object at all is an error: Microsoft sent something else.
func Each[T any](ctx context.Context, r Reader, section string, f func(T) error) error {
	return r.Each(ctx, section, func(id string, body []byte) error {
		var row T
		if err := json.Unmarshal(body, &row); err != nil {
			return fmt.Errorf("tenant: row %s of %s: %w", id, section, err)
		}
		return f(row)
	})
}

// One decodes one row of a section into a T. The error is that of r.Row, or says that the
// row is no JSON object.
func One[T any](ctx context.Context, r Reader, section, id string) (row T, err error) {
	found, err := r.Row(ctx, section, id)
	if err != nil {
		return row, err
	}
	if err := json.Unmarshal(found.Body, &row); err != nil {
		return row, fmt.Errorf("tenant: row %s of %s: %w", id, section, err)
	}
	return row, nil
}

// All returns every row of a section. Use it for the small ones.
func All[T any](ctx context.Context, r Reader, section string) ([]T, error) {
	var all []T
	err := Each(ctx, r, section, func(row T) error {
		all = append(all, row)
		return nil
	})
	return all, err
}
