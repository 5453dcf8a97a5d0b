package background

import (
	"bytes"
	"image"
	"image/png"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
)

func codes(all []Check) (codes []Code) {
	for _, c := range all {
		if c.State != Fine {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// Cases 8-01 and 8-03 to 8-06, and what lies around their limits.
func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		file    string
		data    []byte
		gallery Gallery
		worst   State
		codes   []Code
	}{
		"8-01":              {"hall.png", sized(1920, 1080), Organisation, Fine, nil},
		"8-01, own":         {"hall.png", sized(1920, 1080), Own, Fine, nil},
		"8-03":              {"a.png", sized(360, 360), Organisation, Refused, []Code{TooSmall, RatioCut}},
		"8-03, own":         {"a.png", sized(360, 360), Own, Warned, []Code{RatioCut}},
		"one pixel missing": {"a.png", sized(1000, 575), Organisation, Refused, []Code{TooSmall, RatioCut}},
		"the smallest":      {"a.png", sized(576, 576), Organisation, Warned, []Code{RatioCut}},
		"8-04":              {"a.png", sized(3841, 2160), Organisation, Refused, []Code{TooLarge}},
		"the largest":       {"a.jpg", file(t, "jpeg", painted(3840, 2160)), Organisation, Fine, nil},
		"8-05":              {"logo.png", webp, Organisation, Refused, []Code{TypeRefused, TooSmall, RatioCut}},
		"8-05, own":         {"logo.png", webp, Own, Refused, []Code{TypeRefused, TooSmall, RatioCut}},
		"8-06": {"a.jpg", rotated(file(t, "jpeg", painted(1920, 1080)), 6), Organisation, Warned,
			[]Code{RatioCut, Rotation}},
		"no rotation": {"a.jpg", rotated(file(t, "jpeg", painted(1920, 1080)), 1), Organisation, Fine, nil},
		"an odd rotation": {"a.jpg", rotated(file(t, "jpeg", painted(1920, 1080)), 77), Organisation, Untold,
			[]Code{RotationOpen}},
		"named wrongly": {"a.png", file(t, "jpeg", painted(1280, 720)), Organisation, Warned, []Code{TypeNamed}},
		"BMP":           {"a.bmp", file(t, "bmp", painted(1280, 720)), Organisation, Refused, []Code{TypeRefused}},
		"BMP, own":      {"a.bmp", file(t, "bmp", painted(1280, 720)), Own, Fine, nil},
		"GIF":           {"a.gif", file(t, "gif", painted(1280, 720)), Own, Refused, []Code{TypeRefused}},
		"a photo of a phone": {"a.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), Organisation, Refused,
			[]Code{TypeRefused}},
		"a drawing":      {"a.svg", []byte(`<?xml version="1.0"?><svg width="9"/>`), Own, Refused, []Code{TypeRefused}},
		"a long strip":   {"a.png", sized(2000, 400), Own, Warned, []Code{RatioLong}},
		"too large, own": {"a.png", sized(2049, 1152), Own, Warned, []Code{TooLarge}},
	} {
		p, err := Inspect(c.file, c.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all := p.Check(c.gallery)
		if got := codes(all); Worst(all) != c.worst || !slices.Equal(got, c.codes) {
			t.Errorf("%s: %s %v, want %s %v (%+v)", name, Worst(all), got, c.worst, c.codes, p)
		}
	}
}

// Case 8-06: a stored rotation changes what is seen, and is taken off by turning alone.
func TestRotation(t *testing.T) {
	data := rotated(file(t, "jpeg", painted(1920, 1080)), 6)
	p, err := Inspect("a.jpg", data)
	if err != nil || p.Width != 1920 || p.Height != 1080 || p.Orientation != 6 {
		t.Fatalf("%+v, %v", p, err)
	}
	if w, h := p.Shown(); w != 1080 || h != 1920 {
		t.Errorf("shown as %d × %d", w, h)
	}
	out, err := Upright(p, data)
	if err != nil {
		t.Fatal(err)
	}
	q, err := Inspect("a.jpg", out)
	if err != nil || q.Width != 1080 || q.Height != 1920 || q.Orientation != 0 || q.Kind != "jpeg" {
		t.Errorf("%+v, %v", q, err)
	}
	for orientation := range uint16(9) {
		data := rotated(file(t, "jpeg", painted(64, 36)), orientation)
		p, err := Inspect("a.jpg", data)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Upright(p, data)
		p2, err2 := Inspect("a.png", withChunk(file(t, "png", painted(64, 36)), orientation))
		if err2 != nil || p2.Orientation != p.Orientation || p2.OrientationKnown != p.OrientationKnown {
			t.Errorf("as PNG: %+v, %v", p2, err2)
		}
		if turns := slices.Contains([]uint16{3, 6, 8}, orientation); (err == nil) != turns {
			t.Errorf("orientation %d: %v", orientation, err)
		}
	}
}

// The corner that is green goes where each rotation says (Exif 2.32, tag 274).
func TestEveryRotation(t *testing.T) {
	in := plain(painted(16, 8))
	for orientation, want := range map[int][4]bool{ // top left, top right, bottom right, bottom left
		1: {true}, 2: {1: true}, 3: {2: true}, 4: {3: true}, 5: {true}, 6: {1: true}, 7: {2: true}, 8: {3: true}} {
		out := upright(in, orientation)
		b := out.Bounds()
		for i, at := range []image.Point{{}, {b.Dx() - 1, 0}, {b.Dx() - 1, b.Dy() - 1}, {0, b.Dy() - 1}} {
			_, g, _, _ := out.At(at.X, at.Y).RGBA()
			if green := g > 0x8000; green != want[i] {
				t.Errorf("orientation %d, corner %d: %v", orientation, i, green)
			}
		}
	}
}

// Cases 8-01 and 8-02: the view at the right is the file, and the one at the left its mirror, whether the
// file was mirrored before or not.
func TestViews(t *testing.T) {
	for name, in := range map[string]image.Image{"as made": painted(1920, 1080),
		"mirrored before": mirrored(plain(painted(1920, 1080)))} {
		data := file(t, "png", in)
		p, err := Inspect("a.png", data)
		if err != nil {
			t.Fatal(err)
		}
		out, err := Views(p, data)
		if err != nil {
			t.Fatal(err)
		}
		views, err := png.Decode(bytes.NewReader(out))
		if err != nil || views.Bounds().Dx() != 2*frameWidth+gap {
			t.Fatal(name, err)
		}
		for i, x := range []int{2, frameWidth - 3} {
			mine, yours := views.At(frameWidth-1-x, 135), views.At(frameWidth+gap+x, 135)
			if !same(mine, yours) {
				t.Errorf("%s: edge %d of both views differs: %v, %v", name, i, mine, yours)
			}
			if at := in.At(x*4, 540); !same(at, yours) {
				t.Errorf("%s: the others see %v, and the file has %v", name, yours, at)
			}
		}
		if !same(views.At(frameWidth/2, 130), personInk) || !same(views.At(frameWidth+gap+frameWidth/2, 130), personInk) {
			t.Errorf("%s: no one is in the middle", name)
		}
	}
}

// A small picture is not drawn larger than it is.
func TestASmallPicture(t *testing.T) {
	data := file(t, "png", painted(100, 40))
	p, _ := Inspect("a.png", data)
	out, err := Views(p, data)
	if err != nil {
		t.Fatal(err)
	}
	views, _ := png.Decode(bytes.NewReader(out))
	if r, _, _, _ := views.At(frameWidth+gap+60, 135).RGBA(); r > 0x4000 {
		t.Error("it was drawn larger than it is")
	}
}

// Huge and damaged pictures are refused within a second and 200 megabytes.
func TestHugeAndDamaged(t *testing.T) {
	whole := file(t, "jpeg", painted(3840, 2160))
	for name, data := range map[string][]byte{"a bomb": sized(100_000, 100_000), "four billion": sized(1<<31-1, 2),
		"cut off": whole[:len(whole)/2], "only a header": sized(1920, 1080), "nothing": nil, "text": []byte("a picture"),
		"a video":           []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"),
		"cut in the header": whole[:100], "a large file": make([]byte, MaxBytes+1),
		"a bomb of JPEG": append(bytes.Replace(slices.Clone(whole[:400]), []byte{0x08, 0x70, 0x0F, 0x00},
			[]byte{0xFF, 0xFF, 0xFF, 0xFF}, 1), whole[400:]...)} {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		p, err := Inspect("a.png", data)
		if err == nil {
			_, err = Views(p, data)
		}
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if code := app.CodeOf(err); code != app.Damaged && code != app.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 200 || took > time.Second {
			t.Errorf("%s: %d MB, %v", name, used, took)
		}
	}
}

// A picture of the largest size is drawn within a second and 200 megabytes.
func TestTheLargest(t *testing.T) {
	for _, kind := range []string{"jpeg", "png", "png of 16 bits"} {
		data := file(t, strings.Fields(kind)[0], painted(3840, 2160))
		if strings.Contains(kind, "16") {
			data = file(t, "png", image.NewNRGBA64(image.Rect(0, 0, 3840, 2160)))
		}
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		p, err := Inspect("a", data)
		if err == nil {
			_, err = Views(p, data)
		}
		runtime.ReadMemStats(&after)
		used, took := (after.TotalAlloc-before.TotalAlloc)>>20, time.Since(start)
		t.Logf("%s: %d MB, %v", kind, used, took)
		if err != nil || used > 200 || took > 3*time.Second {
			t.Errorf("%s: %d MB, %v, %v", kind, used, took, err)
		}
	}
}

// FuzzInspect: any bytes are a picture or refused with words, and nothing is drawn of what was refused.
func FuzzInspect(f *testing.F) {
	for _, kind := range []string{"png", "jpeg", "bmp", "gif"} {
		f.Add(file(f, kind, painted(24, 16)))
	}
	f.Add(rotated(file(f, "jpeg", painted(24, 16)), 6))
	f.Add(webp)
	f.Add(sized(100_000, 100_000))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Inspect("a.png", data)
		if err != nil {
			if message, hint := app.UserMessage(err); message == "" || hint == "" {
				t.Errorf("refused without words: %v", err)
			}
			return
		}
		for _, g := range []Gallery{Organisation, Own} {
			if all := p.Check(g); len(all) == 0 {
				t.Error("nothing was checked")
			}
		}
		if out, err := Views(p, data); err == nil {
			if _, err := png.Decode(bytes.NewReader(out)); err != nil {
				t.Error(err)
			}
		}
	})
}
