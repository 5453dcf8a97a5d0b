package terminal

import (
	"io"

	"handrail/app"
)

// output is standard output. Its first error stays: a command of which not all was written is not called done.
type output struct {
	to  io.Writer
	err error // an *app.Error
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	if err != nil {
		e := &app.Error{Code: app.Unreachable, Message: "Handrail could not write all of its output.",
			Hint: "Choose another place for it, then run the command again.", Err: err}
		if app.DiskFull(err) {
			e.Code, e.Hint = app.Full, "Free space on the disk, then run the command again."
		}
		o.err = e
	}
	return n, o.err
}

// ended returns the exit status of a command that succeeded: NotDone where its output could not be written.
func (w Environment) ended(status int) int {
	if w.written.err != nil {
		return w.fail(w.written.err)
	}
	return status
}
