package uitest

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"handrail/app/guide"
)

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
		return false, w.on(v, w.beside(1)...)
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
		if err := w.press(w.beside(1)...); err != nil {
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
