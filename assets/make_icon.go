//go:build ignore

// make_icon draws Handrail's icon, the mark in white on a petrol square with round corners, into a PNG of that many
// pixels, or as SVG. Run it from the root of the project:
//
//	go run assets/make_icon.go 256 assets/Icon.png
package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

func main() {
	size, err := strconv.Atoi(os.Args[1])
	must(err)
	brand, err := os.ReadFile("assets/icons/brand.svg")
	must(err)
	path := regexp.MustCompile(` d="([^"]+)"`).FindSubmatch(brand)[1]
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256"><path fill="#11616B" d="M 60 8 L 196 8 A ` +
		`52 52 0 0 1 248 60 L 248 196 A 52 52 0 0 1 196 248 L 60 248 A 52 52 0 0 1 8 196 L 8 60 A 52 52 0 0 1 60 8 z"/>` +
		`<g transform="translate(36 33) scale(9.2)"><path fill="#ffffff" d="` + string(path) + `"/></g></svg>`
	if filepath.Ext(os.Args[2]) == ".svg" {
		must(os.WriteFile(os.Args[2], []byte(svg+"\n"), 0o644))
		return
	}
	icon, err := oksvg.ReadIconStream(bytes.NewReader([]byte(svg)))
	must(err)
	icon.SetTarget(0, 0, float64(size), float64(size))
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	icon.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, img, img.Bounds())), 1)
	f, err := os.Create(os.Args[2])
	must(err)
	must((&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, img))
	must(f.Close())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
