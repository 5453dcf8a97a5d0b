package background

import (
	"bytes"
	"time"

	"github.com/bep/imagemeta"
)

// orientation returns the rotation that a file stores; known is unset where its metadata is damaged, or
// where no rotation has this value.
func orientation(kind string, data []byte) (value int, known bool) {
	format, has := map[string]imagemeta.ImageFormat{"jpeg": imagemeta.JPEG, "png": imagemeta.PNG,
		"webp": imagemeta.WebP, "tiff": imagemeta.TIFF}[kind]
	if !has {
		return 0, true // a type without such metadata
	}
	_, err := imagemeta.Decode(imagemeta.Options{R: bytes.NewReader(data), ImageFormat: format,
		Sources: imagemeta.EXIF, Timeout: time.Second / 2, Warnf: func(string, ...any) {},
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return t.Tag == "Orientation" && t.Namespace == "IFD0" },
		HandleTag: func(t imagemeta.TagInfo) error {
			value = number(t.Value)
			return imagemeta.ErrStopWalking
		}})
	if err != nil || value < 0 || value > 8 {
		return 0, false
	}
	return value, true
}

// number returns the value of a tag; -1 where it is no whole number.
func number(v any) int {
	switch n := v.(type) {
	case uint16:
		return int(n)
	case uint32:
		return int(min(n, 99))
	case uint8:
		return int(n)
	}
	return -1
}
