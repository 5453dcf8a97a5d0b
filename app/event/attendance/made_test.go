package attendance

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// language is how Teams writes a report for a person: words, and the form of
// times. Words other than English are only there to be different.
type language struct {
	name         string
	stamp        string
	labels       [6]string // of the summary
	sections     [3]string
	columns      [7]string
	roles        [2]string
	joined, left string
	h, m, s      string
}

var languages = []language{
	{"English (US)", "1/2/06, 3:04:05 PM",
		[6]string{"Meeting title", "Attended participants", "Start time", "End time", "Meeting duration",
			"Average attendance time"},
		[3]string{"Summary", "Participants", "In-Meeting Activities"},
		[7]string{"Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"},
		[2]string{"Organizer", "Attendee"}, "Joined", "Left", "h", "m", "s"},
	{"English (UK)", "02/01/2006, 15:04:05",
		[6]string{"Meeting title", "Attended participants", "Start time", "End time", "Meeting duration",
			"Average attendance time"},
		[3]string{"Summary", "Participants", "In-Meeting activities"},
		[7]string{"Name", "First join", "Last leave", "In-meeting duration", "Email", "Participant ID (UPN)", "Role"},
		[2]string{"Organiser", "Attendee"}, "Joined", "Left", "h", "m", "s"},
	{"German", "02.01.06, 15:04:05",
		[6]string{"Besprechungstitel", "Teilgenommen", "Startzeit", "Endzeit", "Besprechungsdauer", "Durchschnitt"},
		[3]string{"Zusammenfassung", "Teilnehmer", "Aktivitäten"},
		[7]string{"Name", "Erster Beitritt", "Letztes Verlassen", "Dauer", "E-Mail", "Teilnehmer-ID (UPN)", "Rolle"},
		[2]string{"Organisator", "Teilnehmer"}, "Beigetreten", "Verlassen", " Std.", " Min.", " Sek."},
	{"Portuguese", "02/01/06, 15:04:05",
		[6]string{"Título da reunião", "Participantes presentes", "Hora de início", "Hora de término",
			"Duração da reunião", "Tempo médio"},
		[3]string{"Resumo", "Participantes", "Atividades"},
		[7]string{"Nome", "Primeiro ingresso", "Última saída", "Duração na reunião", "Email",
			"ID do participante (UPN)", "Função"},
		[2]string{"Organizador", "Participante"}, "Ingressou", "Saiu", "h", "m", "s"},
	{"Japanese", "2006/01/02 15:04:05", [6]string{"会議のタイトル", "参加者", "開始時刻", "終了時刻", "会議の長さ", "平均"},
		[3]string{"概要", "参加者", "アクティビティ"}, [7]string{"名前", "最初の参加", "最後の退出", "時間", "メール", "参加者 ID (UPN)", "ロール"},
		[2]string{"開催者", "出席者"}, "参加", "退出", "時間", "分", "秒"},
	{"Swedish", "2006-01-02 15:04:05",
		[6]string{"Mötestitel", "Deltagare", "Starttid", "Sluttid", "Mötets längd", "Snitt"},
		[3]string{"Sammanfattning", "Deltagare", "Aktiviteter"},
		[7]string{"Namn", "Första anslutning", "Lämnade senast", "Varaktighet", "E-post", "Deltagar-ID (UPN)", "Roll"},
		[2]string{"Organisatör", "Deltagare"}, "Anslöt", "Lämnade", "tim", "min", "s"},
	{"Spanish", "2/1/2006 15:04:05",
		[6]string{"Título", "Participantes", "Hora de inicio", "Hora de finalización", "Duración", "Promedio"},
		[3]string{"Resumen", "Participantes", "Actividades"},
		[7]string{"Nombre", "Primera unión", "Última salida", "Duración", "Correo", "Id. (UPN)", "Rol"},
		[2]string{"Organizador", "Asistente"}, "Se unió", "Salió", "h", "m", "s"},
}

