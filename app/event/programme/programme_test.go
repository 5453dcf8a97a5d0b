package programme

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/report"
	"handrail/app/report/pdf"
)

const sunday = `-30 | | Presenters join and test | Everyone
-1 | | Go live | Producer
0 | 4 | Welcome | Leader | Camera 1 | Lectern
 | 4 | First hymn | Band; Ewan Pryce | Words | Band
 | 5:30 | Reading | Dora Lindqvist, from home | Words
 | 23 | Talk | Farida Haddad, Ewan Pryce | Slides | Lectern | with the big screen
 | 2 | Notices | Ewan Pryce
`

func programmeOf(t *testing.T, more map[string]string) Programme {
	t.Helper()
	answers := map[string]string{runsheet.AnswerTitle: "Sunday service", runsheet.AnswerDate: "2026-11-29",
		runsheet.AnswerClock: "10:30", runsheet.AnswerZone: "Europe/London", runsheet.AnswerSheet: sunday,
		runsheet.AnswerTeam: "Organiser: \nProducer: Kofi; Ama\nLeader: Farida Haddad\nSound desk: Ben\n"}
	for k, v := range more {
		answers[k] = v
	}
	p, err := FromAnswers(answers)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func cues(rows []Row) string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Time+" "+r.Cue)
	}
	return strings.Join(all, ", ")
}

func TestEveryItemSaysWhoDoesIt(t *testing.T) {
	p := programmeOf(t, nil)
	for i, want := range []string{"Everyone", "Kofi (Producer)", "Farida Haddad (Leader)", "Band; Ewan Pryce",
		"Dora Lindqvist, from home", "Farida Haddad, Ewan Pryce", "Ewan Pryce"} {
		if got := p.Rows[i].Who; got != want {
			t.Errorf("item %d is done by %q, want %q", i, got, want)
		}
	}
	if got := p.Lead(); got != "It starts at 10:30 and ends at 11:08:30." {
		t.Error(got)
	}
	d := p.Document()
	table, team := d.Blocks[1].(report.Table), d.Blocks[2].(report.Table)
	if got := strings.Join(table.Columns, ","); got != "Time,Length,What,Who,On screen,Sound,Note" ||
		len(table.Rows) != 7 ||
		strings.Join(table.Rows[4], ",") != "10:38,5:30 min,Reading,Dora Lindqvist, from home,Words,," {
		t.Errorf("%s: %q", got, table.Rows[4])
	}
	if team.Rows[0][2] != "Ama" || d.Zone != "Europe/London" || !d.At.IsZero() ||
		d.Subject != "Sunday 29 November 2026, 10:30 (Europe/London)" {
		t.Errorf("%+v", d)
	}
}

