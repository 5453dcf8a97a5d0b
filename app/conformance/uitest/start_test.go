//go:build window

package uitest

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// keep saves what the screen shows, where pictures are wanted.
func keep(t *testing.T, d *Display, name string) {
	t.Helper()
	if folder := os.Getenv("HANDRAIL_PICTURES"); folder != "" {
		if err := d.Save(filepath.Join(folder, name+".png")); err != nil {
			t.Error(err)
		}
	}
}

// top returns the upper margin of the navigation, which is empty on each page.
func (p *Program) top() (image.Rectangle, error) {
	out, err := p.xdotool("getwindowgeometry", "--shell", p.window)
	var window, x, y int
	if err == nil {
		_, err = fmt.Sscanf(out, "WINDOW=%d\nX=%d\nY=%d", &window, &x, &y)
	}
	return image.Rect(x, y, x+190, y+20), err
}

// TestTheFirstWindowFits: on a screen that is smaller than the window wants to be, nothing is cut off at the top.
func TestTheFirstWindowFits(t *testing.T) {
	d, err := NewDisplay(1366, 768)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	folder := t.TempDir()
	p, err := d.Open(program(t), folder, "-sample", "-data", folder)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Kill()
	t.Logf("The window opened after %v.", time.Since(p.Started).Round(100*time.Millisecond))
	m, _, err := d.Quiet(3*time.Second, patience)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, d, "first-window")
	at, err := p.top()
	if err != nil {
		t.Fatal(err)
	}
	if at.Min.Y < 0 {
		t.Errorf("the window begins above the screen, at %d", at.Min.Y)
	}
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			if m.RGBAAt(x, y) != m.RGBAAt(at.Min.X, at.Min.Y) {
				t.Fatalf("the upper margin, %v, is not empty at %d, %d", at, x, y)
			}
		}
	}
}

// TestASecondStartComesToTheFront: a start on a folder that is open ends, and its window, which was behind another, is
// shown.
func TestASecondStartComesToTheFront(t *testing.T) {
	d, err := NewDisplay(1200, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var open [2]*Program
	var views [3]*image.RGBA
	folders := []string{t.TempDir(), t.TempDir()}
	for i, folder := range folders {
		if open[i], err = d.Open(program(t), folder, "-sample", "-data", folder); err != nil {
			t.Fatal(err)
		}
		defer open[i].Kill()
		if i == 0 {
			if _, _, err := d.Quiet(2*time.Second, patience); err != nil {
				t.Fatal(err)
			}
			if out, err := open[0].xdotool("windowfocus", open[0].window); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if err := open[0].Key("ctrl+5"); err != nil {
				t.Fatal(err)
			}
		} else {
			for begin := time.Now(); ; time.Sleep(time.Second) { // the new window covers the first
				m, err := d.Frame()
				if err == nil && differ(views[0], m, m.Bounds()) > 50*blink {
					break
				}
				if time.Since(begin) > patience {
					t.Fatalf("no second window: %v", err)
				}
			}
		}
		if views[i], _, err = d.Quiet(4*time.Second, patience); err != nil {
			t.Fatal(err)
		}
		keep(t, d, fmt.Sprintf("second-start-%d", i+1))
	}
	cmd, err := d.Command(program(t), folders[0], "-sample", "-data", folders[0])
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the second start: %v\n%s", err, out)
	}
	t.Logf("The second start ended after %v.", time.Since(begin).Round(100*time.Millisecond))
	if views[2], _, err = d.Quiet(3*time.Second, patience); err != nil {
		t.Fatal(err)
	}
	keep(t, d, "second-start-3")
	all := views[0].Bounds()
	if n, covered := differ(views[0], views[2], all), differ(views[0], views[1], all); n > covered/4 {
		t.Errorf("%d pixels are not those of the first window; when it was covered, %d", n, covered)
	}
}

// TestABoxSaysThatOpenGLIsMissing: on Windows a window program has no terminal for it.
func TestABoxSaysThatOpenGLIsMissing(t *testing.T) {
	if os.Getenv("HANDRAIL_ON") != "windows" {
		t.Skip("only the program for Windows shows a box; “make test-windows” runs this test")
	}
	d, err := NewDisplay(1024, 640, "-extension", "GLX")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	folder := t.TempDir()
	p, err := d.Open(program(t), folder, "-sample", "-data", filepath.Join(folder, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Kill()
	if _, _, err := d.Quiet(2*time.Second, patience); err != nil {
		t.Fatal(err)
	}
	keep(t, d, "without-opengl")
	if out, err := p.xdotool("windowfocus", p.window); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := p.Key("Return"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Fatal("the box does not close")
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 2 {
		t.Errorf("status %d", code)
	}
	if _, err := os.Stat(filepath.Join(folder, "data")); err == nil {
		t.Error("there is data, although no window opened")
	}
}
