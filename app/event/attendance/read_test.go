package attendance

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTraps(t *testing.T) {
	head := "1. Summary\nMeeting title\tX\nAttended participants\t2\nStart time\t2/13/26, 11:30:00 PM\nEnd " +
		"time\t2/14/26, 12:30:00 AM\n\n2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting " +
		"Duration\tEmail\tParticipant ID (UPN)\tRole\n"
	for name, c := range map[string]struct {
		text      string
		attendees int
		peak      int
		odd       []string
	}{
		"one person twice": {head + "Ama\t2/13/26, 11:30:00 PM\t2/13/26, 11:40:00 " +
			"PM\t10m\tama@x.example\tama@x.example\tAttendee\nAma\t2/13/26, 11:45:00 PM\t2/13/26, 11:50:00 " +
			"PM\t5m\tAMA@x.example\tama@x.example\tAttendee\nBen\t2/13/26, 11:30:00 PM\t2/13/26, 11:50:00 " +
			"PM\t20m\tben@x.example\tben@x.example\tAttendee\n",
			2, 2, []string{OddWhole}},
		"the same row twice, two devices at once": {head +
			strings.Repeat("Ama\t2/13/26, 11:30:00 PM\t2/13/26, 11:40:00 "+
				"PM\t10m\tama@x.example\tama@x.example\tAttendee\n", 2) +
			"Ama\t2/13/26, 11:35:00 PM\t2/13/26, 11:50:00 PM\t15m\tama@x.example\tama@x.example\tAttendee\n",
			1, 1, []string{OddWhole, OddSummary}},
		"a row without its end, one without a time": {head +
			"Ama\t2/13/26, 11:30:00 PM\nBen\t2/13/26, 11:30:00 PM\t2/13/26, 11:50:00 " +
			"PM\t20m\tben@x.example\tben@x.example\tAttendee\nCid\t\t\t\tcid@x.example\n",
			3, 2, []string{OddNoLeave, OddWhole, OddNoTimes, OddSummary}},
		"midnight, leaving without a date": {head +
			"Ama\t2/13/26, 11:50:00 PM\t12:10:00 AM\t20m\tama@x.example\t\tAttendee\nBen\t2/14/26, 12:10:00 " +
			"AM\t2/14/26, 12:20:00 AM\t10m\tben@x.example\t\tAttendee\n",
			2, 1, []string{OddWhole}},
	} {
		r, err := Read([]byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n, _ := r.Peak(); n != c.peak || len(r.People) != c.attendees || !slices.Equal(r.Odd, c.odd) {
			t.Errorf("%s: %d people, %d at once, odd %v; want %d, %d, %v: %+v", name, len(r.People), n, r.Odd,
				c.attendees, c.peak, c.odd, r.People)
		}
	}
	for name, text := range map[string]string{
		"nothing": "", "words": "Dear all,\nwelcome", "a run sheet": "Cue,Length\nWelcome,4\n", "JSON": "{}",
		"another table":       "a\tb\tc\n1\t2\t3\n",
		"contradicting dates": head + "Ama\t13/2/26, 11:50:00 PM\t13/2/26, 11:55:00 PM\t5m\ta@x.example\t\tA\n",
		"only who":            "1. Summary\nMeeting title\tX\n2. Participants\nName\tEmail\nAma\ta@x.example\n",
	} {
		if r, err := Read([]byte(text)); err == nil {
			t.Errorf("%s passes for attendance: %+v", name, r)
		}
	}
}

func TestStamps(t *testing.T) {
	for text, want := range map[string]string{
		"2/13/26, 10:00:05 AM":                   "2026-02-13 10:00:05",
		"2/13/2026, 12:00:05\u202fAM":            "2026-02-13 00:00:05",
		"2/13/26 12:30:00 p. m.":                 "2026-02-13 12:30:00",
		"\u200e13/02/2026, 9:05:00":              "2026-02-13 09:05:00",
		"13.02.2026 9:05":                        "2026-02-13 09:05:00",
		"13. 2. 2026 9:05:07":                    "2026-02-13 09:05:07",
		"13-02-2026 09.05.07":                    "2026-02-13 09:05:07",
		"2026-02-13T09:05:07.123Z":               "2026-02-13 09:05:07",
		"2026/2/13 下午 9:05:07":                   "2026-02-13 21:05:07",
		"11/4/2020, 9:50:12 AM":                  "2020-11-04 09:50:12",
		"13.2.2026 klo 9.05.07":                  "2026-02-13 09:05:07",
		"13.02.26 г., 9:05:07":                   "2026-02-13 09:05:07",
		"26. 2. 13. 오후 9:05:07":                  "2026-02-13 21:05:07",
		"13/2/69 09:05:07":                       "2026-02-13 09:05:07",
		"13/2/2569 09:05:07":                     "2026-02-13 09:05:07",
		"09:05:07 13/2/26":                       "2026-02-13 09:05:07",
		"09:05, 13/02/2026":                      "2026-02-13 09:05:00",
		"2026-02-13 09 h 05 min 07 s":            "2026-02-13 09:05:07",
		"13/02/2026, 9:05:07 e pasdites":         "2026-02-13 21:05:07",
		"\u200f١٣\u200f/٢\u200f/٢٠٢٦، ٩:٠٥:٠٧ م": "2026-02-13 21:05:07",
		"१३/२/२६, ९:०५:०७ pm":                    "2026-02-13 21:05:07",
		"13/2/26, 9:05:07 π.μ.":                  "2026-02-13 09:05:07",
		"13. 02. 2026. 09:05:07":                 "2026-02-13 09:05:07",
		"1404/11/24 9:05:07":                     "", // a Persian year
		"1447/8/25 9:05:07":                      "", // an Islamic one
		"115/2/13 9:05:07":                       "", // a year of the Republic of China
		"13/2/55 9:05":                           "", // no year of any calendar
		"13/2/16 9:05":                           "", // before Teams
		"1 h 2 min 10 s":                         "",
		"13/2/26 25:00":                          "", "31/2/26 10:00": "", "Ama": "", "1h 2m": "",
		"+44 20 7946 0000": "", "5": "",
		"13/2/26 10:00 soon": "", "13/2/26": "", "13:00:00 PM 1": "",
	} {
		s, ok := readStamp(text)
		var d dates
		d.add(s, text)
		o, _, _ := d.order()
		got := ""
		if ok {
			if at, fine := s.at(o, time.Time{}); fine {
				got = at.Format("2006-01-02 15:04:05")
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestPrivacy(t *testing.T) {
	full := func() *Report {
		at := time.Date(2026, 2, 13, 10, 0, 0, 0, time.UTC)
		r := &Report{Start: at, End: at.Add(time.Hour)}
		for _, p := range [][2]string{{"Ama", "ama@x.example"}, {"+44 20 **** 1234", ""},
			{"442079460000", "442079460000"}} {
			r.People = append(r.People, Person{Name: p[0], Address: p[1], Spells: []Interval{{at, at.Add(time.Minute)}},
				Joins: 1})
		}
		return r
	}
	for keep, want := range map[Retention][]string{
		KeepNumbers: {"/", "/", "/"}, KeepNames: {"Ama/", "By phone/", "By phone/"},
		KeepAll:    {"Ama/ama@x.example", "By phone/", "By phone/"},
		"nonsense": {"/", "/", "/"},
	} {
		r := full()
		digest := r.Digest()
		r.Redact(keep)
		var got []string
		for _, p := range r.People {
			got = append(got, p.Name+"/"+p.Address)
		}
		if !slices.Equal(got, want) || r.Digest() != digest {
			t.Errorf("%s keeps %q", keep, got)
		}
	}
}

func TestFigures(t *testing.T) {
	at := time.Date(2026, 2, 13, 10, 0, 0, 0, time.UTC)
	in := func(from, to int) Interval {
		return Interval{at.Add(time.Duration(from) * time.Minute), at.Add(time.Duration(to) * time.Minute)}
	}
	r := &Report{Start: at, End: at.Add(40 * time.Minute), People: []Person{
		{Name: "a", Spells: []Interval{in(-10, 30)}, Joins: 1},
		{Name: "b", Spells: []Interval{in(0, 10), in(10, 12), in(20, 40)}, Joins: 3},
		{Name: "c", Spells: []Interval{in(30, 40)}, Joins: 1},
	}}
	if n, when := r.Peak(); n != 2 || !when.Equal(at) {
		t.Errorf("peak %d at %v", n, when)
	}
	var curve []int
	for _, p := range r.Curve(5) {
		curve = append(curve, p.N)
	}
	if !reflect.DeepEqual(curve, []int{1, 2, 2, 2, 2}) {
		t.Errorf("curve %v", curve)
	}
	if r.MedianStay() != 32*time.Minute || r.Early(at) != 1 || len(r.Reconnected(3)) != 1 ||
		r.Reconnected(3)[0].Name != "b" {
		t.Errorf("median %v, early %d, reconnected %v", r.MedianStay(), r.Early(at), r.Reconnected(3))
	}
	if (&Report{}).MedianStay() != 0 || (&Report{}).Curve(3) != nil {
		t.Error("an empty report has figures")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(write(sampleReport(3, 2), Meeting, languages[0])))
	f.Add(utf16LE(write(sampleReport(3, 2), Meeting2021, languages[2])))
	f.Add([]byte(write(sampleReport(3, 2), Live, languages[0])))
	f.Add([]byte(write(sampleReport(3, 2), Meeting2020, languages[3])))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(data)
		if err != nil {
			return
		}
		n, _ := r.Peak()
		if n > len(r.People) || r.End.Before(r.Start) {
			t.Fatalf("%d at once of %d, %v to %v", n, len(r.People), r.Start, r.End)
		}
		r.Curve(10)
		r.Redact(KeepNames)
		r.Digest()
	})
}

// sampleReport makes people with joins each.
func sampleReport(people, joins int) *Report {
	at := time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)
	r := &Report{Title: "Service", Start: at, End: at.Add(2 * time.Hour)}
	for i := range people {
		p := Person{Name: fmt.Sprintf("Person %d", i), Address: fmt.Sprintf("p%d@parish.example", i), Joins: joins}
		for k := range joins {
			from := at.Add(time.Duration(i%600+k*1200) * time.Second)
			p.Spells = append(p.Spells, Interval{from, from.Add(time.Duration(300+i%500) * time.Second)})
		}
		r.People = append(r.People, p)
	}
	return r
}

// BenchmarkRead20000 reads 20,000 people with 100,000 joins and works out the chart.
func BenchmarkRead20000(b *testing.B) {
	data := utf16LE(write(sampleReport(20000, 5), Meeting, languages[0]))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r, err := Read(data)
		if err != nil || len(r.People) != 20000 {
			b.Fatal(err)
		}
		r.Peak()
		if len(r.Curve(120)) != 120 {
			b.Fatal("no curve")
		}
	}
}
