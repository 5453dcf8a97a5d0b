package mtasts

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// The cases are numbered by the rules they hold us to:
// R1–R8 are those of RFC 8461 section 3.1 (the TXT record).
func TestParseRecord(t *testing.T) {
	id32 := strings.Repeat("a", 32)
	for _, c := range []struct {
		name, txt, id string // id "" means that the record is refused
		near          string // where the fault is shown
		ext           []Pair
	}{
		{name: "R1 only ASCII", txt: "v=STSv1; id=ä;"},
		{name: "R2 plain", txt: "v=STSv1; id=20160831085700Z;", id: "20160831085700Z"},
		{name: "R2 no final semicolon", txt: "v=STSv1; id=1", id: "1"},
		{name: "R2 no blanks", txt: "v=STSv1;id=1;", id: "1"},
		{name: "R2 blanks around semicolons", txt: "v=STSv1 \t; id=1\t ; ", id: "1"},
		{name: "R2 version in small letters", txt: "v=stsv1; id=1;", near: "v=stsv1"},
		{name: "R2 V in capital", txt: "V=STSv1; id=1;"},
		{name: "R2 ID in capitals is another field", txt: "v=STSv1; ID=1;"},
		{name: "R2 version not first", txt: "id=1; v=STSv1;"},
		{name: "R2 blank in front", txt: " v=STSv1; id=1;"},
		{name: "R2 blank behind, without semicolon", txt: "v=STSv1; id=1 "},
		{name: "R2 empty field", txt: "v=STSv1;; id=1;"},
		{name: "R2 version only", txt: "v=STSv1"},
		{name: "R2 nothing behind the version", txt: "v=STSv1;"},
		{name: "R2 longer version", txt: "v=STSv10; id=1;"},
		{name: "R2 no semicolon", txt: "v=STSv1 id=1"},
		{name: "R2 empty", txt: ""},
		{name: "R3 id of 1", txt: "v=STSv1; id=Z;", id: "Z"},
		{name: "R3 id of 32", txt: "v=STSv1; id=" + id32 + ";", id: id32},
		{name: "R3 id of 33", txt: "v=STSv1; id=" + id32 + "a;", near: id32 + "a"},
		{name: "R3 id empty", txt: "v=STSv1; id=;"},
		{name: "R3 id missing", txt: "v=STSv1; a=b;"},
		{name: "R3 id with hyphen", txt: "v=STSv1; id=2016-08-31;", near: "2016-08-31"},
		{name: "R3 id with dot", txt: "v=STSv1; id=1.2;", near: "1.2"},
		{name: "R3 id with underscore", txt: "v=STSv1; id=a_b;", near: "a_b"},
		{name: "R3 blank before the id", txt: "v=STSv1; id= 1;"},
		{name: "R4 unknown field", txt: "v=STSv1; id=1; x-1._=/a;", id: "1", ext: []Pair{{"x-1._", "/a"}}},
		{name: "R4 unknown field first", txt: "v=STSv1; a=b; id=1", id: "1", ext: []Pair{{"a", "b"}}},
		{name: "R4 name of 32", txt: "v=STSv1; id=1; " + id32 + "=b", id: "1", ext: []Pair{{id32, "b"}}},
		{name: "R4 name of 33", txt: "v=STSv1; id=1; a" + id32 + "=b"},
		{name: "R4 name begins with hyphen", txt: "v=STSv1; id=1; -a=b"},
		{name: "R4 value empty", txt: "v=STSv1; id=1; a="},
		{name: "R4 value with equals sign", txt: "v=STSv1; id=1; a=b=c"},
		{name: "R4 value with blank", txt: "v=STSv1; id=1; a=b c"},
		{name: "R4 no equals sign", txt: "v=STSv1; id=1; abc"},
		{name: "R7 id twice, the first counts", txt: "v=STSv1; id=1; id=2;", id: "1"},
		{name: "R7 version twice", txt: "v=STSv1; v=STSv1; id=1", id: "1", ext: []Pair{{"v", "STSv1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := ParseRecord(c.txt)
			if c.id == "" {
				var s *SyntaxError
				if !errors.As(err, &s) || s.Rule != "RFC 8461 section 3.1" || s.Offset > len(c.txt) {
					t.Fatalf("ParseRecord(%q) = %v, %v; want it refused with its rule", c.txt, r, err)
				}
				if c.near != "" && !strings.HasPrefix(s.Near, c.near) {
					t.Errorf("the fault is shown at %q, want %q", s.Near, c.near)
				}
				return
			}
			if err != nil || r.ID != c.id || r.Raw != c.txt || !reflect.DeepEqual(r.Extensions, c.ext) {
				t.Fatalf("ParseRecord(%q) = %+v, %v; want id %s, %v", c.txt, r, err, c.id, c.ext)
			}
		})
	}
}

func TestSelect(t *testing.T) {
	for _, c := range []struct {
		name  string
		txts  []string
		state string
		id    string
		told  bool // a fault is told
	}{
		{"R5 none", nil, Absent, "", false},
		{"R5 one", []string{"v=STSv1; id=1;"}, Valid, "1", false},
		{"R5 others are passed over", []string{"v=spf1 -all", "v=STSv1; id=1;", "hello"}, Valid, "1", false},
		{"R5 only others", []string{"v=spf1 -all"}, Absent, "", false},
		{"R5 two", []string{"v=STSv1; id=1;", "v=STSv1; id=2;"}, Several, "", false},
		{"R5 two, one of them wrong", []string{"v=STSv1; id=1;", "v=STSv1; id=-;"}, Several, "", false},
		{"R5 two alike", []string{"v=STSv1; id=1;", "v=STSv1; id=1;"}, Several, "", false},
		{"R5 a version that only begins alike", []string{"v=STSv10; id=9;", "v=STSv1; id=1;"}, Valid, "1", false},
		{"R5 blank before the semicolon, alone", []string{"v=STSv1 ; id=1;"}, Valid, "1", false},
		{"R5 tab before the semicolon, alone", []string{"v=STSv1\t; id=1"}, Valid, "1", false},
		{"R5 blank before the semicolon, beside another", []string{"v=STSv1 ; id=1;", "x"}, Invalid, "", true},
		{"R5 blank before the semicolon, beside a right one", []string{"v=STSv1 ; id=1;", "v=STSv1; id=2;"}, Valid,
			"2", false},
		{"R5 small letters are passed over, and told", []string{"v=stsv1; id=1;"}, Invalid, "", true},
		{"R5 quotes inside are passed over, and told", []string{`"v=STSv1; id=1;"`}, Invalid, "", true},
		{"R5 wrong", []string{"v=STSv1; id=a-b;"}, Invalid, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Select(c.txts)
			if s.State != c.state || (s.Err != nil) != c.told || len(s.Raw)+len(s.Discarded) != len(c.txts) {
				t.Fatalf("Select(%q) = %+v; want %s", c.txts, s, c.state)
			}
			if (s.Record != nil) != (c.id != "") || s.Record != nil && s.Record.ID != c.id {
				t.Fatalf("record %+v, want id %q", s.Record, c.id)
			}
		})
	}
}

