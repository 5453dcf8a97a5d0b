package indicator

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
)

var now = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func block(value string) Indicator {
	return Indicator{Type: DomainName, Value: value, Action: Block, Title: "Blocked app", Description: "Score 3"}
}

func codes(all []Fault, row int) (named []string) {
	for _, f := range all {
		if f.Row == row {
			named = append(named, fmt.Sprintf("%s %s %v", f.Code, f.Value, f.Refused))
		}
	}
	return named
}

// TestRefusedValues: the values that Microsoft refuses are named, and 501 rows are two files.
func TestRefusedValues(t *testing.T) {
	text := "IndicatorType,IndicatorValue,Action,Title,Description,Category\n" +
		"DomainName,a.example,AlertAndBlock,T,D,\nDomainName,b.example,Block,T,D,none\n" +
		"DomainName,c.example,Block,T,D,Suspicious Activity\nDomainName,d.example,Block,T,D,SuspiciousActivity\n" +
		"DomainName,e.example,block,T,D,Curious\nMD5,f.example,Block,,,\n"
	l, err := Read([]byte(text))
	if err != nil || len(l.Rows) != 6 || !l.Importable() {
		t.Fatal(l, err)
	}
	faults := Check(l.Rows, now)
	for row, want := range []string{"action AlertAndBlock true", "category none true",
		"category Suspicious Activity true", "", "action block true;category-not-known Curious false",
		"type MD5 true;no-title  true;no-description  true"} {
		if got := strings.Join(codes(faults, row), ";"); got != want {
			t.Errorf("row %d: %q, want %q", row, got, want)
		}
	}
	var many []Indicator
	for i := range 501 {
		many = append(many, block(fmt.Sprintf("d%d.example", i)))
	}
	files := Files(many)
	if len(files) != 2 || len(Check(many, now)) != 0 {
		t.Fatal(len(files), Check(many, now))
	}
	for i, want := range []int{500, 1} {
		if l, err := Read(files[i]); err != nil || len(l.Rows) != want || !l.Importable() {
			t.Errorf("file %d: %d rows, %v", i, len(l.Rows), err)
		}
	}
	if Files(nil) != nil {
		t.Error("no rows are a file")
	}
}

