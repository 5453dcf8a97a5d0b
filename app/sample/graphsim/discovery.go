package graphsim

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed data/apps.txt
var appsText string

// The kinds of Defender for Cloud Apps (Graph cloudAppDiscoveryReport and discoveredCloudAppDetail, beta).
var (
	streamKind = &kind{name: "security.cloudAppDiscoveryReport",
		context: "security/dataDiscovery/cloudAppDiscovery/uploadedStreams", page: 100, most: 100}
	discoveredKind = &kind{name: "security.discoveredCloudAppDetail",
		context: "Collection(microsoft.graph.security.discoveredCloudAppDetail)", page: 100, most: 100}
)

// stream is a report: the computers, a firewall that knows no people, and one without any data.
type stream struct {
	name, provider, entities string
}

var streams = []stream{
	{"Hall firewall", "genericCef", "ipAddress other"},
	{"Defender-managed endpoints", "microsoftDefenderForEndpoint", "userName ipAddress machineName"},
	{"Old proxy", "", ""},
}

func (c *Cloud) streamID(i int) string {
	return strings.ReplaceAll(c.guid("stream/"+strconv.Itoa(i)), "-", "")[:24]
}

// discoveryStreams answers with the reports.
func discoveryStreams(x *call) *answer {
	var rows []object
	for i, s := range streams {
		made := x.cloud.base.Add(-time.Duration(400-i) * 24 * time.Hour)
		row := object{{"id", x.cloud.streamID(i)}, {"displayName", s.name}, {"createdDateTime", made},
			{"lastDataReceivedDateTime", x.cloud.base.Add(-2 * time.Hour)}, {"lastModifiedDateTime", made},
			{"supportedEntityTypes", strings.Fields(s.entities)},
			{"supportedTrafficTypes", []string{"downloadedBytes", "uploadedBytes"}}, {"anonymizeMachineData", false},
			{"anonymizeUserData", false}, {"isSnapshotReport", false}, {"logFileCount", 412}}
		if s.provider != "" {
			row = append(row, object{{"logDataProvider", s.provider}}...)
		}
		rows = append(rows, row)
	}
	return x.list(streamKind, these(rows))
}

var periods = regexp.MustCompile(`^period=duration'P(7|30|90)D'$`)

// discoveredApps answers with the apps of a report. Without people, userCount is 0, as in captures.
func discoveredApps(x *call) *answer {
	for i, s := range streams {
		if x.arg(0) != x.cloud.streamID(i) {
			continue
		}
		if !periods.MatchString(x.arg(1)) {
			return refuse(400, "BadRequest", "The period is not valid.")
		}
		var rows []object
		for n, f := range table(appsText, 8) {
			if s.entities != "" {
				rows = append(rows, x.cloud.appRow(n, f, strings.Contains(s.entities, "userName")))
			}
		}
		return x.list(discoveredKind, these(rows))
	}
	return refuse(404, "NotFound", "The report does not exist.")
}

func (c *Cloud) appRow(n int, f []string, named bool) object {
	figure := func(s string) int {
		v, err := strconv.Atoi(s)
		if err != nil {
			panic(fmt.Errorf("apps.txt: %w", err)) // ours, and tested
		}
		return v
	}
	people, traffic := figure(f[4]), figure(f[6])<<20
	if !named {
		people = 0
	}
	var score any
	if f[1] != "" {
		score = figure(f[1])
	}
	return object{{"id", strconv.Itoa(20000 + 7*n)}, {"displayName", f[0]}, {"tags", strings.Fields(f[2])},
		{"riskScore", score}, {"lastSeenDateTime", c.base.Add(-time.Duration(n%5) * 24 * time.Hour)},
		{"domains", strings.Split(f[3], ";")}, {"category", f[7]}, {"userCount", people},
		{"ipAddressCount", 1 + people}, {"transactionCount", figure(f[5])},
		{"uploadNetworkTrafficInBytes", traffic / 4}, {"downloadNetworkTrafficInBytes", traffic - traffic/4}}
}
