package runsheet

import (
	"strings"
	"testing"
	"time"
)

// served is the sheet of the picture: the reading takes 8 minutes, and the talk has a fixed start.
const served = `# The service
0 | 4 | Welcome | Farida Haddad | Camera 1 | Lectern
 | 4 | First hymn | Band | Words | Band
 | 4 | Prayers | Ewan Pryce | Camera 2 | Hand mic
 | 8 | Reading | Dora Lindqvist | Camera 2 | Remote
+17 | 23 | Talk | Farida Haddad | Slides 1 to 3 | Lectern
 | 5 | Second hymn | Band
 | 7 | Notices | Ewan Pryce
 | 8 | Blessing | Farida Haddad
 | 1 | Closing slide | Kofi Mensah
# The end
`

var half10 = time.Date(2026, 11, 29, 10, 30, 0, 0, time.UTC)

func at(t time.Time) string { return t.Format("15:04") }

func cues(g *Grid) string {
	var all []string
	for i := range g.Len() {
		all = append(all, strings.TrimSpace(g.Line(i)[ColumnStart]+" "+g.Line(i)[ColumnCue]))
	}
	return strings.Join(all, ", ")
}

// TestLengthsAddUpAndAnOverlapIsRepaired has the figures of the picture.
func TestLengthsAddUpAndAnOverlapIsRepaired(t *testing.T) {
	g := ReadGrid(served)
	rows, sum := g.Plan(half10)
	if sum.Length != 64*minute || at(sum.End) != "11:31" || at(sum.Apart) != "11:34" || sum.Overlaps != 1 || sum.Items != 9 {
		t.Errorf("%+v", sum)
	}
	if r := rows[4]; r.Overlap != 3*minute || at(r.Start) != "10:47" || !r.Later || at(rows[3].End) != "10:50" {
		t.Errorf("%+v", r)
	}
	if !g.Repair(4) || g.Line(4)[ColumnStart] != "+20" {
		t.Errorf("repaired: %q", g.Line(4))
	}
	rows, sum = g.Plan(half10)
	if sum.Overlaps != 0 || sum.End != sum.Apart || at(sum.End) != "11:34" || at(rows[5].Start) != "11:13" {
		t.Errorf("%+v", sum)
	}
	if g.Repair(4) || g.Repair(0) || g.Repair(-1) || g.Repair(99) {
		t.Error("nothing overlaps, and it was repaired")
	}
	if row, ok := g.Undo(); !ok || row != 4 || g.Text() != served {
		t.Errorf("undone: %d\n%s", row, g.Text())
	}
	g.Set(3, ColumnLength, "5") // as one types
	if _, sum = g.Plan(half10); sum.Overlaps != 0 || sum.Length != 61*minute {
		t.Errorf("%+v", sum)
	}
}

// TestFreeTimeTakesUpARepair: what starts at a fixed time later stays there as long as there is room.
func TestFreeTimeTakesUpARepair(t *testing.T) {
	for text, want := range map[string]string{
		"0|20|A\n10|5|B\n|5|C\n60|30|Lunch\n":     "+20 B, C, +60 Lunch",     // 40 minutes are free
		"0|20|A\n10|5|B\n+17|5|C\n60|30|Lunch\n":  "+20 B, +25 C, +60 Lunch", // 2 minutes are free
		"0|20|A\n10|5|B\n+12|5|C\n+17|30|Lunch\n": "+20 B, +22 C, +27 Lunch", // C overlaps B as before
		"0|20|A\n10|5|B\n||C\n+15|30|D\n":         "+20 B, C, +25 D",
	} {
		g := ReadGrid(text)
		rows, sum := g.Plan(half10)
		later := rows[1].Later
		if !g.Repair(1) {
			t.Errorf("%q is not repaired", text)
		}
		if got := strings.TrimPrefix(cues(g), "0 A, "); got != want || later != allMoved(want) {
			t.Errorf("%q: %s, want %s (later %v)", text, got, want, later)
		}
		for i := range rows {
			g.Repair(i)
		}
		if _, after := g.Plan(half10); after.Overlaps != 0 || !after.End.Equal(sum.Apart) {
			t.Errorf("%q ends at %s, and %s was announced", text, at(after.End), at(sum.Apart))
		}
	}
}

// allMoved reports whether everything below the second item moved.
func allMoved(after string) bool { return !strings.Contains(after, "+60") }

