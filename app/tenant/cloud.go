package tenant

// CloudInfo is one of Microsoft's clouds (Microsoft Learn, Microsoft Graph national
// cloud deployments).
type CloudInfo struct {
	ID     string // stored: "global", "gcc-high", "dod", "china"
	Title  string
	Hint   string
	Root   string // where Graph answers: https://host, without version
	Portal string // where applications are registered
}

// LocalCloud is the id of a stand-in for Microsoft's cloud on this computer.
const LocalCloud = "local"

// Clouds returns the clouds that one may sign in to.
func Clouds() []CloudInfo {
	return []CloudInfo{
		{"global", "Microsoft 365, worldwide", "Nearly everyone, and the US government’s GCC.",
			"https://graph.microsoft.com", "https://entra.microsoft.com"},
		{"gcc-high", "US government, GCC High", "You sign in at an address that ends in .us.",
			"https://graph.microsoft.us", "https://entra.microsoft.us"},
		{"dod", "US Department of Defense", "You sign in at an address that ends in .us.",
			"https://dod-graph.microsoft.us", "https://entra.microsoft.us"},
		{"china", "China, run by 21Vianet", "You sign in at an address that ends in .cn.",
			"https://microsoftgraph.chinacloudapi.cn", "https://entra.microsoftonline.cn"},
	}
}

// CloudByID returns one of Clouds.
func CloudByID(id string) (CloudInfo, bool) {
	for _, c := range Clouds() {
		if c.ID == id {
			return c, true
		}
	}
	return CloudInfo{}, false
}