// TestMicrosoftsTemplate: the template of the portal has a private address and dates in the past.
func TestMicrosoftsTemplate(t *testing.T) {
	path := shared.Folder(t, "samples", "admin", "defender", "indicators.microsoft-template-example.csv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Read(data)
	if err != nil || len(l.Rows) != 5 || !l.Importable() {
		t.Fatal(l, err)
	}
	faults := Check(l.Rows, now)
	for row, want := range []string{
		"expired 2018-09-16T12:11:06.2446367Z false", "",
		"private 10.10.10.10 true;expired 2018-09-16T12:11:06.2446367Z false",
		"expired 2018-09-16T12:11:06.2446367Z false", ""} {
		if got := strings.Join(codes(faults, row), ";"); got != want {
			t.Errorf("row %d: %q, want %q", row+1, got, want)
		}
	}
	header, _, _ := bytes.Cut(data, []byte("\n"))
	if string(bytes.TrimSpace(header)) != strings.Join(Columns(), ",") {
		t.Errorf("columns %s", header)
	}
	again, err := Read(Files(l.Rows)[0])
	if err != nil || !slices.Equal(again.Rows, l.Rows) {
		t.Errorf("read back %v, %v", again.Rows, err)
	}
	l.Rows[4].Action = Remediate
	if got := codes(Check(l.Rows[4:5], now), 0); !slices.Contains(got, "files-only BlockAndRemediate true") {
		t.Error(got)
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		kind  Type
		value string
		want  Code
	}{
		{IPAddress, "8.8.8.8", ""}, {IPAddress, "8.8.8.0/24", RangeRefused}, {IPAddress, "8.8.8.1-8.8.8.9", RangeRefused},
		{IPAddress, "192.168.1.4", InternalRefused}, {IPAddress, "127.0.0.1", InternalRefused},
		{IPAddress, "169.254.1.1", InternalRefused}, {IPAddress, "100.64.0.1", InternalRefused},
		{IPAddress, "::1", InternalRefused}, {IPAddress, "fd00::1", InternalRefused}, {IPAddress, "8.8.8", ValueRefused},
		{IPAddress, "::ffff:10.0.0.1", InternalRefused},
		{DomainName, "a.example", ""}, {DomainName, "A.Example.", ""}, {DomainName, "*.a.example", ValueRefused},
		{DomainName, "https://a.example", ValueRefused}, {DomainName, "a.example/b", ValueRefused},
		{DomainName, "8.8.8.8", ValueRefused}, {DomainName, "intranet", ValueRefused}, {DomainName, "", ValueRefused},
		{DomainName, "github.io", SharedName}, {DomainName, "co.uk", SharedName}, {DomainName, "-a.example", ValueRefused},
		{DomainName, "bücher.example", ""}, {DomainName, "=cmd.example", ValueRefused},
		{URL, "http://a.example/b", ""}, {URL, "https://a.example/b", PathOnlyInEdge}, {URL, "a.example/b", PathOnlyInEdge},
		{URL, "https://a.example/", ""}, {URL, "ftp://a.example", ValueRefused}, {URL, "http://10.0.0.1/a", InternalRefused},
		{FileSha1, strings.Repeat("a", 40), ""}, {FileSha1, strings.Repeat("a", 64), ValueRefused},
		{FileSha256, strings.Repeat("a", 64), ""}, {FileSha256, strings.Repeat("g", 64), ValueRefused},
	} {
		one := block(c.value)
		one.Type = c.kind
		got := Code("")
		for _, f := range Check([]Indicator{one}, now) {
			got += f.Code
		}
		if got != c.want {
			t.Errorf("%s %s: %q, want %q", c.kind, c.value, got, c.want)
		}
	}
}

// TestFormsOfFiles: other columns and another separator are named, not guessed.
func TestFormsOfFiles(t *testing.T) {
	l, err := Read([]byte("\ufeffindicatortype;Indicator Value;Action;Notes\r\nDomainName;a.example;Block;x\r\n"))
	if err != nil || len(l.Rows) != 1 || l.Rows[0].Value != "a.example" || l.Separator != ';' || l.Importable() ||
		!slices.Equal(l.Missing, []string{"Title", "Description"}) || !slices.Equal(l.Unknown, []string{"Notes"}) {
		t.Fatalf("%+v, %v", l, err)
	}
	for _, bad := range []string{"", "a,b\n1,2\n", "\x00\x01"} {
		if _, err := Read([]byte(bad)); err == nil {
			t.Errorf("%q is a list", bad)
		}
	}
	one := block("a.example")
	one.Title, one.Description = "=1+1", "-x"
	if text := string(Files([]Indicator{one})[0]); !strings.Contains(text, "'=1+1") || !strings.Contains(text, "'-x") {
		t.Error(text)
	}
}

func TestConflicts(t *testing.T) {
	rows := []Indicator{block("a.example"), {Type: URL, Value: "https://A.example/", Action: Warn}, block("b.example"),
		block("b.example."), {Type: DomainName, Value: "c.example", Action: Block, Groups: "One"}, block("c.example"),
		{Type: DomainName, Value: "d.example", Action: Audit}, block("d.example"),
		{Type: DomainName, Value: "e.example", Action: Allow, Expires: "2020-01-01T00:00:00.0Z"}, block("e.example")}
	got := fmt.Sprint(Conflicts(rows, now))
	want := "[{a.example [0 1] Warn true} {b.example [2 3] Block false} {d.example [6 7]  true}]"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("IndicatorType,IndicatorValue,Action,Title,Description\nUrl,http://a.example/b,Block,T,D\n"))
	f.Add([]byte("IndicatorType\tIndicatorValue\nIpAddress\t10.0.0.1/8\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Read(data)
		if err != nil {
			return
		}
		Conflicts(l.Rows, now)
		faults := Check(l.Rows, now)
		refused := map[int]bool{}
		for _, f := range faults {
			refused[f.Row] = refused[f.Row] || f.Refused
		}
		for n, one := range l.Rows {
			if !refused[n] && one.Item() == "" {
				t.Fatalf("a good row about nothing: %+v", one)
			}
		}
		rows := 0
		for _, file := range Files(l.Rows) {
			back, err := Read(file)
			if err != nil {
				t.Fatal(err)
			}
			rows += len(back.Rows)
		}
		if rows != len(l.Rows) {
			t.Fatalf("%d rows of %d", rows, len(l.Rows))
		}
	})
}
