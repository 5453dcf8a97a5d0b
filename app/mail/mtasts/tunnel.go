package mtasts

import (
	"bufio"
	"context"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"handrail/app"
	"handrail/app/webproxy"
)

// proxyFor returns the proxy that this network has for the policy host, or nil. Senders use none;
// Handrail does only where it cannot connect directly, since many offices allow nothing else.
func (a *attempt) proxyFor(ctx context.Context) *url.URL {
	if a.Proxy == nil {
		return nil
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.got.URL, nil)
	if err != nil {
		return nil
	}
	proxy, err := a.Proxy(r)
	if err != nil || proxy == nil || proxy.Scheme != "http" {
		return nil
	}
	return proxy
}

// maxProxyAnswer is the largest answer, in bytes, that is read from a proxy.
const maxProxyAnswer = 64 << 10

// tunnel asks a proxy for a connection to one address (RFC 9110 section 9.3.6). TLS goes through
// it to the end, so that the certificate is the web server's, unless the proxy replaces it.
func (a *attempt) tunnel(ctx context.Context, proxy *url.URL, addr netip.Addr) (net.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(limited, "tcp", proxy.Host)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(limited, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	target := netip.AddrPortFrom(addr, 443).String()
	ask := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: target}, Host: target,
		Header: http.Header{"User-Agent": {"Handrail"}}}
	if user := proxy.User; user != nil {
		password, _ := user.Password()
		basic := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
		ask.Header.Set("Proxy-Authorization", "Basic "+basic)
	}
	if err = ask.Write(conn); err == nil {
		var resp *http.Response
		if resp, err = readAnswer(conn, ask); err == nil && resp.StatusCode != http.StatusOK {
			err = &refusal{proxy.Hostname(), webproxy.Refused(proxy, a.host, resp.StatusCode)}
		}
	}
	if err == nil && !stop() {
		err = limited.Err()
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	a.got.Addr, a.proxy = addr, proxy.Hostname()
	return conn, nil
}

// refusal is the error of a proxy that answered, and does not connect to the server.
type refusal struct {
	proxy string
	said  error // in words
}

// Error implements error.
func (r *refusal) Error() string { return r.said.Error() }

// refused reports what a proxy said that does not connect. Where there is no direct way either, nothing is known about
// the server.
func (a *attempt) refused(by *refusal) {
	a.got.Fault, a.got.Proxy = NoRoute, by.proxy
	message, hint := app.UserMessage(by.said)
	a.got.Err = &app.Error{Code: app.Unreachable, Err: by.said, Hint: hint + " Or check from another network.",
		Message: message + " There is no direct way either, so Handrail could not check the policy."}
}

// readAnswer reads what a proxy answers, and no more than that may have.
func readAnswer(conn net.Conn, ask *http.Request) (*http.Response, error) {
	return http.ReadResponse(bufio.NewReader(io.LimitReader(conn, maxProxyAnswer)), ask)
}

// replaced reports a certificate that came through a proxy and is not trusted. The proxy may have
// put it there, so nothing is known about the server.
func (a *attempt) replaced() {
	a.got.Certs, a.got.DaysLeft, a.got.TLSVersion = nil, 0, ""
	a.got.Fault, a.got.Proxy = NoRoute, a.proxy
	a.got.Err = app.Errorf(app.Unreachable, "Check from another network, or ask the administrator of this one not to "+
		"inspect "+a.host+".", "Handrail reached %s only through the proxy %s, which may have replaced its "+
		"certificate. So Handrail could not check the policy.", a.host, a.proxy)
}
