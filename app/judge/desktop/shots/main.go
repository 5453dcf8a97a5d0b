// Command shots takes the pictures of every screen from the sample
// organisation: light and dark, at two sizes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"handrail/app/judge/desktop"
)

func main() {
	program := flag.String("program", "build/handrail", "the program")
	out := flag.String("out", "build/screenshots", "where the pictures go")
	flag.Parse()
	for _, size := range [][2]int{{1024, 640}, {1600, 1000}} {
		for _, theme := range []string{"light", "dark"} {
			if err := take(*program, filepath.Join(*out, fmt.Sprintf("%s-%dx%d", theme, size[0], size[1])), theme, size); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	fmt.Printf("The pictures lie in %s.\n", *out)
}

// take walks the program through the guide and its other screens.
func take(program, out, theme string, size [2]int) error {
	folder, err := os.MkdirTemp("", "handrail-shots-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	w := desktop.Walk{Program: program, Folder: folder, Pictures: out, Theme: theme, Tour: true, Say: func(string, ...any) {}}
	return w.Run(size[0], size[1])
}
