// Command shots takes the pictures of every screen from the sample
// organisation: light and dark, at two sizes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"handrail/app/judge/desktop"
	"handrail/store"
)

// keys lead from Home to each screen.
var screens = []struct {
	name string
	keys []string
}{
	{"home", nil},
	{"guides", []string{"ctrl+2"}},
	{"wizard", []string{"ctrl+2", "Return"}},
	{"reports", []string{"ctrl+3"}},
	{"organisation", []string{"ctrl+4"}},
	{"settings", []string{"ctrl+5"}},
}

func main() {
	program := flag.String("program", "build/handrail", "the program")
	out := flag.String("out", "build/screenshots", "where the pictures go")
	flag.Parse()
	for _, theme := range []string{"light", "dark"} {
		for _, size := range [][2]int{{1024, 640}, {1600, 1000}} {
			if err := take(*program, filepath.Join(*out, fmt.Sprintf("%s-%dx%d", theme, size[0], size[1])), theme, size); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	fmt.Printf("The pictures lie in %s.\n", *out)
}

// take starts the program with a theme at a size and goes through its screens.
func take(program, out, theme string, size [2]int) error {
	folder, err := os.MkdirTemp("", "handrail-shots-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := choose(filepath.Join(folder, "sample"), theme); err != nil {
		return err
	}
	d, err := desktop.NewDisplay(size[0], size[1])
	if err != nil {
		return err
	}
	defer d.Close()
	p, err := d.Open(program, folder, "-sample", "-data", folder)
	if err != nil {
		return err
	}
	defer p.Kill()
	for _, s := range screens {
		if _, err := p.Rest(); err != nil {
			return err
		}
		for _, k := range s.keys {
			if err := p.Key(k); err != nil {
				return err
			}
			if _, err := p.Rest(); err != nil {
				return err
			}
		}
		if err := d.Save(filepath.Join(out, s.name+".png")); err != nil {
			return err
		}
	}
	return nil
}

// choose puts the theme into the settings of a fresh data folder.
func choose(folder, theme string) error {
	s, _, err := store.Open(folder, time.Now)
	if err != nil {
		return err
	}
	err = s.SetSetting(context.Background(), "theme", theme)
	return firstOf(err, s.Close())
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
