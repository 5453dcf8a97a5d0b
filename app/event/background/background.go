// Package background checks a picture for Teams backgrounds: what it is by its content, its size and the
// rotation that it stores, and draws it twice: as the person in front of it sees it, mirrored, and as
// everyone else does, as it is in the file. A mirrored copy is never made: everyone else would read it
// backwards.
//
// Pictures come from anywhere: a huge one is refused by its header, before anything of it is read.
package background

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"image"
	_ "image/gif"  // to name what it is
	_ "image/jpeg" // one of the types that Teams takes
	_ "image/png"  // one of the types that Teams takes
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	_ "golang.org/x/image/bmp"  // people may add it themselves
	_ "golang.org/x/image/tiff" // to name what it is
	_ "golang.org/x/image/webp" // to name what it is

	"handrail/app"
)

const (
	// MaxBytes is how large a file may be.
	MaxBytes = 32 << 20
	// MaxPixels is how many pixels are drawn: more than the largest picture that Teams takes.
	MaxPixels = 9_000_000
)

// Picture is what a file is.
type Picture struct {
	Kind          string // by its content: "png", "jpeg", "bmp", "gif", "webp", "tiff", "heif", "svg"
	Width, Height int    // as stored
	// Orientation is the rotation that the file stores (Exif 2.32, tag 274), 1 to 8; 0: none.
	Orientation int
	// OrientationKnown is unset where the metadata could not be read.
	OrientationKnown bool
	Named            string // the type by the name of the file, as Kind; "" where the name says nothing
}

// Shown returns the size of the picture as a program shows it that follows the stored rotation.
func (p Picture) Shown() (width, height int) {
	if p.Orientation >= 5 {
		return p.Height, p.Width
	}
	return p.Width, p.Height
}

// Rotated reports whether the file stores a rotation.
func (p Picture) Rotated() bool { return p.Orientation > 1 }

// Turned reports whether the stored rotation mirrors the picture too.
func (p Picture) Turned() bool { return slices.Contains([]int{2, 4, 5, 7}, p.Orientation) }

// Inspect returns what a file is, by its content. app.Damaged where it is no picture or a damaged one,
// app.Invalid where it is too large.
func Inspect(name string, data []byte) (Picture, error) {
	p := Picture{Named: namedType(name)}
	if len(data) > MaxBytes {
		return p, app.Errorf(app.Invalid, "Save the picture smaller, at most 3840 × 2160.",
			"The file is larger than %d megabytes.", MaxBytes>>20)
	}
	head, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if p.Kind = kind; kind == "" {
		p.Kind = sniff(data)
	}
	switch {
	case errors.Is(err, image.ErrFormat) && p.Kind != "":
		return p, nil // a type that Teams does not take
	case errors.Is(err, image.ErrFormat):
		return p, app.Errorf(app.Damaged, "Choose a PNG or JPEG file.", "This file is no picture that Handrail knows.")
	case err != nil:
		return p, &app.Error{Code: app.Damaged, Message: "The picture is damaged.",
			Hint: "Save it again with the program that made it.", Err: err}
	case head.Width < 1 || head.Height < 1:
		return p, app.Errorf(app.Damaged, "Save it again with the program that made it.", "The picture has no size.")
	}
	p.Width, p.Height = head.Width, head.Height
	p.Orientation, p.OrientationKnown = orientation(p.Kind, data)
	return p, nil
}

// heif are the brands of pictures in the container that videos have too (ISO/IEC 23008-12, AV1 Image File Format).
var heif = []string{"heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis"}

// sniff names types that no decoder here reads, by how their files begin.
func sniff(data []byte) string {
	start := data[:min(len(data), 512)]
	switch {
	case len(start) > 12 && string(start[4:8]) == "ftyp" && slices.Contains(heif, string(start[8:12])):
		return "heif"
	case bytes.Contains(bytes.ToLower(start), []byte("<svg")):
		return "svg"
	}
	return ""
}

// namedType returns the type that the name of a file claims.
func namedType(name string) string {
	return map[string]string{".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".jfif": "jpeg", ".bmp": "bmp",
		".gif": "gif", ".webp": "webp", ".tif": "tiff", ".tiff": "tiff", ".heic": "heif", ".heif": "heif",
		".avif": "heif", ".svg": "svg"}[strings.ToLower(filepath.Ext(name))]
}

// Gallery is where people choose the picture.
type Gallery string

// The galleries.
const (
	Organisation Gallery = "organisation" // an administrator uploads it
	Own          Gallery = "own"          // people add it themselves
)

// Limits are what Teams takes in a gallery.
type Limits struct {
	LeastWidth, LeastHeight, MostWidth, MostHeight int
	MostRatio                                      int // of the long side to the short one; 0: no limit
	Types                                          []string
	Confirmed                                      bool // Microsoft publishes them; others only warn
}

//go:embed limits.csv
var limitsFile string

//go:embed plans.csv
var plansFile string

// table returns the rows of a file of ours, without its headings.
func table(file string) [][]string {
	r := csv.NewReader(strings.NewReader(file))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		panic(err) // ours, and tested
	}
	return rows[1:]
}

// PremiumPlans returns the IDs of the service plans that the organisation’s pictures need.
var PremiumPlans = sync.OnceValue(func() (all []string) {
	for _, row := range table(plansFile) {
		all = append(all, row[0])
	}
	return all
})

var limits = sync.OnceValue(func() map[Gallery]Limits {
	all := map[Gallery]Limits{}
	for _, row := range table(limitsFile) {
		var n [5]int
		for i := range n {
			var err error
			if n[i], err = strconv.Atoi(row[i+1]); err != nil {
				panic(err) // ours, and tested
			}
		}
		all[Gallery(row[0])] = Limits{n[0], n[1], n[2], n[3], n[4], strings.Fields(row[6]), row[7] == "yes"}
	}
	return all
})

// LimitsOf returns the limits of a gallery.
func LimitsOf(g Gallery) Limits { return limits()[g] }
