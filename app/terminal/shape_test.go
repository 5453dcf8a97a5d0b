package terminal

import (
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/guide"
)

func TestEmptyFilesHaveAnEmptyText(t *testing.T) {
	b := guide.Bundle{ID: "b", Files: []guide.File{{Path: "empty"}, {Path: "full", Data: []byte("x")},
		{Path: "raw", Data: []byte{0xff, 0xfe}}}}
	raw, err := json.Marshal(bundleOf(b).Files)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"path":"empty","text":""},{"path":"full","text":"x"},{"path":"raw","base64":"//4="}]`
	if string(raw) != want {
		t.Errorf("got %s, want %s", raw, want)
	}
}

func TestFindingsSayWhatToDo(t *testing.T) {
	raw, err := json.Marshal(finding{Code: "c", Title: "T", Do: "Wait."})
	if err != nil || !strings.Contains(string(raw), `"do":"Wait."`) {
		t.Errorf("%s, %v", raw, err)
	}
}
