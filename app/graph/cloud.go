package graph

import (
	"net/netip"
	"net/url"
	"strings"

	"handrail/app"
	"handrail/app/tenant"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

// Cloud is one of Microsoft's clouds, with its sign-in service.
type Cloud struct {
	tenant.CloudInfo
	login cloud.Configuration
}

// CloudByID returns one of tenant.Clouds. The error is *app.Error.
func CloudByID(id string) (Cloud, error) {
	info, ok := tenant.CloudByID(id)
	if !ok {
		return Cloud{}, app.Errorf(app.NotFound, "Choose one of the clouds that Handrail offers.",
			"Handrail does not know the cloud “%s”.", id)
	}
	login := map[string]cloud.Configuration{
		"global": cloud.AzurePublic, "gcc-high": cloud.AzureGovernment, "dod": cloud.AzureGovernment,
		"china": cloud.AzureChina,
	}
	return Cloud{CloudInfo: info, login: login[id]}, nil
}

// Local returns the cloud of a test server for Graph on this computer, for tests and the sample. address may end in a
// version. The error is *app.Error; every other host is refused.
func Local(address string) (Cloud, error) {
	u, err := url.Parse(strings.TrimRight(address, "/"))
	// A zone, as in [::1%lo], is lost where the SDK expands addresses.
	web := err == nil && !strings.Contains(u.Host, "%") && !strings.HasSuffix(u.Host, ":") &&
		(u.Scheme == "http" || u.Scheme == "https")
	if !web || !loopback(u.Hostname()) {
		return Cloud{}, app.Errorf(app.Invalid, "Enter it like http://127.0.0.1:8080/v1.0.",
			"A test server for Microsoft Graph must be on this computer, and “%s” is not.", address)
	}
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/v1.0"), "/beta")
	return Cloud{CloudInfo: tenant.CloudInfo{
		ID: tenant.LocalCloud, Title: "A test server on this computer", Root: u.Scheme + "://" + u.Host + u.Path,
	}}, nil
}

func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// host returns the host that tokens may go to.
func (c Cloud) host() string {
	u, _ := url.Parse(c.Root) // made here, so it parses
	return u.Hostname()
}

// scopes returns permissions in the form that this cloud signs.
func (c Cloud) scopes(names []string) []string {
	all := make([]string, 0, len(names))
	for _, n := range names {
		all = append(all, c.Root+"/"+n)
	}
	return all
}
