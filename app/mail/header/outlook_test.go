package header

import (
	"bytes"
	"reflect"
	"testing"

	"handrail/app"
)

func TestAFileOfOutlook(t *testing.T) {
	m, err := Read(outlooked(gateway))
	if err != nil {
		t.Fatal(err)
	}
	want := read(t, gateway)
	if m.Form != Outlook || !reflect.DeepEqual(m.Hops, want.Hops) || m.Judge("") != want.Judge("") {
		t.Errorf("%s, %d fields, %d hops, %v", m.Form, len(m.Fields), len(m.Hops), m.Notes)
	}
	other := bytes.Replace(outlooked(gateway), []byte("0\x000\x007\x00D\x00"), []byte("0\x000\x007\x00E\x00"), 1)
	if _, err := Read(other); app.CodeOf(err) != app.Invalid {
		t.Errorf("a file without a header: %v", err)
	}
	for _, cut := range []int{8, 100, 600, 2000, 5000} {
		if _, err := Read(outlooked(gateway)[:cut]); err == nil {
			t.Errorf("a file of %d bytes is read", cut)
		}
	}
}
