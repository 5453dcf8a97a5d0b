package appblock

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestExports(t *testing.T) {
	text := "App,Risk score,Users,Transactions,Traffic,Tags,Domains,Last seen,Comment\n" +
		"Hop,3,12,\"1,200\",1.5 GB,Unsanctioned;New,\"hop.example; www.hop.example\",2026-11-20,x\n" +
		"'=Cmd,4/10,0,7,,Sanctioned,,,\nPlain,,,,,,plain.example/path,,\n,5,,,,,,,\n"
	e, err := ReadExport([]byte(text), nil)
	if err != nil || len(e.Apps) != 3 || e.Nameless != 1 || !slices.Equal(e.Unused, []string{"Comment"}) {
		t.Fatalf("%+v, %v", e, err)
	}
	a := e.Apps[0]
	if a.Score != 3 || a.People != 12 || a.Transactions != 1200 || a.Traffic != 3<<29 || !a.Tagged("new") ||
		len(a.Domains) != 2 || a.LastSeen.Day() != 20 {
		t.Errorf("%+v", a)
	}
	if b := e.Apps[1]; b.Name != "=Cmd" || b.Score != 4 || b.PeopleKnown || b.TrafficKnown ||
		ClassOf(b, nil) != Sanctioned {
		t.Errorf("%+v", b)
	}
	if c := e.Apps[2]; ClassOf(c, nil) != Unscored || c.TransactionsKnown {
		t.Errorf("%+v", c)
	}
	german := []byte("Anwendung;Bewertung;Benutzer\nHop;3;2\n")
	if _, err := ReadExport(german, nil); err == nil {
		t.Error("columns that no one knows are guessed")
	}
	by, err := ParseColumns("name = Anwendung\n\nScore=Bewertung\npeople = Benutzer\n")
	if err != nil {
		t.Fatal(err)
	}
	if e, err = ReadExport(german, by); err != nil || len(e.Apps) != 1 || e.Apps[0].People != 2 || e.Apps[0].TagsKnown {
		t.Errorf("%+v, %v", e, err)
	}
	for _, bad := range []string{"x = y", "score", "score ="} {
		if _, err := ParseColumns(bad); err == nil {
			t.Errorf("%q names a column", bad)
		}
	}
	if _, err := ReadExport(german, map[Field]string{FieldScore: "Score"}); err == nil {
		t.Error("a column that is not there")
	}
}

// An answer of an interface is no table: no column of it can be named.
func TestAnAnswerOfAnInterfaceIsNoTable(t *testing.T) {
	for _, text := range []string{"{\n\"value\":[]}", " [{\"displayName\":\"X\",\"riskScore\":4}]", "\ufeff[]"} {
		if _, err := ReadExport([]byte(text), nil); err == nil || !strings.Contains(err.Error(), "is JSON") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestExportsOfOtherLanguages: a decimal comma is read, and a score that cannot be read is said.
func TestExportsOfOtherLanguages(t *testing.T) {
	e, err := ReadExport([]byte("App;Score;Traffic;Transactions\n"+
		"A;7,5;1,5 GB;1,5\nB;10.0;2 MB;1,200\nC;High;;\nD;-;;\n"), nil)
	if err != nil || len(e.Apps) != 4 || !slices.Equal(e.Odd, []string{"High"}) {
		t.Fatalf("%+v, %v", e, err)
	}
	if a := e.Apps[0]; a.Score != 8 || !a.Scored || a.Traffic != 3<<29 || a.TransactionsKnown {
		t.Errorf("%+v", a)
	}
	if b := e.Apps[1]; b.Score != 10 || b.Transactions != 1200 {
		t.Errorf("%+v", b)
	}
}

// TestAddressesInOtherForms: a star, a port, capitals and a name of another alphabet are the same address, and a
// path under a blocked one stops too.
func TestAddressesInOtherForms(t *testing.T) {
	bad := App{Name: "Bad", Score: 1, Scored: true,
		Domains: []string{"*.bücher.example", "sites.example:443/a", "none.example"}}
	for _, d := range []string{"www.xn--bcher-kva.example", "BÜCHER.example/x", "sites.example/a/b",
		"https://sites.example/a"} {
		good := App{Name: "Good", Score: 9, Scored: true, Domains: []string{d}}
		apps := []App{bad, good}
		if all := FindCollateral(apps, 3, nil); len(all) != 1 || !all[0].All() {
			t.Errorf("%s: %+v", d, all)
		}
		rows, _ := Rows([]App{bad}, Spared(apps, 3, NewNeeds([]string{"Good"})), "Block", time.Time{})
		if len(rows) != 2 {
			t.Errorf("%s: %+v", d, rows)
		}
	}
	rows, _ := Rows([]App{bad}, nil, "Block", time.Time{})
	if len(rows) != 3 || rows[0].Value != "xn--bcher-kva.example" || rows[1].Value != "https://sites.example/a" {
		t.Errorf("%+v", rows)
	}
	pages := []App{{Name: "Pages", Score: 1, Scored: true, Domains: []string{"github.io"}},
		{Name: "Site", Score: 9, Scored: true, Domains: []string{"site.github.io"}}}
	if all := FindCollateral(pages, 3, nil); len(all) != 0 { // github.io is not in the list
		t.Errorf("%+v", all)
	}
	if all := Spared(pages, 3, NewNeeds([]string{"Site"})); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	apps := []App{{Name: "A", Scored: true}, {Name: "B", Scored: true, Domains: []string{"github.io", "co.uk"}},
		{Name: "C", Scored: true, Domains: []string{"c.example"}}}
	if all := Beyond(apps, 3, nil); len(all) != 2 || all[1].Name != "B" {
		t.Errorf("%+v", all)
	}
}
