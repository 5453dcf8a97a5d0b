package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"handrail/app/conformance/uitest"
)

// windowStarts measures a cold start: from the start of the process to the last change
// of the picture before it rests, with Home filled. The first start of all also
// makes the sample organisation and reads it. Drawing is in software.
func windowStarts(b *bench) ([]Figure, error) {
	first := Figure{Row: "window", Work: "first start of the window, sample read and Home filled", Unit: "s"}
	start := Figure{Row: "window", Work: "start of the window to Home filled", Unit: "s"}
	memory := Figure{Row: "window", Work: "  its memory then", Unit: "MB", Targets: []Target{{ofValue, 150}}}
	err := b.repeat(&first, func() (turn, error) {
		data, err := b.place("window")
		if err != nil {
			return turn{}, err
		}
		defer os.RemoveAll(filepath.Dir(data))
		t, _, err := once(b.window, data)
		if err != nil {
			return turn{}, err
		}
		again, m, err := once(b.window, data)
		if err != nil {
			return turn{}, err
		}
		start.add(turn{value: again.Seconds()})
		memory.add(turn{value: float64(m) / (1 << 20)})
		return turn{value: t.Seconds()}, nil
	})
	return []Figure{first, start, memory}, err
}

func once(program, folder string) (time.Duration, int64, error) {
	d, err := uitest.NewDisplay(1200, 800)
	if err != nil {
		return 0, 0, err
	}
	defer d.Close()
	p, err := d.Open(program, folder, "-sample", "-data", folder)
	if err != nil {
		return 0, 0, err
	}
	defer p.Kill()
	_, changed, err := d.Quiet(1500*time.Millisecond, time.Minute)
	return changed.Sub(p.Started), p.Memory(), err
}

// How often each of six places is opened before memory is measured, and how long after. Fyne lets go of what is not
// drawn any more after a minute, and Handrail gives it back soon after that.
const (
	soakRounds = 117
	letGo      = 80 * time.Second
)

// soak opens every place of the sample over and over, and measures the memory afterwards.
func soak(b *bench) ([]Figure, error) {
	rounds := b.size(soakRounds, 5)
	f := Figure{Row: "soak", Work: fmt.Sprintf("memory of the window after %d places", 6*rounds), Unit: "MB",
		Targets: []Target{{ofValue, 200}}}
	data, err := b.place("soak")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	d, err := uitest.NewDisplay(1024, 640)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	p, err := d.Open(b.window, data, "-sample", "-data", data)
	if err != nil {
		return nil, err
	}
	defer p.Kill()
	if err := p.Fill(); err != nil {
		return nil, err
	}
	for range rounds {
		for place := 1; place <= 6; place++ {
			if err := p.Key(fmt.Sprint("ctrl+", place)); err != nil {
				return nil, err
			}
			time.Sleep(150 * time.Millisecond)
		}
	}
	if p.Ended() {
		return nil, errors.New("the program has ended")
	}
	time.Sleep(letGo)
	if _, err = p.Rest(); err != nil {
		return nil, err
	}
	f.add(turn{value: float64(p.Memory()) / (1 << 20)})
	return []Figure{f}, nil
}

// crowdedWindow measures the start with a large organisation in the cache, and how long the window stands still.
func crowdedWindow(b *bench) ([]Figure, error) {
	people := fmt.Sprint(b.size(100_000, 2000))
	start := Figure{Row: "crowd", Work: "start of the window with " + people + " people in the cache", Unit: "s"}
	longest := Figure{Row: "crowd", Work: "  its longest standstill, also refreshing", Unit: "ms",
		Targets: []Target{{ofValue, 100}}}
	data, err := b.place("crowd")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	crowd := []string{"-sample", "-people", people, "-data", data}
	if _, err := b.handrail(append([]string{"sync", "users", "registration"}, crowd...)...); err != nil {
		return nil, err
	}
	d, err := uitest.NewDisplay(1200, 800)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	if err := os.Setenv("HANDRAIL_PING", "20ms"); err != nil {
		return nil, err
	}
	defer os.Unsetenv("HANDRAIL_PING")
	p, err := d.Open(b.window, data, crowd...)
	if err != nil {
		return nil, err
	}
	defer p.Kill()
	_, changed, err := d.Quiet(1500*time.Millisecond, time.Minute)
	if err != nil {
		return nil, err
	}
	start.add(turn{value: changed.Sub(p.Started).Seconds()})
	ms, err := still(p, data)
	if err == nil {
		longest.add(turn{value: ms})
	}
	return []Figure{start, longest}, err
}

// still uses the list of people while it is long, and returns how many milliseconds the window did not answer at most. It
// is 0 where that was less than the 100 ms from which the program logs it. Drawing in software counts.
func still(p *uitest.Program, folder string) (longest float64, err error) {
	if err := p.Fill(); err != nil {
		return 0, err
	}
	began := time.Now()
	keys := []string{"ctrl+6", "a", "n", "BackSpace", "BackSpace", "Tab", "Tab", "Next", "Next", "Next", "End", "Home",
		"ctrl+1", "ctrl+4"}
	for _, key := range keys {
		if err := p.Key(key); err != nil {
			return 0, err
		}
		if _, err := p.Rest(); err != nil {
			return 0, err
		}
	}
	if err := p.Key("Return"); err != nil { // “Refresh everything” has the focus
		return 0, err
	}
	time.Sleep(20 * time.Second)
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".log" {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			at, ms := gap(line)
			if at.After(began) {
				longest = max(longest, ms)
			}
		}
		return err
	})
	return longest, err
}

// gap reads a line of the log about a window that did not respond; 0 for any other.
func gap(line string) (at time.Time, ms float64) {
	if !strings.Contains(line, "did not respond") {
		return at, 0
	}
	for _, word := range strings.Fields(line) {
		if text, ok := strings.CutPrefix(word, "took="); ok {
			took, _ := time.ParseDuration(text)
			ms = float64(took.Milliseconds())
		}
		if text, ok := strings.CutPrefix(word, "time="); ok {
			at, _ = time.Parse(time.RFC3339Nano, text)
		}
	}
	return at, ms
}
