package background

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"handrail/app"
)

// The size of a frame in Views, and what lies around it.
const (
	frameWidth  = 480
	frameHeight = 270
	gap         = 16
	strip       = 40 // under a frame, with its caption
)

// decode reads the pixels, upright.
func decode(p Picture, data []byte) (image.Image, error) {
	if p.Width*p.Height > MaxPixels {
		return nil, app.Errorf(app.Invalid, "Save the picture smaller, at most 3840 × 2160.",
			"The picture is too large to be drawn.")
	}
	if p.Width == 0 || p.Kind == "tiff" { // Teams takes none, and their pixels can be packed in many ways
		return nil, app.Errorf(app.Invalid, "Save it as PNG or JPEG.", "Handrail cannot draw pictures of this type.")
	}
	in, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, &app.Error{Code: app.Damaged, Message: "The picture is damaged: a part of it cannot be read.",
			Hint: "Save it again with the program that made it.", Err: err}
	}
	return in, nil
}

// Views returns a PNG with the picture twice, in frames of 16:9: at left as the person in front of it
// sees it, at right as everyone else does. Both have a person in the middle and the areas at the sides
// where words and logos can be seen. A picture is never drawn larger than it is.
func Views(p Picture, data []byte) ([]byte, error) {
	in, err := decode(p, data)
	if err != nil {
		return nil, err
	}
	others := fit(upright(shrunk(in, p), p.Orientation))
	out := image.NewRGBA(image.Rect(0, 0, 2*frameWidth+gap, frameHeight+strip))
	for i, view := range []*image.RGBA{mirrored(others), others} {
		at := image.Rect(0, 0, frameWidth, frameHeight).Add(image.Pt(i*(frameWidth+gap), 0))
		draw.Draw(out, at, view, image.Point{}, draw.Src)
		person(out, at)
		caption(out, image.Rect(at.Min.X, frameHeight, at.Max.X, frameHeight+strip),
			[]string{"As you see it: mirrored", "As others see it: as in the file"}[i])
	}
	var b bytes.Buffer
	err = png.Encode(&b, out)
	return b.Bytes(), err
}

// shrunk scales a picture down so that it still fills a frame whichever way it is turned; the rest is
// quick then. One that is small stays as it is.
func shrunk(in image.Image, p Picture) *image.RGBA {
	width, height := p.Shown()
	scale := max(float64(frameWidth)/float64(width), float64(frameHeight)/float64(height))
	if scale >= 1 {
		return plain(in)
	}
	b := in.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*scale+.5)), max(1, int(float64(b.Dy())*scale+.5))))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), in, b, draw.Src, nil)
	return out
}

// fit puts the middle of a picture into a frame.
func fit(in image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, frameWidth, frameHeight))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.NRGBA{0x20, 0x24, 0x26, 0xFF}), image.Point{}, draw.Src)
	b := in.Bounds()
	at := b.Sub(b.Min).Add(image.Pt((frameWidth-b.Dx())/2, (frameHeight-b.Dy())/2))
	draw.Draw(out, at, in, b.Min, draw.Over)
	return out
}

// mirrored returns a picture as a mirror shows it. Only what is drawn on the screen goes through it.
func mirrored(in *image.RGBA) *image.RGBA { return upright(in, 2) }

// upright returns a picture turned as a stored rotation says (Exif 2.32, tag 274).
func upright(in *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return in
	}
	w, h := in.Rect.Dx(), in.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			at := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x},
				6: {y, h - 1 - x}, 7: {w - 1 - y, h - 1 - x}, 8: {w - 1 - y, x}}[orientation]
			i, j := out.PixOffset(x, y), in.PixOffset(in.Rect.Min.X+at.X, in.Rect.Min.Y+at.Y)
			copy(out.Pix[i:i+4], in.Pix[j:j+4])
		}
	}
	return out
}

// plain returns a picture as plain pixels, which everything here draws fastest.
func plain(in image.Image) *image.RGBA {
	if out, ok := in.(*image.RGBA); ok {
		return out
	}
	out := image.NewRGBA(in.Bounds())
	draw.Draw(out, out.Rect, in, out.Rect.Min, draw.Src)
	return out
}

// Upright returns the picture turned upright, without the stored rotation, as a file of the same type.
// It turns and never mirrors: app.Invalid where the stored rotation mirrors the picture too.
func Upright(p Picture, data []byte) ([]byte, error) {
	if !p.Rotated() || p.Turned() {
		return nil, app.Errorf(app.Invalid, "Save it again with the program that made it.",
			"Handrail turns a picture, but never mirrors it.")
	}
	in, err := decode(p, data)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	out := upright(plain(in), p.Orientation)
	if p.Kind == "jpeg" {
		err = jpeg.Encode(&b, out, &jpeg.Options{Quality: 92})
	} else {
		err = png.Encode(&b, out)
	}
	return b.Bytes(), err
}
