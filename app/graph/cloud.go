package graph

import (
	"net/netip"
	"net/url"
	"strings"

	"handrail/app"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

// Cloud is one of Microsoft's clouds: where people sign in, where Graph
// answers, and where the portal is (Graph documentation, deployments.md).
type Cloud struct {
	ID     string // stored: "global", "gcc-high", "dod", "china", "local"
	Title  string
	Hint   string
	Root   string // https://host, without version
	Portal string
	login  cloud.Configuration
	noTLS  bool // a stand-in on this computer
}

// Clouds gives the clouds that one may sign in to.
func Clouds() []Cloud {
	return []Cloud{
		{ID: "global", Title: "Microsoft 365, worldwide", Hint: "Nearly everyone, and the US government’s GCC.", Root: "https://graph.microsoft.com", Portal: "https://entra.microsoft.com", login: cloud.AzurePublic},
		{ID: "gcc-high", Title: "US government, GCC High", Hint: "Addresses end in .us.", Root: "https://graph.microsoft.us", Portal: "https://entra.microsoft.us", login: cloud.AzureGovernment},
		{ID: "dod", Title: "US Department of Defense", Hint: "Addresses end in .us.", Root: "https://dod-graph.microsoft.us", Portal: "https://entra.microsoft.us", login: cloud.AzureGovernment},
		{ID: "china", Title: "China, run by 21Vianet", Hint: "Addresses end in .cn.", Root: "https://microsoftgraph.chinacloudapi.cn", Portal: "https://entra.microsoftonline.cn", login: cloud.AzureChina},
	}
}

// CloudByID gives one of Clouds; the error is *app.Error.
func CloudByID(id string) (Cloud, error) {
	for _, c := range Clouds() {
		if c.ID == id {
			return c, nil
		}
	}
	return Cloud{}, app.Errorf(app.NotFound, "Choose one of the clouds that Handrail offers.", "Handrail knows no cloud called “%s”.", id)
}

// Local makes a cloud of a stand-in for Graph on this computer, for tests and the
// sample. address may end in a version; any other host is refused.
func Local(address string) (Cloud, error) {
	u, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !loopback(u.Hostname()) {
		return Cloud{}, app.Errorf(app.Invalid, "Write it like http://127.0.0.1:8080/v1.0.", "A stand-in for Microsoft Graph must be on this computer, and “%s” is not.", address)
	}
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/v1.0"), "/beta")
	return Cloud{ID: "local", Title: "A stand-in on this computer", Root: u.Scheme + "://" + u.Host + u.Path, noTLS: u.Scheme == "http"}, nil
}

func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// host gives the host that tokens may go to.
func (c Cloud) host() string {
	u, _ := url.Parse(c.Root) // made here, so it parses
	return u.Hostname()
}

// scopes gives permissions in the form this cloud signs them.
func (c Cloud) scopes(names []string) []string {
	all := make([]string, 0, len(names))
	for _, n := range names {
		all = append(all, c.Root+"/"+n)
	}
	return all
}
