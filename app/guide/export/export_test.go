package export

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/powershell"
	"handrail/app/report"
)

// wide returns text as Windows PowerShell writes it with “>”: UTF-16, with or
// without the mark.
func wide(text string, mark bool) []byte {
	var out []byte
	if mark {
		text = "\uFEFF" + text
	}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// disk holds files as data.
type disk map[string][]byte

func (d disk) read(path string) ([]byte, error) {
	if data, ok := d[path]; ok {
		return data, nil
	}
	return nil, app.Errorf(app.NotFound, "Check the path.", "There is no file %s.", path)
}

const on = `[{"Identity":"Global","AllowOutlookAddIn":true}]`

func TestRead(t *testing.T) {
	files := disk{
		`C:\a b\teams.json`: []byte("\uFEFF" + on), "/files/wide.json": wide(on, true), "/files/bare.json": wide(on,
			false),
		"/files/empty.json": nil, "/files/null.json": []byte("null\r\n"), "/files/cut.json": []byte(on[:20]),
		"[old]/teams.json": []byte(on),
	}
	for name, c := range map[string]struct {
		answer string
		given  bool
		rows   int
		code   app.Code
	}{
		"nothing":             {" \n", false, 0, ""},
		"null":                {"null", true, 0, ""},
		"an empty list":       {"[]", true, 0, ""},
		"a list":              {on, true, 1, ""},
		"one object":          {on[1 : len(on)-1], true, 1, ""},
		"with a mark":         {"\uFEFF" + on, true, 1, ""},
		"lines":               {"Identity : Global\r\nAllowOutlookAddIn : True", true, 1, ""},
		"one line":            {"AllowOutlookAddIn : True", true, 1, ""},
		"a file":              {`C:\a b\teams.json`, true, 1, ""},
		"a file in marks":     {` "C:\a b\teams.json" `, true, 1, ""},
		"in single marks":     {`'C:\a b\teams.json'`, true, 1, ""},
		"a folder in bracket": {"[old]/teams.json", true, 1, ""},
		"UTF-16":              {"/files/wide.json", true, 1, ""},
		"UTF-16, no mark":     {"/files/bare.json", true, 1, ""},
		"an empty file":       {"/files/empty.json", true, 0, ""},
		"a file with null":    {"/files/null.json", true, 0, ""},
		"a file cut off":      {"/files/cut.json", true, 0, app.Damaged},
		"cut off":             {on[:20], true, 0, app.Damaged},
		"no such file":        {"/files/gone.json", true, 0, app.NotFound},
	} {
		got, err := Read(c.answer, files.read)
		if got.Given != c.given || len(got.Rows) != c.rows || app.CodeOf(err) != c.code {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if message, hint := app.UserMessage(err); err != nil && (message == "" || hint == "") {
			t.Errorf("%s: refused without words: %v", name, err)
		}
	}
	if got, err := Read("/files/wide.json", nil); app.CodeOf(err) != app.Denied || !got.Given {
		t.Errorf("a file where none can be read: %v", err)
	}
	if got, err := Read("null", nil); err != nil || !got.Given {
		t.Errorf("null is not the name of a file: %v", err)
	}
}

func TestFlag(t *testing.T) {
	for name, c := range map[string]struct {
		text       string
		known, yes bool
		at         string
		why        powershell.State
	}{
		"all yes": {`[{"Id":"a","On":true},{"Id":"b","On":"True"}]`, true, true, "a", powershell.Given},
		"one no": {`[{"Id":"a","On":true},{"Id":"b","On":false},{"Id":"c","On":false}]`, true, false, "b",
			powershell.Given},
		"no, then yes": {`[{"Id":"a","On":false},{"Id":"b","On":true}]`, true, false, "a", powershell.Given},
		"null":         {`{"Id":"a","On":null}`, false, false, "", powershell.Null},
		"absent":       {`{"Id":"a"}`, false, false, "", powershell.Absent},
		"cut":          {`{"Id":"a","On":"System.Object[]"}`, false, false, "", powershell.Part},
		"empty":        {"Id : a\nOn :", false, false, "", powershell.Empty},
		"another kind": {`[{"Id":"a","On":true},{"Mode":"x"}]`, true, true, "a", powershell.Given},
		"no rows":      {"[]", false, false, "", powershell.Absent},
	} {
		e, err := Read(c.text, nil)
		if err != nil {
			t.Fatal(name, err)
		}
		if f := e.Flag("on"); f.Known != c.known || f.Yes != c.yes || f.Row.Text("Id") != c.at || f.Why != c.why {
			t.Errorf("%s: %+v", name, f)
		}
	}
	e, _ := Read(`[{"Id":"a","On":null},{"Mode":"x"}]`, nil)
	if got := e.With("on"); len(got) != 1 || got[0].Text("id") != "a" {
		t.Errorf("with: %v", got)
	}
}

func script() Script {
	return Script{File: "teams.ps1", Answer: "policies", Script: powershell.Script{
		Modules: []string{"MicrosoftTeams"}, Params: []powershell.Param{{Name: "OutFile",
			Values: []string{"teams.json"}}}, Body: "Get-CsTeamsMeetingPolicy | Out-File $OutFile"}}
}

func TestHandAndAsk(t *testing.T) {
	h := Handout{ID: "questions", Lead: "Run it as Teams Administrator.", Steps: []string{"Run teams.ps1."}}
	out, err := h.Hand(script())(t.Context(), nil)
	if err != nil || len(out.Bundles) != 1 || len(out.Bundles[0].Files) != 1 || out.Done == "" {
		t.Fatal(out, err)
	}
	b := out.Bundles[0]
	if b.ID != "questions" || b.Title == "" || b.Files[0].Path != "teams.ps1" ||
		!strings.HasPrefix(string(b.Files[0].Data), "\uFEFF#Requires") {
		t.Errorf("%+v", b)
	}
	if len(out.Blocks) != 0 {
		t.Errorf("blocks that no one asked for: %v", out.Blocks)
	}
	h.Paste = true
	if out, err = h.Handover(script()); err != nil || len(out.Blocks) != 2 {
		t.Fatal(out, err)
	}
	if b, ok := out.Blocks[0].(report.Banner); !ok || !strings.Contains(b.Text, "paste") {
		t.Errorf("before the text: %+v", out.Blocks[0])
	}
	if code, ok := out.Blocks[1].(report.Code); !ok || !strings.HasPrefix(code.Text, "& {\n") ||
		!strings.Contains(code.Label, "teams.ps1") {
		t.Errorf("%+v", out.Blocks)
	}
	bad := script()
	bad.Params[0].Values = []string{"a\nb"}
	if _, err := h.Handover(bad); app.CodeOf(err) != app.Invalid {
		t.Errorf("a value with a line end: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hand(script())(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}

	a := script().Ask("", ask.When("where", "classic"))
	if a.Name != "policies" || a.Kind != guide.Lines || a.Hint == "" || a.Default(nil) != "" ||
		a.Validate(nil, "") != nil || a.Validate(nil, on) != nil {
		t.Errorf("%+v", a)
	}
	if a.Normalize(" "+on+"\n") != on || a.When(&guide.Visit{}) || script().Ask("x.json").Default(nil) != "x.json" {
		t.Errorf("%+v", a)
	}
	got, err := script().Read(&guide.Visit{Answers: map[string]string{"policies": on}}, nil)
	if err != nil || len(got.Rows) != 1 {
		t.Error(got, err)
	}
}
