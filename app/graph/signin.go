package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/tenant"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity/cache"
)

// SharedClient is Microsoft Graph Command Line Tools, an application of Microsoft that is in every organisation.
// Every script that uses it has the consents that were granted to it.
const SharedClient = "14d82eec-204b-4c2f-b7e8-296a70dab67e"

// signInLimit is how long a sign-in may take: azidentity itself would wait for a closed browser tab forever.
const signInLimit = 5 * time.Minute

// Way is how and where to sign in.
type Way struct {
	Cloud  Cloud
	Client string // application (client) id
	Tenant string // id or domain of the organisation; "" for whichever the account is in
	Device bool   // with a code on another device instead of the browser here
	Scopes []string
	// Code is called with what to enter where, for Device.
	Code func(message string)

	transport policy.Transporter // tests
}

// Session is a sign-in. Record identifies it, without any secret.
type Session struct {
	Account string // who signed in
	Tenant  string // id of the organisation
	Record  string // kept, to go on without a new sign-in
	// Warning is set where this computer cannot save a sign-in.
	Warning string

	way  Way
	cred login
	kept kept
}

// kept is what Record holds.
type kept struct {
	Record azidentity.AuthenticationRecord `json:"record"`
	Cache  string                          `json:"cache"` // name of the token cache
	Device bool                            `json:"device,omitempty"`
	Tenant string                          `json:"tenant,omitempty"`
}

type credential interface {
	azcore.TokenCredential
	Authenticate(context.Context, *policy.TokenRequestOptions) (azidentity.AuthenticationRecord, error)
}

// login is a credential whose refusals can be explained.
type login struct {
	credential
	heard *errorCapture
}

// enter asks the person to sign in and to grant scopes. Cancel ctx to stop; after five minutes it stops
// automatically. The error is *app.Error, or that of ctx.
func (l login) enter(ctx context.Context, scopes []string) (azidentity.AuthenticationRecord, error) {
	limited, cancel := context.WithTimeout(ctx, signInLimit)
	defer cancel()
	l.heard.forget()
	record, err := l.Authenticate(limited, &policy.TokenRequestOptions{Scopes: scopes, EnableCAE: true})
	if err != nil {
		return record, signInError(ctx, limited, l.heard.explain(err), l.heard.last())
	}
	return record, nil
}

// SignIn opens the system's browser, or passes a code to Way.Code. Cancel ctx to stop; after five minutes it stops
// automatically. The error is *app.Error.
func SignIn(ctx context.Context, w Way) (*Session, error) {
	s := &Session{way: w, kept: kept{Cache: "handrail-" + app.NewID(), Device: w.Device, Tenant: w.Tenant}}
	if err := s.open(); err != nil {
		return nil, err
	}
	record, err := s.cred.enter(ctx, w.Cloud.scopes(w.Scopes))
	if err != nil {
		return nil, err
	}
	s.kept.Record = record
	s.Account, s.Tenant = record.Username, record.TenantID
	text, err := json.Marshal(s.kept)
	s.Record = string(text)
	return s, err
}

// Resume continues an earlier sign-in. It never opens a browser: where the sign-in has ended, the first request
// returns app.Denied.
func Resume(w Way, record string) (*Session, error) {
	s := &Session{way: w, Record: record}
	if err := json.Unmarshal([]byte(record), &s.kept); err != nil {
		return nil, errSignIn(err)
	}
	s.way.Device, s.way.Tenant = s.kept.Device, s.kept.Tenant
	s.Account, s.Tenant = s.kept.Record.Username, s.kept.Record.TenantID
	return s, s.open()
}

// open creates the credential. It asks for no token.
func (s *Session) open() error {
	tokens, err := cache.New(&cache.Options{Name: s.kept.Cache})
	if err != nil {
		s.Warning = "This computer cannot store a sign-in safely. You need to sign in each time you start Handrail."
		tokens = azidentity.Cache{}
	}
	w := s.way
	local := w.transport != nil
	heard := &errorCapture{next: w.transport}
	if !local {
		heard.next = &http.Client{Transport: &capped{next: &lasting{network(), patient}}, CheckRedirect: neverElsewhere}
	}
	options := azcore.ClientOptions{Cloud: w.Cloud.login, Transport: heard}
	var cred credential
	if w.Device {
		cred, err = azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
			ClientOptions: options, ClientID: w.Client, TenantID: w.Tenant, Cache: tokens,
			AuthenticationRecord:           s.kept.Record,
			DisableAutomaticAuthentication: true, DisableInstanceDiscovery: local,
			UserPrompt: func(ctx context.Context, m azidentity.DeviceCodeMessage) error {
				words := "Open " + m.VerificationURL + " on any device and enter the code " + m.UserCode + "."
				if w.Code != nil {
					w.Code(words)
				}
				tenant.Note(ctx, words)
				return nil
			},
		})
	} else {
		cred, err = azidentity.NewInteractiveBrowserCredential(&azidentity.InteractiveBrowserCredentialOptions{
			ClientOptions: options, ClientID: w.Client, TenantID: w.Tenant, Cache: tokens,
			AuthenticationRecord:           s.kept.Record,
			DisableAutomaticAuthentication: true, DisableInstanceDiscovery: local,
		})
	}
	if err != nil {
		e := app.Errorf(app.Invalid, "Check the application (client) ID and the organisation, then try again.",
			"Handrail could not prepare the sign-in.")
		e.Err = err
		return e
	}
	s.cred = login{cred, heard}
	return nil
}

// Client returns a client that reads with this sign-in.
func (s *Session) Client(o Options) (*Client, error) {
	return New(s.way.Cloud, s.cred, s.way.Scopes, o)
}

// granted returns the permissions of the current token, from the token's own text. known is false where it cannot be
// read, as with a test server.
func (g *Client) granted() (scopes []string, known bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	t, err := g.cred.GetToken(ctx, policy.TokenRequestOptions{Scopes: g.scopes, EnableCAE: true})
	if err != nil {
		return nil, false
	}
	parts := strings.Split(t.Token, ".")
	if len(parts) != 3 {
		return nil, false
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Scope string `json:"scp"`
	}
	if err != nil || json.Unmarshal(body, &claims) != nil || claims.Scope == "" {
		return nil, false
	}
	return strings.Fields(claims.Scope), true
}

// signedIn reports whether there is a token without asking the person.
func (g *Client) signedIn(ctx context.Context) bool {
	_, err := timely{g.cred, tokenLimit}.GetToken(ctx, policy.TokenRequestOptions{Scopes: g.scopes, EnableCAE: true})
	return err == nil
}

// SignOut removes the tokens of a sign-in from this computer: the cache, and the one for continuous access
// evaluation.
func SignOut(record string) error {
	var k kept
	if err := json.Unmarshal([]byte(record), &k); err != nil || k.Cache == "" {
		return nil // a stand-in has none
	}
	return errors.Join(removeTokens(k.Cache), removeTokens(k.Cache+".cae"))
}
