package screens

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	charts "github.com/go-analyze/charts"

	"handrail/app/report"
	"handrail/screens/parts"
)

// The size of a chart in pixels of its picture; it is drawn twice as fine as
// it is shown.
const (
	chartWidth  = 1120
	chartHeight = 480
)

// drawChart shows numbers as a picture with a legend, and the same numbers in a
// table under it. What is unknown is drawn as an empty frame, never left out.
func drawChart(c report.Chart) fyne.CanvasObject {
	numbers := c.Numbers()
	table := parts.NewTable(numbers.Columns, numbers.Right, numbers.Rows)
	switch {
	case c.Stacked():
	case len(c.Labels) == 0 || len(c.Series) == 0:
		return titled(c.Title, table)
	default:
		return titled(c.Title, drawBars(c))
	}
	_, meanings := c.Stacks()
	legend := parts.Wrap(16)
	for i, m := range meanings {
		name := "Not known"
		if i < len(c.Series) {
			name = c.Series[i].Name
		}
		legend.Add(parts.Across(8, container.NewCenter(newSwatch(m, 14, 14)), parts.NewWord(name)))
	}
	if len(c.Labels) <= manyLabels {
		return titled(c.Title, parts.Column(8, legend, newPicture(c), table))
	}
	last := numbers.Rows[len(numbers.Rows)-lastShown:]
	newest := slices.Clone(last)
	slices.Reverse(newest)
	body := parts.Column(8)
	body.Add(legend)
	body.Add(container.New(&twin{right: 340, least: 390, gap: 24}, newPicture(c),
		parts.NewTable(numbers.Columns, numbers.Right, newest)))
	body.Add(newExpander("All numbers", table, body.Refresh))
	return titled(c.Title, body)
}

// A chart with more labels than manyLabels has only its last numbers beside it.
const (
	manyLabels = 12
	lastShown  = 6
)

// picture is a chart that is painted again when the theme changes.
type picture struct {
	widget.BaseWidget
	chart report.Chart
	image *canvas.Image
	inner fyne.CanvasObject
	dark  color.Color // the page colour it was painted for
}

func newPicture(c report.Chart) *picture {
	p := &picture{chart: c, image: &canvas.Image{}}
	p.inner = fitted(p.image, chartWidth/2, chartHeight/2)
	p.paint()
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *picture) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.inner) }

// Refresh is Fyne's.
func (p *picture) Refresh() {
	p.paint()
	p.BaseWidget.Refresh()
}

func (p *picture) paint() {
	if page := theme.Color(parts.Page); p.dark != page {
		p.dark = page
		p.image.Image, _ = paintChart(p.chart) // without a picture the table is left
		p.image.Refresh()
	}
}

// meaningColor returns the colour of a series by what it means.
func meaningColor(meaning string) color.Color {
	switch meaning {
	case "accent":
		return theme.Color(parts.ChartAccent)
	case "warning":
		return theme.Color(parts.ChartWarning)
	case "problem", "failed":
		return theme.Color(parts.ChartProblem)
	case "unknown":
		return theme.Color(parts.ChartUnknown)
	}
	return theme.Color(parts.ChartQuiet)
}

// keyColor is the colour a series is drawn in before its pattern is laid over
// it: one that nothing else of the picture has.
func keyColor(i int) color.NRGBA {
	return color.NRGBA{R: 255, G: uint8(i * 7), B: 255 - uint8(i*3), A: 255}
}

// paintChart draws c as stacked columns in the colours of the theme.
func paintChart(c report.Chart) (image.Image, error) {
	values, meanings := c.Stacks()
	keys := make([]charts.Color, len(values))
	for i := range keys {
		k := keyColor(i)
		keys[i] = charts.ColorRGB(k.R, k.G, k.B)
	}
	look := charts.MakeTheme(charts.ThemeOption{
		AxisStrokeColor: plain(parts.Edge), AxisSplitLineColor: plain(parts.LineTone),
		BackgroundColor: plain(parts.Page), TextColor: plain(parts.MutedInk), SeriesColors: keys,
	})
	opt := charts.NewBarChartOptionWithData(values)
	opt.Theme = look
	opt.StackSeries, opt.ValueFormatter = charts.Ptr(true), report.Figure
	opt.CategoryAxis.Labels = c.Labels
	opt.CategoryAxis.LabelFontStyle.FontSize = 18
	opt.Legend.Show = charts.Ptr(false)
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: chartWidth,
		Height: chartHeight, Theme: look})
	if err := p.BarChart(opt); err != nil {
		return nil, err
	}
	raw, err := p.Bytes()
	if err != nil {
		return nil, err
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return patterned(img, meanings), nil
}

// patterned lays the form of each meaning over its key colour: solid, hatched,
// or a dashed frame.
func patterned(img image.Image, meanings []string) image.Image {
	b := img.Bounds()
	out := image.NewNRGBA(b)
	page := theme.Color(parts.Page)
	keys := map[color.NRGBA]string{}
	for i, m := range meanings {
		keys[keyColor(i)] = m
	}
	at := func(x, y int) color.NRGBA {
		if !(image.Point{X: x, Y: y}).In(b) {
			return color.NRGBA{}
		}
		return color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			k := at(x, y)
			m, ours := keys[k]
			if !ours {
				out.Set(x, y, k)
				continue
			}
			edge := at(x-2, y) != k || at(x+2, y) != k || at(x, y-2) != k || at(x, y+2) != k
			if formed(m, x, y, edge) {
				out.Set(x, y, meaningColor(m))
			} else {
				out.Set(x, y, page)
			}
		}
	}
	return out
}

// formed reports whether the pixel of a shape is inked. Forms differ, so that
// colour alone never carries a meaning.
func formed(meaning string, x, y int, edge bool) bool {
	switch meaning {
	case "warning":
		return edge || (x+y)%14 < 8
	case "failed":
		return edge || (x+y)%8 < 5
	case "unknown":
		return edge && (x+y)%12 < 7
	}
	return true
}

// newSwatch is the form and colour of a meaning.
func newSwatch(meaning string, width, height float32) fyne.CanvasObject {
	r := canvas.NewRasterWithPixels(func(x, y, w, h int) color.Color {
		edge := x < 2 || y < 2 || x >= w-2 || y >= h-2
		if formed(meaning, x, y, edge) {
			return meaningColor(meaning)
		}
		return color.Transparent
	})
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

// plain returns a token as the chart library's colour.
func plain(name fyne.ThemeColorName) charts.Color {
	c := color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA)
	return charts.ColorRGB(c.R, c.G, c.B)
}

// fitted shows an image at no more than its own size, smaller where there is
// less room, never out of shape.
func fitted(img *canvas.Image, width, height int) fyne.CanvasObject {
	img.FillMode = canvas.ImageFillContain
	return container.New(&fitLayout{float32(width), float32(height), float32(width)}, img)
}

type fitLayout struct{ width, height, now float32 }

// Layout keeps the aspect ratio.
func (l *fitLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.now = min(l.width, size.Width)
	for _, o := range objs {
		o.Resize(fyne.NewSize(l.now, l.now*l.height/l.width))
	}
}

// MinSize is the height at the width there is.
func (l *fitLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.now*l.height/max(1, l.width))
}
