package xlsx

import (
	"reflect"
	"testing"

	other "github.com/tealeg/xlsx/v3"
)

var rows = [][]string{
	{"From start", "Length", "Cue", "Note"},
	{"-60", "", "Team arrives, cameras on", "äöü 日本 “quoted”"},
	{"0", "4", "Welcome", "=1+1"},
	{"", "5:30", "Reading", "two\nlines"},
}

// TestAnotherLibraryReadsIt: what is written must not only please its writer.
func TestAnotherLibraryReadsIt(t *testing.T) {
	data, err := Write("Sunday: 29/11", rows)
	if err != nil {
		t.Fatal(err)
	}
	book, err := other.OpenBinary(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Sheets) != 1 || book.Sheets[0].Name != "Sunday  29 11" {
		t.Fatalf("sheets %v", book.Sheets)
	}
	for i, row := range rows {
		for k, want := range row {
			c, err := book.Sheets[0].Cell(i, k)
			if err != nil || c.Value != want || c.Formula() != "" {
				t.Errorf("cell %d,%d is %q with formula %q, want %q (%v)", i, k, c.Value, c.Formula(), want, err)
			}
		}
	}
}

// TestAnotherLibrarysFileIsRead: and the other way round.
func TestAnotherLibrarysFileIsRead(t *testing.T) {
	book := other.NewFile()
	sheet, err := book.AddSheet("event schedule")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		r := sheet.AddRow()
		for _, c := range row {
			r.AddCell().SetString(c)
		}
	}
	var out writer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	got, names, err := Read(out, "")
	if err != nil || !reflect.DeepEqual(got, rows) || len(names) != 1 {
		t.Errorf("%q, %v, %v", got, names, err)
	}
	if _, _, err := Read(out, "elsewhere"); err == nil {
		t.Error("a sheet that is not there is read")
	}
}

type writer []byte

func (w *writer) Write(p []byte) (int, error) { *w = append(*w, p...); return len(p), nil }

func TestTableTellsFilesApart(t *testing.T) {
	data, err := Write("x", rows)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Table(data); err != nil || len(got) != 4 {
		t.Error(got, err)
	}
	if got, err := Table([]byte("Cue;Length\nWelcome;4\n")); err != nil || len(got) != 2 || got[1][1] != "4" {
		t.Error(got, err)
	}
	if _, err := Table(append([]byte("PK\x03\x04"), data[len(data)/2:]...)); err == nil {
		t.Error("half a workbook is read")
	}
}

func FuzzRead(f *testing.F) {
	data, err := Write("x", rows)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) { _, _, _ = Read(data, "") })
}
