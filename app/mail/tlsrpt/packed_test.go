package tlsrpt

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"io"
	"testing"
)

// TestAGzipFileGivesItsOwnStream: what deflate packed already is not packed again, where it is exactly the report.
func TestAGzipFileGivesItsOwnStream(t *testing.T) {
	raw := []byte(aGood)
	named := func() []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Name, w.Comment, w.Extra = "a.json", "one", []byte("more")
		_, _ = w.Write(raw)
		_ = w.Close()
		return b.Bytes()
	}()
	both := append(zipped(raw[:99]), zipped(raw[99:])...)
	list := []byte("[" + aGood + "]")
	for _, c := range []struct {
		name   string
		file   []byte
		packed bool
	}{
		{"one member", zipped(raw), true}, {"a name, a comment, more", named, true},
		{"zeros behind it", append(zipped(raw), 0, 0, 0), true}, {"a mark in front", zipped([]byte("\xef\xbb\xbf" + aGood)), true},
		{"in an email", mailed("application/tlsrpt+gzip", "a.gz", zipped(raw)), true}, {"two members", both, false},
		{"a list", zipped(list), false}, {"not packed", raw, false}, {"another archive", archived(entry{"a.json", raw}), false},
	} {
		err := (&Reader{}).Read(t.Context(), bytes.NewReader(c.file), func(f Found) error {
			if f.Err != nil || (f.Packed != nil) != c.packed {
				t.Errorf("%s: %v, packed as %q", c.name, f.Err, f.Packed)
			}
			if !c.packed {
				return nil
			}
			got, err := io.ReadAll(flate.NewReader(bytes.NewReader(f.Packed)))
			if err != nil || !bytes.Equal(got, f.Report.Raw) || !bytes.Contains(got, raw) {
				t.Errorf("%s: %q, %v", c.name, got, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
