package backgrounds

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/event/background"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
)

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }

// with returns the guide's means, with one file.
func with(data []byte) deps {
	s := guidetest.New().Services()
	s.Files.Read = func(path string) ([]byte, error) {
		if strings.HasPrefix(path, "/p/") {
			return data, nil
		}
		return nil, app.Errorf(app.NotFound, "Check the path.", "There is no such file.")
	}
	return deps{s}
}

func visit(answers ...string) *guide.Visit {
	v := &guide.Visit{Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	for i := 0; i < len(answers); i += 2 {
		v.Answers[answers[i]] = answers[i+1]
	}
	return v
}

func asPNG(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// asPhoto is a JPEG that stores a rotation.
func asPhoto(t *testing.T, w, h int, orientation uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = append(binary.BigEndian.AppendUint16(tiff, orientation), 0, 0, 0, 0, 0, 0)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(tiff)+2))
	return slices.Concat(head, tiff, b.Bytes()[2:])
}

// webp is the smallest picture that libwebp writes: 1 × 1, lossless.
const webp = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

// TestPictures are the cases 8-01 and 8-03 to 8-06, as programs read them.
func TestPictures(t *testing.T) {
	for name, c := range map[string]struct {
		path, gallery, headline string
		data                    []byte
		facts                   map[string]string
		codes                   []string
	}{
		"8-01": {"/p/hall.png", "organisation", "Nothing to repair: others see it right", asPNG(t, 1920, 1080),
			map[string]string{"verdict": "fine", "type": "png", "size": "1920x1080", "orientation": "1"}, nil},
		"8-03": {"/p/a.png", "organisation", "Teams does not take this picture", asPNG(t, 360, 360),
			map[string]string{"verdict": "refused"}, []string{"too-small"}},
		"8-03, own": {"/p/a.png", "own", "Others see it right; read the warnings", asPNG(t, 360, 360),
			map[string]string{"verdict": "warned"}, []string{"ratio-cut"}},
		"8-04": {"/p/a.png", "organisation", "Teams does not take this picture", asPNG(t, 3841, 2160),
			map[string]string{"verdict": "refused"}, []string{"too-large"}},
		"8-05": {`/p/logo.png`, "own", "Teams does not take this picture", []byte(webp),
			map[string]string{"verdict": "refused", "type": "webp"}, []string{"type-refused"}},
		"8-06": {`"/p/a.jpg"`, "organisation", "Others see it right; read the warnings", asPhoto(t, 1920, 1080, 6),
			map[string]string{"size": "1920x1080", "shown": "1080x1920", "orientation": "6"}, []string{"rotation-stored"}},
		"no file": {"/gone.png", "own", "Handrail could not read the picture", nil,
			map[string]string{"verdict": "unknown", "type": "unknown", "size": "unknown"}, []string{"picture-unread"}},
		"no picture": {"/p/a.png", "own", "Handrail could not read the picture", []byte("text"),
			map[string]string{"verdict": "unknown"}, []string{"picture-unread"}},
	} {
		doc, err := with(c.data).lookViews(t.Context(), visit(askPicture, c.path, askGallery, c.gallery), nil)
		if err != nil || doc.Headline != c.headline {
			t.Errorf("%s: %q, %v", name, doc.Headline, err)
			continue
		}
		for fact, want := range c.facts {
			if got := doc.Facts()[fact]; got != want {
				t.Errorf("%s: %s is %q, want %q", name, fact, got, want)
			}
		}
		for _, code := range c.codes {
			if !slices.ContainsFunc(doc.Findings(), func(f report.Finding) bool { return f.Code == code }) {
				t.Errorf("%s: no %s in %+v", name, code, doc.Findings())
			}
		}
		drawn := slices.ContainsFunc(doc.Blocks, func(b report.Block) bool { _, ok := b.(report.Image); return ok })
		if drawn == (c.facts["verdict"] == "unknown") {
			t.Errorf("%s: both views are there: %v", name, drawn)
		}
	}
}

