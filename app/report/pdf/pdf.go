// Package pdf writes a report.Document as a PDF (ISO 32000) that anyone can print and keep: text that can be selected
// and searched, fonts in the file, nothing fetched from elsewhere. What is said in colour is said in words too, so that
// it holds on paper without colour. The same document makes the same file, byte for byte.
package pdf

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"handrail/app/report"
)

// Paper is a size of paper.
type Paper string

// The sizes: A4 (ISO 216), and Letter (ANSI) of North America.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// The measures of a page in points, 1/72 inch.
const (
	margin  = 48.0 // at the sides
	top     = 92.0 // where text begins
	foot    = 64.0 // what stays free at the bottom
	sealed  = 92.0 // the same, where the foot has the hash
	gap     = 6.0
	leading = 1.4 // the height of a line for each point of its size
)

// colour is red, green and blue.
type colour [3]int

// The colours of pages on paper; see report.html.
var (
	ink     = colour{0x1d, 0x24, 0x26}
	muted   = colour{0x54, 0x5e, 0x61}
	accent  = colour{0x11, 0x61, 0x6b}
	rule    = colour{0xdd, 0xd9, 0xd1}
	sunk    = colour{0xf5, 0xf3, 0xef}
	problem = colour{0xab, 0x2b, 0x22}
	warning = colour{0x7a, 0x50, 0x00}
)

// page is the page that is written, with those before it.
type page struct {
	f             *fpdf.Fpdf
	set           *typesetter
	doc           *report.Document
	width, height float64
	bottom        float64 // what stays free for the foot
	scale         float64 // of all that is drawn; width and height are those before it
	scaled        bool    // what is drawn now is scaled
	y             float64 // the top of the next line
	name          []glyph // what the document is about, for the head of each page
	pictures      int
}

// Write writes d for paper of a size to w. Where d has a seal, each page has its number and its hash, and the end of
// the file lets report.Verify see whether it was changed.
func Write(w io.Writer, d *report.Document, paper Paper) error {
	if d == nil {
		d = &report.Document{}
	}
	var p *page
	for _, scale := range scales {
		var err error
		if p, err = written(d, paper, scale); err != nil {
			return err
		}
		if d.Kind != report.KindRecord || p.f.PageCount() == 1 {
			break
		}
	}
	if err := report.SealPDF(w, d, func(w io.Writer) error { return p.f.Output(w) }); err != nil {
		return fmt.Errorf("pdf: write: %w", err)
	}
	return nil
}

// scales are the sizes in which a document for one page is tried, until it fits.
var scales = []float64{1, 0.9, 0.8, 0.72, 0.65, 0.6}

// written returns all pages of a document.
func written(d *report.Document, paper Paper, scale float64) (*page, error) {
	p, err := newPage(d, paper, scale)
	if err != nil {
		return nil, err
	}
	p.title()
	for _, b := range d.Blocks {
		p.block(b)
	}
	p.explainMarks()
	p.unscale()
	p.feet()
	return p, p.f.Error()
}

func newPage(d *report.Document, paper Paper, scale float64) (*page, error) {
	t, err := newTypesetter()
	if err != nil {
		return nil, err
	}
	if paper != Letter {
		paper = A4
	}
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", SizeStr: string(paper)})
	p := &page{f: f, set: t, doc: d, scale: scale, bottom: foot}
	if d.Seal != nil {
		p.bottom = sealed
	}
	p.width, p.height = f.GetPageSize()
	p.width, p.height = p.width/scale, p.height/scale
	at := d.At.UTC()
	if d.At.IsZero() {
		at = time.Unix(0, 0).UTC() // the library would take today, and the file would differ each time
	}
	f.SetCreationDate(at)
	f.SetModificationDate(at)
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(margin, top, margin)
	f.SetTitle(t.clean(d.Title), true)
	f.SetSubject(t.clean(d.Subject), true)
	f.SetCreator("Handrail", true)
	f.SetLang("en-GB")
	t.addTo(f)
	p.next()
	return p, f.Error()
}

