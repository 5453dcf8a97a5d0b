package tlsimport

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
)

// memory is a keeper that is data.
type memory struct {
	batches []tlsreport.Batch
	seen    map[string]bool
	cursor  map[string]string
	err     error
	at      int // the batch at which err comes
}

func (m *memory) KeepTLS(ctx context.Context, b tlsreport.Batch) ([]tlsreport.State, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if m.err != nil && len(m.batches) == m.at {
		return nil, m.err
	}
	m.batches = append(m.batches, b)
	var states []tlsreport.State
	for _, t := range b.Reports {
		key := t.Report.Organisation + t.Report.ID
		if m.seen[key] {
			states = append(states, tlsreport.Known)
			continue
		}
		if m.seen == nil {
			m.seen = map[string]bool{}
		}
		m.seen[key] = true
		states = append(states, tlsreport.New)
	}
	if b.Source != "" {
		if m.cursor == nil {
			m.cursor = map[string]string{}
		}
		m.cursor[b.Source] = b.Next
	}
	return states, nil
}

func (m *memory) TLSCursor(_ context.Context, source string) (string, error) {
	return m.cursor[source], nil
}

func aReport(n int) []byte {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%300)
	return tlsrpt.WriteReport(&tlsreport.Report{Organisation: "Google Inc.", ID: fmt.Sprint(n), Contact: "a@b",
		Start: start, End: start.Add(24*time.Hour - time.Second),
		Policies: []tlsreport.Policy{{Type: "sts", Domain: "a.example", Succeeded: 3, Failed: 1}}})
}

func packed(raw []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = w.Write(raw)
	_ = w.Close()
	return b.Bytes()
}

func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderIsTakenInFileByFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "1.json.gz"), packed(aReport(1)))
	write(t, filepath.Join(dir, "2.bin"), aReport(2))
	write(t, filepath.Join(dir, "again", "1.json"), aReport(1))
	write(t, filepath.Join(dir, "bad.gz"), packed(aReport(3))[:30])
	write(t, filepath.Join(dir, "words.txt"), []byte("hello, this is no report"))
	_ = os.Symlink("/etc", filepath.Join(dir, "link"))
	var lines []string
	m := &memory{}
	totals, err := Intake{Keeper: m, Each: func(r Result) error {
		name, _ := filepath.Rel(dir, r.Path)
		lines = append(lines, fmt.Sprintf("%s %s %s", filepath.ToSlash(name), r.State, r.Code))
		if (r.Report == nil) != (r.Reason != "") {
			t.Errorf("neither a report nor a reason: %+v", r)
		}
		return nil
	}}.Files(context.Background(), []string{dir, filepath.Join(dir, "nowhere")})
	if err != nil {
		t.Fatal(err)
	}
	want := "1.json.gz new |2.bin new |again/1.json known |bad.gz rejected broken|words.txt rejected " +
		"not-a-report|nowhere rejected unreadable"
	if got := strings.Join(lines, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if want := (Totals{Files: 6, New: 2, Known: 1, Rejected: 3, Succeeded: 6, Failed: 2,
		About: map[string]int{"a.example": 2}}); !reflect.DeepEqual(totals, want) {
		t.Errorf("totals %+v", totals)
	}
	raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(m.batches[0].Reports[0].Packed)))
	if err != nil || !bytes.Equal(raw, aReport(1)) {
		t.Errorf("the raw text is lost: %q %v", raw, err)
	}
}

func TestBatches(t *testing.T) {
	dir := t.TempDir()
	for n := range 1701 {
		write(t, filepath.Join(dir, fmt.Sprintf("%05d.json", n)), aReport(n))
	}
	m := &memory{}
	var last Progress
	totals, err := Intake{Keeper: m, Progress: func(p Progress) { last = p }}.Files(context.Background(), []string{dir})
	if err != nil || totals.New != 1701 || last != (Progress{1701, 1701}) {
		t.Fatalf("%+v, %+v, %v", totals, last, err)
	}
	var sizes []int
	for _, b := range m.batches {
		sizes = append(sizes, len(b.Reports))
	}
	if fmt.Sprint(sizes) != "[500 1000 201]" {
		t.Errorf("batches of %v", sizes)
	}
	// Stopped at the second batch, and begun again: nothing doubled, nothing lost.
	half := &memory{err: errors.New("the disk is full"), at: 1}
	if _, err := (Intake{Keeper: half}).Files(context.Background(), []string{dir}); err == nil {
		t.Fatal("an error of the keeper is lost")
	}
	half.err = nil
	totals, err = Intake{Keeper: half}.Files(context.Background(), []string{dir})
	if err != nil || totals.New != 1201 || totals.Known != 500 {
		t.Errorf("the second time: %+v %v", totals, err)
	}
	ctx, stop := context.WithCancel(context.Background())
	_, err = Intake{Keeper: &memory{}, Each: func(Result) error { stop(); return nil }}.Files(ctx, []string{dir})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// box is a mailbox that is data: pages of reports, of which one may fail.
type box struct {
	pages [][]int
	fails int
	asked []string
}

func (b *box) Page(_ context.Context, cursor string) (Page, error) {
	b.asked = append(b.asked, cursor)
	n := 0
	if cursor != "" {
		_, _ = fmt.Sscanf(cursor, "page %d", &n)
	}
	if n == b.fails {
		return Page{}, errors.New("no answer")
	}
	var items []Item
	for _, r := range b.pages[n] {
		items = append(items, Item{Name: fmt.Sprint("mail ", r), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(aReport(r))), nil
		}})
	}
	return Page{items, fmt.Sprint("page ", n+1), n+1 < len(b.pages)}, nil
}

