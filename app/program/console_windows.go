package program

import (
	"os"

	"golang.org/x/sys/windows"
)

// utf8 is the number of UTF-8 among the code pages of Windows.
const utf8 = 65001

// readyConsole makes a console show all letters, and returns what puts it back.
func readyConsole() (restore func()) {
	before, err := windows.GetConsoleOutputCP()
	if err != nil || before == utf8 || windows.SetConsoleOutputCP(utf8) != nil {
		return func() {}
	}
	return func() { _ = windows.SetConsoleOutputCP(before) }
}

// watched reports whether a person looks at f: it is a console that takes the sequences
// with which a line is written over. NUL is a device as well, and no one sees it.
func watched(f *os.File) bool {
	var mode uint32
	h := windows.Handle(f.Fd())
	if windows.GetConsoleMode(h, &mode) != nil {
		return false
	}
	const processed = windows.ENABLE_PROCESSED_OUTPUT | windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING
	return windows.SetConsoleMode(h, mode|processed) == nil
}
