package uitest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Program is Handrail running in a window.
type Program struct {
	Display *Display
	Started time.Time
	Keys    int // how many were pressed, typed letters among them
	cmd     *exec.Cmd
	window  string // its X11 number
	out     bytes.Buffer
	ended   chan struct{}
}

// patience is how long anything may take before it counts as failed: a slow
// machine draws without a graphics card.
const patience = 90 * time.Second

// Command returns the program with these arguments, on this screen and with its home in folder.
func (d *Display) Command(program, folder string, args ...string) (*exec.Cmd, error) {
	cmd := exec.Command(program, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "WAYLAND_DISPLAY=") && !strings.HasPrefix(v, "DISPLAY=") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	sum := sha256.Sum256([]byte(folder)) // each start with this home has the same
	run := filepath.Join(d.sockets, hex.EncodeToString(sum[:4]))
	if err := os.MkdirAll(run, 0o700); err != nil {
		return nil, err
	}
	cmd.Env = append(cmd.Env, "DISPLAY="+d.Name, "HOME="+folder, "XDG_RUNTIME_DIR="+run,
		"XDG_CONFIG_HOME="+filepath.Join(folder, "config"), "XDG_SESSION_TYPE=x11", "LIBGL_ALWAYS_SOFTWARE=1",
		"LC_ALL=C.UTF-8")
	return cmd, nil
}

// Open starts the program with these arguments, its home in folder, and waits
// until its window stands.
func (d *Display) Open(program, folder string, args ...string) (*Program, error) {
	cmd, err := d.Command(program, folder, args...)
	if err != nil {
		return nil, err
	}
	p := &Program{Display: d, cmd: cmd, ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	p.Started = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = p.cmd.Wait(); close(p.ended) }()
	for p.window == "" {
		// While another window goes, xdotool may say so instead.
		if out, err := p.xdotool("search", "--onlyvisible", "--name", "^Handrail(:|$)"); err == nil {
			p.window, _, _ = strings.Cut(out, "\n")
		}
		select {
		case <-p.ended:
			return nil, fmt.Errorf("%s ended before its window opened:\n%s", program, p.out.String())
		case <-time.After(50 * time.Millisecond):
		}
		if time.Since(p.Started) > patience {
			p.Kill()
			return nil, fmt.Errorf("no window within %v:\n%s", patience, p.out.String())
		}
	}
	return p, nil
}

// Fill waits until the first screen has come to rest, then gives the window the
// focus and the whole display, as a window manager would.
func (p *Program) Fill() error {
	if _, _, err := p.Display.Quiet(2*time.Second, patience); err != nil {
		return err
	}
	d := p.Display
	for _, args := range [][]string{
		{"mousemove", fmt.Sprint(d.Size.X - 1), fmt.Sprint(d.Size.Y - 1)}, // out of the picture
		{"windowmove", p.window, "0", "0"},
		{"windowsize", p.window, fmt.Sprint(d.Size.X), fmt.Sprint(d.Size.Y)},
		{"windowfocus", "--sync", p.window},
	} {
		if out, err := p.xdotool(args...); err != nil {
			return fmt.Errorf("xdotool %v: %w: %s", args, err, out)
		}
	}
	_, err := p.Rest()
	return err
}

// xdotool runs one command; a wait of it ends with patience.
func (p *Program) xdotool(args ...string) (string, error) {
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+p.Display.Name)
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// Key presses keys one after the other: "Return", "Tab", "ctrl+2".
func (p *Program) Key(keys ...string) error {
	for _, k := range keys {
		p.Keys++
		if out, err := p.xdotool("key", "--clearmodifiers", k); err != nil {
			return fmt.Errorf("key %s: %w: %s", k, err, out)
		}
	}
	return nil
}

// Type types text.
func (p *Program) Type(text string) error {
	p.Keys += len(text)
	out, err := p.xdotool("type", "--clearmodifiers", "--delay", "40", "--", text)
	if err != nil {
		return fmt.Errorf("typing %q: %w: %s", text, err, out)
	}
	return nil
}

// Rest waits until the picture comes to rest.
func (p *Program) Rest() (*image.RGBA, error) {
	m, _, err := p.Display.Quiet(500*time.Millisecond, patience)
	if err == nil && p.Ended() {
		err = errors.New("the program has ended:\n" + p.out.String())
	}
	return m, err
}

// Ended reports whether the program has ended.
func (p *Program) Ended() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// Kill ends the program as a power cut would.
func (p *Program) Kill() {
	if p == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// Memory returns the resident memory in bytes.
func (p *Program) Memory() int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	var size, resident int64
	_, _ = fmt.Sscan(string(data), &size, &resident)
	return resident * int64(os.Getpagesize())
}
