package appblock

import (
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
