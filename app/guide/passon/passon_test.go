package passon_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/passon"
	"handrail/app/report"
	"handrail/app/report/pdf"
)

func request() passon.Request {
	h := &guide.Handover{Todo: []string{"Copy the file.", "Reload <nginx>."},
		Records: []guide.Record{{Name: "_mta-sts.example.org", Type: "TXT", Value: "v=STSv1; id=1", Host: "_mta-sts"}},
		Bundles: []guide.Bundle{{ID: "nginx", Title: "nginx", Files: []guide.File{{Path: "a/mta-sts.txt",
			Data: []byte("version: STSv1\n")}}}, {ID: "iis", Title: "IIS"}},
		Blocks: []report.Block{report.Banner{Tone: report.Warning, Lead: "Keep the old file.", Text: "For a week."},
			report.Entries{Items: []report.Entry{{Title: "Ada", State: "new"}}}},
		Links: []guide.Link{{Title: "The office", URL: "https://admin.microsoft.com/"}}}
	v := guide.Visit{ID: "v1", Subject: "example.org"}
	r := passon.New(v, guide.Step{ID: "publish", Title: "Publish the policy"}, h, "nginx")
	r.Who, r.At = "Your web host & Co", time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	return r
}

// TestOneFileHasEverything: the page and the PDF have all that the step has, and the page runs nothing but its own
// script, which its rules name.
func TestOneFileHasEverything(t *testing.T) {
	r := request()
	var b bytes.Buffer
	if err := r.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"Publish the policy: for Your web host &amp; Co", "example.org", "Copy the file.",
		"Reload &lt;nginx&gt;.", "v=STSv1; id=1", "_mta-sts", "Keep the old file.", "For a week.", "Ada",
		"https://admin.microsoft.com/", r.Code, "HANDRAIL ANSWER", "version: STSv1",
		`download="mta-sts.txt" href="data:application/octet-stream;base64,` +
			base64.StdEncoding.EncodeToString([]byte("version: STSv1\n"))} {
		if !strings.Contains(html.UnescapeString(page), html.UnescapeString(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Index(page, "Keep the old file.") > strings.Index(page, "Copy the file.") {
		t.Error("a warning stands below what it warns of")
	}
	if !strings.Contains(page, `<a href="https://admin.microsoft.com/" rel="noreferrer">`) {
		t.Error("a page to open is no link")
	}
	if strings.Contains(page, "IIS") || strings.Contains(page, "<nginx>") || strings.Contains(page, "sample organisation") {
		t.Error("the page has what it should not have")
	}
	scripts := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(page, -1)
	if len(scripts) != 1 {
		t.Fatalf("%d scripts", len(scripts))
	}
	sum := sha256.Sum256([]byte(scripts[0][1]))
	if rule := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(html.UnescapeString(page), rule) {
		t.Errorf("the rules of the page do not let its script run: %s", rule)
	}
	if outside := regexp.MustCompile(`(src|action)="|url\(|@import`).FindString(page); outside != "" {
		t.Errorf("the page loads something: %s", outside)
	}
	b.Reset()
	if err := pdf.Write(&b, r.Document(), pdf.A4); err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
		t.Errorf("as PDF: %v", err)
	}
	r.Sample = true
	b.Reset()
	if err := r.WriteHTML(&b); err != nil || !strings.Contains(b.String(), "Do not change anything for it.") {
		t.Error("the page does not say that it is about the sample")
	}
}

// TestTheCodeBelongsToStepAndVersion: another visit or step has another code, and so has a step that says something else.
func TestTheCodeBelongsToStepAndVersion(t *testing.T) {
	h := &guide.Handover{Todo: []string{"Copy the file."}}
	of := func(visit, step string, h *guide.Handover) passon.Request {
		return passon.New(guide.Visit{ID: visit}, guide.Step{ID: step}, h, "")
	}
	r := of("v", "s", h)
	for _, c := range []struct {
		from          passon.Request
		step, version bool
	}{
		{of("v", "s", h), true, true}, {of("v", "s", &guide.Handover{Todo: []string{"Copy two."}}), true, false},
		{of("v", "t", h), false, false}, {of("w", "s", h), false, false},
	} {
		if step, version := r.Same(passon.Answer{Code: c.from.Code}); step != c.step || version != c.version {
			t.Errorf("%s to %s: %v %v, want %v %v", c.from.Code, r.Code, step, version, c.step, c.version)
		}
	}
}

// TestAnAnswerComesBack: as it was sent, quoted in an email, as a file of Notepad, and with a note of several lines.
func TestAnAnswerComesBack(t *testing.T) {
	r := request()
	text := "HANDRAIL ANSWER\nRequest: " + r.Code + "\nStep: Publish the policy\nResult: partly\nSteps not done: 2\n" +
		"Name: Ada Boateng\nDate: 2026-11-27\nNote: We reload it on\nMonday.\nEND OF ANSWER\n"
	units := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		units = append(units, byte(u), byte(u>>8))
	}
	for name, data := range map[string][]byte{"as sent": []byte(text), "for Windows": []byte(strings.ReplaceAll(text, "\n", "\r\n")),
		"quoted":       []byte("Hello,\n\n> " + strings.ReplaceAll(text, "\n", "\n> ") + "\n-- \nAda: the host"),
		"in bold":      []byte(strings.ReplaceAll(text, "Result: partly", "*Result:*\u00a0Partly.")),
		"as UTF-16":    units,
		"twice quoted": []byte(text + "\n> > " + strings.ReplaceAll(strings.ReplaceAll(text, "partly", "done"), "\n", "\n> > "))} {
		a, err := passon.Parse(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a.Code != r.Code || a.Result != passon.ResultPartly || !slices.Equal(a.Open, []int{2}) || a.By != "Ada Boateng" ||
			a.On != "2026-11-27" || a.Note != "We reload it on Monday." {
			t.Errorf("%s: %+v", name, a)
		}
		if got := a.Done(r.Todo); !slices.Equal(got, r.Todo[:1]) || !slices.Equal(a.OpenLines(r.Todo), r.Todo[1:]) {
			t.Errorf("%s: done %q, not done %q", name, got, a.OpenLines(r.Todo))
		}
	}
	s := passon.State{Who: "x", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Answer: &passon.Answer{Code: r.Code, Open: []int{1}}}
	if back := passon.Read(s.Text()); back.Who != "x" || !back.At.Equal(s.At) || !slices.Equal(back.Answer.Open, []int{1}) {
		t.Errorf("saved and read: %+v", back)
	}
	if passon.Read("").Answer != nil || !passon.Read("damaged").At.IsZero() {
		t.Error("nothing became something")
	}
}

// TestWhatIsNoAnswer: a text without code or result is refused with words, and silence about a step is not “done”.
func TestWhatIsNoAnswer(t *testing.T) {
	r := request()
	for name, text := range map[string]string{"nothing": "", "an email": "Hello, it is done.", "no code": "Result: done",
		"the empty template": r.Template(), "no result": "Request: " + r.Code + "\nResult:\n",
		"another word": "Request: " + r.Code + "\nResult: maybe\n", "too large": strings.Repeat("a", passon.LongestAnswer+1)} {
		if _, err := passon.Parse([]byte(text)); app.CodeOf(err) != app.Invalid {
			t.Errorf("%s: %v, want app.Invalid", name, err)
		}
	}
	for text, want := range map[string][]string{"not done": nil, "partly": nil, "done": r.Todo} {
		a, err := passon.Parse([]byte("Request: " + r.Code + "\nResult: " + text))
		if err != nil || !slices.Equal(a.Done(r.Todo), want) {
			t.Errorf("%s: done %q, %v, want %q", text, a.Done(r.Todo), err, want)
		}
	}
	a, err := passon.Parse([]byte("Request: " + r.Code + "\nResult: done\nSteps not done: 1, 99"))
	if err != nil || a.Result != passon.ResultPartly || len(a.Done(r.Todo)) > 0 {
		t.Errorf("done with a step that is not there: %+v, %v", a, err)
	}
}

// TestStepsThatAreNotDone: ranges are whole, and words that name no step leave every line open.
func TestStepsThatAreNotDone(t *testing.T) {
	r, todo := request(), []string{"1", "2", "3", "4", "5"}
	for line, want := range map[string]string{"2": "1345", "2-4": "15", "2 – 4": "15", "steps 2 to 3 and 5": "14",
		"nos. 1, 2": "345", "": "12345", "none": "12345", "None.": "12345", "-": "12345", "0": "12345", "all": "", "99": "",
		"the last one": "", "2 of 5": "", "4-2": "", "1-9999": "", "2, and the rest": "", "all but 1": ""} {
		a, err := passon.Parse([]byte("Request: " + r.Code + "\nResult: done\nSteps not done: " + line))
		if err != nil || strings.Join(a.Done(todo), "") != want {
			t.Errorf("%q: done %q, %v, want %q", line, a.Done(todo), err, want)
		}
		if want != "12345" && a.Result != passon.ResultPartly {
			t.Errorf("%q: %s", line, a.Result)
		}
	}
	a, _ := passon.Parse([]byte("Request: " + r.Code + "\nResult: done\nSteps not done: the last one\nNote: Sorry."))
	if a.Note != "Steps not done: the last one. Sorry." {
		t.Errorf("what they wrote is lost: %q", a.Note)
	}
}

// TestALargeAnswerIsReadAtOnce: the window reads it while it draws.
func TestALargeAnswerIsReadAtOnce(t *testing.T) {
	text := "Request: " + request().Code + "\nResult: done\nNote: a\n"
	text += strings.Repeat("b\n", (passon.LongestAnswer-len(text)-20)/2) + "END OF ANSWER\n"
	begun := time.Now()
	a, err := passon.Parse([]byte(text))
	if took := time.Since(begun); err != nil || took > 2*time.Second || len(a.Note) > 2100 {
		t.Errorf("%v, %v, %d", took, err, len(a.Note))
	}
}

// FuzzParse: whatever comes back, reading it ends with an answer or with words.
func FuzzParse(f *testing.F) {
	f.Add([]byte(request().Template()))
	f.Add([]byte("Request: AAAAA-BBBBB\nResult: done\nNote: a\nb\nEND OF ANSWER"))
	f.Add([]byte{0xff, 0xfe, 0x41})
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := passon.Parse(data)
		if message, hint := app.UserMessage(err); err != nil && (message == "" || hint == "") {
			t.Errorf("%v has no words", err)
		}
		if err == nil && (a.Code == "" || a.Result == "") {
			t.Errorf("%+v", a)
		}
	})
}
