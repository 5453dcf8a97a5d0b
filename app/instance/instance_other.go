//go:build !windows

package instance

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// errNoPlace is the error where the system has no folder for such things.
var errNoPlace = errors.New("instance: XDG_RUNTIME_DIR is not set")

// Open makes this the only window on folder, in the session of this person. An error other than
// ErrRunning means that it cannot be known; then the window may open all the same.
func Open(folder string) (*One, error) {
	place := os.Getenv("XDG_RUNTIME_DIR") // only this person may use it (XDG Base Directory 0.8)
	if !filepath.IsAbs(place) {
		return nil, errNoPlace
	}
	path := filepath.Join(place, nameOf(folder))
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("instance: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, knock(path)
		}
		return nil, fmt.Errorf("instance: %w", err)
	}
	_ = os.Remove(path) // of a killed program: the lock is ours
	door, err := net.Listen("unix", path)
	if err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("instance: %w", err)
	}
	front, done := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := door.Accept()
			if err != nil {
				return
			}
			_ = c.Close()
			ask(front)
		}
	}()
	return &One{Front: front, close: func() {
		_ = door.Close() // removes the socket as well
		<-done
		_ = lock.Close()
	}}, nil
}

// knock asks the window that has the lock to come to the front. It may be about to open its door.
func knock(path string) error {
	var err error
	for range 20 {
		var c net.Conn
		if c, err = net.Dial("unix", path); err == nil {
			_ = c.Close()
			return ErrRunning
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("instance: %w", err)
}

// Raise does nothing: the window's own focus is enough.
func Raise(uintptr) {}
