package pdf

import (
	"embed"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"handrail/app/clean"
)

//go:embed font/*/*.ttf
var fonts embed.FS

// face is one of the fonts.
type face int

const (
	sans face = iota
	bold
	mono
	faces
)

var faceFiles = [faces]string{
	"font/noto/NotoSans-Regular.ttf", "font/noto/NotoSans-Bold.ttf", "font/dejavu/DejaVuSansMono.ttf",
}

// style is how text looks. The size is in points.
type style struct {
	face face
	size float64
	c    colour
}

// span is text of one style.
type span struct {
	text string
	style
}

// glyph is a character in the font that has it, with its width.
type glyph struct {
	r     rune
	width float64
	style
}

// found is where a character is, and its width in thousandths of its size.
type found struct {
	r     rune
	face  face
	width float64
}

type key struct {
	r    rune
	face face
}

// typesetter knows which font has a character, and how wide it is.
type typesetter struct {
	data    [faces][]byte
	fonts   [faces]*sfnt.Font
	buffer  sfnt.Buffer
	known   map[key]found
	lost    map[rune]bool // the characters that no font has
	current struct {
		face face
		size float64
	}
}

func newTypesetter() (*typesetter, error) {
	t := &typesetter{known: map[key]found{}, lost: map[rune]bool{}}
	for i, name := range faceFiles {
		data, err := fonts.ReadFile(name)
		if err == nil {
			t.data[i] = data
			t.fonts[i], err = sfnt.Parse(data)
		}
		if err != nil {
			return nil, fmt.Errorf("pdf: read the font %s: %w", name, err)
		}
	}
	return t, nil
}

// names are the names of the fonts in the file.
var names = [faces]string{"sans", "bold", "mono"}

// addTo makes the fonts known to f. The file gets only the characters that are used.
func (t *typesetter) addTo(f *fpdf.Fpdf) {
	for i, name := range names {
		f.AddUTF8FontFromBytes(name, "", t.data[i])
	}
}

// find returns the font that has a character: the one that is asked for, or another. A character that no font has
// becomes a mark.
func (t *typesetter) find(r rune, want face) found {
	if f, ok := t.known[key{r, want}]; ok {
		return f
	}
	f := found{r: clean.Mark, face: want}
	for _, in := range [...]face{want, sans, mono} {
		// The library writes characters of the Basic Multilingual Plane only.
		if i, err := t.fonts[in].GlyphIndex(&t.buffer, r); err == nil && i != 0 && r <= 0xffff {
			f = found{r: r, face: in}
			break
		}
	}
	in := t.fonts[f.face]
	em := fixed.I(1000)
	if i, err := in.GlyphIndex(&t.buffer, f.r); err == nil {
		if advance, err := in.GlyphAdvance(&t.buffer, i, em, font.HintingNone); err == nil {
			f.width = float64(advance) / 64
		}
	}
	if f.r != r {
		t.lost[r] = true
	}
	t.known[key{r, want}] = f
	return f
}

// clean returns text as one line in which nothing steers and every character can be written.
func (t *typesetter) clean(s string) string {
	return strings.Map(func(r rune) rune { return t.find(r, sans).r }, norm.NFC.String(clean.Line(s)))
}

// spans returns the glyphs of texts, one after the other.
func (t *typesetter) spans(all ...span) []glyph {
	var out []glyph
	for _, s := range all {
		for _, r := range norm.NFC.String(clean.Line(s.text)) {
			f := t.find(r, s.face)
			out = append(out, glyph{f.r, f.width * s.size / 1000, style{f.face, s.size, s.c}})
		}
	}
	return out
}

func widthOf(g []glyph) (width float64) {
	for i := range g {
		width += g[i].width
	}
	return width
}

// shorten cuts a line at a width and puts an ellipsis at its end.
func (t *typesetter) shorten(g []glyph, width float64) []glyph {
	if widthOf(g) <= width || len(g) == 0 {
		return g
	}
	dots := t.spans(span{"…", g[0].style})
	width -= widthOf(dots)
	n := 0
	for ; n < len(g) && width >= g[n].width; n++ {
		width -= g[n].width
	}
	return append(g[:n:n], dots...)
}

// breaks are the signs after which a line may end.
const breaks = " -/@,;_&?"

// wrap breaks glyphs into lines: at a blank, after a sign inside of a long word, or anywhere if a word is longer than a
// line. It returns one line at least.
func wrap(g []glyph, width float64) (lines [][]glyph) {
	start, after := 0, 0 // after is where the line may end; start if nowhere
	used := 0.0
	for i := 0; i < len(g); i++ {
		used += g[i].width
		if used > width && i > start && g[i].r != ' ' {
			end := after
			if end <= start {
				end = i
			}
			lines = append(lines, trim(g[start:end]))
			start = end
			for start < i && g[start].r == ' ' {
				start++
			}
			after, used = start, widthOf(g[start:i+1])
		}
		if strings.ContainsRune(breaks, g[i].r) {
			after = i + 1
		}
	}
	return append(lines, trim(g[start:]))
}

// trim returns a line without blanks at its end.
func trim(g []glyph) []glyph {
	for len(g) > 0 && g[len(g)-1].r == ' ' {
		g = g[:len(g)-1]
	}
	return g
}

// forget makes the next text name its font: a page that is opened again knows none.
func (t *typesetter) forget() { t.current.size = 0 }

// put writes glyphs in one line. y is the top of the line.
func (p *page) put(x, y float64, g []glyph) {
	for len(g) > 0 {
		n := 1
		for n < len(g) && g[n].style == g[0].style {
			n++
		}
		var text strings.Builder
		for _, one := range g[:n] {
			text.WriteRune(one.r)
		}
		s := g[0].style
		p.use(s)
		p.f.SetTextColor(s.c[0], s.c[1], s.c[2])
		p.f.Text(x, y+s.size*1.07, text.String())
		x += widthOf(g[:n])
		g = g[n:]
	}
}

// use selects a font.
func (p *page) use(s style) {
	t := p.set
	if t.current.size == 0 {
		p.f.SetFont(names[s.face], "", s.size+1) // the library leaves out a font that it takes for the current one
	}
	if t.current.face != s.face || t.current.size != s.size {
		t.current.face, t.current.size = s.face, s.size
		p.f.SetFont(names[s.face], "", s.size)
	}
}
