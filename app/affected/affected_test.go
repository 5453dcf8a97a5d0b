package affected

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/letter"
	"handrail/app/report"
)

var (
	monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	first  = time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	last   = time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC)
)

// northgate is a list with someone of each kind.
func northgate() *List {
	known := func(name string) Share { return Share{Name: name, Known: true} }
	l := &List{Key: "mfa-end", Title: "Who is affected", Summary: "Two people notice nothing.", At: monday,
		Fates: []Fate{{Code: "locked-out", Title: "Locked out until an administrator helps", Severity: report.Problem},
			{Code: "must-register", Title: "Must register", Severity: report.Warning, Do: "Ask the person."},
			{Code: "unknown", Title: "Not known", Severity: report.Unknown}, {Code: "none", Title: "Nothing changes"}},
		People: []Person{
			{ID: "ama", Name: "Ama", Mail: "ama@a.example", Fate: 0, Must: Yes, Until: first, Department: known("Office")},
			{ID: "dora", Name: "Dora", Mail: "dora@a.example", Fate: 1, Must: Yes, Until: last, Department: known("office ")},
			{ID: "ewan", Name: "=1+1", Mail: "ewan@a.example", Fate: 1, Must: Yes, Until: first, Department: known("")},
			{ID: "gus", Name: "Gus", Fate: 2}, {ID: "ines", Name: "Ines", Fate: 3, Must: No, Department: known("Advice")}}}
	l.Letter = func(i int) (letter.Letter, bool) {
		p := l.People[i]
		return letter.Letter{Name: p.Name, Mail: p.Mail, Language: "en", Kind: l.Fate(i).Code, Subject: "S",
			Text: "Hello " + p.Name + ",\n"}, p.Must == Yes
	}
	return l
}

// TestProgress: who has to act is counted once, as emailed or not; who no longer has to is
// done only where that is certain; and who left the list does not count.
func TestProgress(t *testing.T) {
	l := northgate()
	act, done := l.Changes(nil)
	if len(act) != 3 || len(done) != 0 {
		t.Fatalf("first: %v, %v", act, done)
	}
	k := Known{}.With(monday, append(act, "gus", "ines", "left"), nil)
	m := k["ama"]
	m.Written = monday
	k["ama"] = m
	act, done = l.Changes(k)
	if len(act) != 0 || !slices.Equal(done, []string{"ines"}) {
		t.Errorf("then: %v, %v", act, done)
	}
	friday := monday.AddDate(0, 0, 4)
	k = k.With(friday, act, done)
	p := l.Progress(k)
	if p != (Progress{Since: monday, Done: 1, Written: 1, Left: 2, Unknown: 1}) || p.All() != 5 {
		t.Errorf("progress is %+v", p)
	}
	if days := l.ByDay(k); len(days) != 1 || days[0].People != 1 || days[0].Day.Day() != 20 {
		t.Errorf("by day: %+v", days)
	}
	w := l.WordsOf(p, monday.AddDate(0, 0, 7))
	if w.Headline != "3 of 5 people must act" || w.Progress != "1 of 5 done, 3 left" ||
		w.Since != "Since last week, 16 November" {
		t.Errorf("words are %+v", w)
	}
	for ago, want := range []string{"Since today", "Since yesterday", "Since Monday, 16 November", "", "", "",
		"Since Monday, 16 November", "Since last week, 16 November"} {
		for _, hour := range []int{0, 10, 14} { // of the day, also before the hour of the first mark
			now := time.Date(2026, 11, 16+ago, hour, 1, 0, 0, time.UTC)
			if got := l.WordsOf(p, now).Since; want != "" && got != want {
				t.Errorf("after %d days, at %d: %q, want %q", ago, hour, got, want)
			}
		}
	}
	l.People[4].Must = Yes // again
	if act, _ := l.Changes(k); !slices.Equal(act, []string{"ines"}) {
		t.Errorf("again: %v", act)
	}
}

// TestTheSumOfTheChipsIsWhole: who must act, who is not known and who does not have to are everyone, and each number
// is that of the list it opens.
func TestTheSumOfTheChipsIsWhole(t *testing.T) {
	l := northgate()
	k := Known{}.With(monday, []string{"ama", "ines"}, nil)
	m := k["ama"]
	m.Written = monday
	k["ama"] = m
	var words []string
	for _, c := range append(l.Chips(k), l.FateChips()...) {
		if got := len(l.Find(c.Filter, "", k)); got != c.People {
			t.Errorf("%s says %d and opens %d", c.Word, c.People, got)
		}
		words = append(words, fmt.Sprint(c.Word, " ", c.People))
	}
	want := "Must act 3, Locked out 1, Not yet emailed 2, Emailed 1, Done 1, Not known 1, Everyone 5"
	if got := strings.Join(words, ", "); !strings.HasPrefix(got, want) {
		t.Errorf("chips are %s", got)
	}
	if l.Count(Yes)+l.Count(No)+l.Count(Unknown) != len(l.People) {
		t.Error("someone is missing")
	}
}

