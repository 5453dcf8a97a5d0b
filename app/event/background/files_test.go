package background

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"golang.org/x/image/bmp"
)

// painted is a picture whose left half is red and whose right half is blue, with a green top left corner.
func painted(w, h int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{0xD0, 0, 0, 0xFF}
			if x >= w/2 {
				c = color.NRGBA{0, 0, 0xD0, 0xFF}
			}
			if x < w/8 && y < h/8 {
				c = color.NRGBA{0, 0xD0, 0, 0xFF}
			}
			out.SetNRGBA(x, y, c)
		}
	}
	return out
}

// file encodes a picture.
func file(t testing.TB, kind string, in image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = png.Encode(&b, in)
	case "jpeg":
		err = jpeg.Encode(&b, in, nil)
	case "bmp":
		err = bmp.Encode(&b, in)
	case "gif":
		err = gif.Encode(&b, in, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rotated puts a rotation into a JPEG, as a camera does.
func rotated(jpeg []byte, orientation uint16) []byte {
	tiff := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = append(binary.BigEndian.AppendUint16(tiff, orientation), 0, 0, 0, 0, 0, 0)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(tiff)+2))
	return append(append(head, tiff...), jpeg[2:]...)
}

// withChunk puts a rotation into a PNG.
func withChunk(png []byte, orientation uint16) []byte {
	jpeg := rotated([]byte{0xFF, 0xD8}, orientation)
	data := append([]byte("eXIf"), jpeg[12:]...)
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(data)-4)), data...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(data))
	const header = 8 + 25
	return slices.Concat(png[:header], chunk, png[header:])
}

// webp is the smallest picture that libwebp writes: 1 × 1, lossless.
var webp = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00" +
	"\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

// sized is the header of a PNG that claims a size, without pixels.
func sized(w, h uint32) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	data := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	data = append(data, 8, 6, 0, 0, 0)
	out = append(binary.BigEndian.AppendUint32(out, 13), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(data))
}

// same reports whether two colours are the same, whatever their model.
func same(a, b color.Color) bool {
	return color.NRGBAModel.Convert(a) == color.NRGBAModel.Convert(b)
}
