package graph

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// wire is the network: it notes each request and sends every one elsewhere.
type wire struct {
	seen []*http.Request
	to   string
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.seen = append(w.seen, r)
	return &http.Response{StatusCode: http.StatusTemporaryRedirect, Header: http.Header{"Location": {w.to}},
		Body: http.NoBody, Request: r}, nil
}

// TestEachCloudKeepsItsTokens holds for every cloud that a token reaches its own host and no other one: not that of
// another cloud, not one that looks like it, and none to which it is redirected.
func TestEachCloudKeepsItsTokens(t *testing.T) {
	login := map[string]string{"global": "https://login.microsoftonline.com/",
		"gcc-high": "https://login.microsoftonline.us/", "dod": "https://login.microsoftonline.us/",
		"china": "https://login.chinacloudapi.cn/"}
	for _, info := range tenant.Clouds() {
		c, err := CloudByID(info.ID)
		if err != nil || c.login.ActiveDirectoryAuthorityHost != login[info.ID] {
			t.Errorf("%s: signs in at %q, %v", info.ID, c.login.ActiveDirectoryAuthorityHost, err)
		}
		if s := c.scopes([]string{"User.Read"}); s[0] != info.Root+"/User.Read" {
			t.Errorf("%s: asks for %s", info.ID, s)
		}
		host := strings.TrimPrefix(info.Root, "https://")
		others := []string{"http://" + host + "/v1.0/users", info.Root + ":444/v1.0/users", info.Root + ".evil.example/v1.0",
			"https://evil.example/" + host + "/v1.0", "https://" + host + "@evil.example/v1.0", "https://x." + host + "/v1.0",
			"https://graph.microsoft.com.evil.example/v1.0/users", "https://127.0.0.1/v1.0/users"}
		for _, other := range tenant.Clouds() {
			if other.ID != info.ID {
				others = append(others, other.Root+"/v1.0/users")
			}
		}
		for _, address := range others {
			w := &wire{to: address}
			client := newHTTP(c, Options{NoThrottle: true}, &requestIDs{})
			first, ok := client.Transport.(*only)
			if !ok {
				t.Fatal("the first link does not refuse other hosts")
			}
			first.next = w
			get := func(address string) error {
				r, err := http.NewRequest(http.MethodGet, address, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Authorization", "Bearer "+accessMark)
				resp, err := client.Do(r)
				if err == nil {
					_ = resp.Body.Close()
				}
				return err
			}
			var no *refusal
			if err := get(address); !errors.As(err, &no) || len(w.seen) > 0 {
				t.Errorf("%s: a token went to %s (%v)", info.ID, address, err)
			}
			if err := get(info.Root + "/v1.0/users"); err != nil || len(w.seen) != 1 || w.seen[0].URL.Host != host {
				t.Errorf("%s: redirected to %s: %d requests, %v", info.ID, address, len(w.seen), err)
			}
			p := pager{source: source{client: &Client{cloud: c}}, seen: map[[32]byte]bool{}}
			next := shape.Collection{Next: tenant.Text(address)}
			if _, err := p.onward(next, []byte("{}")); !errors.As(err, &no) {
				t.Errorf("%s: the next page is at %s: %v", info.ID, address, err)
			}
		}
	}
}
