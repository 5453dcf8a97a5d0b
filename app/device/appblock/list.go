package appblock

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/device/indicator"
)

// Rows returns the indicators for apps: one for each different address, a domain or a URL with a
// path. Addresses under which many organisations have names are left out, and returned; spared ones are
// left out. expires may be zero.
func Rows(apps []App, spared map[string]App, action indicator.Action, expires time.Time) (
	rows []indicator.Indicator, left []string) {
	seen := map[string]bool{}
	for _, a := range apps {
		for _, d := range a.Domains {
			host, path := split(d)
			key := host + "/" + path
			switch {
			case host == "", seen[key], spared[address(d)].Label() != "":
				continue
			case ofMany(host, path):
				left = append(left, host)
				seen[key] = true
				continue
			}
			seen[key] = true
			rows = append(rows, rowFor(a, d, host, path, action, expires))
		}
	}
	slices.Sort(left)
	return rows, left
}

func rowFor(a App, d, host, path string, action indicator.Action, expires time.Time) indicator.Indicator {
	one := indicator.Indicator{Type: indicator.DomainName, Value: host, Action: action, Severity: "Informational",
		Title:       "Cloud app: " + oneLine(a.Label()),
		Description: "Chosen by score. App ID " + oneLine(a.ID) + ", score " + strconv.Itoa(a.Score) + " of 10.",
		Category:    "None", GenerateAlert: "False"}
	if a.ID == "" {
		one.Description = "Chosen by score. Score " + strconv.Itoa(a.Score) + " of 10."
	}
	if path != "" {
		one.Type, one.Value = indicator.URL, "https://"+host+"/"+pathOf(d)
	}
	if !expires.IsZero() {
		one.Expires = indicator.FormatExpiry(expires)
	}
	return one
}

// pathOf returns the path of an address as it was written: capitals may count.
func pathOf(d string) string {
	if _, rest, has := strings.Cut(d, "://"); has {
		d = rest
	}
	_, path, _ := strings.Cut(strings.TrimSpace(d), "/")
	return strings.TrimSuffix(path, "/")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
