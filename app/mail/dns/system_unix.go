//go:build !windows

package dns

import (
	"net"

	mdns "github.com/miekg/dns"
)

// systemServers reads the file in which Unix systems keep their name servers.
func systemServers() ([]string, error) { return fromFile("/etc/resolv.conf") }

// fromFile reads a file of the form that resolv.conf(5) describes.
func fromFile(path string) ([]string, error) {
	c, err := mdns.ClientConfigFromFile(path)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, s := range c.Servers {
		list = append(list, net.JoinHostPort(s, c.Port))
	}
	return list, nil
}