func TestEachHasOnlyTheirRows(t *testing.T) {
	p := programmeOf(t, nil)
	if got := cues(p.SoundDesk()); got != "10:00 Presenters join and test, 10:30 Welcome, "+
		"10:34 First hymn, 10:43:30 Talk" {
		t.Error(got)
	}
	if got := p.People(); !slices.Equal(got, []string{"Producer", "Leader", "Band", "Ewan Pryce",
		"Dora Lindqvist, from home"}) {
		t.Errorf("%q", got)
	}
	if got := p.Presenters(); slices.Contains(got, "Producer") || len(got) != 4 {
		t.Errorf("%q", got)
	}
	for name, want := range map[string]string{
		"Leader":     "10:00 Presenters join and test, 10:30 Welcome, 10:43:30 Talk",
		"Ewan Pryce": "10:00 Presenters join and test, 10:34 First hymn, 10:43:30 Talk, 11:06:30 Notices",
		"Kofi":       "10:00 Presenters join and test, 10:29 Go live"} {
		if got := cues(p.For(name)); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	d := p.PresentersDocument()
	if n := len(d.Blocks); n != 5 { // a sentence and four people
		t.Fatalf("%d blocks", n)
	}
	ewan := d.Blocks[3].(report.Table)
	if ewan.Title != "Ewan Pryce" || !slices.Contains(ewan.Columns, "After") || ewan.Rows[3][2] != "Notices" ||
		ewan.Rows[3][3] != "Talk" {
		t.Errorf("%+v", ewan)
	}
	if got := d.Blocks[1].(report.Table).Title; got != "Farida Haddad (Leader)" {
		t.Error(got)
	}
	silent := programmeOf(t, map[string]string{runsheet.AnswerSheet: "0|5|Welcome"})
	for _, d := range []*report.Document{silent.SoundDocument(), silent.PresentersDocument()} {
		if _, ok := d.Blocks[1].(report.Text); !ok {
			t.Errorf("an empty page does not say why: %+v", d.Blocks)
		}
	}
}

func TestNightsAreRight(t *testing.T) {
	p := programmeOf(t, map[string]string{runsheet.AnswerDate: "2026-10-24", runsheet.AnswerClock: "23:30",
		runsheet.AnswerSheet: "0|120|Vigil|Ama\n|60|Silence|Ama\n|60|Breakfast|Ama"})
	if got := cues(p.Rows); got != "23:30 BST Vigil, 01:30 Sun BST Silence, 01:30 Sun GMT Breakfast" {
		t.Error(got)
	}
	if !strings.Contains(p.Lead(), "ends at 02:30 Sun GMT. The clocks change") {
		t.Error(p.Lead())
	}
	for zone, letter := range map[string]bool{"Europe/London": false, "America/New_York": true, "US/Pacific": true,
		"America/Sao_Paulo": false, "America/Kentucky/Louisville": true, "Africa/Accra": false} {
		if p.Start.Zone = zone; p.Letter() != letter {
			t.Errorf("%s prints on Letter: %v", zone, !letter)
		}
	}
	if _, err := FromAnswers(map[string]string{runsheet.AnswerSheet: "x"}); app.CodeOf(err) != app.Invalid {
		t.Error(err)
	}
}

func phoneOf(t *testing.T, p Programme) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.WritePhone(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestThePhonePageLoadsNothing: no script, no address, and a policy that allows its own style and nothing else.
func TestThePhonePageLoadsNothing(t *testing.T) {
	page := phoneOf(t, programmeOf(t, nil))
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(page)
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if style == nil || policy == nil {
		t.Fatal("the page has no style or no policy")
	}
	sum := sha256.Sum256([]byte(style[1]))
	want := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if got := html.UnescapeString(policy[1]); got != want {
		t.Errorf("the policy is %s, want %s", got, want)
	}
	if m := regexp.MustCompile(`(?i)<script|<link|<img|<iframe|\bsrc=|href=|url\(|@import|https?:|\son\w+=|\bstyle=`).
		FindString(page); m != "" {
		t.Errorf("the page has %q", m)
	}
	for _, want := range []string{"<b>10:38</b>", "5:30 min", "<h2>Reading</h2>", "Farida Haddad (Leader)",
		"On screen: Slides", "Sound: Lectern", "Note: with the big screen", ">Sound desk</label>",
		"width=device-width", "Sunday 29 November 2026, 10:30 (Europe/London)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(page, " w1\"") + strings.Count(page, " w1 "); n != 4 {
		t.Errorf("the sound desk has %d rows", n)
	}
	if page := phoneOf(t, programmeOf(t, map[string]string{runsheet.AnswerSheet: "0|5|Welcome"})); strings.Contains(page,
		"Sound desk") {
		t.Error("an empty choice is offered")
	}
}

// TestTextStaysText: what people typed is words on the page, whatever it looks like.
func TestTextStaysText(t *testing.T) {
	evil := `</style><script>alert(1)</script><img src=x onerror=y> {{.}} "'`
	p := programmeOf(t, map[string]string{runsheet.AnswerTitle: evil + "\u202e", runsheet.AnswerTeam: "Leader: " + evil,
		runsheet.AnswerSheet: "0|5|" + evil + "|Leader|" + evil + "|" + evil + "|" + evil + "\n|5|x|" + evil})
	page := phoneOf(t, p)
	if strings.Contains(page, "<script") || strings.Contains(page, "<img") || strings.Contains(page, "\u202e") ||
		strings.Count(page, "</style>") != 1 {
		t.Error("text became markup")
	}
	if !strings.Contains(page, "&lt;script&gt;alert(1)") {
		t.Error("the text is gone")
	}
}

// TestThePDFReadsBack: another program reads the programme from its PDF.
func TestThePDFReadsBack(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("poppler is not here")
	}
	p := programmeOf(t, nil)
	for name, d := range map[string]*report.Document{"Kofi (Producer)": p.Document(), "10:43:30": p.SoundDocument(),
		"Dora Lindqvist, from home": p.PresentersDocument()} {
		file := filepath.Join(t.TempDir(), "a.pdf")
		f, err := os.Create(file)
		if err == nil {
			err = pdf.Write(f, d, pdf.A4)
		}
		if err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		text, err := exec.Command(tool, "-layout", file, "-").Output()
		for _, want := range []string{name, "All times are those of Europe/London.", "Sunday 29 November 2026, 10:30"} {
			if err != nil || !strings.Contains(strings.Join(strings.Fields(string(text)), " "), want) {
				t.Errorf("%q is not read (%v):\n%s", want, err, text)
			}
		}
		if strings.Contains(string(text), "UTC") {
			t.Error("it says that times are in UTC")
		}
	}
}
