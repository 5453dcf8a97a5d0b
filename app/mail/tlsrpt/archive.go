package tlsrpt

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// gzipReader unpacks gzip files one after another with the same buffers.
type gzipReader struct {
	in  *gzip.Reader
	src *bytes.Reader
}

// unpack returns what a gzip file holds, and the deflate stream of a file with one member, a part of data. What comes
// out of all its members together is limited, and taken from budget.
func (g *gzipReader) unpack(data []byte, budget *int64) (plain, packed []byte, err error) {
	if g.src == nil {
		g.src = bytes.NewReader(nil)
	}
	g.src.Reset(data)
	if g.in == nil {
		g.in, err = gzip.NewReader(g.src)
	} else {
		err = g.in.Reset(g.src)
	}
	if err != nil {
		g.in = nil
		return nil, nil, refuse(Broken, askAgain, "The compressed file is damaged or ends too early.")
	}
	begin := len(data) - g.src.Len() // behind the header
	plain = make([]byte, 0, min(4*len(data)+512, 1<<20))
	for member := 1; ; member++ {
		if member > MaxMembers {
			return nil, nil, refuse(TooMany, "Do not import it. Genuine reports do not look like this.",
				"The compressed file has more than %d parts.", MaxMembers)
		}
		g.in.Multistream(false)
		if plain, err = unpackInto(plain, g.in, len(data), budget); err != nil {
			return nil, nil, err
		}
		if rest := data[len(data)-g.src.Len():]; len(rest) == 0 || onlyZeros(rest) {
			if end := len(data) - len(rest) - gzipEnd; member == 1 {
				packed = data[begin:end:end]
			}
			return plain, packed, nil
		}
		if err := g.in.Reset(g.src); err != nil {
			return nil, nil, refuse(Broken, askAgain, "Other data follows after the compressed file.")
		}
	}
}

// gzipEnd is how many bytes follow the deflate stream of a gzip member (RFC 1952 section 2.3): a sum and a length.
const gzipEnd = 8

// unpackInto appends the content of in to plain, within the limits.
func unpackInto(plain []byte, in io.Reader, packed int, budget *int64) ([]byte, error) {
	begin := len(plain)
	for {
		if len(plain) == cap(plain) {
			plain = slices.Grow(plain, max(len(plain), 512))
		}
		n, err := in.Read(plain[len(plain):cap(plain)])
		plain = plain[:len(plain)+n]
		*budget -= int64(n)
		switch {
		case *budget < 0:
			return nil, refuse(TooLarge, "Do not import it. Genuine reports are not so large.",
				"It unpacks to more than %d MB.", MaxUnpacked>>20)
		case len(plain) > 1<<20 && len(plain) > MaxRatio*packed:
			return nil, refuse(Bomb, "This file was probably made to cause damage. Delete it.",
				"It unpacks to more than %d times its size.", MaxRatio)
		case errors.Is(err, io.EOF):
			return plain, nil
		case err != nil:
			return nil, refuse(Broken, askAgain, "The compressed file is damaged or ends too early, after %d bytes.",
				len(plain)-begin)
		}
	}
}

func onlyZeros(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// directoryEntry begins each entry of a ZIP file's list of contents.
var directoryEntry = []byte("PK\x01\x02")

// unpackZip calls each for every report in the files of a ZIP archive. Its files may
// be compressed reports and emails themselves, but not archives.
func (r *Reader) unpackZip(ctx context.Context, part string, data []byte, at level, each func(Found) error) error {
	files, err := openZip(data)
	if err != nil {
		return each(Found{Part: part, Err: err})
	}
	some := false
	for _, f := range files {
		if strings.HasSuffix(f.Name, "/") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		some = true
		name := clean(path.Base(f.Name))
		if part != "" {
			name = part + ", " + name
		}
		plain, err := unpackEntry(f, len(data), at.budget)
		if err != nil {
			if err := each(Found{Part: name, Err: err}); err != nil {
				return err
			}
			continue
		}
		if err := r.packed(ctx, name, plain, at, each); err != nil {
			return err
		}
	}
	if !some {
		return each(Found{Part: part, Err: refuse(NoReport, askAgain, "The archive contains no files.")})
	}
	return nil
}

// packed reads a file of an archive.
func (r *Reader) packed(ctx context.Context, name string, data []byte, at level, each func(Found) error) error {
	data = asUTF8(data)
	switch k := sniff(data); {
	case at.deep || k != gzipKind && k != mailKind:
		return parsePlain(name, data, each)
	case k == mailKind:
		return r.mail(ctx, name, data, level{at.budget, true}, each)
	default:
		return r.attached(ctx, name, k, data, level{at.budget, true}, each)
	}
}

// openZip reads the list of contents and refuses an archive that is made to
// mislead, before anything of it is unpacked.
func openZip(data []byte) ([]*zip.File, error) {
	if n := bytes.Count(data, directoryEntry); n > MaxEntries {
		return nil, refuse(TooMany, "Unpack it yourself, then import the folder.",
			"The archive contains more than %d files.", MaxEntries)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse(Broken, askAgain, "The archive is damaged or ends too early.")
	}
	for _, f := range z.File {
		switch {
		case !safeName(f.Name):
			return nil, refuse(HostileZip, "This file was probably made to cause damage. Delete it.",
				"The archive contains a file name that points outside the archive.")
		case f.Flags&1 != 0:
			return nil, refuse(Encrypted, "Unpack it with its password, then import the files.",
				"The archive is protected with a password.")
		}
	}
	return z.File, nil
}

// safeName reports whether the name of an entry stays inside the archive. Nothing
// is ever written by that name; a name like this shows what the file is for.
func safeName(name string) bool {
	return !strings.HasPrefix(name, "/") && !strings.ContainsAny(name, "\\:\x00") &&
		!strings.Contains("/"+name+"/", "/../")
}

func unpackEntry(f *zip.File, packed int, budget *int64) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, refuse(Broken, askAgain, "The archive uses a compression method that Handrail does not support.")
	}
	defer func() { _ = in.Close() }()
	return unpackInto(make([]byte, 0, 2048), in, packed, budget)
}
