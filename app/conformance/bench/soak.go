package main

import (
	"fmt"
	"os"
	"time"

	"handrail/app/conformance/uitest"
)

// How often each place is opened before memory is measured, and between that and
// the second time. What is not drawn any more is let go after a minute.
const (
	warmRounds = 10
	soakRounds = 60
	letGo      = 70 * time.Second
)

// soak opens every place of the sample over and over, and returns how much memory
// more the program has then.
func soak(program string) error {
	folder, err := os.MkdirTemp("", "handrail-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	d, err := uitest.NewDisplay(1024, 640)
	if err != nil {
		return err
	}
	defer d.Close()
	p, err := d.Open(program, folder, "-sample", "-data", folder)
	if err != nil {
		return err
	}
	defer p.Kill()
	if err := p.Fill(); err != nil {
		return err
	}
	measure := func(rounds int) (int64, error) {
		for range rounds {
			for place := 1; place <= 6; place++ {
				if err := p.Key(fmt.Sprint("ctrl+", place)); err != nil {
					return 0, err
				}
				time.Sleep(150 * time.Millisecond)
			}
		}
		if p.Ended() {
			return 0, fmt.Errorf("the program has ended")
		}
		time.Sleep(letGo)
		_, err := p.Rest()
		return p.Memory(), err
	}
	before, err := measure(warmRounds)
	if err != nil {
		return err
	}
	after, err := measure(soakRounds)
	if err != nil {
		return err
	}
	row("resident memory after 60 places were opened", float64(before)/(1<<20), "MB")
	row("resident memory after 360 more", float64(after)/(1<<20), "MB")
	return nil
}
