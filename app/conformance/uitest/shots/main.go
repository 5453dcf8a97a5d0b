// Command shots walks the guide to MTA-STS on the sample organisation by
// keyboard, on a virtual display, and keeps a picture of every page. With -all
// it also visits the other screens and does everything light and dark, at two
// sizes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"handrail/app/conformance/uitest"
)

func main() {
	program := flag.String("program", "build/handrail", "the program")
	out := flag.String("out", "build/walk", "where the pictures go")
	all := flag.Bool("all", false, "every screen, light and dark, at two sizes")
	flag.Parse()
	if err := shots(*program, *out, *all); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("Handrail completed the guide. The pictures are in %s.\n", *out)
}

func shots(program, out string, all bool) error {
	if !all {
		return take(uitest.Walk{Program: program, Pictures: out}, [2]int{1200, 800})
	}
	for _, size := range [][2]int{{1024, 640}, {1600, 1000}} {
		for _, theme := range []string{"light", "dark"} {
			name := fmt.Sprintf("%s-%dx%d", theme, size[0], size[1])
			if err := take(uitest.Walk{Program: program, Pictures: filepath.Join(out, name), Theme: theme, Tour: true},
				size); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// take walks in a data folder of its own.
func take(w uitest.Walk, size [2]int) error {
	folder, err := os.MkdirTemp("", "handrail-walk-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	w.Folder = folder
	w.Say = func(format string, args ...any) { fmt.Printf(format+"\n", args...) }
	return w.Run(size[0], size[1])
}
