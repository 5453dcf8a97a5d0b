package backgrounds

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"handrail/app/event/background"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// picture is the file of a visit, as far as it could be read.
type picture struct {
	background.Picture
	name string
	data []byte
	err  error
}

// load reads the picture.
func (d deps) load(v *guide.Visit) picture {
	p := picture{name: fileName(v.Answer(askPicture))}
	data, _, err := export.Text(v.Answer(askPicture), func(string) bool { return false }, d.Files.Read)
	if err == nil {
		p.data = data
		p.Picture, err = background.Inspect(p.name, data)
	}
	p.err = err
	return p
}

// fileName returns the last part of a path of any system, without quotation marks.
func fileName(path string) string {
	path = strings.Trim(strings.TrimSpace(path), `"'`)
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

func gallery(v *guide.Visit) background.Gallery { return background.Gallery(v.Answer(askGallery)) }

// lookViews shows the picture as the person sees it and as others see it, and checks it.
func (d deps) lookViews(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	p := d.load(v)
	doc := d.draft("How you and others see it", p.name, "The file on this computer")
	p.show(doc, gallery(v), true)
	return doc.Done(), nil
}

// show adds the answer, both views, the checks and the facts.
func (p picture) show(doc *frame.Draft, g background.Gallery, views bool) {
	if p.err != nil {
		doc.Headline("Handrail could not read the picture")
		doc.Find(frame.NotKnown("picture-unread", "Handrail could not read the picture", p.err))
		doc.Findings("checks", "")
		p.facts(doc, nil)
		return
	}
	checks := p.Check(g)
	answer := answers[background.Worst(checks)]
	doc.Headline(strings.TrimSuffix(answer.Lead, "."))
	doc.Add(answer)
	if views {
		p.views(doc)
	}
	doc.Find(report.Finding{Code: "words", Severity: report.Note, Title: "The words in it are for you to check",
		Text: "Handrail cannot read words in a picture. It does not know whether the file was mirrored before.",
		Do:   "Check that you can read them in the right-hand view."})
	if g == background.Organisation {
		doc.Find(report.Finding{Code: "gallery", Severity: report.Note,
			Title: "A picture of the organisation needs Teams Premium",
			Text:  "Only people with this licence see it, and you need one to upload it."})
	}
	for _, c := range checks {
		doc.Find(p.finding(c, g))
	}
	doc.Findings("checks", "Checks of "+p.name)
	doc.Add(report.Banner{Tone: report.Note, Lead: "Do not upload a mirrored copy.",
		Text: "You would read it in your own view, and everyone else would read it backwards."})
	p.facts(doc, checks)
}

// answers have the result in one line, by the most serious check.
var answers = map[background.State]report.Banner{
	background.Fine: {Tone: report.OK, Lead: "Nothing to repair: others see it right.",
		Text: "Only you see it mirrored. Everyone else sees it as it is in the file."},
	background.Warned: {Tone: report.Warning, Lead: "Others see it right; read the warnings.",
		Text: "Only you see it mirrored. Everyone else sees it as it is in the file."},
	background.Untold: {Tone: report.Unknown, Lead: "Others see it as it is in the file.",
		Text: "Only you see it mirrored. Handrail could not check everything."},
	background.Refused: {Tone: report.Problem, Lead: "Teams does not take this picture.",
		Text: "The checks say why, and what to do."},
}

// views adds both views, or why there are none.
func (p picture) views(doc *frame.Draft) {
	data, err := background.Views(p.Picture, p.data)
	if err != nil {
		doc.Find(frame.NotKnown("views-missing", "Handrail cannot show this picture", err))
		return
	}
	doc.Add(report.Image{PNG: data, Alt: "At left: as you see it, mirrored. At right: as others see it, as in the file. " +
		"The grey person is you. Dashed: the safe areas for words and logos. You cover the middle."})
}

var severities = map[background.State]report.Severity{background.Fine: report.OK, background.Warned: report.Warning,
	background.Refused: report.Problem, background.Untold: report.Unknown}

var kinds = map[string]string{"png": "PNG", "jpeg": "JPEG", "bmp": "BMP", "gif": "GIF", "webp": "WebP", "tiff": "TIFF",
	"heif": "HEIF", "svg": "SVG"}

// facts adds what the picture is, for programs.
func (p picture) facts(doc *frame.Draft, checks []background.Check) {
	unknown := string(report.Unknown)
	verdict, kind, size, shown, rotation := unknown, unknown, unknown, unknown, unknown
	if p.err == nil {
		verdict, kind = string(background.Worst(checks)), p.Kind
		if p.Width > 0 {
			width, height := p.Shown()
			size, shown = fmt.Sprintf("%dx%d", p.Width, p.Height), fmt.Sprintf("%dx%d", width, height)
			if p.OrientationKnown {
				rotation = strconv.Itoa(max(1, p.Orientation))
			}
		}
	}
	doc.Fact("verdict", "Teams takes it", verdict, verdictWords[verdict])
	doc.Fact("type", "Type", kind, kinds[kind])
	doc.Fact("size", "Size", size, strings.Replace(size, "x", " × ", 1))
	doc.Fact("shown", "Shown as", shown, strings.Replace(shown, "x", " × ", 1))
	doc.Fact("orientation", "Orientation", rotation, "")
	doc.Facts("In short")
}

var verdictWords = map[string]string{string(background.Fine): "Yes", string(background.Warned): "With a warning",
	string(background.Refused): "No", string(background.Untold): "Not known"}
