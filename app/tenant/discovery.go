package tenant

// discoverySections are about the apps that Microsoft Defender for Cloud Apps discovers (Microsoft Learn, List
// uploadedStreams, beta).
func discoverySections() []Section {
	return []Section{{
		ID: SectionStreams, Title: "Reports of discovered apps", MaxAge: day, Optional: true,
		Why:    "Which reports of discovered apps there are, and which of them know people.",
		Path:   "/security/dataDiscovery/cloudAppDiscovery/uploadedStreams (beta)",
		Scopes: []string{discoveryScope}, Volatile: []string{"lastDataReceivedDateTime", "logFileCount"},
	}}
}

const discoveryScope = "CloudApp-Discovery.Read.All"

// discovered is the section with the apps of one report in the last 30 days (Microsoft Learn, cloudAppDiscoveryReport:
// aggregatedAppsDetails, beta). Microsoft documents no page size and no filter that works, so all apps are read.
func discovered() Section {
	return Section{
		Title: "Discovered apps of a report", MaxAge: day, Optional: true, Log: true,
		Why: "Which cloud apps people use, how often, and which score Microsoft gives each.",
		Path: "/security/dataDiscovery/cloudAppDiscovery/uploadedStreams/{id}" +
			"/microsoft.graph.security.aggregatedAppsDetails(period=duration'P30D') (beta)",
		Scopes: []string{discoveryScope},
	}
}

// DiscoveredSection returns the ID of the section with the apps of a report.
func DiscoveredSection(report string) string { return string(Discovered) + "/" + report }
