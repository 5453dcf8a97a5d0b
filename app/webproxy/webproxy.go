// Package webproxy knows through which proxy an address is reached: the one that the
// environment names (HTTPS_PROXY, NO_PROXY), else the one in the settings of Windows or macOS,
// with the script that many organisations set there (PAC).
package webproxy

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/mattn/go-ieproxy"
)

// System returns the function that a http.Transport asks for the proxy of a request. It reads
// the settings once; only a script is asked each time. This computer itself is never
// reached through a proxy.
func System() func(*http.Request) (*url.URL, error) {
	ieproxy.ReloadConf() // they may have changed since the last sign-in
	ask := ieproxy.GetProxyFunc()
	return func(r *http.Request) (*url.URL, error) {
		if local(r.URL.Hostname()) {
			return nil, nil
		}
		proxy, err := ask(r)
		if err != nil || proxy == nil {
			return nil, err
		}
		return whole(proxy), nil
	}
}

// local reports whether a host is this computer.
func local(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.Unmap().IsLoopback()
}

// whole adds what a script leaves out: it returns only host and port.
func whole(proxy *url.URL) *url.URL {
	full := *proxy
	if full.Scheme == "" {
		full.Scheme = "http"
	}
	if full.Port() == "" && full.Scheme == "http" {
		full.Host = net.JoinHostPort(full.Hostname(), "80")
	}
	return &full
}
