package appblock

import (
	"slices"
	"strings"
	"testing"
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
