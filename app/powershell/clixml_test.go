package powershell

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
)

const objs = `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">`

// exported is what Export-Clixml writes for one person of a migration.
const exported = objs + `
  <Obj RefId="0">
    <TN RefId="0"><T>Deserialized.Microsoft.Exchange.Management.Migration.MigrationUserStatistics</T></TN>
    <ToString>cara@example.org</ToString>
    <Props>
      <Obj N="Identity" RefId="1"><TN RefId="1"><T>Deserialized.Microsoft.Exchange.Data.MigrationUserId</T></TN>
        <ToString>cara@example.org</ToString><Props><S N="Id">cara</S></Props></Obj>
      <Obj N="Status" RefId="2"><TN RefId="2"><T>Deserialized.Microsoft.Exchange.Data.MigrationUserStatus</T>` +
	`<T>System.Enum</T></TN><ToString>Synced</ToString><I32>2</I32></Obj>
      <I64 N="SkippedItemCount">182</I64>
      <B N="HasUnapprovedSkippedItems">true</B>
      <Nil N="CompleteAfter" />
      <DT N="LastSuccessfulSyncTime">2026-11-25T21:14:03.1234567Z</DT>
      <TS N="SyncDuration">PT1H4M</TS>
      <Obj N="Size" RefId="3"><TNRef RefId="1" /><ToString>1.2 GB (1,288,490,188 bytes)</ToString></Obj>
      <S N="Error">first_x000D__x000A_second _x005F_x0041_ _xD83D__xDE00_ a long
 line</S>
      <Obj N="SkippedItems" RefId="4"><TN RefId="3"><T>System.Collections.ArrayList</T></TN><LST>
        <Obj RefId="5"><MS><S N="Kind">CorruptItem</S><S N="FolderName">Inbox &amp; more</S></MS></Obj>
        <Obj RefId="6"><MS><S N="Kind">CorruptFolderACL</S><S N="FolderName">Calendar</S></MS></Obj></LST></Obj>
      <Ref N="First" RefId="5" />
      <Ref N="Parent" RefId="0" />
      <S N="Deep">Microsoft.Exchange.Data.MultiValuedProperty` + "`1[System.String]" + `</S>
      <Obj N="Report" RefId="7"><TN RefId="4"><T>System.Collections.Hashtable</T></TN><DCT>
        <En><S N="Key">Entries</S><I32 N="Value">4</I32></En></DCT></Obj>
      <SS N="Secret">01000000d08c9ddf</SS>
      <C N="Mark">65</C>
    </Props>
  </Obj>
</Objs>`

func TestCLIXML(t *testing.T) {
	for encoding, data := range encoded(exported) {
		rows, err := Read(data)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%s: %d rows, %v", encoding, len(rows), err)
		}
		r := rows[0]
		for name, want := range map[string]string{"Identity": "cara@example.org", "Status": "Synced",
			"SkippedItemCount": "182", "HasUnapprovedSkippedItems": "true", "CompleteAfter": "", "Mark": "A",
			"SyncDuration": "PT1H4M", "Error": "first\r\nsecond _x0041_ 😀 a long line", "Secret": ""} {
			if got := r.Text(name); got != want {
				t.Errorf("%s: %s is %q, want %q", encoding, name, got, want)
			}
		}
		for name, want := range map[string]State{"Identity": Given, "CompleteAfter": Null, "Deep": Part, "Gone": Absent,
			"Parent": Part, "SkippedItems": Given, "Report": Given, "Size": Given} {
			if got := r.State(name); got != want {
				t.Errorf("%s: the state of %s is %s, want %s", encoding, name, got, want)
			}
		}
		if n, ok := r.Bytes("Size"); n != 1288490188 || !ok {
			t.Errorf("%s: size %d, %v", encoding, n, ok)
		}
		if at, ok := r.When("LastSuccessfulSyncTime"); !ok || at.Truncate(time.Second) !=
			time.Date(2026, 11, 25, 21, 14, 3, 0, time.UTC) {
			t.Errorf("%s: synced %v, %v", encoding, at, ok)
		}
		items, whole := r.Rows("SkippedItems")
		if len(items) != 2 || !whole || items[0].Text("FolderName") != "Inbox & more" || items[1].Text("kind") !=
			"CorruptFolderACL" {
			t.Errorf("%s: items %v, %v", encoding, items, whole)
		}
		if first, whole := r.Rows("First"); len(first) != 1 || !whole || first[0].Text("Kind") != "CorruptItem" {
			t.Errorf("%s: a reference: %v, %v", encoding, first, whole)
		}
		if report, _ := r.Rows("Report"); len(report) != 1 || report[0].Text("Entries") != "4" {
			t.Errorf("%s: a dictionary: %v", encoding, report)
		}
	}
}

// A value of an enumeration is its name, whichever of the two comes first.
func TestCLIXMLEnumerations(t *testing.T) {
	const number, text = `<I32 N="value">2</I32>`, `<S N="Value">Good</S>`
	for _, both := range []string{number + text, text + number} {
		rows, err := Read([]byte(objs + `<Obj RefId="0"><MS><Obj N="Score" RefId="1"><Props>` + both +
			`</Props></Obj></MS></Obj></Objs>`))
		if err != nil || len(rows) != 1 || rows[0].Text("score") != "Good" {
			t.Errorf("%s: %v, %v", both, rows, err)
		}
	}
}

