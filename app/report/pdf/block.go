package pdf

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"handrail/app/report"
)

// The styles of text.
var (
	body   = style{sans, 10, ink}
	strong = style{bold, 10, ink}
	quiet  = style{sans, 10, muted}
	head   = style{bold, 11.5, ink}
	code   = style{mono, 8.5, ink}
)

// title writes the title, and in rows what it is about, when it was checked, by whom and from what.
func (p *page) title() {
	p.text(0, span{p.doc.Title, style{bold, 17, ink}})
	p.y += gap
	p.rows(report.Head(p.doc))
}

// rows writes names and values side by side. The names get the width that they need, up to half of the page.
func (p *page) rows(all []report.Fact) {
	names := 96.0
	for _, f := range all {
		names = max(names, min(widthOf(p.set.spans(span{f.Label, quiet}))+9, p.inner()/2))
	}
	for _, f := range all {
		name := wrap(p.set.spans(span{f.Label, quiet}), names-8)
		value := wrap(p.set.spans(span{f.Display(), body}), p.inner()-names)
		p.cells([]column{{0, names - 8, name, false}, {names, p.inner() - names, value, false}}, body.size*leading, 3, false)
	}
}

// text writes a paragraph, indented.
func (p *page) text(indent float64, all ...span) {
	p.lines(indent, wrap(p.set.spans(all...), p.inner()-indent), nil)
}

// lines writes lines, over pages where they need them. before is called with each, at its place.
func (p *page) lines(indent float64, lines [][]glyph, before func(height float64)) {
	size := body.size
	for i, line := range lines {
		if len(line) > 0 {
			size = line[0].size
		}
		height := size * leading
		need := height
		if i == 0 && len(lines) > 1 {
			need *= 2 // no first line alone at the end of a page
		}
		p.need(need)
		if before != nil {
			before(height)
		}
		p.put(margin+indent, p.y, line)
		p.y += height
	}
}

// heading writes a heading that stays with what follows.
func (p *page) heading(text string) {
	if text == "" {
		p.y += gap
		return
	}
	p.y += 2 * gap
	p.need(100)
	p.f.Bookmark(p.set.clean(text), 0, p.y)
	p.text(0, span{text, head})
	p.y += gap / 2
}

// block writes one block.
func (p *page) block(b report.Block) {
	switch b := b.(type) {
	case report.Heading:
		p.heading(b.Text)
	case report.Text:
		p.y += gap
		p.text(0, span{b.Text, body})
	case report.Banner:
		p.banner(b)
	case report.Facts:
		p.heading(b.Title)
		p.rows(b.Page().Rows)
	case report.Findings:
		p.findings(b)
	case report.Path:
		p.path(b)
	case report.Code:
		p.code(b)
	case report.Image:
		p.image(b)
	default:
		if t, ok := report.TableOf(b); ok {
			p.heading(t.Title)
			p.table(t)
		}
	}
}

// banner writes a line that must not be missed beside a bar, with its severity as a word.
func (p *page) banner(b report.Banner) {
	p.y += gap
	spans := []span{{b.Tone.Label() + ". ", stateStyle(b.Tone)}}
	if b.Lead != "" {
		spans = append(spans, span{b.Lead + " ", strong})
	}
	all := p.set.spans(append(spans, span{b.Text, body})...)
	p.lines(12, wrap(all, p.inner()-12), func(height float64) {
		p.fill(margin, p.y, 2.5, height, stateStyle(b.Tone).c)
	})
	p.y += gap / 2
}

// stateStyle is how the word of a severity looks; it is a word, so it needs no colour.
func stateStyle(s report.Severity) style {
	out := strong
	switch s {
	case report.Problem:
		out.c = problem
	case report.Warning:
		out.c = warning
	case report.OK, report.Note:
		out.c = accent
	}
	return out
}

func (p *page) findings(b report.Findings) {
	title := b.Title
	if title == "" {
		title = "Findings, most serious first"
	}
	p.heading(title)
	for _, f := range report.SortBySeverity(b.Items) {
		p.need(40)
		p.text(0, span{f.Severity.Label() + ". ", stateStyle(f.Severity)}, span{f.Title, strong})
		if f.Text != "" {
			p.text(12, span{f.Text, body})
		}
		if f.Do != "" {
			p.text(12, span{"What to do: ", strong}, span{f.Do, body})
		}
		p.y += gap
	}
}

func (p *page) path(b report.Path) {
	p.y += gap
	p.need(48)
	p.text(0, span{b.Caption, quiet})
	p.text(0, span{b.Verdict, style{bold, 13, ink}})
	if b.Why != "" {
		p.text(0, span{b.Why, body})
	}
	if t, ok := report.TableOf(b); ok {
		p.y += gap
		p.table(t)
	}
}

// code writes text exactly as it is, on a ground of its own.
func (p *page) code(b report.Code) {
	p.heading(b.Label)
	const pad = 8.0
	for line := range strings.Lines(b.Text) {
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")
		// The box is wider than the lines, so that no text touches its edge.
		p.lines(pad, wrap(p.set.spans(span{line, code}), p.inner()-2*pad), func(height float64) {
			p.fill(margin, p.y, p.inner(), height, sunk)
		})
	}
	p.y += gap
}

// most is how many points a picture may have.
const most = 40_000_000

// image writes a picture and its meaning in words; the words alone if it cannot be drawn.
func (p *page) image(b report.Image) {
	p.y += gap
	picture, size := redrawn(b.PNG)
	if picture == nil {
		p.text(0, span{"[Picture: " + b.Alt + "]", quiet})
		return
	}
	width, height := float64(size.X)*0.75, float64(size.Y)*0.75 // 96 points of a screen an inch
	shrink := min(1, p.inner()/width, 0.7*p.whole()/height)
	width, height = width*shrink, height*shrink
	p.need(height + 2*body.size*leading)
	p.pictures++
	name, form := strconv.Itoa(p.pictures), fpdf.ImageOptions{ImageType: "PNG"}
	p.f.RegisterImageOptionsReader(name, form, bytes.NewReader(picture))
	p.f.ImageOptions(name, margin, p.y, width, height, false, form, 0, "")
	p.y += height
	p.text(0, span{b.Alt, quiet})
}

// redrawn returns a picture in the one form of PNG that the library surely reads, on white; nil if it cannot be
// decoded.
func redrawn(data []byte) ([]byte, image.Point) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width <= 0 || c.Height <= 0 || c.Width > most/c.Height {
		return nil, image.Point{}
	}
	from, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, image.Point{}
	}
	to := image.NewRGBA(image.Rect(0, 0, c.Width, c.Height))
	draw.Draw(to, to.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(to, to.Bounds(), from, from.Bounds().Min, draw.Over)
	var out bytes.Buffer
	if png.Encode(&out, to) != nil {
		return nil, image.Point{}
	}
	return out.Bytes(), to.Bounds().Size()
}
