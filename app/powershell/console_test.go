package powershell

import (
	"slices"
	"strings"
	"testing"

	"handrail/app"
)

// What was copied from a window reads like the file.
func TestReadTakesWhatAConsoleShows(t *testing.T) {
	const long = "Zoom for Outlook, for everyone at Northgate"
	for name, text := range map[string]string{
		"a list":     `[{"Name":"` + long + `","On":true}]`,
		"one object": `{"Name":"` + long + `","On":true}`,
		"wrapped":    "[{\"Name\":\"Zoom for Outl\r\nook, for ever\r\nyone at Northgate\",\"On\":tr" + "ue}]",
		"with prompts": "PS C:\\Users\\ann> Get-AddIn | ConvertTo-Json\n{\"Name\":\"" + long +
			"\",\"On\":true}\nPS C:\\Users\\ann> ",
		"from afar": "[server]: PS C:\\> Get-AddIn |\n>> ConvertTo-Json\n[{\"Name\":\"" + long +
			"\",\"On\":true}]\n[server]: PS C:\\>",
		"lines": "PS /home/ann> Get-AddIn | Format-List\n\nName : " + long +
			"\nOn   : True\n\nPS /home/ann>",
		"an escaped quote": "{\"Other\":\"a \\\"b\\\\\",\"Name\":\"Zoom for Outlook, \nfor everyone at " +
			"Northgate\",\"On\":true}",
	} {
		for encoding, data := range encoded(text) {
			if encoding[:5] == "UTF-1" && !strings.HasSuffix(encoding, "mark") && text[0] == 'P' {
				continue // without a mark it is known by its first letter, and that one is tested
			}
			rows, err := Read(data)
			if err != nil || len(rows) != 1 || rows[0].Text("name") != long {
				t.Errorf("%s in %s: %v, %v", name, encoding, rows, err)
				continue
			}
			if yes, known := rows[0].Flag("On"); !yes || !known {
				t.Errorf("%s in %s: %v, %v", name, encoding, yes, known)
			}
		}
	}
	for _, text := range []string{"{\"Name\":\"a\nb", "[{\"a\":1}\n,", "PS C:\\> dir\nnothing of ours\nPS C:\\>"} {
		if rows, err := Read([]byte(text)); app.CodeOf(err) != app.Damaged {
			t.Errorf("%q: %v, %v", text, rows, err)
		}
	}
}

func TestIsText(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, " ": true, "null": true, "{}": true, "[]": true, `{"a":1}`: true, `[{"a":1}]`: true, "[null]": true,
		`{`: true, "[1]": true,
		"Name : a": true, "Name :": true, "a\nb": true, `"a","b"`: true, "#TYPE x": true, `<Objs Version="1">`: true,
		`C:\Users\ann\checks.json`: false, `"C:\Users\ann\checks.json"`: false, "/home/ann/checks.json": false,
		"[backup]/checks.json": false, "{guid}.json": false, `\\server\share\a.json`: false, "checks.json": false,
		"nullable.json": false,
	} {
		if got := IsText(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Absent is not false, null is not empty, and what was cut off is no value.
func TestStates(t *testing.T) {
	rows, err := Read([]byte(`[{"Yes":true,"No":false,"Zero":0,"Null":null,"Text":"","Blank":" ","List":[],
		"Wrapped":{"value":[],"Count":0},"Some":["a"],
		"Deep":"System.Object[]","Inner":"@{Name=a; B=c}","Dots":"{a, b…}","Old":"{a, b...}","In":["a","System.Object"],
		"Object":{"Guid":"a7"},"Bare":{}}]`))
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	for name, want := range map[string]State{
		"yes": Given, "No": Given, "Zero": Given, "Null": Null, "Text": Empty, "Blank": Empty, "List": Empty,
		"Wrapped": Empty, "Some": Given,
		"Deep": Part, "Inner": Part, "Dots": Part, "Old": Part, "In": Part, "Object": Given, "Bare": Empty,
		"Gone": Absent,
	} {
		if got := rows[0].State(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if _, known := rows[0].Flag(name); known != slices.Contains([]string{"yes", "No", "Zero"}, name) {
			t.Errorf("%s: known %v", name, known)
		}
	}
	lines, err := Read([]byte("Name  : a\nEmpty :\nNone  : {}\nMany  : {a, b, c, d...}"))
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	for name, want := range map[string]State{"Name": Given, "Empty": Empty, "None": Empty, "Many": Part,
		"Gone": Absent} {
		if got := lines[0].State(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
