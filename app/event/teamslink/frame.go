package teamslink

import (
	"image"
	"image/color"
	"image/draw"
)

// framed returns a picture with a white edge.
func framed(in image.Image, edge int) image.Image {
	b := in.Bounds()
	palette := color.Palette{color.White, color.Black}
	out := image.NewPaletted(image.Rect(0, 0, b.Dx()+2*edge, b.Dy()+2*edge), palette)
	draw.Draw(out, image.Rect(edge, edge, edge+b.Dx(), edge+b.Dy()), in, b.Min, draw.Src)
	return out
}
