package appblock

import (
	"strings"
	"testing"

	"handrail/app/guides/guidetest"
)

// TestLookAgain: what is missing and what has another action is named.
func TestLookAgain(t *testing.T) {
	w := guidetest.New()
	head := "IndicatorType,IndicatorValue,Action,Title,Description\n"
	later := head + "DomainName,filehop.example,Block,T,D\nUrl,https://filehop.example/share,Block,T,D\n" +
		"DomainName,draw.example,Warn,T,D\n"
	has(t, look(t, w, stepAfter, map[string]string{askAfter: later}), map[string]string{"as-planned": "no",
		"rows-found": "2", "rows-absent": "1", "rows-other": "1"}, "pages.example", "Another action: Warn")
	later += "DomainName,draw.example,Block,T,D\nDomainName,pages.example,Block,T,D\n"
	has(t, look(t, w, stepAfter, map[string]string{askAfter: later}), map[string]string{"as-planned": "no",
		"rows-other": "1"}, "Another action: Warn") // Warn wins
	later = strings.Replace(later, "draw.example,Warn", "other.example,Warn", 1)
	for name, more := range map[string]string{"an Allow": "DomainName,draw.example,Allow,T,D\n",
		"before": "", "no list": ""} {
		file, answers := later+more, map[string]string{}
		if name == "no list" {
			answers[askScore] = "0"
		}
		answers[askAfter] = file
		want := map[string]string{"an Allow": "no", "before": "yes", "no list": "unknown"}[name]
		has(t, look(t, w, stepAfter, answers), map[string]string{"as-planned": want})
	}
	groups := strings.ReplaceAll(strings.Replace(later, "Description\n", "Description,RbacGroups\n", 1), "Block,T,D\n",
		"Block,T,D,Hall\n")
	has(t, look(t, w, stepAfter, map[string]string{askAfter: groups}), map[string]string{"as-planned": "no",
		"rows-found": "0"})
	has(t, look(t, w, stepRecord, map[string]string{askAfter: later}), map[string]string{"as-planned": "yes"},
		"The list is there")
	has(t, look(t, w, stepAfter, nil), map[string]string{"as-planned": "unknown"}, "You have not checked again yet")
}

// TestColumnsByHand: a file whose columns no one knows.
func TestColumnsByHand(t *testing.T) {
	w := guidetest.New()
	answers := map[string]string{askFrom: fromFile, askExport: "Anwendung,Bewertung\nHop,3\nHip,9\n"}
	has(t, look(t, w, stepDiscovered, answers), map[string]string{"apps": "unknown"}, "which column has the name")
	answers[askColumns] = "name = Anwendung\nscore = Bewertung"
	has(t, look(t, w, stepDiscovered, answers), map[string]string{"apps": "2", "people-known": "no",
		"protected": "unknown", "blocked-3": "1"}, "Handrail does not know the tags of the apps")
}

// TestRowsThatCannotBeRead: they are not “no app”; scores and tags that cannot be read are not “none”.
func TestRowsThatCannotBeRead(t *testing.T) {
	answers := map[string]string{askFrom: fromFile,
		askExport: "App,Score,Tags,Domains\nHop,High,Genehmigt,hop.example\nHip,3,,\nHup,3,,hup.example\n,4,,x.example\n"}
	has(t, look(t, guidetest.New(), stepDiscovered, answers), map[string]string{"sanctioned": "unknown"},
		"At least 3 apps", "1 row of the discovery cannot be read", "does not recognise these tags: Genehmigt",
		"Some scores cannot be read")
	has(t, look(t, guidetest.New(), stepScore, answers), map[string]string{"not-stopped": "1", "domains": "1"},
		"The list stops nothing of 1 app", "Hip", "would block 2 of 3 apps, but the list stops nothing of 1")
	has(t, look(t, guidetest.New(), stepApps, answers), nil, "1 app stops", "does not stop: no address in the list")
	answers[askExport] = "App,Score\n,4\n"
	has(t, look(t, guidetest.New(), stepDiscovered, answers), map[string]string{"apps": "unknown"},
		"It is not known which apps people use")
}
