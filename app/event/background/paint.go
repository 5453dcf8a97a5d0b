package background

import (
	"image"
	"image/color"
	"image/draw"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

var (
	personInk = color.NRGBA{0x4C, 0x58, 0x5C, 0xFF}
	safeInk   = color.NRGBA{0x11, 0x66, 0x70, 0xFF}
	paper     = color.NRGBA{0xFB, 0xFA, 0xF7, 0xFF}
	ink       = color.NRGBA{0x1F, 0x25, 0x28, 0xFF}
)

// person draws someone in front of a picture, and the areas beside that stay free.
func person(out draw.Image, at image.Rectangle) {
	w, h := float32(at.Dx()), float32(at.Dy())
	r := vector.NewRasterizer(at.Dx(), at.Dy())
	oval(r, .5*w, .46*h, .095*w, .19*h)
	r.MoveTo(.455*w, .6*h)
	r.LineTo(.545*w, .6*h)
	r.LineTo(.545*w, .72*h)
	r.LineTo(.455*w, .72*h)
	r.ClosePath()
	r.MoveTo(.3*w, h)
	r.CubeTo(.3*w, .78*h, .38*w, .69*h, .46*w, .69*h)
	r.LineTo(.54*w, .69*h)
	r.CubeTo(.62*w, .69*h, .7*w, .78*h, .7*w, h)
	r.ClosePath()
	r.Draw(out, at, image.NewUniform(personInk), image.Point{})
	for _, side := range []image.Rectangle{Safe(at.Dx(), at.Dy(), true), Safe(at.Dx(), at.Dy(), false)} {
		dashed(out, side.Add(at.Min))
	}
}

// Safe returns the area at the left or at the right of a frame where words and logos can be seen: the
// person covers the middle, and other clients may cut the edges a little.
func Safe(width, height int, left bool) image.Rectangle {
	from, to := width*3/100, width*29/100
	if !left {
		from, to = width-to, width-from
	}
	return image.Rect(from, height*5/100, to, height*95/100)
}

// oval adds an ellipse of four curves.
func oval(r *vector.Rasterizer, x, y, rx, ry float32) {
	const k = .5523
	r.MoveTo(x+rx, y)
	r.CubeTo(x+rx, y+k*ry, x+k*rx, y+ry, x, y+ry)
	r.CubeTo(x-k*rx, y+ry, x-rx, y+k*ry, x-rx, y)
	r.CubeTo(x-rx, y-k*ry, x-k*rx, y-ry, x, y-ry)
	r.CubeTo(x+k*rx, y-ry, x+rx, y-k*ry, x+rx, y)
	r.ClosePath()
}

// dashed draws the edge of an area with a light line under it, so that it is seen on any picture.
func dashed(out draw.Image, r image.Rectangle) {
	line := func(from, to image.Point, c color.Color) {
		draw.Draw(out, image.Rectangle{from, to}, image.NewUniform(c), image.Point{}, draw.Src)
	}
	for _, edge := range []image.Rectangle{{r.Min, image.Pt(r.Max.X, r.Min.Y+2)}, {image.Pt(r.Min.X, r.Max.Y-2), r.Max},
		{r.Min, image.Pt(r.Min.X+2, r.Max.Y)}, {image.Pt(r.Max.X-2, r.Min.Y), r.Max}} {
		line(edge.Min, edge.Max, paper)
		step := image.Pt(10, 0)
		if edge.Dy() > edge.Dx() {
			step = image.Pt(0, 10)
		}
		for p := edge.Min; p.In(edge); p = p.Add(step) {
			dash := image.Rectangle{p, p.Add(image.Pt(max(2, step.X*6/10), max(2, step.Y*6/10)))}.Intersect(edge)
			line(dash.Min, dash.Max, safeInk)
		}
	}
}

// letters is the type of the captions; nil if it cannot be read, which a test would show.
var letters = sync.OnceValue(func() font.Face {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 22, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil
	}
	return face
})

// drawing keeps two captions from using the same face at once.
var drawing sync.Mutex

// caption writes words into a dark strip, which is read on light and on dark pages.
func caption(out draw.Image, at image.Rectangle, words string) {
	draw.Draw(out, at, image.NewUniform(ink), image.Point{}, draw.Src)
	drawing.Lock()
	defer drawing.Unlock()
	if face := letters(); face != nil {
		d := font.Drawer{Dst: out, Src: image.NewUniform(paper), Face: face}
		d.Dot = fixed.P(at.Min.X+(at.Dx()-d.MeasureString(words).Ceil())/2, at.Max.Y-12)
		d.DrawString(words)
	}
}
