package dns

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"handrail/app"
)

// System returns the name servers that this computer uses, as host:port. The error
// is *app.Error. It never uses a public server instead without a request,
// because that server would see which domains you check.
func System() ([]string, error) {
	found, err := systemServers()
	if err != nil || len(found) == 0 {
		return nil, &app.Error{
			Code: app.NotFound, Err: err,
			Message: "Handrail found no name server in this computer's settings.",
			Hint:    "Connect to a network first, or start Handrail with -resolver and the address of a name server.",
		}
	}
	return found, nil
}

// ParseServer reads the address of a name server: "1.1.1.1", "[::1]:5353",
// "localhost:53". Port 53 is added where none is given (RFC 1035 section 4.2).
// The error is *app.Error.
func ParseServer(text string) (string, error) {
	s := strings.TrimSpace(text)
	bad := app.Errorf(app.Invalid, "Enter an address. For example, 192.168.1.1, or with a port, [::1]:5353.",
		"%.60q is not the address of a name server.", text)
	if addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")); err == nil {
		return net.JoinHostPort(addr.String(), "53"), nil
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		host, port = s, "53"
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", bad
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return net.JoinHostPort(addr.String(), port), nil
	}
	if _, err := askable(host, A); err != nil || strings.ContainsAny(host, ":/[]_*") {
		return "", bad
	}
	if last := host[strings.LastIndexByte(host, '.')+1:]; isDigits(last) {
		return "", bad // an address with a slip of the finger, such as 1.1.1.300
	}
	return net.JoinHostPort(strings.ToLower(host), port), nil
}
