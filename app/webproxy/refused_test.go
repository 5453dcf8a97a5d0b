package webproxy_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/release"
	"handrail/app/webproxy"
)

// TestARefusalIsSaidInWords: where a proxy refuses, the error names it and says what to do.
func TestARefusalIsSaidInWords(t *testing.T) {
	for status, want := range map[int]string{407: "wants a password",
		403: "does not connect to new.example (status 403)"} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		at, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		through := &http.Transport{Proxy: http.ProxyURL(at), OnProxyConnectResponse: webproxy.Answer}
		_, err = release.Ask(context.Background(), "https://new.example/newest.json", through)
		message, hint := app.UserMessage(err)
		if app.CodeOf(err) != app.Unreachable || !strings.Contains(message, "could not ask new.example") ||
			!strings.Contains(message, "The proxy 127.0.0.1 of your network "+want) || !strings.Contains(hint, "new.example") {
			t.Errorf("%d: %q %q", status, message, hint)
		}
		proxy.Close()
	}
	if err := webproxy.Refused(&url.URL{Host: "proxy.example"}, "new.example", 200); err != nil {
		t.Errorf("a proxy that connects: %v", err)
	}
}
