package graph

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"handrail/app/sample/graphsim"
	"handrail/app/tenant"

	azcloud "github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

// microsoft is a sign-in server that speaks OAuth 2.0 as Microsoft's does (Microsoft Learn, OAuth 2.0 device
// authorization grant and authorization code flow), with Graph behind it: the sample, which answers only to its
// token.
type microsoft struct {
	login *httptest.Server
	graph *httptest.Server

	mu     sync.Mutex
	asked  []string // grant types, in order
	polls  int
	refuse string // AADSTS code for the token
	who    string // who signs in; "" is whoSignsIn
	seen   []string

	requests atomic.Int32 // to both
	answer   atomic.Int32 // status of Graph's next answers; 0: those of the sample
}

func newMicrosoft(t *testing.T) *microsoft {
	t.Helper()
	m := &microsoft{}
	m.login = httptest.NewTLSServer(http.HandlerFunc(m.serveLogin))
	t.Cleanup(m.login.Close)
	c, base := sample(t, 0)
	_ = c
	root, err := url.Parse(strings.TrimSuffix(base, "/v1.0"))
	if err != nil {
		t.Fatal(err)
	}
	behind := httputil.NewSingleHostReverseProxy(root)
	m.graph = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.requests.Add(1)
		if token := r.Header.Get("Authorization"); !strings.HasPrefix(token, "Bearer ") ||
			!strings.HasSuffix(token, "."+accessMark) {
			m.note("graph without the token: " + r.URL.Path)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if status := m.answer.Load(); status != 0 {
			w.WriteHeader(int(status))
			return
		}
		r.Host = root.Host
		behind.ServeHTTP(w, r)
	}))
	t.Cleanup(m.graph.Close)
	return m
}

func (m *microsoft) note(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen = append(m.seen, text)
}

// options returns the options of an Office that signs in here.
func (m *microsoft) options() Options {
	return Options{Now: noon, NoThrottle: true, login: m.login.Client(), clouds: func(id string) (Cloud, error) {
		return Cloud{
			CloudInfo: tenant.CloudInfo{ID: id, Root: strings.Replace(m.graph.URL, "127.0.0.1", "localhost", 1)},
			login:     azcloud.Configuration{ActiveDirectoryAuthorityHost: m.login.URL + "/"},
		}, nil
	}}
}

func (m *microsoft) serveLogin(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	m.requests.Add(1)
	m.mu.Lock()
	defer m.mu.Unlock()
	if strings.Contains(r.Header.Get("Authorization"), accessMark) {
		m.seen = append(m.seen, "the sign-in server got Graph's token")
	}
	say := func(status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	tenantPath, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	base := m.login.URL + "/" + tenantPath
	switch {
	case strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration"):
		say(http.StatusOK, map[string]any{"authorization_endpoint": base + "/oauth2/v2.0/authorize",
			"token_endpoint":                base + "/oauth2/v2.0/token",
			"device_authorization_endpoint": base + "/oauth2/v2.0/devicecode", "issuer": base + "/v2.0"})
	case strings.HasSuffix(r.URL.Path, "/devicecode"):
		say(http.StatusOK, map[string]any{"user_code": "HAND-RAIL", "device_code": "device",
			"verification_uri": "https://microsoft.com/devicelogin",
			"expires_in":       900, "interval": 1, "message": "Type it."})
	case strings.HasSuffix(r.URL.Path, "/token"):
		grant := r.PostForm.Get("grant_type")
		m.asked = append(m.asked, grant)
		if strings.HasSuffix(grant, "device_code") {
			if m.polls++; m.polls == 1 {
				say(http.StatusBadRequest, map[string]any{"error": "authorization_pending",
					"error_description": "AADSTS70016: pending"})
				return
			}
		}
		if m.refuse != "" {
			say(http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": m.refuse + ": no"})
			return
		}
		part := func(v any) string {
			b, _ := json.Marshal(v)
			return base64.RawURLEncoding.EncodeToString(b)
		}
		id := part(map[string]any{"alg": "none"}) + "." + part(map[string]any{
			"iss": m.login.URL + "/" + graphsim.TenantID + "/v2.0", "tid": graphsim.TenantID, "oid": "oid",
			"sub": "sub", "aud": r.PostForm.Get("client_id"),
			"preferred_username": cmp.Or(m.who, whoSignsIn), "name": "Ada", "exp": time.Now().Add(time.Hour).Unix(),
			"iat": time.Now().Unix(),
		}) + ".x"
		say(http.StatusOK, map[string]any{"token_type": "Bearer", "expires_in": 3600, "scope": r.PostForm.Get("scope"),
			"access_token": part(map[string]any{"alg": "none"}) + "." +
				part(map[string]any{"scp": "User.Read.All Organization.Read.All"}) + "." + accessMark,
			"refresh_token": refreshMark, "id_token": id,
			"client_info": part(map[string]any{"uid": "oid", "utid": graphsim.TenantID})})
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func (m *microsoft) fine(t *testing.T) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.seen {
		t.Error(s)
	}
}