// TestAPaddedFileIsPackedAgain: what a sender adds to a compressed file does not make the store grow.
func TestAPaddedFileIsPackedAgain(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(aReport(1)); err != nil {
		t.Fatal(err)
	}
	for range 10_000 {
		if err := w.Flush(); err != nil { // an empty block
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "a.json.gz")
	write(t, name, b.Bytes())
	m := &memory{}
	totals, err := Intake{Keeper: m}.Files(t.Context(), []string{name})
	if err != nil || totals.New != 1 {
		t.Fatalf("%+v, %v", totals, err)
	}
	stored := m.batches[0].Reports[0].Packed
	raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(stored)))
	if err != nil || !bytes.Equal(raw, aReport(1)) || len(stored) > len(raw)+16 || b.Len() < 50_000 {
		t.Errorf("%d bytes are stored as %d, %v", b.Len(), len(stored), err)
	}
}

func TestAMailboxGoesOnWhereItWasStopped(t *testing.T) {
	m := &memory{}
	b := &box{pages: [][]int{{1, 2}, {}, {3}, {4, 5}}, fails: 3}
	if _, err := (Intake{Keeper: m}).Mailbox(context.Background(), "me", b); err == nil {
		t.Fatal("an error of the mailbox is lost")
	}
	// Page 2 was read and not yet kept when page 3 failed, so it is asked for again.
	if at := m.cursor["me"]; at != "page 2" {
		t.Errorf("it goes on at %q", at)
	}
	b.fails, b.asked = -1, nil
	totals, err := Intake{Keeper: m}.Mailbox(context.Background(), "me", b)
	if err != nil || totals.New != 3 || len(m.seen) != 5 || fmt.Sprint(b.asked) != "[page 2 page 3]" ||
		m.cursor["me"] != "page 4" {
		t.Errorf("%+v %v, asked for %q, then %q", totals, err, b.asked, m.cursor["me"])
	}
	// Later: what is new is read, and nothing else.
	b.pages, b.asked = append(b.pages, []int{6}), nil
	totals, err = Intake{Keeper: m}.Mailbox(context.Background(), "me", b)
	if err != nil || totals.New != 1 || totals.Known != 0 || fmt.Sprint(b.asked) != "[page 4]" {
		t.Errorf("later: %+v %v, asked for %q", totals, err, b.asked)
	}
}

// TestAMailAmongOthersIsPassedOver: nothing is kept of an email without a report in
// someone's inbox, and a broken report is told all the same.
func TestAMailAmongOthersIsPassedOver(t *testing.T) {
	text := func(s string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
	}
	private := "From: a@b.example\r\nSubject: Dinner\r\nContent-Type: text/plain\r\n\r\nAt eight?\r\n"
	broken := "From: a@b.example\r\nSubject: Report Domain: b.example\r\nContent-Type: " +
		"application/tlsrpt+gzip\r\nContent-Transfer-Encoding: base64\r\n\r\nH4sIAAAAAAAA\r\n"
	for _, c := range []struct {
		item Item
		want int
	}{{Item{Name: "1", Open: text(private)}, 1}, {Item{Name: "1", Open: text(private), SkipIfNoReport: true}, 0},
		{Item{Name: "2", Open: text(broken), SkipIfNoReport: true}, 1}} {
		m := &memory{}
		totals, err := Intake{Keeper: m}.Mailbox(context.Background(), "me", single{c.item})
		if err != nil || totals.Files != 1 || totals.Rejected != c.want {
			t.Errorf("%v: %+v, %v", c.item.SkipIfNoReport, totals, err)
		}
	}
}

// single is a mailbox with one mail.
type single struct{ item Item }

func (s single) Page(context.Context, string) (Page, error) {
	return Page{Mails: []Item{s.item}, Next: "later"}, nil
}

// TestAMailThatCannotBeHadIsAskedForAgain: the place to go on from stays before a
// mail that Microsoft did not give; one that was deleted holds nothing up.
func TestAMailThatCannotBeHadIsAskedForAgain(t *testing.T) {
	for code, ends := range map[app.Code]bool{app.Unreachable: true, app.NotFound: false} {
		m := &memory{}
		gone := Item{Name: "1", SkipIfNoReport: true,
			Open: func() (io.ReadCloser, error) { return nil, app.Errorf(code, "Try again.", "It did not come.") }}
		totals, err := Intake{Keeper: m}.Mailbox(context.Background(), "me", single{gone})
		if ends != (err != nil) || ends != (m.cursor["me"] == "") || ends == (totals.Rejected == 1) {
			t.Errorf("%s: %+v, %v, goes on at %q", code, totals, err, m.cursor["me"])
		}
	}
}