// span writes a length as Teams does: parts that are 0 are left out.
func (l language) span(d time.Duration) string {
	var all []string
	for _, p := range []struct {
		n    int
		unit string
	}{{int(d.Hours()), l.h}, {int(d.Minutes()) % 60, l.m}, {int(d.Seconds()) % 60, l.s}} {
		if p.n > 0 {
			all = append(all, fmt.Sprintf("%d%s", p.n, p.unit))
		}
	}
	if len(all) == 0 {
		return "0" + l.s
	}
	return strings.Join(all, " ")
}

// random makes an event on a day above the 12th, so that its dates tell their
// own order.
func random(r *rand.Rand) *Report {
	begin := time.Date(2026, time.Month(1+r.IntN(12)), 13+r.IntN(15), 22, r.IntN(60), 0, 0, time.UTC)
	rep := &Report{Kind: Meeting, Title: "Evening \"prayer\", all\nwelcome", Start: begin,
		End: begin.Add(3 * time.Hour)}
	for i := range 1 + r.IntN(40) {
		p := Person{Name: fmt.Sprintf("Person %d", i), Address: fmt.Sprintf("p%d@parish.example", i)}
		at := begin.Add(time.Duration(r.IntN(1800)) * time.Second)
		for range 1 + r.IntN(4) {
			to := at.Add(time.Duration(1+r.IntN(1500)) * time.Second)
			p.Spells = append(p.Spells, Interval{at, to})
			at = to.Add(time.Duration(1+r.IntN(600)) * time.Second)
		}
		p.Joins = len(p.Spells)
		rep.People = append(rep.People, p)
	}
	return rep
}

