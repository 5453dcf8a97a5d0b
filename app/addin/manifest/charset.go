package manifest

import (
	"errors"
	"io"
	"strings"
)

// charset decodes what the first line of a manifest names.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "utf-16", "us-ascii", "ascii": // it is UTF-8 by now
		return in, nil
	case "windows-1252", "iso-8859-1", "latin1":
		return western(in)
	}
	return nil, errors.New(otherEncoding + label)
}

// cp1252 has the characters 0x80 to 0x9f of Windows-1252, which differ from ISO 8859-1.
const cp1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

// western decodes Windows-1252.
func western(in io.Reader) (io.Reader, error) {
	data, err := io.ReadAll(in)
	high := []rune(cp1252)
	out := make([]rune, len(data))
	for i, b := range data {
		if out[i] = rune(b); b >= 0x80 && b <= 0x9f {
			out[i] = high[b-0x80]
		}
	}
	return strings.NewReader(string(out)), err
}
