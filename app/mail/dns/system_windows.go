package dns

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

// systemServers asks Windows for the name servers of the network adapters that are up.
func systemServers() ([]string, error) {
	const flags = windows.GAA_FLAG_SKIP_UNICAST | windows.GAA_FLAG_SKIP_ANYCAST |
		windows.GAA_FLAG_SKIP_MULTICAST | windows.GAA_FLAG_SKIP_FRIENDLY_NAME
	size := uint32(15000) // what the manual advises to begin with
	var first *windows.IpAdapterAddresses
	for {
		buffer := make([]byte, size)
		first = (*windows.IpAdapterAddresses)(unsafe.Pointer(&buffer[0]))
		err := windows.GetAdaptersAddresses(windows.AF_UNSPEC, flags, 0, first, &size)
		if err == nil {
			break
		}
		if !errors.Is(err, windows.ERROR_BUFFER_OVERFLOW) || size <= uint32(len(buffer)) {
			return nil, err
		}
	}
	var list []string
	for adapter := first; adapter != nil; adapter = adapter.Next {
		if adapter.OperStatus != windows.IfOperStatusUp {
			continue
		}
		for dns := adapter.FirstDnsServerAddress; dns != nil; dns = dns.Next {
			addr, ok := netip.AddrFromSlice(dns.Address.IP())
			if !ok || siteLocal.Contains(addr.Unmap()) {
				continue
			}
			server := net.JoinHostPort(addr.Unmap().String(), "53")
			if !slices.Contains(list, server) {
				list = append(list, server)
			}
		}
	}
	return list, nil
}

// siteLocal holds the made-up IPv6 name servers that Windows lists where none is set.
var siteLocal = netip.MustParsePrefix("fec0::/10")