func TestSlipsAreRepaired(t *testing.T) {
	const right = "v=STSv1; id=20270203T040506Z;"
	for _, text := range []string{
		"v=STSv; id=20270203T040506Z", "v=STS1; id=20270203T040506Z;", "v=STTSv1; id=20270203T040506Z;",
		"V=STSV1; ID=20270203T040506Z;", "v=STSv1, id=20270203T040506Z,", "v=STSv1 id=20270203T040506Z",
		"v:STSv1;id:20270203T040506Z", `v=STSv1\; id=20270203T040506Z\;`, `"v=STSv1; id=20270203T040506Z;"`,
		"“v=STSv1; id=20270203T040506Z”", "v=STSv1;\u00a0id=20270203T040506Z;", "STSv1; id=20270203T040506Z",
		"v = STSv1; id = 20270203T040506Z;",
		"v=MTA-STSv1; id=20270203T040506Z;", "v=STSv1, paid=yes; id=20270203T040506Z",
		"id=20270203T040506Z; v=STSv1;", "_mta-sts v=STSv1; id=20270203T040506Z;",
		`_mta-sts.b.example. 3600 IN TXT "v=STSv1; id=20270203T040506Z;"`,
		"v=STSv1; id=2027-0203T04:05:06Z;", "v=STSv1; id:20270203T040506Z",
	} {
		s := Select([]string{text})
		if s.State != Invalid || s.Fixed != right || s.Err == nil {
			t.Errorf("%q: %s, fixed %q, %v", text, s.State, s.Fixed, s.Err)
		}
	}
	for _, text := range []string{"v=spf1 -all", "v=DMARC1; p=none", "v=TLSRPTv1; rua=mailto:a@b.example", "id=1",
		"google-site-verification=STSv1", "v=STSv2; id=7;", "", "v="} {
		if s := Select([]string{text}); s.State != Absent || s.Fixed != "" {
			t.Errorf("%q: %s, fixed %q", text, s.State, s.Fixed)
		}
	}
	if s := Select([]string{"v=STS1; key=5"}); s.State != Invalid || s.Fixed != "" {
		t.Errorf("without an ID: %+v", s)
	}
}

func TestNewID(t *testing.T) {
	at := time.Date(2026, 1, 31, 19, 45, 0, 0, time.FixedZone("", 3600))
	id := NewID(at)
	if id != "20260131T184500Z" {
		t.Errorf("NewID = %s", id)
	}
	if _, err := ParseRecord(Record{ID: id}.String()); err != nil {
		t.Errorf("our own record is refused: %v", err)
	}
	if later := NewID(at.Add(time.Second)); later <= id {
		t.Errorf("a later id %s does not sort behind %s", later, id)
	}
	if got := (Record{ID: "1"}).String(); got != "v=STSv1; id=1;" {
		t.Errorf("String = %q", got)
	}
}

func FuzzParseRecord(f *testing.F) {
	for _, s := range []string{"v=STSv1; id=1;", "v=STSv1;id=1;a=b", "v=STSv1 ; id=Z ;", "v=STSv1;;",
		"v=STSv1; id=1; id=2", "", "v=STSv1; id=1; a=\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, txt string) {
		r, err := ParseRecord(txt)
		if err != nil {
			var s *SyntaxError
			if !errors.As(err, &s) || s.Offset < 0 || s.Offset > len(txt) {
				t.Fatalf("no place in %#v", err)
			}
			return
		}
		again, err := ParseRecord(r.String())
		if err != nil || again.ID != r.ID || !reflect.DeepEqual(again.Extensions, r.Extensions) {
			t.Fatalf("%q became %q: %+v, %v", txt, r.String(), again, err)
		}
	})
}
