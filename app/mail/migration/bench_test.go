package migration

import (
	"fmt"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/powershell"
)

// BenchmarkRows100000 reads 100,000 people from JSON, decides about each and compares them
// with the same people.
func BenchmarkRows100000(b *testing.B) {
	var text strings.Builder
	text.WriteByte('[')
	for i := range 100_000 {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"Identity":"person%d@example.org","BatchId":"Wave %d","Status":"Synced",`+
			`"SyncedItemCount":%d,"SkippedItemCount":%d,"DataConsistencyScore":{"value":%d,"Value":"%s"},`+
			`"HasUnapprovedSkippedItems":%v,"Error":"","LastSuccessfulSyncTime":"\/Date(1793523600000)\/",`+
			`"SkippedItems":[{"Kind":"CorruptItem","FolderName":"Inbox","Subject":"A subject of some length"}]}`,
			i, i/50, 9000+i, i%3, i%4, []string{"Perfect", "Good", "Investigate", "Poor"}[i%4], i%2 == 0)
	}
	text.WriteByte(']')
	data := []byte(text.String())
	for b.Loop() {
		rows, err := powershell.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		e := Read(rows)
		finish := 0
		for i := range e.People {
			if e.People[i].Decide().Act == ActComplete {
				finish++
			}
		}
		if len(e.People) != 100_000 || finish < 50_000 || len(Compare(e.People, e.People)) != 100_000 {
			b.Fatal(len(e.People), finish)
		}
	}
}

// Whatever an export says, no one is approved whom only Microsoft can help, and no command
// is for all objects.
func FuzzExport(f *testing.F) {
	f.Add(`[{"Identity":"a","BatchId":"W","Status":"Synced","DataConsistencyScore":{"value":2,"Value":"Good"}}]`)
	f.Add("Identity : a\r\nBatchName : MigrationService:W\r\nBadItemsEncountered : 2\r\nDataConsistencyScore : Poor")
	f.Add(`[{"Identity":"a","Kind":"CorruptItem","FolderName":"Inbox"},{"Identity":"A","SkippedItemCount":1}]`)
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := powershell.Read([]byte(text))
		if err != nil {
			return
		}
		e := Read(rows)
		for i := range e.People {
			p := &e.People[i]
			d := p.Decide()
			if p.Grade == Poor && d.Act != ActSupport && d.Act != ActDone && d.Act != ActUnread {
				t.Fatalf("%s, although it is Poor: %+v", d.Act, p)
			}
			approve, err := Approve([]*Person{p})
			forAll := strings.Contains(approve.Change.Text, "-Identity ''")
			if err == nil && (p.Grade == Poor || p.Way == WayUnread || forAll) {
				t.Fatalf("%q for %+v", approve.Change.Text, p)
			}
			if err != nil && app.CodeOf(err) != app.Invalid {
				t.Fatal(err)
			}
		}
		if n := len(Compare(e.People, e.People)); n < len(e.People) {
			t.Fatalf("%d pairs of %d people", n, len(e.People))
		}
	})
}
