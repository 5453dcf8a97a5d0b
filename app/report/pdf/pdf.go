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
	bottom  = 64.0 // what stays free for the foot
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
	y             float64 // the top of the next line
	name          []glyph // what the document is about, for the head of each page
	pictures      int
}

// Write writes d for paper of a size to w.
func Write(w io.Writer, d *report.Document, paper Paper) error {
	if d == nil {
		d = &report.Document{}
	}
	p, err := newPage(d, paper)
	if err != nil {
		return err
	}
	p.title()
	for _, b := range d.Blocks {
		p.block(b)
	}
	p.explainMarks()
	p.feet()
	if err := p.f.Output(w); err != nil {
		return fmt.Errorf("pdf: write: %w", err)
	}
	return nil
}

func newPage(d *report.Document, paper Paper) (*page, error) {
	t, err := newTypesetter()
	if err != nil {
		return nil, err
	}
	if paper != Letter {
		paper = A4
	}
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", SizeStr: string(paper)})
	p := &page{f: f, set: t, doc: d}
	p.width, p.height = f.GetPageSize()
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

// inner returns the width of the text.
func (p *page) inner() float64 { return p.width - 2*margin }

// room returns the height that is left on the page.
func (p *page) room() float64 { return p.height - bottom - p.y }

// whole returns the height of the text of a page.
func (p *page) whole() float64 { return p.height - bottom - top }

// next begins a page with its head: what it is about at the left, when at the right.
func (p *page) next() {
	p.f.AddPage()
	p.set.forget()
	p.y = top
	at := report.FormatTime(p.doc.At)
	right := p.set.spans(span{at, style{sans, 8.5, muted}})
	edge := p.width - margin
	p.put(edge-widthOf(right), 46, right)
	if p.name == nil {
		subject := p.doc.Subject
		if subject == "" {
			subject = "Handrail"
		}
		p.name = p.set.shorten(p.set.spans(span{subject, style{bold, 11, ink}}), p.inner()-widthOf(right)-24)
	}
	p.put(margin, 44, p.name)
	p.line(margin, 68, edge, 1.5, accent)
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
		y := p.height - 44
		p.line(margin, y-8, p.width-margin, 0.5, rule)
		p.put(margin, y, p.set.spans(span{p.doc.Foot(), small}))
		right := p.set.spans(span{fmt.Sprintf("Page %d of %d", n, p.f.PageCount()), small})
		p.put(p.width-margin-widthOf(right), y, right)
	}
}
