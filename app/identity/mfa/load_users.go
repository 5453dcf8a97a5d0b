package mfa

import (
	"context"
	"time"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// user is one person in the list of users.
type user struct {
	id, upn, name, mail, language string
	department                    string
	placed                        bool // the department was read, also where it is null
	created, last                 time.Time
	active                        bool // signInActivity was read, also where it is null
	enabled, guest                access.Answer
	state                         string // externalUserState
	stated                        bool   // it was read, also where it is null
}

// readUsers appends the list of users to all.
func readUsers(ctx context.Context, r tenant.Reader, all []user) ([]user, error) {
	same := tenant.SharedTexts{}
	err := r.Each(ctx, tenant.SectionUsers, func(id string, body []byte) error {
		u := user{id: id}
		err := tenant.EachField(body, func(name, raw []byte) {
			switch string(name) {
			case "userPrincipalName":
				u.upn = tenant.FieldText(raw)
			case "displayName":
				u.name = tenant.FieldText(raw)
			case "mail":
				u.mail = tenant.FieldText(raw)
			case "accountEnabled":
				u.enabled = tri(raw)
			case "userType":
				u.guest = guest(same.Text(raw))
			case "externalUserState":
				u.stated, u.state = true, same.Text(raw)
			case "preferredLanguage":
				u.language = same.Text(raw)
			case "department":
				u.department, u.placed = same.Text(raw), true
			case "createdDateTime":
				var at tenant.When
				_ = at.UnmarshalJSON(raw) // accepts any JSON
				u.created = at.Time
			case "signInActivity":
				u.last, u.active = lastSignIn(raw), string(raw) == "null" || raw[0] == '{'
			}
		})
		all = append(all, u)
		return err
	})
	return all, err
}

// lastSignIn returns the latest sign-in time, or zero if none is known.
func lastSignIn(raw []byte) (last time.Time) {
	_ = tenant.EachField(raw, func(name, raw []byte) { // raw that is not an object has no times
		switch string(name) {
		case "lastSignInDateTime", "lastNonInteractiveSignInDateTime", "lastSuccessfulSignInDateTime":
			var at tenant.When
			if at.UnmarshalJSON(raw) == nil && at.After(last) {
				last = at.Time
			}
		}
	})
	return last
}
