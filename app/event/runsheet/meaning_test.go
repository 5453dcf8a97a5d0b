package runsheet

import (
	"strings"
	"testing"
)

// TestTablesMeanWhatTheirColumnsShow: which unit, which half of the day and which row of headings, by what the table
// itself shows. A bar parts the cells.
func TestTablesMeanWhatTheirColumnsShow(t *testing.T) {
	for name, c := range map[string]struct{ start, table, want string }{
		"German": {"9:00", "Uhrzeit/Dauer/Programmpunkt/Wer\n9:00/5 Min./Los/Ama\n9 Uhr 05/1 Std. 30 Min./Rede/Ben",
			"0 | 5 | Los | Ama\n | 90 | Rede | Ben\n"},
		"French": {"9:00",
			"Début/Fin/Quoi/Responsable/Remarques\n9h00/9 h 20/Accueil/Ama/x", "0 | 20 | Accueil | Ama | | | x\n"},
		"a unit in the heading": {"9:00",
			"Time:/Length (sec)/Activity\n9:00/300/A\n/90/B", "0 | 5 | A\n | 1:30 | B\n"},
		"hours in the heading": {"9:00", "Duration [h:mm]/Item\n1:15/A\n0:05/B", " | 75 | A\n | 5 | B\n"},
		"the title of the event above": {"9:00", "Event/Harvest supper/Start time/9:00\n\nTime/Length/Item/Who\n9:00/5/A/Ama",
			"0 | 5 | A | Ama\n"},
		"in the afternoon": {"14:00",
			"Time/Item/End\n1:40/Doors/2:00\n2:00/A/2:15\n2:15/B/3:05", "-20 | 20 | Doors\n | 15 | A\n | 50 | B\n"},
		"set up that morning": {"19:00",
			"Time/Item\n9:00/Set up\n6:30/Doors\n7:00/A", "-600 | | Set up\n-30 | | Doors\n0 | | A\n"},
		"over noon": {"11:00",
			"Time/Item\n11:00/A\n12:40/Lunch\n1:10/B", "0 | | A\n+100 | | Lunch\n+130 | | B\n"},
		"over midnight": {"22:00",
			"Time/Item\n22:00/A\n23:50/B\n24:00:00/C\n24:05:00/D", "0 | | A\n+110 | | B\n+120 | | C\n+125 | | D\n"},
		"counted from zero": {"10:00",
			"Time/Item\n0:00/A\n0:05/B\n1:20/C", "0 | | A\n+5 | | B\n+80 | | C\n"},
		"offsets in hours": {"10:00",
			"Offset/Length/Item\n0:00/5/A\n0:05/30/B\n0:35/45/C", "0 | 5 | A\n | 30 | B\n | 45 | C\n"},
		"offsets with seconds": {"10:00", "Offset/Length/Item\n0:00/4:30/A\n4:30/0:30/B\n5:00/45/C",
			"0 | 4:30 | A\n | 0:30 | B\n | 45 | C\n"},
		"offsets with a T": {"10:00", "Offset/Item\nT-30/Doors\nT-00:05:00/Countdown\nT+0/A\nT+5/B",
			"-30 | | Doors\n-5 | | Countdown\n0 | | A\n+5 | | B\n"},
		"minutes typed as hours, by the clock": {"9:00",
			"Clock/Length/Item\n9:00:00/5:30:00/A\n9:05:30/60:00:00/B\n10:05:30//C",
			"0 | 5:30 | A\n | 60 | B\n | | C\n"},
		"minutes typed as hours": {"9:00", "Length/Item\n5:00:00/A\n45:00:00/B", " | 5 | A\n | 45 | B\n"},
		"hours that are hours": {"9:00",
			"Clock/Length/Item\n9:00:00/5:00:00/A\n14:00:00/1:00:00/B", "0 | 300 | A\n | 60 | B\n"},
		"parts of a day": {"9:00",
			"Clock/Length/Item\n0.375/0.003472222/A\n0.378472222/4.1666666E-2/B", "0 | 5 | A\n | 60 | B\n"},
		"not exact": {"9:00",
			"Clock/Length/Item\nca. 9:00/ca. 5 min/A\n905/~4/B\n/½ h/C", "0 | 5 | A\n | 4 | B\n| 30 | C\n"},
		"totals by their sum": {"9:00",
			"Clock/Length/Item\n9:00/5/A\n9:05/60/B\n10:05/65/Total\n/65/Running total\n/65/Gesamtlänge",
			"0 | 5 | A\n | 60 | B\n"},
		"words of Excel": {"9:00", "Clock/Item/Skip\n9:00/A/FALSCH\n9:05/B/WAHR", "0 | | A\n"},
		"a brief event": {"9:00",
			"Length/Item\n00:05/A\n01:00/B\n00:10/C", " | 5 | A\n | 60 | B\n | 10 | C\n"},
	} {
		var rows [][]string
		for _, line := range strings.Split(c.table, "\n") {
			rows = append(rows, strings.Split(line, "/"))
		}
		header, columns, ok := DetectColumns(rows)
		if !ok {
			t.Errorf("%s: no columns", name)
			continue
		}
		items, notes, err := FromTable(rows, header, columns, c.start)
		want, bad := Parse(c.want)
		if got := String(items); err != nil || bad != nil || got != String(want) {
			t.Errorf("%s: %v %v %v\n%swant\n%s", name, err, bad, notes, got, String(want))
		}
	}
}

// TestAnItemIsNotLostWithItsLength: one whose length cannot be read stays, and is named.
func TestAnItemIsNotLostWithItsLength(t *testing.T) {
	rows := [][]string{{"Item", "Length"}, {"Welcome", "5"}, {"Talk", "20-30 min"}, {"Item", "Length"}, {"Song", "4"}}
	header, c, _ := DetectColumns(rows)
	items, notes, err := FromTable(rows, header, c, "9:00")
	if err != nil || String(items) != " | 5 | Welcome\n |  | Talk\n | 4 | Song\n" || len(notes) != 2 ||
		!notes[0].Kept || notes[0].Row != 3 || notes[1].Kept {
		t.Errorf("%q %+v %v", String(items), notes, err)
	}
}

func FuzzFromTable(f *testing.F) {
	f.Add("9:00", "Time/Length/Item\n9:00/0:05/A\n12:50/5:00:00/B\n1:10/T-30/Total")
	f.Add("19:00", "Offset/Clock/End/Item\n0:05/0.375/24:00/A\nT-1/ca. 9/noon/B")
	f.Fuzz(func(t *testing.T, start, table string) {
		var rows [][]string
		for _, line := range strings.Split(table, "\n") {
			rows = append(rows, strings.Split(line, "/"))
		}
		header, c, ok := DetectColumns(rows)
		if !ok {
			return
		}
		items, notes, err := FromTable(rows, header, c, start)
		if err == nil && len(items)+len(notes) > 2*len(rows) {
			t.Fatalf("%d items and %d notes of %d rows", len(items), len(notes), len(rows))
		}
		if err == nil {
			if _, err := Parse(String(items)); err != nil {
				t.Fatalf("what is shown cannot be read: %v\n%s", err, String(items))
			}
		}
	})
}
