package xlsx

import (
	"archive/zip"
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"handrail/app"
)

// TestTimesHaveOneForm: however a cell shows a time, what it means is read.
func TestTimesHaveOneForm(t *testing.T) {
	f := excelize.NewFile()
	put := func(cell string, value any, format string) {
		t.Helper()
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err == nil {
			err = f.SetCellValue("Sheet1", cell, value)
		}
		if err == nil {
			err = f.SetCellStyle("Sheet1", cell, cell, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("A1", 9.25/24, "h:mm")
	put("B1", 9.25/24, "h:mm AM/PM")
	put("C1", 7.0/1440, "mm:ss")
	put("D1", 26.0/24, "[h]:mm:ss")
	put("E1", 46143.5, "d/m/yy h:mm")
	put("F1", 7, "0")
	if err := f.SetCellValue("Sheet1", "G1", "5:30"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("Two"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("Two", "A1", "x"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"9:15:00", "9:15:00", "0:07:00", "26:00:00", "2026-05-01 12:00:00", "7", "5:30"}}
	all, err := Tables(out.Bytes())
	if err != nil || !reflect.DeepEqual(all, [][][]string{want, {{"x"}}}) {
		t.Errorf("%q, %v", all, err)
	}
}

// TestHugeWorkbookIsRefusedAtOnce: by what it says of itself, before anything is unpacked.
func TestHugeWorkbookIsRefusedAtOnce(t *testing.T) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 80 {
		_, _ = w.Write(zeros)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	for name, data := range map[string][]byte{"huge": out.Bytes(), "cut": out.Bytes()[:out.Len()/2],
		"noise": append([]byte("PK\x03\x04"), zeros...)} {
		if _, err := Tables(data); app.CodeOf(err) != app.Invalid && app.CodeOf(err) != app.Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("refused after %v", took)
	}
}
