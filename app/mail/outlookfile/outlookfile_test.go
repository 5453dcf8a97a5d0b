package outlookfile

import (
	"errors"
	"io"
	"testing"

	"github.com/richardlehane/mscfb"
)

func all([]string, string) bool { return true }

// TestAPanicOfALibraryIsADamagedFile: a file that makes the library fail is told as damaged, and ends nothing.
func TestAPanicOfALibraryIsADamagedFile(t *testing.T) {
	before := open
	defer func() { open = before }()
	open = func(io.ReaderAt) (*mscfb.Reader, error) { panic("slice bounds out of range") }
	err := Streams([]byte("x"), 100, all, func([]string, string, []byte) error { return nil })
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNoFileIsDamaged(t *testing.T) {
	for _, data := range []string{"", "From: a@b.example\n", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more"} {
		err := Streams([]byte(data), 100, all, func([]string, string, []byte) error { return nil })
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", data, err)
		}
	}
}
