package webproxy

import (
	"net/http"
	"net/url"
	"testing"
)

// ask returns the proxy for an address, or "".
func ask(t *testing.T, address string) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	proxy, err := System()(r)
	if err != nil {
		t.Fatal(err)
	}
	if proxy == nil {
		return ""
	}
	return proxy.String()
}

func TestThisComputerHasNoProxy(t *testing.T) {
	for _, address := range []string{"http://127.0.0.1:8080/v1.0", "https://localhost/", "http://[::1]:1/",
		"http://[::ffff:127.0.0.2]/"} {
		if got := ask(t, address); got != "" {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestWhole(t *testing.T) {
	for from, want := range map[url.URL]string{
		{Host: "proxy.example:3128"}:                   "http://proxy.example:3128",
		{Host: "proxy.example"}:                        "http://proxy.example:80",
		{Scheme: "http", Host: "[2001:db8::1]"}:        "http://[2001:db8::1]:80",
		{Scheme: "https", Host: "proxy.example"}:       "https://proxy.example",
		{Scheme: "socks5", Host: "proxy.example:1080"}: "socks5://proxy.example:1080",
	} {
		if got := whole(&from).String(); got != want {
			t.Errorf("%v: %s, not %s", from, got, want)
		}
	}
}