// Case 8-02: no one is offered a mirrored copy, whatever they say and whatever the file stores.
func TestNeverAMirroredCopy(t *testing.T) {
	for orientation := range uint16(9) {
		data := asPhoto(t, 640, 360, orientation)
		for _, read := range []string{readRight, readBackwards, readNone} {
			for _, gallery := range []string{"own", "organisation"} {
				h, err := with(data).handGive(t.Context(), visit(askPicture, "/p/a.jpg", askGallery, gallery, askRead, read))
				if err != nil || len(h.Todo) == 0 {
					t.Fatal(orientation, read, err)
				}
				turned := slices.Contains([]uint16{3, 6, 8}, orientation) && read != readBackwards
				if got := len(h.Bundles) == 1; got != turned {
					t.Errorf("orientation %d, %s: a file is offered: %v", orientation, read, got)
				}
				if turned {
					p, err := background.Inspect("a.jpg", h.Bundles[0].Files[0].Data)
					if w, _ := p.Shown(); err != nil || p.Rotated() || (w == 360) != (orientation != 3) {
						t.Errorf("%+v, %v", p, err)
					}
				}
			}
		}
	}
	h, err := with(nil).handGive(t.Context(), visit(askPicture, "/gone.png", askGallery, "own", askRead, readRight))
	if err != nil || h.Nothing == "" {
		t.Errorf("%+v, %v", h, err)
	}
}

// Case 8-07: where no policy allows a file of one's own, the steps begin with the policy.
func TestNoFileIsHandedOutInVain(t *testing.T) {
	for own, first := range map[string]string{"no": "First allow all video effects", "yes": "Put the file",
		"unknown": "Put the file"} {
		v := visit(askPicture, "/p/a.png", askGallery, "own", askRead, readRight)
		v.Outcomes[stepWho] = guide.Outcome{Facts: map[string]string{"own-picture": own}}
		h, err := with(asPNG(t, 1920, 1080)).handGive(t.Context(), v)
		if err != nil || !strings.HasPrefix(h.Todo[0], first) {
			t.Errorf("%s: %v, %v", own, h.Todo, err)
		}
	}
}

// Case 8-07: a policy forbids a file of one's own, and handing it out is useless; and who sees a picture of
// the organisation.
func TestWho(t *testing.T) {
	const all, blur = `{"Identity":"Global","VideoFiltersMode":"AllFilters"}`,
		`{"Identity":"Global","VideoFiltersMode":"BlurAndDefaultBackgrounds"}`
	for name, c := range map[string]struct {
		export, gallery, code string
		facts                 map[string]string
	}{
		"8-07":            {blur, "own", "own-refused", map[string]string{"own-picture": "no"}},
		"allowed":         {all, "own", "own-allowed", map[string]string{"own-picture": "yes"}},
		"nothing":         {"", "own", "own-unknown", map[string]string{"own-picture": "unknown"}},
		"damaged":         {"[{", "own", "own-unknown", map[string]string{"own-picture": "unknown"}},
		"several":         {`[` + all + `,{"Identity":"Tag:X","VideoFiltersMode":"NoFilters"}]`, "own", "own-some", nil},
		"without pages":   {all, "organisation", "pictures-unknown", map[string]string{"premium": "2", "uploader": "yes"}},
		"effects are off": {`{"Identity":"Global","VideoFiltersMode":"NoFilters"}`, "organisation", "effects-off", nil},
		"pictures are on": {`{"Identity":"Global","EnableMeetingBackgroundImages":true}`, "organisation", "pictures-on", nil},
	} {
		doc, err := with(nil).lookWho(t.Context(), visit(askGallery, c.gallery, askExport, c.export), nil)
		if err != nil {
			t.Fatal(name, err)
		}
		if !slices.ContainsFunc(doc.Findings(), func(f report.Finding) bool { return f.Code == c.code }) {
			t.Errorf("%s: no %s in %+v", name, c.code, doc.Findings())
		}
		for fact, want := range c.facts {
			if got := doc.Facts()[fact]; got != want {
				t.Errorf("%s: %s is %q, want %q", name, fact, got, want)
			}
		}
	}
	alone, err := deps{services.Services{Now: time.Now}}.lookWho(t.Context(),
		visit(askGallery, "organisation", askExport, all), nil)
	if err != nil || alone.Facts()["premium"] != "unknown" || alone.Facts()["own-picture"] != "yes" {
		t.Errorf("without an organisation: %v, %+v", err, alone)
	}
	w := guidetest.New()
	w.Office.Unread(tenant.SectionLicences)
	doc, err := deps{w.Services()}.lookWho(t.Context(), visit(askGallery, "organisation", askExport, all), nil)
	if err != nil || doc.Facts()["premium"] != "unknown" || doc.Facts()["uploader"] != "unknown" {
		t.Errorf("%v, %v", err, doc.Facts())
	}
}
