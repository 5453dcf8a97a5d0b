package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// fetchRegistration reads Microsoft's registration report or, where the
// organisation has no licence for it, each person's methods one by one.
func (g *Client) fetchRegistration(ctx context.Context, next string, page func(tenant.Page) error) error {
	if !ofPeople(next) {
		src, q, err := g.byID(ctx, tenant.SectionRegistration)
		if err != nil {
			return err
		}
		p := &pager{source: src, query: q}
		err = p.walk(ctx, next, page)
		var a *answer
		if p.pages > 0 || !errors.As(err, &a) || !premium(a) {
			return err
		}
		next = ""
	}
	return g.singlePeople(ctx, next, page, g.registrations)
}

// ofPeople reports whether a saved place is one in the list of people.
func ofPeople(next string) bool { return strings.HasPrefix(next, version+"/users") }

// singlePeople reads the people and passes each page of them through change.
func (g *Client) singlePeople(
	ctx context.Context, next string, page func(tenant.Page) error,
	change func(context.Context, []tenant.Row) ([]tenant.Row, error),
) error {
	src, q, err := g.byID(ctx, tenant.SectionUsers)
	if err != nil {
		return err
	}
	q.Select = []string{"id", "displayName", "userPrincipalName", "userType"}
	p := &pager{source: src, query: q}
	some := false
	p.change = func(ctx context.Context, people []tenant.Row) ([]tenant.Row, error) {
		rows, err := change(ctx, people)
		some = some || len(rows) < len(people)
		return rows, err
	}
	return p.walk(ctx, next, func(out tenant.Page) error {
		out.Notes = append(out.Notes, tenant.NoteOneByOne)
		if some {
			out.Notes = append(out.Notes, tenant.NoteNotEveryone)
		}
		return page(out)
	})
}

// methodNames maps the types of a person's methods to their names in the registration report (Microsoft Learn,
// userRegistrationDetails resource type, and Microsoft's zerotrustassessment module).
var methodNames = map[string]string{
	"#microsoft.graph.microsoftAuthenticatorAuthenticationMethod":             "microsoftAuthenticatorPush",
	"#microsoft.graph.passwordlessMicrosoftAuthenticatorAuthenticationMethod": "microsoftAuthenticatorPasswordless",
	"#microsoft.graph.softwareOathAuthenticationMethod":                       "softwareOneTimePasscode",
	"#microsoft.graph.hardwareOathAuthenticationMethod":                       "hardwareOneTimePasscode",
	"#microsoft.graph.fido2AuthenticationMethod":                              "passKeyDeviceBound",
	"#microsoft.graph.windowsHelloForBusinessAuthenticationMethod":            "windowsHelloForBusiness",
	"#microsoft.graph.temporaryAccessPassAuthenticationMethod":                "temporaryAccessPass",
	"#microsoft.graph.emailAuthenticationMethod":                              "email",
	"#microsoft.graph.x509CertificateAuthenticationMethod":                    "x509CertificateMultiFactor",
}

// phoneNames does the same for phones, by phoneType.
var phoneNames = map[string]string{
	"mobile": "mobilePhone", "alternatemobile": "alternateMobilePhone", "office": "officePhone",
}

// registrations returns a registration row for each person. It does not hold whether a method is allowed. People who
// could not be read have no row.
func (g *Client) registrations(ctx context.Context, people []tenant.Row) ([]tenant.Row, error) {
	paths := make([]string, len(people))
	for i, p := range people {
		var err error
		if paths[i], err = g.from(methodsOf(p.ID)).path(ctx); err != nil {
			return nil, err
		}
	}
	parts, err := g.batch(ctx, version, paths)
	if err != nil {
		return nil, err
	}
	rows := make([]tenant.Row, 0, len(people))
	var refused *answer
	for i, part := range parts {
		if part.Err != nil {
			errors.As(part.Err, &refused)
			continue
		}
		row, err := registrationOf(people[i], part.Body)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	switch {
	case len(rows) > 0 || refused == nil:
		return rows, nil
	case refused.Status == http.StatusForbidden:
		return nil, &tenant.SectionError{State: tenant.NeedsConsent, Err: refused,
			Message: "Without Entra ID P1, Handrail must read each person’s methods. It does not have permission.",
			Hint:    "Ask a Global Administrator to grant Handrail the permission UserAuthenticationMethod.Read.All."}
	}
	return nil, refused
}

func methodsOf(id string) func(start) ask {
	return func(s start) ask {
		return get(s.users().ByUserId(id).Authentication().Methods().ToGetRequestInformation)
	}
}

func registrationOf(person tenant.Row, body json.RawMessage) (tenant.Row, error) {
	c, err := shape.Page(body)
	if err != nil {
		return tenant.Row{}, err
	}
	var u tenant.User
	_ = json.Unmarshal(person.Body, &u)
	names, second := []string{}, false
	for _, v := range c.Value {
		var m struct {
			Type  tenant.Text `json:"@odata.type"`
			Phone tenant.Text `json:"phoneType"`
		}
		_ = json.Unmarshal(v, &m)
		name := methodNames[string(m.Type)]
		switch {
		case m.Type.Is("#microsoft.graph.passwordAuthenticationMethod"):
			continue
		case m.Type.Is("#microsoft.graph.phoneAuthenticationMethod"):
			if name = phoneNames[strings.ToLower(string(m.Phone))]; name == "" {
				name = "phone:" + string(m.Phone)
			}
		case name == "":
			name = strings.TrimSuffix(strings.TrimPrefix(string(m.Type), "#microsoft.graph."), "AuthenticationMethod")
		}
		names = append(names, name)
		second = second || name != "email" && name != "temporaryAccessPass"
	}
	if c.Value == nil {
		c.Value = []json.RawMessage{}
	}
	out, err := json.Marshal(map[string]any{
		"id": person.ID, "userPrincipalName": u.UPN, "userDisplayName": u.Name,
		"userType":        strings.ToLower(string(u.Type)),
		"isMfaRegistered": second, "methodsRegistered": names, "handrailMethods": c.Value,
	})
	return tenant.Row{ID: person.ID, Body: out}, err
}

// fetchPerUser reads the per-user MFA state: of everyone at once where Microsoft offers that, else person by person.
func (g *Client) fetchPerUser(ctx context.Context, next string, page func(tenant.Page) error) error {
	if next == "" || strings.Contains(next, perUserProperty) {
		quick, err := g.perUserQuick(ctx, next, page)
		if quick || err != nil {
			return err
		}
		next = ""
	}
	return g.singlePeople(ctx, next, page, g.requirements)
}

func (g *Client) requirements(ctx context.Context, people []tenant.Row) ([]tenant.Row, error) {
	paths := make([]string, len(people))
	for i, p := range people {
		paths[i] = requirementsPath(p.ID)
	}
	parts, err := g.batch(ctx, beta, paths)
	if err != nil {
		return nil, err
	}
	rows, refusedAll := make([]tenant.Row, 0, len(people)), error(nil)
	for i, part := range parts {
		if part.Err != nil {
			refusedAll = part.Err
			continue
		}
		found, err := shape.Object(part.Body, perUserProperty)
		var body json.RawMessage
		if err == nil {
			body, err = with(found.Value[0], "id", people[i].ID)
		}
		if err != nil {
			refusedAll = err
			continue
		}
		rows = append(rows, tenant.Row{ID: people[i].ID, Body: body})
	}
	if len(rows) == 0 && refusedAll != nil {
		return nil, refusedAll
	}
	return rows, nil
}