func TestNoOneIsSaidOnlyWhereItIsKnown(t *testing.T) {
	l := northgate()
	for i := range l.People {
		l.People[i].Must = No
	}
	for _, c := range []struct {
		change func()
		want   string
	}{{func() {}, "No one has to act"}, {func() { l.Notes = []string{"Not read: Users."} },
		"It is not known who is affected"},
		{func() { l.People[0].Must = Unknown }, "Not known for 1 person"}} {
		c.change()
		if got := l.WordsOf(Progress{}, monday).Headline; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestFindAndSort(t *testing.T) {
	l := northgate()
	names := func(who []int) (s string) {
		for _, i := range who {
			s += l.People[i].ID + " "
		}
		return s
	}
	if got := names(l.Find(Everyone, " OFFICE", nil)); got != "ama dora " {
		t.Errorf("found %s", got)
	}
	for by, want := range map[Order]string{WorstFirst: "ama dora ewan gus ines ", ByName: "ewan ama dora gus ines ",
		ByDay: "ama ewan dora gus ines ", ByDepartment: "ines ama dora ewan gus "} {
		who := []int{0, 1, 2, 3, 4}
		if l.Sort(who, by); names(who) != want {
			t.Errorf("%s: %s", by, names(who))
		}
	}
}

// TestLists: everyone is in one part, files have no names of people, and no cell runs as a formula.
func TestLists(t *testing.T) {
	l, folder := northgate(), t.TempDir()
	who := l.Find(Everyone, "", nil)
	if err := l.WriteLists(context.Background(), folder, who, nil, EachDepartment); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*.csv"))
	total := 0
	var names []string
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(data[3:]))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		total += len(rows) - 1
		names = append(names, filepath.Base(f))
		for _, row := range rows {
			if strings.HasPrefix(row[0], "=") {
				t.Errorf("%q would run", row[0])
			}
		}
	}
	if want := []string{"01-advice.csv", "02-office.csv", "03-none.csv", "04-not-read.csv"}; total != len(who) ||
		!slices.Equal(names, want) {
		t.Errorf("%d people in %v", total, names)
	}
}