// write returns a report in the layout of a kind.
func write(rep *Report, kind Kind, l language) string {
	var rows [][]string
	say := func(cells ...string) { rows = append(rows, cells) }
	at := func(t time.Time) string { return t.Format(l.stamp) }
	person := func(p Person) []string {
		first, last := p.Spells[0].From, p.Spells[len(p.Spells)-1].To
		return []string{p.Name, at(first), at(last), l.span(p.Stay()), p.Address}
	}
	summary := func() {
		say(l.labels[0], rep.Title)
		say(l.labels[1], fmt.Sprint(len(rep.People)))
		say(l.labels[2], at(rep.Start))
		say(l.labels[3], at(rep.End))
		say(l.labels[4], l.span(rep.End.Sub(rep.Start)))
	}
	switch kind {
	case Meeting:
		say("1. " + l.sections[0])
		summary()
		say(l.labels[5], l.span(rep.MedianStay()))
		say("")
		say("2. " + l.sections[1])
		say(l.columns[:]...)
		for _, p := range rep.People {
			say(append(person(p), p.Address, l.roles[1])...)
		}
		say("")
		say("3. " + l.sections[2])
		say(l.columns[0], l.columns[1], l.columns[2], l.columns[3], l.columns[4], l.columns[6])
		for _, p := range rep.People {
			for _, s := range p.Spells {
				say(p.Name, at(s.From), at(s.To), l.span(s.To.Sub(s.From)), p.Address, l.roles[1])
			}
		}
	case Meeting2021:
		say(l.sections[0])
		summary()
		say("")
		say(l.columns[0], l.columns[1], l.columns[2], l.columns[3], l.columns[4], l.columns[6], l.columns[5])
		for _, p := range rep.People {
			for _, s := range p.Spells {
				say(p.Name, at(s.From), at(s.To), l.span(s.To.Sub(s.From)), p.Address, l.roles[1], p.Address)
			}
		}
	case Meeting2020:
		say(l.columns[0], "User Action", "Timestamp")
		for _, p := range rep.People {
			for _, s := range p.Spells {
				say(p.Name, l.joined, at(s.From))
				say(p.Name, l.left, at(s.To))
			}
		}
	case Live:
		say("SessionId", "ParticipantId", "FullName", "UserAgent", "UtcEventTimestamp", "Action", "Role")
		for i, p := range rep.People {
			for k, s := range p.Spells {
				session := fmt.Sprintf("s%d-%d", i, k)
				say(session, p.Address, p.Name, "Mozilla/5.0 (X11; Linux), like", s.From.Format("1/2/2006 3:04:05 PM"),
					"Joined", "Attendee")
				say(session, p.Address, p.Name, "Mozilla/5.0 (X11; Linux), like", s.To.Format("1/2/2006 3:04:05 PM"),
					"Left", "Attendee")
			}
		}
	}
	comma := "\t"
	if kind == Live || kind == Meeting2020 {
		comma = ","
	}
	var b strings.Builder
	for _, row := range rows {
		for k, c := range row {
			if k > 0 {
				b.WriteString(comma)
			}
			if strings.ContainsAny(c, "\"\n"+comma) {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

func utf16LE(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// TestEveryGenerationAndLanguageComesBack: what Teams may write is read as what
// it was.
func TestEveryGenerationAndLanguageComesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for _, l := range languages {
		for _, kind := range []Kind{Meeting, Meeting2021, Meeting2020, Live} {
			for range 4 {
				want := random(r)
				text := write(want, kind, l)
				for _, data := range [][]byte{[]byte(text), utf16LE(text),
					[]byte(strings.ReplaceAll(text, "\r\n", "\n"))} {
					got, err := Read(data)
					if err != nil {
						t.Fatalf("%s, %s: %v\n%.600s", kind, l.name, err, text)
					}
					again(t, string(kind)+", "+l.name, got, want, kind)
				}
			}
		}
	}
}

func again(t *testing.T, where string, got, want *Report, kind Kind) {
	t.Helper()
	if got.Kind != kind || len(got.People) != len(want.People) || slices.Contains(got.Odd, OddOrder) {
		t.Fatalf("%s: %s with %d people, odd %v", where, got.Kind, len(got.People), got.Odd)
	}
	if kind == Meeting || kind == Meeting2021 {
		if !got.Start.Equal(want.Start) || !got.End.Equal(want.End) ||
			got.Title != strings.Join(strings.Fields(want.Title), " ") {
			t.Errorf("%s: %q, %v to %v", where, got.Title, got.Start, got.End)
		}
	}
	byName := map[string]Person{}
	for _, p := range got.People {
		byName[p.Name] = p
	}
	for _, p := range want.People {
		q := byName[p.Name]
		if !reflect.DeepEqual(q.Spells, p.Spells) || q.Joins != p.Joins || kind != Meeting2020 &&
			q.Address != p.Address {
			t.Fatalf("%s: %s was there %v (%d joins, %s), read as %v (%d joins, %s)", where, p.Name, p.Spells, p.Joins,
				p.Address, q.Spells, q.Joins, q.Address)
		}
	}
	if n, _ := got.Peak(); n != slowPeak(want) {
		t.Errorf("%s: %d at once, counting one by one gives %d", where, n, slowPeak(want))
	}
}

// slowPeak counts, at every moment at which somebody comes, who is there.
func slowPeak(r *Report) int {
	most := 0
	for _, someone := range r.People {
		for _, when := range someone.Spells {
			n := 0
			for _, p := range r.People {
				for _, s := range p.Spells {
					if !when.From.Before(s.From) && when.From.Before(until(s)) {
						n++
					}
				}
			}
			most = max(most, n)
		}
	}
	return most
}

// TestWhoWasPresent: as counting everybody at every second gives it.
func TestWhoWasPresent(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 60 {
		rep := random(r)
		from := rep.Start.Add(time.Duration(r.IntN(1800)-300) * time.Second)
		to := from.Add(time.Duration(1+r.IntN(900)) * time.Second)
		at := func(when time.Time) (n int) {
			for _, p := range rep.People {
				for _, s := range p.Spells {
					if !when.Before(s.From) && when.Before(until(s)) {
						n++
					}
				}
			}
			return n
		}
		most, fewest := at(from), at(from)
		for when := from; when.Before(to); when = when.Add(time.Second) {
			most, fewest = max(most, at(when)), min(fewest, at(when))
		}
		b, m, f := rep.Present(from, to)
		if b != at(from) || m != most || f != fewest {
			t.Fatalf("from %v to %v: %d, %d, %d, want %d, %d, %d", from, to, b, m, f, at(from), most, fewest)
		}
	}
}
