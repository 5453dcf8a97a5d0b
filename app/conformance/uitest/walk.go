package uitest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"handrail/app/guide"
	"handrail/store"
)

// Domain is what is walked through: it has nothing set up in the sample.
const Domain = "northgate.example"

// Walk is the guide to MTA-STS, walked by keyboard.
type Walk struct {
	Program  string // the binary
	Folder   string // its data; fresh
	Pictures string // where pictures go; "" keeps none
	Theme    string // "light" or "dark"; "" leaves it to the program
	Percent  int    // the size of the text, set with Ctrl++; 0 leaves it as it is
	Tour     bool   // open the other places too, after the guide
	Say      func(format string, args ...any)
	// After is called after each page with the program and the visit as it is
	// kept; a walk continues with the program that it returns. May be nil.
	After func(p *Program, v guide.Visit) (*Program, error)

	d     *Display
	p     *Program
	kept  *store.Store
	count int // of the pages that were shown
	keys  int // pressed in programs that were closed since
}

// Run walks from the first page to the last. The error names the page on which it
// got stuck; the last picture shows it.
func (w *Walk) Run(width, height int) (err error) {
	if w.d, err = NewDisplay(width, height); err != nil {
		return err
	}
	defer w.d.Close()
	if w.kept, _, err = store.Open(w.data(), time.Now); err != nil {
		return err
	}
	defer w.kept.Close()
	if w.Theme != "" {
		if err = w.kept.SetSetting(context.Background(), "theme", w.Theme); err != nil {
			return err
		}
	}
	if w.p, err = w.Start(); err != nil {
		return err
	}
	defer func() { w.p.Kill() }()
	if err = w.enlarge(); err != nil {
		return err
	}
	w.picture("home")
	defer func() {
		if err != nil {
			w.picture("stuck")
		}
	}()
	if err = w.press("ctrl+2"); err != nil {
		return err
	}
	if _, _, err = w.d.Quiet(1500*time.Millisecond, patience); err != nil {
		return err
	}
	w.picture("guides")
	if err = w.begin(); err != nil {
		return err
	}
	if err = w.pages(); err != nil || !w.Tour {
		return err
	}
	return w.tour()
}

// begin searches the guide of the walk, and starts it from the page before it. On a busy computer each page takes a
// moment, so Return is pressed until a visit is kept.
func (w *Walk) begin() error {
	if err := w.press("s", "t", "s", "Return"); err != nil {
		return err
	}
	if _, _, err := w.d.Quiet(time.Second, patience); err != nil {
		return err
	}
	w.picture("front")
	if err := w.press("shift+Tab"); err != nil { // others are under way: from “Continue” to “Start another”
		return err
	}
	for try := 1; ; try++ {
		if err := w.press("Return"); err != nil {
			return err
		}
		for begin := time.Now(); time.Since(begin) < patience/4; time.Sleep(50 * time.Millisecond) {
			if _, err := w.Visit(); err == nil {
				return nil
			}
		}
		if try == 3 {
			return fmt.Errorf("the first guide does not start")
		}
	}
}

// tour opens the places of the rail, the first report, the people and one of them.
func (w *Walk) tour() error {
	for _, at := range []struct{ picture, key string }{
		{"home-after", "ctrl+1"}, {"guides-after", "ctrl+2"}, {"reports", "ctrl+3"}, {"report", "Return"},
		{"organisation", "ctrl+4"}, {"settings", "ctrl+5"},
		{"people", "ctrl+6"}, {"", "Return"}, {"person", "Return"}, // from the search to the list, into the first row
	} {
		if err := w.press(at.key); err != nil {
			return err
		}
		if _, _, err := w.d.Quiet(2*time.Second, patience); err != nil { // what is kept is read
			return err
		}
		if at.picture != "" {
			w.picture(at.picture)
		}
	}
	return nil
}

// beside returns the keys that press the button so many before the main button, which has the focus. In large text,
// three lines of buttons do not fit: the others are then at the end of the page, before “Back”.
func (w *Walk) beside(n int) []string {
	if w.Percent >= 200 {
		n++
	}
	return append(slices.Repeat([]string{"shift+Tab"}, n), "Return")
}

// enlarge presses Ctrl++ until the text has its size.
func (w *Walk) enlarge() error {
	for range 9 {
		kept, err := w.kept.Settings(context.Background())
		now := kept["text-size"]
		if now == "" {
			now = "100"
		}
		if err != nil || w.Percent == 0 || now == strconv.Itoa(w.Percent) {
			return err
		}
		if err := w.press("ctrl+plus"); err != nil {
			return err
		}
	}
	return fmt.Errorf("the text does not become %d %% large", w.Percent)
}

// Start opens the program on the walk's data, as large as the display. More arguments go to the program.
func (w *Walk) Start(more ...string) (*Program, error) {
	p, err := w.d.Open(w.Program, w.Folder, append([]string{"-sample", "-data", w.Folder}, more...)...)
	if err != nil {
		return nil, err
	}
	if err := p.Fill(); err != nil {
		p.Kill()
		return nil, err
	}
	return p, nil
}

func (w *Walk) data() string { return filepath.Join(w.Folder, "sample") }

// Visit returns the walk's visit as it is kept on disk.
func (w *Walk) Visit() (guide.Visit, error) {
	all, err := w.kept.Visits(context.Background())
	if err != nil {
		return guide.Visit{}, err
	}
	i := slices.IndexFunc(all, func(v guide.Visit) bool { return v.Subject == "" || v.Subject == Domain })
	if i < 0 {
		var subjects []string
		for _, v := range all {
			subjects = append(subjects, v.Subject)
		}
		return guide.Visit{}, fmt.Errorf("no visit of %s is saved, but of %q", Domain, subjects)
	}
	return all[i], nil
}