// rescale makes what is drawn next on this page smaller, until unscale.
func (p *page) rescale() {
	if p.scale != 1 {
		p.f.TransformBegin()
		p.f.TransformScaleXY(p.scale*100, 0, 0)
		p.scaled = true
	}
}

func (p *page) unscale() {
	if p.scaled {
		p.f.TransformEnd()
		p.scaled = false
	}
}

// inner returns the width of the text.
func (p *page) inner() float64 { return p.width - 2*margin }

// room returns the height that is left on the page.
func (p *page) room() float64 { return p.height - p.bottom - p.y }

// whole returns the height of the text of a page.
func (p *page) whole() float64 { return p.height - p.bottom - top }

// next begins a page with its head: whose it is at the left, which report and when at the right.
func (p *page) next() {
	p.unscale()
	p.f.AddPage()
	p.set.forget()
	p.rescale()
	p.y = top
	right := p.set.spans(span{report.PlaceLine(p.doc), style{sans, 8.5, muted}})
	edge := p.width - margin
	p.put(edge-widthOf(right), 46, right)
	p.mark(margin, 41, 17)
	if p.name == nil {
		p.name = p.set.shorten(p.set.spans(span{report.Owner(p.doc), style{bold, 11, ink}}),
			p.inner()-widthOf(right)-48)
	}
	p.put(margin+24, 44, p.name)
	p.line(margin, 68, edge, 1.5, accent)
}

// mark draws Handrail's mark, a rail over steps, in a square. It is assets/icons/brand.svg, drawn with lines.
func (p *page) mark(x, y, size float64) {
	scale := size / 20
	p.f.SetDrawColor(accent[0], accent[1], accent[2])
	p.f.SetLineWidth(1.6 * scale)
	p.f.SetLineCapStyle("round")
	for _, l := range [][4]float64{{2.8, 9.4, 17.2, 4}, {5.4, 8.5, 5.4, 16.8}, {14.6, 5, 14.6, 13.4},
		{2.8, 16.8, 9.2, 16.8}, {9.2, 16.8, 9.2, 13.4}, {9.2, 13.4, 17.2, 13.4}} {
		p.f.Line(x+l[0]*scale, y+l[1]*scale, x+l[2]*scale, y+l[3]*scale)
	}
	p.f.SetLineCapStyle("butt")
}

// need begins a page if less than a height is left.
func (p *page) need(height float64) {
	if p.room() < height && p.y > top {
		p.next()
	}
}

// line draws a line from left to right.
func (p *page) line(x, y, to, thick float64, c colour) {
	p.f.SetDrawColor(c[0], c[1], c[2])
	p.f.SetLineWidth(thick)
	p.f.Line(x, y, to, y)
}

// fill fills a box.
func (p *page) fill(x, y, width, height float64, c colour) {
	p.f.SetFillColor(c[0], c[1], c[2])
	p.f.Rect(x, y, width, height, "F")
}

// feet writes the foot of every page, when it is known how many there are.
func (p *page) feet() {
	small := style{sans, 8, muted}
	for n := 1; n <= p.f.PageCount(); n++ {
		p.f.SetPage(n)
		p.set.forget()
		p.rescale()
		y := p.height - p.bottom + 20
		p.line(margin, y-8, p.width-margin, 0.5, rule)
		lines := []span{{p.doc.Foot(), small}}
		if s := p.doc.Seal; s != nil {
			lines = []span{{report.HashLine(s), small}, {s.Groups(), style{sans, 7.5, ink}}, {p.doc.SealedFoot(), small}}
		}
		for i, line := range lines {
			p.put(margin, y+float64(i)*12, p.set.spans(line))
		}
		right := p.set.spans(span{fmt.Sprintf("Page %d of %d", n, p.f.PageCount()), small})
		p.put(p.width-margin-widthOf(right), y, right)
		p.unscale()
	}
}
