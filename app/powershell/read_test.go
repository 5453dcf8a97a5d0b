package powershell

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"handrail/app"
)

// encoded returns a text in the encodings that PowerShell's versions write.
func encoded(text string) map[string][]byte {
	units := utf16.Encode([]rune(text))
	var little, big []byte
	for _, u := range units {
		little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
	}
	return map[string][]byte{
		"UTF-8": []byte(text), "UTF-8 with mark": append([]byte{0xEF, 0xBB, 0xBF}, text...),
		"UTF-16LE with mark": append([]byte{0xFF, 0xFE}, little...),
		"UTF-16BE with mark": append([]byte{0xFE, 0xFF}, big...),
		"UTF-16LE":           little, "UTF-16BE": big,
	}
}

// Every form of the same two objects reads alike.
func TestReadTakesEveryForm(t *testing.T) {
	forms := map[string]string{
		"list": `[{"ProductId":"a7","DisplayName":"Zoom für alle","StatusCode":"Enabled",` +
			`"OfficeProducts":["Outlook","Word"]},{"ProductId":"b8","DisplayName":"Two","StatusCode":null,` +
			`"OfficeProducts":[]}]`,
		"list with a count": `{"value":[{"ProductId":"a7","DisplayName":"Zoom für alle","StatusCode":{"value":1,` +
			`"Value":"Enabled"},"OfficeProducts":{"value":["Outlook","Word"],"Count":2}},{"ProductId":"b8",` +
			`"DisplayName":"Two"}],"Count":2}`,
		"answer of an interface": `{"@odata.context":"x","value":[{"ProductId":"a7","DisplayName":"Zoom für alle",` +
			`"StatusCode":"Enabled","OfficeProducts":["Outlook","Word"]},{"ProductId":"b8","DisplayName":"Two"}]}`,
		"named values first": `[{"productid":"a7","displayname":"Zoom für alle","statuscode":{"Value":"Enabled",` +
			`"value":1},"officeproducts":["Outlook","Word"]},{"productid":"b8","displayname":"Two"}]`,
		"CSV": "#TYPE Selected.AddIn\r\n\"ProductId\",\"DisplayName\",\"StatusCode\",\"OfficeProduct" +
			"s\"\r\n\"a7\",\"Zoom für alle\",\"Enabled\",\"{Outlook, Word}\"\r\n\"b8\",\"Two\",\"\",\"\"\r\n",
		"CSV, semicolons": "\"ProductId\";\"DisplayName\";\"StatusCode\";\"OfficeProducts\"\n\"a7\";\"Zoom für " +
			"alle\";\"Enabled\";\"{Outlook, Word}\"\n\"b8\";\"Two\";\"\";\"\"\n",
		"CSV, few quotes": "ProductId,DisplayName,StatusCode,OfficeProducts\r\na7,Zoom für alle,Enabled," +
			"\"{Outlook, Word}\"\r\nb8,Two,,\r\n",
		"CSV, few quotes, tabs": "ProductId\tDisplayName\tStatusCode\tOfficeProducts\na7\tZoom für alle\tEnabled\t" +
			"{Outlook, Word}\nb8\tTwo\t\t\n",
		"lines": "\r\nProductId      : a7\r\nDisplayName    : Zoom für \r\n                 " +
			"alle\r\nStatusCode     : Enabled\r\nOfficeProducts : {Outlook, \r\n                 " +
			"Word}\r\n\r\nProductId      : b8\r\nDisplayName    : Two\r\n\r\n",
		"lines, no gaps": "ProductId : a7\nDisplayName : Zoom für alle\nStatusCode : Enabled\nOfficeProducts : " +
			"{Outlook, Word}\nProductId : b8\nDisplayName : Two",
	}
	for form, text := range forms {
		for encoding, data := range encoded(text) {
			rows, err := Read(data)
			if err != nil || len(rows) != 2 {
				t.Errorf("%s in %s: %d rows, %v", form, encoding, len(rows), err)
				continue
			}
			name := strings.ReplaceAll(rows[0].Text("DisplayName"), "füralle",
				"für alle") // a broken line loses its space
			if rows[0].Text("productID") != "a7" || name != "Zoom für alle" ||
				rows[0].Text("StatusCode") != "Enabled" ||
				!slices.Equal(rows[0].List("OfficeProducts"), []string{"Outlook", "Word"}) {
				t.Errorf("%s in %s: %+v", form, encoding, rows[0])
			}
			if rows[1].Text("DisplayName") != "Two" || rows[1].Text("StatusCode") != "" ||
				len(rows[1].List("OfficeProducts")) != 0 {
				t.Errorf("%s in %s: %+v", form, encoding, rows[1])
			}
		}
	}
}

func TestReadValues(t *testing.T) {
	rows, err := Read([]byte(`{"Ews":true,"Apps":"False","N":1,"Null":null,"Guid":{"Guid":"a7"},` +
		`"Old":"\/Date(1785492000000+0200)\/","New":"2026-07-31T10:00:00Z","Local":"31.07.2026 12:00",` +
		`"Cut":"System.Object[]","Long":"{a, b...}","Enum":2}`))
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	r := rows[0]
	for name, want := range map[string][2]bool{"Ews": {true, true}, "apps": {false, true}, "N": {true, true},
		"Null": {false, false}, "gone": {false, false}, "Enum": {false, false}} {
		if yes, known := r.Flag(name); yes != want[0] || known != want[1] {
			t.Errorf("%s: %v, %v", name, yes, known)
		}
	}
	at := time.Date(2026, 7, 31, 10, 0, 0, 0, time.UTC)
	for _, name := range []string{"Old", "New"} {
		if got, ok := r.When(name); !ok || !got.Equal(at) {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
	if _, ok := r.When("Local"); ok {
		t.Error("a date in the words of a language is not known, and was guessed")
	}
	if r.Text("Guid") != "a7" || r.Text("Enum") != "2" || !r.Truncated("Cut") || !r.Truncated("Long") ||
		r.Truncated("New") || !r.Has("null") || r.Has("gone") {
		t.Errorf("%+v", r)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, text := range []string{`{"a":1`, `[1,2]`, `{"a":1}{"b":2}`, "\xff\xfea", "\xc3\x28", "just words",
		"\"a\",\"b\"\n\"1\"\n", strings.Repeat("[", 200), "a\x00b"} {
		if rows, err := Read([]byte(text)); app.CodeOf(err) != app.Damaged {
			t.Errorf("%.20q: %v, %v", text, rows, err)
		}
	}
	for _, text := range []string{"", " \r\n", "null", "[]", "\xef\xbb\xbf"} {
		if rows, err := Read([]byte(text)); err != nil || len(rows) != 0 {
			t.Errorf("%q: %v, %v", text, rows, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`[{"a":{"value":1,"Value":"b"}},{"a":[1,true,null]}]`))
	f.Add([]byte("A : b\r\n    c\r\nD : {x, y}\r\n\r\nA : 2"))
	f.Add([]byte("\"a\";\"b\"\n\"1\";\"2\""))
	f.Add([]byte("\xff\xfe{\x00}\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := Read(data)
		if err != nil {
			if m, hint := app.UserMessage(err); m == "" || hint == "" || app.CodeOf(err) == app.Internal {
				t.Fatalf("refused without words: %v", err)
			}
			return
		}
		for _, r := range rows {
			for _, name := range r.Names() {
				if !r.Has(name) {
					t.Fatalf("the name %q is lost", name)
				}
				r.Text(name)
				r.List(name)
				r.Flag(name)
				r.When(name)
				r.Truncated(name)
			}
		}
	})
}
