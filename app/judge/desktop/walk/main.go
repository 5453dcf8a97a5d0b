// Command walk walks the guide to MTA-STS on the sample organisation by
// keyboard, on a virtual display, and keeps a picture of every page.
package main

import (
	"flag"
	"fmt"
	"os"

	"handrail/app/judge/desktop"
)

func main() {
	program := flag.String("program", "build/handrail", "the program")
	out := flag.String("out", "build/walk", "where the pictures go")
	flag.Parse()
	if err := walk(*program, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("Handrail walked the guide to its end. The pictures lie in %s.\n", *out)
}

func walk(program, out string) error {
	folder, err := os.MkdirTemp("", "handrail-walk-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	w := desktop.Walk{Program: program, Folder: folder, Pictures: out,
		Say: func(format string, args ...any) { fmt.Printf(format+"\n", args...) }}
	return w.Run(1200, 800)
}
