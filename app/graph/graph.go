// Package graph signs in to Microsoft 365, and reads and changes it through Microsoft Graph.
//
// Requests are built by the request builders of Microsoft's SDK, and sent through one http.Client (newHTTP) whose links
// have a fixed order. Answers stay the text that came: the SDK's own types turn values that they do not know into
// nothing. sections.go and objects.go map what can be read and changed to its builder; beta.go has what the SDK lacks.
//
// Reads are repeated when Microsoft asks for it. A write is sent once. Tokens go to the host of the chosen cloud and
// nowhere else.
//
// This is the only package that imports the SDK.
package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/tenant"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	abs "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	azure "github.com/microsoft/kiota-authentication-azure-go"
	parsing "github.com/microsoft/kiota-serialization-json-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
)

// Options are what a Client needs besides the cloud. The zero value is ready to use.
type Options struct {
	Now     app.Clock
	SignIns func(context.Context) time.Duration // how far back sign-ins are read; nil is 7 days
	// NoThrottle turns off the limits of this client on its requests. For benchmarks against a local server.
	NoThrottle bool

	// Sleep waits between tries, or returns the error of the context earlier; nil waits. For tests that count the waits
	// or do without.
	Sleep func(context.Context, time.Duration) error

	login  policy.Transporter          // tests; nil is the network
	clouds func(string) (Cloud, error) // tests; nil is CloudByID
	// tests; the zero value is patient
	patience patience
}

func (o Options) limits() []limit {
	if o.NoThrottle {
		return nil
	}
	return limits()
}

func (o Options) cloud(id string) (Cloud, error) {
	if o.clouds != nil {
		return o.clouds(id)
	}
	return CloudByID(id)
}

// Client reads one organisation. It implements tenant.Source and is safe for concurrent use.
type Client struct {
	cloud   Cloud
	adapter *core.GraphRequestAdapterBase
	now     app.Clock
	signIns func(context.Context) time.Duration
	ids     *requestIDs
	cred    azcore.TokenCredential
	scopes  []string
	sleep   sleep
}

// New returns a client that gets its tokens from cred, for the permissions in scopes (names without a host, such as
// User.Read.All).
func New(c Cloud, cred azcore.TokenCredential, scopes []string, o Options) (*Client, error) {
	ids := &requestIDs{}
	full := c.scopes(scopes)
	// An empty list of hosts would allow every one.
	tokens, err := azure.NewAzureIdentityAccessTokenProviderWithScopesAndValidHosts(
		timely{cred, min(tokenLimit, o.waits().whole)}, full, []string{c.host()})
	if err != nil {
		return nil, err
	}
	adapter, err := core.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		authentication.NewBaseBearerTokenAuthenticationProvider(tokens), core.GraphClientOptions{},
		parsing.NewJsonParseNodeFactory(), parsing.NewJsonSerializationWriterFactory(), newHTTP(c, o, ids))
	if err != nil {
		return nil, err
	}
	adapter.SetBaseUrl(c.Root + "/" + version)
	g := &Client{
		cloud: c, adapter: adapter, now: o.Now, signIns: o.SignIns, ids: ids, cred: cred, scopes: full, sleep: o.Sleep,
	}
	if g.now == nil {
		g.now = time.Now
	}
	if g.sleep == nil {
		g.sleep = realSleep
	}
	if g.signIns == nil {
		g.signIns = func(context.Context) time.Duration { return tenant.SignInDays(nil) * 24 * time.Hour }
	}
	return g, nil
}

// NewLocal returns a client for a test server on this computer. Its token has no meaning.
func NewLocal(address string, o Options) (*Client, error) {
	c, err := Local(address)
	if err != nil {
		return nil, err
	}
	return New(c, nobody{}, nil, o)
}

// nobody is the credential for a test server. Its token is always the same.
type nobody struct{}

// GetToken implements azcore.TokenCredential.
func (nobody) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "handrail-stand-in", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// Requests returns the request IDs since the last call, at most the last twenty.
func (g *Client) Requests() []string { return g.ids.take() }

// send sends a request and returns the text of its answer, nil where there is none. The error is *answer where Graph
// refused, else *app.Error.
func (g *Client) send(ctx context.Context, r *abs.RequestInformation) ([]byte, error) {
	body, _, err := g.exchange(ctx, r)
	return body, err
}

// exchange is send that also returns Microsoft's request ID.
func (g *Client) exchange(ctx context.Context, r *abs.RequestInformation) (body []byte, id string, err error) {
	// The handler sees the answer before the SDK does, so that its text survives.
	handler := abs.ResponseHandler(func(response any, _ abs.ErrorMappings) (any, error) {
		resp, ok := response.(*http.Response)
		if !ok {
			return nil, errors.New("graph: the SDK gave no answer")
		}
		id = resp.Header.Get("request-id")
		var err error
		body, err = textOf(resp)
		return nil, err
	})
	option := abs.NewRequestHandlerOption()
	option.SetResponseHandler(handler)
	r.AddRequestOptions([]abs.RequestOption{option})
	ofMe(r)
	if _, err := g.adapter.SendPrimitive(ctx, r, "[]byte", nil); err != nil {
		return nil, id, g.translate(ctx, err)
	}
	return body, id, nil
}

// relative returns an address as it is saved: without the cloud's root, which for a test server changes at each
// start.
func (g *Client) relative(address string) string {
	return strings.TrimPrefix(address, g.cloud.Root+"/")
}

func (g *Client) absolute(kept string) string { return g.cloud.Root + "/" + kept }
