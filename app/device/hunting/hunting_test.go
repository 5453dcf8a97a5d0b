package hunting

import (
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"handrail/app"
	"handrail/app/conformance/shared"
)

const header = "Timestamp,DeviceId,DeviceName,ActionType,RemoteUrl,InitiatingProcessFileName," +
	"InitiatingProcessAccountUpn,AdditionalFields\n"

func row(action, fields string) string {
	return "2026-11-20T10:00:00.1234567Z,d1,LAPTOP-07," + action + ",https://bet-luck.example/x,chrome.exe," +
		"Ewan@Northgate.example,\"" + strings.ReplaceAll(fields, `"`, `""`) + "\"\n"
}

func read(t *testing.T, text string) *Result {
	t.Helper()
	r, err := Read(t.Context(), strings.NewReader(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const auditedPolicy = `{"IsAudit":"true","ResponseCategory":"CustomPolicy"}`

// The cases 6-01 to 6-05, and the values that Microsoft and public queries name.
func TestCases(t *testing.T) {
	for name, c := range map[string]struct {
		action, fields string
		kind           Kind
		effect         Effect
	}{
		"6-01":                     {actionEdge, `{"Experience":"CustomPolicy"}`, WebFilter, Stopped},
		"6-02":                     {actionEdge, `{"Experience":"CustomBlockList","ApplicationName":"TikTok"}`, App, Stopped},
		"6-03":                     {actionAudited, auditedPolicy, WebFilter, WouldBe},
		"6-04":                     {actionBlocked, `{"IsAudit":"false","ResponseCategory":"CmdCtrl"}`, Threat, Stopped},
		"6-05":                     {actionEdge, ``, Unknown, Stopped},
		"6-05, without Experience": {actionEdge, `{"ResponseCategory":"CustomPolicy"}`, Unknown, Stopped},
		"own list":                 {actionEdge, `{"Experience":"CustomBlockList"}`, Indicator, Stopped},
		"Cloud Apps":               {actionBlocked, `{"ResponseCategory":"CasbPolicy"}`, App, Stopped},
		"named in DisplayName": {actionBlocked,
			`{"ResponseCategory":"CustomBlockList","DisplayName":"appName=X"}`, App, Stopped},
		"phishing":   {actionEdge, `{"Experience":"Phishing"}`, Threat, Stopped},
		"a new word": {actionBlocked, `{"ResponseCategory":"Quantum"}`, Unknown, Stopped},
		"capitals and a boolean": {strings.ToUpper(actionAudited),
			`{"isaudit":true,"responsecategory":"custompolicy"}`, WebFilter, WouldBe},
		"contradiction": {actionBlocked, `{"IsAudit":true,"ResponseCategory":"CustomPolicy"}`, WebFilter,
			Undecidable},
		"damaged JSON":      {actionEdge, `{"Experience":"Custom`, Unknown, Stopped},
		"null":              {actionEdge, `{"Experience":null}`, Unknown, Stopped},
		"not an object":     {actionEdge, `[1]`, Unknown, Stopped},
		"escaped otherwise": {actionEdge, `{\"Experience\":\"CustomPolicy\"}`, WebFilter, Stopped},
	} {
		r := read(t, header+row(c.action, c.fields))
		if len(r.Attempts) != 1 || r.Attempts[0].Kind != c.kind || r.Attempts[0].Effect != c.effect {
			t.Errorf("%s: %+v, want %s, %s", name, r.Attempts, c.kind, c.effect)
		}
	}
}

// The header of a real timeline export, and its rows: one of three is about a site.
func TestTimelineOfAnother(t *testing.T) {
	f, err := os.Open(shared.Folder(t, "samples", "admin", "defender", "timeline-export.columns-and-rows.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := Read(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Layout != Timeline || r.Rows != 3 || r.Other != 2 || r.Damaged != 0 || len(r.Missing) != 0 || r.AtLeast() {
		t.Errorf("%+v", r)
	}
	want := Attempt{App, Stopped, true, -1, 0, 0, -1, 1}
	if len(r.Attempts) != 1 || r.Attempts[0] != want || r.Sites[0] != "tiktok.com" ||
		r.Devices[0].Name != "test-hostname" {
		t.Errorf("%+v", r)
	}
}

// A record of a live tenant as it is streamed: it is about something else, and is no error.
func TestStreamedRecordOfAnother(t *testing.T) {
	f, err := os.Open(shared.Folder(t, "samples", "admin", "defender", "deviceevent.live-record.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := Read(t.Context(), f, nil)
	if err != nil || r.Layout != API || r.Rows != 1 || r.Other != 1 || len(r.Attempts) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// The same events say the same in each layout, encoding and separator.
func TestFormsSayTheSame(t *testing.T) {
	fields := `{"IsAudit":"true","ResponseCategory":"CustomPolicy"}`
	text := header + row(actionAudited, fields) + row(actionAudited, fields)
	want := read(t, text).Attempts
	if len(want) != 1 || want[0].Count != 2 {
		t.Fatalf("%+v", want)
	}
	between := func(mark string) string { // commas inside the JSON stay
		return strings.ReplaceAll(strings.ReplaceAll(text, ",", mark), `""true""`+mark, `""true"",`)
	}
	semicolons := between(";")
	object := `{"Timestamp":"2026-11-20T10:00:00Z","DeviceId":"d1","DeviceName":"LAPTOP-07",` +
		`"ActionType":"` + actionAudited + `","RemoteUrl":"http://bet-luck.example:80/",` +
		`"InitiatingProcessFileName":"chrome.exe",` +
		`"InitiatingProcessAccountUpn":"ewan@northgate.example","AdditionalFields":` + fields + `}`
	for name, text := range map[string]string{
		"semicolons": semicolons, "sep": "sep=;\r\n" + semicolons,
		"tabs":          between("\t"),
		"mark":          "\ufeff" + text,
		"CRLF":          strings.ReplaceAll(text, "\n", "\r\n"),
		"UTF-16LE":      wide(text, true, binary.LittleEndian),
		"UTF-16BE":      wide(text, true, binary.BigEndian),
		"UTF-16, bare":  wide(text, false, binary.LittleEndian),
		"API":           `{"schema":[{"name":"Timestamp","type":"DateTime"}],"results":[` + object + "," + object + `]}`,
		"API, old":      `{"Stats":{"x":1},"Schema":[],"Results":[` + object + "," + object + `]}`,
		"list":          "[" + object + "," + object + "]",
		"streamed":      `{"records":[{"properties":` + object + `},{"properties":` + object + `}]}`,
		"one on a line": object + "\n" + object + "\n",
		"summed": strings.Replace(header, "\n", ",Attempts\n", 1) +
			strings.Replace(row(actionAudited, fields), "\n", ",2\n", 1),
		"fields as text": "[" + strings.Replace(object, fields,
			`"`+strings.ReplaceAll(fields, `"`, `\"`)+`"`, 1) + "," + object + "]",
	} {
		r := read(t, text)
		if !slices.Equal(r.Attempts, want) || r.AtLeast() || r.Sites[0] != "bet-luck.example" ||
			!strings.EqualFold(r.People[0].UPN, "ewan@northgate.example") {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func wide(text string, mark bool, order binary.AppendByteOrder) string {
	if mark {
		text = "\ufeff" + text
	}
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

// What a file does not have is said, and no column is a reason to count nothing.
func TestMissingColumns(t *testing.T) {
	r := read(t, "ActionType;DeviceName\n"+actionEdge+";PC\n")
	if !slices.Equal(r.Missing, []string{"Timestamp", "RemoteUrl", "InitiatingProcessAccountUpn", "AdditionalFields",
		"InitiatingProcessFileName"}) {
		t.Errorf("%v", r.Missing)
	}
	if len(r.Attempts) != 1 || r.Attempts[0].Kind != Unknown || r.Attempts[0].Person != -1 || r.Attempts[0].Site != -1 {
		t.Errorf("%+v", r.Attempts)
	}
	for _, text := range []string{"", "\n\n", "Name,Kind\nx,y\n", `{"foo":1}`, `{"error":{"code":"Forbidden"}}`,
		"\x00\x01\x02\x03\x04"} {
		if r, err := Read(t.Context(), strings.NewReader(text), nil); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q: %+v, %v", text, r, err)
		}
	}
	if r := read(t, `{"schema":[],"results":[]}`); r.Rows != 0 || r.AtLeast() {
		t.Errorf("%+v", r) // asked, and there was nothing
	}
}

// A file that was cut off says so, in each way in which that happens.
func TestCutOff(t *testing.T) {
	one := row(actionEdge, `{"Experience":"CustomPolicy"}`)
	if r := read(t, header+one+one[:len(one)-40]); !r.Cut.Broken || r.Damaged != 1 || r.Attempts[0].Count != 1 {
		t.Errorf("in the middle of a row: %+v", r)
	}
	if r := read(t, `{"results":[{"ActionType":"`+actionEdge+`"},{"ActionType":"Smart`); !r.Cut.Broken || r.Rows != 1 {
		t.Errorf("in the middle of JSON: %+v", r)
	}
	for _, limit := range RowLimits() {
		r := read(t, header+strings.Repeat(one, limit))
		if r.Cut.Rows != limit || !r.AtLeast() || r.Attempts[0].Count != limit {
			t.Errorf("%d rows: %+v", limit, r.Cut)
		}
		if r := read(t, header+strings.Repeat(one, limit-1)); r.AtLeast() {
			t.Errorf("%d rows: %+v", limit-1, r.Cut)
		}
	}
	early := strings.Replace(one, "2026-11-20", "2026-10-22", 1)
	if r := read(t, header+early+one); !r.Cut.History || r.AtLeast() {
		t.Errorf("30 days: %+v", r.Cut)
	}
	open := header + one + `2026-11-20T10:00:00Z,d1,"` + strings.Repeat("x", 5<<20) + "\n" + one
	if r := read(t, open); !r.Cut.Broken || r.Attempts[0].Count != 1 {
		t.Errorf("a quotation mark that is never closed: %+v", r)
	}
}

// TestFilesPutTogether: each header counts for what is under it, and each part can be cut off.
func TestFilesPutTogether(t *testing.T) {
	one := row(actionEdge, `{"Experience":"CustomPolicy"}`)
	other := "ActionType,RemoteUrl,Timestamp,DeviceId,DeviceName,InitiatingProcessFileName,InitiatingProcessAccountUpn," +
		"AdditionalFields\n" + actionEdge + ",https://games.example,2026-11-20T10:00:00Z,d2,PC-2,msedge.exe," +
		"ann@northgate.example,\"{\"\"Experience\"\":\"\"CustomPolicy\"\"}\"\n"
	r := read(t, header+one+other)
	if r.Rows != 2 || len(r.Attempts) != 2 || len(r.People) != 2 || r.Other != 0 || r.AtLeast() {
		t.Errorf("%+v", r)
	}
	limit := RowLimits()[0]
	if r = read(t, header+strings.Repeat(one, limit)+header+one); r.Cut.Rows != limit || r.Rows != limit+1 {
		t.Errorf("%+v", r.Cut)
	}
	r = read(t, header+one+strings.Replace(header, "RemoteUrl", "Site", 1)+one)
	if !slices.Contains(r.Missing, "RemoteUrl") {
		t.Errorf("%v", r.Missing)
	}
	french := strings.Replace(header, "InitiatingProcessAccountUpn",
		"InitiatingProcessAccountName,InitiatingProcessAccountSid", 1)
	if r = read(t, french+strings.Replace(one, "Ewan@Northgate.example", "Système,S-1-5-18", 1)); len(r.People) != 0 ||
		len(r.Attempts) != 1 {
		t.Errorf("a system account of another language: %+v", r.People)
	}
}