func TestEditing(t *testing.T) {
	g := ReadGrid("-10||Open\n0|4|Welcome\n|5|Hymn\n+20|3|Live link\n")
	step := func(what, want string) {
		t.Helper()
		if got := cues(g); got != want {
			t.Fatalf("%s: %s, want %s", what, got, want)
		}
	}
	if row, ok := g.Insert(2); row != 2 || !ok {
		t.Error(row, ok)
	}
	step("inserted", "-10 Open, 0 Welcome, , Hymn, +20 Live link")
	if strings.Count(g.Text(), "\n") != 4 {
		t.Errorf("an empty line is in the text:\n%s", g.Text())
	}
	rows, sum := g.Plan(half10)
	if !rows[2].Blank || at(rows[2].Start) != "10:34" || sum.Items != 4 || sum.Unread != 0 || rows[3].Gap != 0 {
		t.Errorf("%+v", rows[2])
	}
	for _, text := range []string{"P", "Pr", "Pra | y"} {
		g.Set(2, ColumnCue, text)
	}
	step("typed", "-10 Open, 0 Welcome, Pra / y, Hymn, +20 Live link")
	if row, _ := g.Undo(); row != 2 {
		t.Error(row)
	}
	step("typing is undone at once", "-10 Open, 0 Welcome, , Hymn, +20 Live link")
	g.Redo()
	step("made again", "-10 Open, 0 Welcome, Pra / y, Hymn, +20 Live link")
	if row, ok := g.Duplicate(1); row != 2 || !ok {
		t.Error(row, ok)
	}
	step("a copy follows", "-10 Open, 0 Welcome, Welcome, Pra / y, Hymn, +20 Live link")
	if row := g.Delete(2); row != 2 {
		t.Error(row)
	}
	if row := g.Move(1, 1); row != 2 {
		t.Error(row)
	}
	step("the start stays first", "-10 Open, 0 Pra / y, Welcome, Hymn, +20 Live link")
	g.Move(4, -1)
	step("a fixed start goes with its line", "-10 Open, 0 Pra / y, Welcome, +20 Live link, Hymn")
	if g.Move(0, -1) != 0 || g.Move(4, 1) != 4 || g.Move(9, 1) != 9 {
		t.Error("moved out of the sheet")
	}
	g.Fix(2, half10)
	step("fixed", "-10 Open, 0 Pra / y, 0 Welcome, +20 Live link, Hymn") // “Pra / y” has no length
	g.Free(2)
	step("free", "-10 Open, 0 Pra / y, Welcome, +20 Live link, Hymn")
	for g.Len() > 0 {
		g.Delete(g.Len() - 1)
	}
	if g.Text() != "" || g.Delete(0) != 0 {
		t.Errorf("%q", g.Text())
	}
	for range 99 {
		g.Undo()
	}
	step("all is undone", "-10 Open, 0 Welcome, Hymn, +20 Live link")
	if _, ok := g.Undo(); ok {
		t.Error("there was more to undo")
	}
	g.Replace("0|1|Other")
	step("replaced", "0 Other")
	g.Undo()
	step("replaced, undone", "-10 Open, 0 Welcome, Hymn, +20 Live link")
}

// TestWhatCannotBeReadIsSaid: a length that is no length counts as unread, and is not lost.
func TestWhatCannotBeReadIsSaid(t *testing.T) {
	g := ReadGrid("0|soon|Welcome\nlater|5|Hymn\n|5|\nWelcome back\n5|Tea\n|1|Too many|a|b|c|d|e")
	rows, sum := g.Plan(half10)
	for i, want := range []Column{ColumnLength, ColumnStart, ColumnCue} {
		if rows[i].Wrong == nil || rows[i].Where != want {
			t.Errorf("line %d: %v in %d", i, rows[i].Wrong, rows[i].Where)
		}
	}
	if sum.Unread != 3 || sum.Length != 16*minute || at(rows[2].Start) != "10:35" {
		t.Errorf("%+v", sum)
	}
	if g.Line(3)[ColumnCue] != "Welcome back" || g.Line(4)[ColumnLength] != "5" || g.Line(5)[ColumnNote] != "d/e" {
		t.Errorf("%q", g.Text())
	}
	if again := ReadGrid(g.Text()); again.Text() != g.Text() {
		t.Errorf("%q, then %q", g.Text(), again.Text())
	}
}

func TestASheetHasAnEnd(t *testing.T) {
	g := ReadGrid(strings.Repeat("|1|A\n", mostItems))
	if _, ok := g.Insert(0); ok || g.Len() != mostItems {
		t.Error("there are too many lines")
	}
	if _, ok := g.Duplicate(3); ok {
		t.Error("there are too many lines")
	}
}

// FuzzGrid: the table and the text form are the same sheet, whatever is typed.
func FuzzGrid(f *testing.F) {
	f.Add(served, "8", byte(3))
	f.Add("-30 | | Presenters\n#x\n\u200b# y|1|z\n|x|\n a|b|c|d|e|f|g|h", "# |\n", byte(200))
	f.Fuzz(func(t *testing.T, text, typed string, seed byte) {
		g := ReadGrid(text)
		items, err := Parse(text)
		again, err2 := Parse(g.Text())
		if err == nil && (err2 != nil || String(items) != String(again)) {
			t.Fatalf("%q became %q: %v", text, g.Text(), err2)
		}
		if rows, sum := g.Plan(half10); err == nil && sum.Unread > 0 || len(rows) != g.Len() {
			t.Fatalf("%q has %+v", text, sum)
		}
		first, n := g.Text(), 0
		for i := range 12 {
			row := int(seed) * (i + 1) % (g.Len() + 1)
			switch (int(seed) + i) % 6 {
			case 0:
				g.Set(row, Column(i%columns), typed)
			case 1:
				g.Insert(row)
			case 2:
				g.Move(row, 1-2*(i%2))
			case 3:
				g.Duplicate(row)
			case 4:
				g.Delete(row)
			case 5:
				g.Repair(row)
			}
			g.Rest()
			if back := ReadGrid(g.Text()); back.Text() != g.Text() {
				t.Fatalf("%q became %q", g.Text(), back.Text())
			}
		}
		for ; n < 20; n++ {
			if _, ok := g.Undo(); !ok {
				break
			}
		}
		if g.Text() != first {
			t.Fatalf("%q is %q after all is undone", first, g.Text())
		}
	})
}

// BenchmarkTyping adds up a sheet of 300 items after each letter.
func BenchmarkTyping(b *testing.B) {
	g := ReadGrid("0 | 1 | Item\n" + strings.Repeat(" | 2:30 | Item | Somebody\n", 299))
	for i := 0; b.Loop(); i++ {
		g.Set(150, ColumnLength, []string{"5", "55"}[i%2])
		g.Plan(half10)
	}
}
