package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Run is what one call of the program measured.
type Run struct {
	At      time.Time `json:"at"`
	Commit  string    `json:"commit"` // "-changed" at the end: with changes that are not committed; "": not known
	Machine Machine   `json:"machine"`
	Short   bool      `json:"short"` // with small sizes
	Figures []Figure  `json:"figures"`
}

// Machine is where a run was made. Runs of two machines are not compared.
type Machine struct {
	Name   string `json:"name"`
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	System string `json:"system"`
}

func thisMachine() Machine {
	name, _ := os.Hostname()
	m := Machine{Name: name, Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH}
	text, _ := os.ReadFile("/proc/cpuinfo") // other systems have none
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			m.CPU = strings.TrimSpace(value)
			break
		}
	}
	return m
}

// load returns the average number of waiting and running programs in the last minute; "" where it is not known.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

func commit() string {
	out, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return ""
	}
	name := strings.TrimSpace(string(out))
	if changed, err := exec.Command("git", "status", "--porcelain", "-uno").Output(); err != nil ||
		len(bytes.TrimSpace(changed)) > 0 {
		name += "-changed"
	}
	return name
}

// keep writes a run into the folder, under its time.
func keep(folder string, r Run) (path string, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return "", err
	}
	path = filepath.Join(folder, r.At.UTC().Format("20060102T150405Z")+".json")
	return path, os.WriteFile(path, text, 0o644)
}

// kept returns the runs of a folder that can be compared with r, the newest first. A file that cannot be read is told.
func kept(folder string, r Run) (runs []Run, err error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		text, readErr := os.ReadFile(path)
		var one Run
		if readErr == nil {
			readErr = json.Unmarshal(text, &one)
		}
		if readErr != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", path, readErr))
			continue
		}
		if one.Machine == r.Machine && one.Short == r.Short {
			runs = append(runs, one)
		}
	}
	slices.SortFunc(runs, func(a, b Run) int { return b.At.Compare(a.At) })
	return runs, err
}

// last returns the newest figure of the same work among the runs, which are the newest first, with its run; nil if
// none has it.
func last(runs []Run, f *Figure) (*Figure, *Run) {
	for i := range runs {
		for j := range runs[i].Figures {
			if g := &runs[i].Figures[j]; g.Row == f.Row && g.Work == f.Work && g.Unit == f.Unit && len(g.Turns) > 0 {
				return g, &runs[i]
			}
		}
	}
	return nil, nil
}

// earlier returns the runs to compare with; none where nothing is kept.
func earlier(folder string, r Run) ([]Run, error) {
	if folder == "" {
		return nil, nil
	}
	return kept(folder, r)
}

// save keeps a run that measured something.
func save(folder string, r Run) error {
	if folder == "" || len(r.Figures) == 0 {
		return nil
	}
	path, err := keep(folder, r)
	if err == nil {
		fmt.Println("Kept in", path)
	}
	return err
}
