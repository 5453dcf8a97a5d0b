package exchange

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"handrail/app"
)

// hall draws the hall of the sample organisation, with its name on the wall: a background for Teams.
func hall() (image.Image, error) {
	out := image.NewNRGBA(image.Rect(0, 0, 1920, 1080))
	fill := func(x, y, w, h int, c color.NRGBA) {
		draw.Draw(out, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	gray := func(v uint8) color.NRGBA { return color.NRGBA{v, v - 6, v - 16, 0xFF} }
	fill(0, 0, 1920, 1080, gray(0xE6))
	fill(0, 840, 1920, 240, color.NRGBA{0xC9, 0xBB, 0xA2, 0xFF})
	fill(0, 832, 1920, 8, color.NRGBA{0xB0, 0xA0, 0x86, 0xFF})
	fill(1400, 150, 380, 420, gray(0xFC)) // a window
	for _, x := range []int{1420, 1600} {
		fill(x, 170, 160, 180, color.NRGBA{0xCF, 0xE2, 0xE8, 0xFF})
		fill(x, 370, 160, 180, color.NRGBA{0xA9, 0xC4, 0xA4, 0xFF})
	}
	fill(1370, 570, 440, 18, color.NRGBA{0xB0, 0xA0, 0x86, 0xFF})
	fill(110, 620, 380, 16, color.NRGBA{0x96, 0x7C, 0x5C, 0xFF}) // a shelf with books
	for i, c := range []color.NRGBA{{0x7D, 0x8C, 0x9C, 0xFF}, {0x8A, 0x77, 0x8A, 0xFF}, {0xC7, 0xA0, 0x67, 0xFF},
		{0x5E, 0x83, 0x88, 0xFF}, {0xB5, 0x83, 0x62, 0xFF}} {
		fill(130+i*64, 500+i%3*20, 44, 120-i%3*20, c)
	}
	fill(120, 150, 16, 190, color.NRGBA{0x11, 0x66, 0x70, 0xFF}) // a sign
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, err
	}
	for i, line := range []string{"Northgate", "Community Trust"} {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: []float64{72, 36}[i], DPI: 72})
		if err != nil {
			return nil, err
		}
		d := font.Drawer{Dst: out, Src: image.NewUniform(color.NRGBA{0x1F, 0x25, 0x28, 0xFF}), Face: face,
			Dot: fixed.P(164, 250+i*62)}
		d.DrawString(line)
	}
	return out, nil
}

// writePicture writes the picture unless there is a file already.
func writePicture(path string) error {
	if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() && st.Size() > 0 {
		return nil
	}
	in, err := hall()
	if err != nil {
		return err
	}
	return app.WriteFileAtomic(path, func(w io.Writer) error { return png.Encode(w, in) })
}
