package graph

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

// TestEachObjectIsWhereTheDocumentationHasIt builds every read and every write once.
func TestEachObjectIsWhereTheDocumentationHasIt(t *testing.T) {
	g, _ := client(t, serve(t, nil))
	ctx := context.Background()
	for _, o := range objects {
		path := strings.ReplaceAll(o.path, "{}", "an-id")
		found, id, err := objectAt(path)
		if err != nil || found.path != o.path {
			t.Errorf("%s was found as %s (%v)", path, found.path, err)
			continue
		}
		if o.read != nil {
			if got, err := g.from(func(s start) ask { return o.read(s, id) }).path(ctx); err != nil ||
				"/"+strings.TrimPrefix(got, g.absolute(beta+"/")) != path {
				t.Errorf("%s is read at %s (%v)", path, got, err)
			}
		}
		for method, build := range map[string]func() (string, error){
			"PATCH": func() (string, error) { return builtAt(ctx, g, o.patch, id) },
			"POST":  func() (string, error) { return builtAt(ctx, g, o.post, id) },
			"DELETE": func() (string, error) {
				return builtAt(ctx, g, o.remove, id)
			},
		} {
			if got, err := build(); err != nil || got != "" && got != method+" "+path {
				t.Errorf("%s of %s goes to %s (%v)", method, path, got, err)
			}
		}
	}
	for _, path := range []string{
		"", "/", "/users/an-id", "/policies/authenticationMethodsPolicy/",
		"/solutions/virtualEvents/townhalls//sessions",
	} {
		if _, _, err := objectAt(path); app.CodeOf(err) != app.Internal {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func builtAt(ctx context.Context, g *Client, build writing, id string) (string, error) {
	if build == nil {
		return "", nil
	}
	r, err := build(ctx, g, id, []byte(`{"id":"x"}`))
	if err != nil {
		return "", err
	}
	u, err := r.GetUri()
	if err != nil {
		return "", err
	}
	at := strings.TrimPrefix(strings.TrimPrefix(u.String(), g.base()), g.absolute(beta))
	return r.Method.String() + " " + at, nil
}

// TestWhatWasConfirmedIsSent sends changes through Microsoft's models, or as they are where the models would lose
// something.
func TestWhatWasConfirmedIsSent(t *testing.T) {
	const methods, halls = "/policies/authenticationMethodsPolicy", "/solutions/virtualEvents/townhalls"
	for _, k := range []struct{ path, body string }{
		{methods, `{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled",` +
			`"snoozeDurationInDays":1,"includeTargets":[{"id":"all_users","targetType":"group",` +
			`"targetedAuthenticationMethod":"microsoftAuthenticator"}],"excludeTargets":[]}}}`},
		{methods, `{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":` +
			`{"state":"ofTomorrow","excludeTargets":null}}}`},
		{methods, `{"policyMigrationState":"migrationComplete","systemCredentialPreferences":{"state":"enabled"}}`},
		{methods + "/authenticationMethodConfigurations/Sms",
			`{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","id":"Sms","state":"disabled",` +
				`"includeTargets":[{"id":"a","targetType":"group","isRegistrationRequired":false,` +
				`"isUsableForSignIn":true}]}`},
		{methods + "/authenticationMethodConfigurations/New",
			`{"@odata.type":"#microsoft.graph.newAuthenticationMethodConfiguration","id":"New","state":"off",` +
				`"x":[1.50,null]}`},
		{halls, `{"displayName":"<Advent> & more","audience":"everyone",` +
			`"startDateTime":{"dateTime":"2026-12-06T09:30:00","timeZone":"UTC"},` +
			`"endDateTime":{"dateTime":"2026-12-06T11:00:00","timeZone":"UTC"}}`},
		{halls + "/an-id/presenters",
			`{"identity":{"@odata.type":"#microsoft.graph.communicationsUserIdentity","id":"b"}}`},
		{halls + "/an-id/publish", ``},
	} {
		path, _, _ := strings.Cut(k.path, "(")
		s := serve(t, map[string][]reply{"/v1.0" + path: {ok(`{}`)}})
		o, ctx := office(t, t.TempDir(), s.URL), context.Background()
		if err := o.Ask(ctx, "Any.Right"); err != nil {
			t.Fatal(err)
		}
		before := len(s.seen)
		var err error
		if strings.HasPrefix(path, methods) {
			_, err = o.Patch(ctx, k.path, []byte(k.body))
		} else {
			_, _, err = o.Post(ctx, k.path, []byte(k.body))
		}
		if err != nil || len(s.seen) != before+1 || !strings.HasSuffix(s.seen[before], path) {
			t.Errorf("%s: %v, asked %q", k.path, err, s.seen[before:])
			continue
		}
		sent, want := s.bodies[before], k.body
		var a, b any
		if want != "" {
			err = errors.Join(json.Unmarshal([]byte(sent), &a), json.Unmarshal([]byte(want), &b))
		}
		if err != nil || !reflect.DeepEqual(without(a, b), b) || want == "" && sent != "" {
			t.Errorf("%s: sent %s, want %s", k.path, sent, want)
		}
		if strings.Contains(want, "1.50") && sent != want {
			t.Errorf("%s: what the models do not know was not sent to the letter: %s", k.path, sent)
		}
	}
}

func TestAnUnknownObjectIsNotChanged(t *testing.T) {
	s := serve(t, nil)
	o, ctx := office(t, t.TempDir(), s.URL), context.Background()
	if err := o.Ask(ctx, "Any.Right"); err != nil {
		t.Fatal(err)
	}
	before := len(s.seen)
	_, read := o.Read(ctx, "/users/an-id")
	_, patched := o.Patch(ctx, "/solutions/virtualEvents/townhalls", []byte(`{}`))
	_, _, posted := o.Post(ctx, "/policies/authenticationMethodsPolicy", []byte(`{}`))
	_, broken := o.Patch(ctx, "/policies/authenticationMethodsPolicy", []byte(`{`))
	for _, err := range []error{read, patched, posted} {
		if app.CodeOf(err) != app.Internal {
			t.Errorf("%v", err)
		}
	}
	if broken == nil || len(s.seen) != before {
		t.Errorf("%v, asked %q", broken, s.seen[before:])
	}
	var lost *tenant.UnknownOutcome
	if errors.As(broken, &lost) {
		t.Error("what was never sent is not unknown")
	}
}
