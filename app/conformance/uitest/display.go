// Package uitest uses Handrail as a person does: it starts the real program on
// a virtual display, presses keys, looks at the picture, and never waits for a
// time but for something that can be seen.
package uitest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Display is a virtual screen (Xvfb).
type Display struct {
	Name    string // ":7"
	Size    image.Point
	folder  string
	sockets string // beside that of the screen itself: the path of a socket has at most 107 bytes (unix(7))
	cmd     *exec.Cmd
}

// NewDisplay starts a screen of the given size, in pixels. More arguments go to Xvfb.
func NewDisplay(width, height int, more ...string) (*Display, error) {
	d := &Display{Size: image.Pt(width, height)}
	var err error
	if d.folder, err = os.MkdirTemp("", "handrail-display-"); err != nil {
		return nil, err
	}
	if d.sockets, err = os.MkdirTemp("/tmp", "hr"); err != nil {
		os.RemoveAll(d.folder)
		return nil, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		d.remove()
		return nil, err
	}
	defer read.Close()
	d.cmd = exec.Command("Xvfb", append([]string{
		"-displayfd", "3", "-fbdir", d.folder, "-nolisten", "tcp",
		"-noreset", // it lives on while the program is killed and started again
		"-r",       // a slow machine holds keys down long enough to repeat them
		"-screen", "0", fmt.Sprintf("%dx%dx24", width, height),
	}, more...)...)
	d.cmd.ExtraFiles = []*os.File{write}
	err = d.cmd.Start()
	write.Close()
	if err != nil {
		d.remove()
		return nil, fmt.Errorf("start Xvfb: %w", err)
	}
	number, err := io.ReadAll(read) // ends when Xvfb has chosen and closes it
	if err != nil || len(number) == 0 {
		d.Close()
		return nil, errors.New("the X server ended before it had a display")
	}
	d.Name = ":" + strings.TrimSpace(string(number))
	return d, nil
}

// Close ends the screen.
func (d *Display) Close() {
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	d.remove()
}

// remove removes what the screen has on disk.
func (d *Display) remove() { os.RemoveAll(d.folder); os.RemoveAll(d.sockets) }

// Frame returns what stands on the screen now. Xvfb keeps it in a file in the
// format of xwd (X11/XWDFile.h): a header of big-endian words, then the pixels.
func (d *Display) Frame() (*image.RGBA, error) {
	data, err := os.ReadFile(filepath.Join(d.folder, "Xvfb_screen0"))
	if err != nil {
		return nil, err
	}
	if len(data) < 100 {
		return nil, errors.New("the picture has no header")
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(data[4*i:])) }
	header, width, height, bits, stride, colours := word(0), word(4), word(5), word(11), word(12), word(19)
	begin := header + 12*colours
	if bits != 32 || len(data) < begin+stride*height {
		return nil, fmt.Errorf("the picture has %d bits a pixel and %d bytes", bits, len(data))
	}
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		line, out := data[begin+y*stride:], m.Pix[y*m.Stride:]
		for x := range width {
			out[4*x], out[4*x+1], out[4*x+2], out[4*x+3] = line[4*x+2], line[4*x+1], line[4*x], 255
		}
	}
	return m, nil
}

// Save writes what stands on the screen to a PNG file.
func (d *Display) Save(file string) error {
	m, err := d.Frame()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	err = png.Encode(f, m)
	return errors.Join(err, f.Close())
}

// blink is how many pixels a text cursor may change without counting.
const blink = 120

// differ counts the pixels of part that are different in a and b.
func differ(a, b *image.RGBA, part image.Rectangle) int {
	n := 0
	part = part.Intersect(a.Bounds()).Intersect(b.Bounds())
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				n++
			}
		}
	}
	return n
}

// Quiet waits until the picture stays the same for a while and returns it, with
// the time of the last change seen.
func (d *Display) Quiet(still, limit time.Duration) (*image.RGBA, time.Time, error) {
	last, changed, begin := (*image.RGBA)(nil), time.Now(), time.Now()
	for {
		m, err := d.Frame()
		if err != nil {
			return nil, changed, err
		}
		if last == nil || differ(last, m, m.Bounds()) > blink {
			last, changed = m, time.Now()
		}
		if time.Since(changed) >= still {
			return m, changed, nil
		}
		if time.Since(begin) > limit {
			return m, changed, fmt.Errorf("the picture does not come to rest within %v", limit)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
