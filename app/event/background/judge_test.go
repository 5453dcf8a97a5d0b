//go:build judge

package background

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/python"
)

// pillowPicture is a picture that Pillow wrote, with what Pillow says of it.
type pillowPicture struct {
	Name          string
	Data          []byte
	Kind          string
	Width, Height int
	Rotation      int
	Shown         [2]int
	Quarters      [4][3]int // as shown: top left, top right, bottom left, bottom right
}

// TestAnotherReaderAgrees: of each picture that Pillow writes, both say the same type, size and rotation, and others
// see it as Pillow shows it; you see its mirror.
func TestAnotherReaderAgrees(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
	defer stop()
	var all []pillowPicture
	if err := python.Ask(ctx, "app/conformance/pillow", "pillow", struct{}{}, &all); err != nil {
		t.Fatal(err)
	}
	drawn := 0
	for _, c := range all {
		p, err := Inspect("a."+c.Kind, c.Data)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		width, height := p.Shown()
		if p.Kind != c.Kind || p.Width != c.Width || p.Height != c.Height || [2]int{width, height} != c.Shown ||
			max(1, p.Orientation) != max(1, c.Rotation) && p.Kind != "tiff" {
			t.Errorf("%s: %+v, and Pillow has %s, %d × %d, rotation %d, shown %v", c.Name, p, c.Kind, c.Width, c.Height,
				c.Rotation, c.Shown)
		}
		data, err := Views(p, c.Data)
		if err != nil {
			if c.Kind != "tiff" && !strings.HasSuffix(c.Name, "webp, animated") {
				t.Errorf("%s is not drawn: %v", c.Name, err)
			}
			continue
		}
		drawn++
		views, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c.compare(t, views)
	}
	if len(all) < 35 || drawn < 30 {
		t.Errorf("%d pictures, %d drawn", len(all), drawn)
	}
}

// compare compares places at the sides of both frames, where no one stands, with Pillow's quarters.
func (c pillowPicture) compare(t *testing.T, views image.Image) {
	t.Helper()
	for i, want := range c.Quarters {
		left, top := i%2 == 0, i < 2
		x, y := 60, 60
		if !left {
			x = frameWidth - 60
		}
		if !top {
			y = frameHeight - 60
		}
		for who, at := range map[string]int{"others": frameWidth + gap + x, "you": frameWidth - 1 - x} {
			r, g, b, _ := views.At(at, y).RGBA()
			for j, have := range []uint32{r >> 8, g >> 8, b >> 8} {
				if far := int(have) - want[j]; far > 40 || far < -40 {
					t.Errorf("%s: %s see %v in quarter %d, and Pillow %v", c.Name, who, []uint32{r >> 8, g >> 8, b >> 8}, i,
						want)
					break
				}
			}
		}
	}
}
