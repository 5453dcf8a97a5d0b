// Package outlookfile reads what Outlook saves: an email as a small file system ([MS-CFB]),
// whose properties and attachments are streams with fixed names ([MS-OXMSG] section 2).
package outlookfile

import (
	"bytes"
	"errors"
	"io"

	"handrail/app"

	"github.com/richardlehane/mscfb"
)

// MaxEntries is how many streams and folders a file may have.
const MaxEntries = 10_000

// Errors of Streams, beside those of the caller.
var (
	ErrDamaged = app.Errorf(app.Damaged, "Save the email again, then choose the new file.",
		"The email that Outlook saved is damaged or ends too early.")
	ErrTooMany = app.Errorf(app.Invalid, "Do not import it. Genuine emails do not look like this.",
		"The email has more than 10,000 entries.")
	ErrTooLarge = app.Errorf(app.Invalid, "Do not import it. Genuine emails are not so large.",
		"The email is too large.")
)

// Is reports whether data begins as a compound file.
func Is(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1})
}

// open is the library’s; a test has one that panics.
var open = mscfb.New

// Streams calls each for the streams that want selects, with the folders that they are in,
// up to most bytes of all together. An error of each ends it and is returned.
func Streams(data []byte, most int64, want func(folder []string, name string) bool,
	each func(folder []string, name string, stream []byte) error) (err error) {
	defer func() {
		// The library trusts offsets of the file; a made-up one ends here.
		if recover() != nil {
			err = ErrDamaged
		}
	}()
	doc, err := open(bytes.NewReader(data))
	if err != nil {
		return ErrDamaged
	}
	if len(doc.File) > MaxEntries {
		return ErrTooMany
	}
	for {
		f, err := doc.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ErrDamaged
		}
		if !want(f.Path, f.Name) {
			continue
		}
		if most -= f.Size; most < 0 {
			return ErrTooLarge
		}
		stream, err := io.ReadAll(io.LimitReader(f, f.Size))
		if err != nil {
			return ErrDamaged
		}
		if err := each(f.Path, f.Name, stream); err != nil {
			return err
		}
	}
}
