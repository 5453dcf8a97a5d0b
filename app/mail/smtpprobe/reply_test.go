package smtpprobe

import (
	"bufio"
	"strings"
	"testing"
)

func FuzzReply(f *testing.F) {
	for _, s := range []string{"220 a\r\n", "250-a\r\n250 b\r\n", "250\r\n", "25x\r\n", "220-a\r\n", "\r\n",
		"999 a\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, lines, err := reply(bufio.NewReaderSize(strings.NewReader(s), maxLine))
		if err == nil && (code < 200 || code > 599 || len(lines) == 0 || len(lines) > maxLines) {
			t.Fatalf("%q gave %d, %q", s, code, lines)
		}
		for _, line := range lines {
			if p := printable(line); len(p) > 200 || strings.ContainsAny(p, "\r\n\x1b") {
				t.Fatalf("not printable: %q", p)
			}
		}
	})
}