// TestLetters: only those for whom there is something to say get one, a file has no name of a person,
// and a stop leaves what was written.
func TestLetters(t *testing.T) {
	l := northgate()
	for form, want := range map[letter.Form][]string{letter.Drafts: {"01-locked-out/00001-locked-out.eml",
		"02-must-register/00001-must-register.eml", "02-must-register/00002-must-register.eml"},
		letter.Merge: {"01-locked-out.csv", "02-must-register.csv"}} {
		folder := t.TempDir()
		n, err := l.WriteLetters(context.Background(), folder, l.Find(Everyone, "", nil), form, EachFate, nil)
		if err != nil || n != 3 {
			t.Errorf("%s: %d letters, %v", form, n, err)
		}
		var got []string
		_ = filepath.WalkDir(folder, func(path string, d os.DirEntry, _ error) error {
			if !d.IsDir() {
				one, _ := filepath.Rel(folder, path)
				got = append(got, filepath.ToSlash(one))
			}
			return nil
		})
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", form, got)
		}
		if _, err := l.WriteLetters(context.Background(), folder, []int{0}, form, EachFate, nil); err == nil {
			t.Errorf("%s: letters were replaced", form)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if n, err := l.WriteLetters(ctx, t.TempDir(), []int{0, 1}, letter.Texts, Whole, nil); err == nil || n != 0 {
		t.Errorf("after a stop: %d, %v", n, err)
	}
}

func TestDocument(t *testing.T) {
	l := northgate()
	k := Known{}.With(monday, []string{"ama"}, nil)
	doc := l.Document([]int{0, 2}, k, "Must act, 2 people", monday.AddDate(0, 0, 1))
	facts := doc.Facts()
	if facts["must-act"] != "3" || facts["not-known"] != "1" || facts["until-2027-02-01"] != "2" ||
		doc.Result() != "3 of 5 people must act." {
		t.Errorf("facts are %v; %q", facts, doc.Result())
	}
	table := doc.Blocks[len(doc.Blocks)-1].(report.Table)
	if len(table.Rows) != 2 || table.Rows[0][0] != "Ama" || table.Rows[0][4] != "Not yet" {
		t.Errorf("rows are %v", table.Rows)
	}
}

// TestAHundredThousandPeople: a search, a sort and the numbers take less than a moment.
func TestAHundredThousandPeople(t *testing.T) {
	l := northgate()
	few := l.People
	l.People = nil
	for i := range 100_000 {
		p := few[i%len(few)]
		p.ID, p.Name = fmt.Sprint(i), fmt.Sprintf("Person %06d", i)
		l.People = append(l.People, p)
	}
	begun := time.Now()
	l.Chips(nil)
	l.Progress(nil)
	who := l.Find(Everyone, "person 0999", nil)
	if len(who) != 100 {
		t.Errorf("%d found", len(who))
	}
	found := time.Since(begun)
	all := l.Find(Everyone, "", nil)
	l.Sort(all, ByName)
	if spent := time.Since(begun); spent > 3*time.Second {
		t.Errorf("it takes %v", spent)
	}
	t.Logf("numbers and search %v, sort %v", found, time.Since(begun)-found)
}

// TestManagersWithOneNameGetTheirOwn: two managers with equal names have a file each; none sees the other's people.
func TestManagersWithOneNameGetTheirOwn(t *testing.T) {
	l := northgate()
	for i, id := range []string{"m1", "m2", "m1", "", ""} {
		l.People[i].Manager = Share{ID: id, Name: "Kim Low", Known: true}
		if id == "" {
			l.People[i].Manager = Share{Known: i == 3}
		}
	}
	var got []string
	for _, p := range l.Parts([]int{0, 1, 2, 3, 4}, EachManager) {
		got = append(got, fmt.Sprint(p.Word, p.Who))
	}
	if want := "[01-manager[0 2] 02-manager[1] 03-none[3] 04-not-read[4]]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// TestNoFileNameNamesAManager: neither lists nor letters do, in no form, and the list beside them says which is whose.
func TestNoFileNameNamesAManager(t *testing.T) {
	l := northgate()
	for i := range l.People {
		l.People[i].Manager = Share{ID: "m1", Name: "Kim Low", Known: true}
	}
	who := l.Find(Everyone, "", nil)
	for name, write := range map[string]func(folder string) error{
		"lists": func(folder string) error { return l.WriteLists(t.Context(), folder, who, nil, EachManager) },
		"drafts": func(folder string) error {
			_, err := l.WriteLetters(t.Context(), folder, who, letter.Drafts, EachManager, nil)
			return err
		},
		"merge": func(folder string) error {
			_, err := l.WriteLetters(t.Context(), folder, who, letter.Merge, EachManager, nil)
			return err
		},
	} {
		folder := t.TempDir()
		if err := write(folder); err != nil {
			t.Fatal(err)
		}
		index, err := os.ReadFile(filepath.Join(folder, IndexName))
		ending := map[bool]string{true: "", false: ".csv"}[name == "drafts"]
		if err != nil || !strings.Contains(string(index), "01-manager"+ending+",Kim Low,") {
			t.Errorf("%s: %v: %q", name, err, index)
		}
		err = filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
			if path = strings.TrimPrefix(path, folder); strings.Contains(path, "kim") || strings.Contains(path, "low") {
				t.Errorf("%s: a file is called %s", name, path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestFileNamesOfAnyName: whatever a department is called, its file has a name that every system takes and that leads
// nowhere else.
func TestFileNamesOfAnyName(t *testing.T) {
	l, folder := northgate(), t.TempDir()
	names := []string{"../../etc/passwd", "CON", strings.Repeat("long ", 60), "a\x00b\r\n.exe", "総務部"}
	for i, name := range names {
		l.People[i].Department = Share{Name: name, Known: true}
	}
	if err := l.WriteLists(t.Context(), folder, []int{0, 1, 2, 3, 4}, nil, EachDepartment); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != len(names) {
		t.Fatalf("%v, %v", files, err)
	}
	for _, f := range files {
		word, _ := strings.CutSuffix(f.Name(), ".csv")
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || word[0] != '0' || len(word) > 50 {
			t.Errorf("a file is called %q", f.Name())
		}
	}
}

// TestDoneIsOnlyWhoIsSettled: whom the change no longer affects because no method works at all is not done.
func TestDoneIsOnlyWhoIsSettled(t *testing.T) {
	l := northgate()
	l.Fates = append(l.Fates, Fate{Code: "already-broken", Title: "Cannot complete MFA today", Open: true})
	l.People[0].Fate, l.People[0].Must = 4, No
	k := Known{}.With(monday, []string{"ama"}, nil)
	_, done := l.Changes(k)
	p := l.Progress(k)
	if len(done) != 0 || p.Done != 0 || p.Unknown != 1 || len(l.Find(Registered, "", k)) != 0 {
		t.Errorf("done %v, %+v", done, p)
	}
	for _, c := range l.Chips(k) {
		if c.Filter == Registered {
			t.Errorf("%+v", c)
		}
	}
}

// TestMailOf: a guest's sign-in name is no address.
func TestMailOf(t *testing.T) {
	for in, want := range map[[2]string]string{{"a@b.example", "x"}: "a@b.example", {"", "u@b.example"}: "u@b.example",
		{"", "a_b.example#EXT#@c.onmicrosoft.com"}: ""} {
		if got := MailOf(in[0], in[1]); got != want {
			t.Errorf("%v: %q", in, got)
		}
	}
}