// A list that was exported as one object, several objects, and nothing at all.
func TestCLIXMLForms(t *testing.T) {
	const one = `<Obj RefId="0"><MS><S N="Name">a</S></MS></Obj>`
	const two = `<Obj RefId="1"><MS><S N="Name">b</S></MS></Obj>`
	for text, want := range map[string][]string{
		`<?xml version="1.0" encoding="utf-16"?>` + objs + one + two + `</Objs>`:            {"a", "b"},
		objs + `<Obj RefId="9"><TNRef RefId="0"/><LST>` + one + two + `</LST></Obj></Objs>`: {"a", "b"},
		objs + `<Obj RefId="9"><LST/></Obj></Objs>`:                                         nil,
		objs + one + `</Objs>`:   {"a"},
		objs + `</Objs>`:         nil,
		objs + `<Nil /></Objs>`:  nil,
		objs + "\n" + `</Objs> `: nil,
	} {
		rows, err := Read([]byte(text))
		var got []string
		for _, r := range rows {
			got = append(got, r.Text("Name"))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

// repeated returns n objects, each a list of ten references to the one before.
func repeated(n int) string {
	var b strings.Builder
	b.WriteString(objs + `<Obj RefId="0"><LST><S>a</S></LST></Obj>`)
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, `<Obj RefId="%d"><LST>%s</LST></Obj>`, i,
			strings.Repeat(fmt.Sprintf(`<Ref RefId="%d"/>`, i-1), 10))
	}
	return b.String() + `</Objs>`
}

// What is cut off, wrong or made to grow is refused at once, in words.
func TestCLIXMLRefuses(t *testing.T) {
	entity := `<!DOCTYPE Objs [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	for name, c := range map[string]struct {
		text string
		code app.Code
	}{
		"cut off":            {exported[:len(exported)-40], app.Damaged},
		"cut within a tag":   {exported[:len(objs)+20], app.Damaged},
		"another document":   {`<html><body>x</body></html>`, app.Damaged},
		"two documents":      {objs + `</Objs>` + objs + `</Objs>`, app.Damaged},
		"ends do not match":  {objs + `<Obj RefId="0"><MS><S N="a">x</B></MS></Obj></Objs>`, app.Damaged},
		"no object":          {objs + `<S>x</S></Objs>`, app.Damaged},
		"no such reference":  {objs + `<Obj RefId="0"><MS><Ref N="a" RefId="7"/></MS></Obj></Objs>`, app.Damaged},
		"entities":           {entity + objs + `<S>&b;</S></Objs>`, app.Damaged},
		"an unknown entity":  {objs + `<S>&b;</S></Objs>`, app.Damaged},
		"a type inside":      {objs + `<S>` + entity + `</S></Objs>`, app.Damaged},
		"too deep":           {objs + strings.Repeat(`<Obj RefId="0"><LST>`, 100_000), app.Damaged},
		"XML too deep":       {objs + `<XD>` + strings.Repeat(`<a>`, 100_000), app.Damaged},
		"references, a bomb": {repeated(40), app.Invalid},
		"a number as text":   {objs + `<Obj RefId="0"><MS><B N="a">perhaps</B></MS></Obj></Objs>`, app.Damaged},
	} {
		start := time.Now()
		rows, err := Read([]byte(c.text))
		if app.CodeOf(err) != c.code {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
		if message, hint := app.UserMessage(err); message == "" || hint == "" {
			t.Errorf("%s: refused without words: %v", name, err)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s: refused after %v", name, d)
		}
	}
	if rows, err := Read([]byte(repeated(3))); app.CodeOf(err) != app.Damaged || rows != nil { // lists without names
		t.Errorf("a few references: %v, %v", rows, err)
	}
}

// manyUsers returns about size bytes of CLIXML.
func manyUsers(size int) []byte {
	body := strings.TrimPrefix(strings.TrimSuffix(exported, "\n</Objs>"), objs)
	var b strings.Builder
	b.WriteString(objs)
	for b.Len() < size {
		b.WriteString(body)
	}
	b.WriteString("</Objs>")
	return []byte(b.String())
}

func BenchmarkCLIXML10MB(b *testing.B) {
	data := manyUsers(10 << 20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if rows, err := Read(data); err != nil || len(rows) < 4000 {
			b.Fatal(len(rows), err)
		}
	}
}

func FuzzCLIXML(f *testing.F) {
	f.Add(exported)
	f.Add(repeated(3))
	f.Add(objs + `<Obj RefId="0"><LST><Nil/><B>true</B><Ref RefId="0"/></LST></Obj></Objs>`)
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := readCLIXML(text)
		if err != nil {
			if m, hint := app.UserMessage(err); m == "" || hint == "" || app.CodeOf(err) == app.Internal {
				t.Fatalf("refused without words: %v", err)
			}
			return
		}
		for _, r := range rows {
			for _, name := range r.Names() {
				if r.State(name) == Absent {
					t.Fatalf("the name %q is lost", name)
				}
				r.List(name)
				r.Bytes(name)
				if inner, whole := r.Rows(name); whole && r.State(name) == Null && len(inner) > 0 {
					t.Fatalf("%q: rows in nothing", name)
				}
			}
		}
	})
}
