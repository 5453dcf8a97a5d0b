package uitest

import (
	"context"
	"fmt"
	"os"
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

// pages answers page after page until the guide ends.
func (w *Walk) pages() error {
	for range 40 {
		if _, err := w.p.Rest(); err != nil {
			return err
		}
		v, err := w.lookedAt()
		if err != nil {
			return err
		}
		w.picture(fmt.Sprintf("%s-%s", v.Step, v.Page))
		done, err := w.page(v)
		if err != nil {
			return fmt.Errorf("step %s, page %s: %w", v.Step, v.Page, err)
		}
		if done {
			return nil
		}
		if w.After != nil {
			now, err := w.Visit()
			if err != nil {
				return err
			}
			if w.p, err = w.After(w.p, now); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("the guide does not come to its end")
}

// lookedAt waits until a look of the open page has found something: what it
// found is kept before it is drawn.
func (w *Walk) lookedAt() (guide.Visit, error) {
	for begin := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		v, err := w.Visit()
		if err != nil {
			return v, err
		}
		if v.Page == guide.AskPage || !looks[v.Step] || v.Outcomes[v.Step].Report != "" {
			_, _, err := w.d.Quiet(1500*time.Millisecond, patience) // kept first, drawn then
			return v, err
		}
		if time.Since(begin) > patience {
			return v, fmt.Errorf("the look of step %s never ends", v.Step)
		}
	}
}

// The steps that look at something, and those where something is done by hand.
var (
	looks = map[string]bool{"today": true, "served": true, "announced": true, "watch": true, "record": true}
	hands = map[string]bool{"reports": true, "host": true, "announce": true}
)

// page does what a page asks for and waits until the next one is kept; done at
// the end of the guide.
func (w *Walk) page(v guide.Visit) (done bool, err error) {
	switch {
	case v.Page == guide.AskPage && v.Step == "domain":
		return false, w.on(v, "Return") // the domain of the organisation is filled in
	case v.Page == guide.AskPage:
		return false, w.on(v, "ctrl+Return") // from whatever field has the focus
	case hands[v.Step]:
		if err := w.practise(); err != nil {
			return false, err
		}
		w.picture(v.Step + "-practised")
		return false, w.on(v, "Return")
	case v.Step == "watch":
		// “Continue without waiting” stands before the main button.
		return false, w.on(v, "shift+Tab", "Return")
	case v.Step == "record":
		if err := w.press("Return"); err != nil {
			return false, err
		}
		w.picture("end")
		return true, w.ended()
	}
	return false, w.on(v, "Return")
}

// practise presses “Apply in the sample organisation”, which stands before the main button
// that has the focus, until the sample keeps that it was done.
func (w *Walk) practise() error {
	done := func() int64 {
		st, err := os.Stat(filepath.Join(w.data(), "practice.jsonl"))
		if err != nil {
			return 0
		}
		return st.Size()
	}
	before := done()
	for range 3 {
		if err := w.press("shift+Tab", "Return"); err != nil {
			return err
		}
		for begin := time.Now(); time.Since(begin) < patience/4; time.Sleep(50 * time.Millisecond) {
			if done() > before {
				_, err := w.p.Rest()
				return err
			}
		}
	}
	return fmt.Errorf("the sample does nothing")
}

// ended waits until the last step is kept as completed.
func (w *Walk) ended() error {
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(50 * time.Millisecond) {
		if v, err := w.Visit(); err == nil && v.Outcomes["record"].State == guide.Completed {
			return nil
		}
	}
	return fmt.Errorf("the last step is not completed")
}

// press presses keys, each on a picture that has come to rest.
func (w *Walk) press(keys ...string) error {
	for _, k := range keys {
		if err := w.p.Key(k); err != nil {
			return err
		}
		if _, err := w.p.Rest(); err != nil {
			return err
		}
	}
	return nil
}

// on presses keys and waits until the visit stands on another page. Where a page
// was drawn again between two keys, it presses them again, as a person would.
func (w *Walk) on(v guide.Visit, keys ...string) error {
	for range 3 {
		if err := w.press(keys...); err != nil {
			return err
		}
		for begin := time.Now(); time.Since(begin) < patience/4; time.Sleep(50 * time.Millisecond) {
			now, err := w.Visit()
			if err != nil {
				return err
			}
			if now.Step != v.Step || now.Page != v.Page {
				w.Say("%s, %s: done, %d keys until here", v.Step, v.Page, w.p.Keys)
				return nil
			}
		}
	}
	return fmt.Errorf("%v does not lead to another page", keys)
}

// picture keeps what the screen shows.
func (w *Walk) picture(name string) {
	w.count++
	if w.Pictures == "" {
		return
	}
	file := filepath.Join(w.Pictures, fmt.Sprintf("%02d-%s.png", w.count, name))
	if err := w.d.Save(file); err != nil {
		w.Say("no picture %s: %v", file, err)
	}
}

// reopen opens the walk's visit again from the catalogue: the search has the focus, and what is under way stands in
// the rows after it, the latest first.
func (w *Walk) reopen(p *Program) error {
	w.p = p
	if err := w.press("ctrl+2"); err != nil {
		return err
	}
	if _, _, err := w.d.Quiet(1500*time.Millisecond, patience); err != nil {
		return err
	}
	return w.press("Tab", "Return")
}
