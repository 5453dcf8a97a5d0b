package backgrounds

import (
	"fmt"
	"strconv"

	"handrail/app/event/background"
	"handrail/app/report"
)

// finding returns a check in words.
func (p picture) finding(c background.Check, g background.Gallery) report.Finding {
	var title, text, do string
	switch c.Code {
	case background.TypeFine, background.TypeRefused, background.TypeNamed:
		title, text, do = p.typeWords(c.Code)
	case background.SizeFine, background.TooSmall, background.TooLarge:
		title, text, do = p.sizeWords(c.Code, background.LimitsOf(g))
	case background.RatioFine, background.RatioCut, background.RatioLong:
		title, text, do = p.ratioWords(c.Code, background.LimitsOf(g))
	default:
		title, text, do = p.rotationWords(c.Code)
	}
	return report.Finding{Code: string(c.Code), Severity: severities[c.State], Title: title, Text: text, Do: do}
}

func (p picture) typeWords(code background.Code) (title, text, do string) {
	switch code {
	case background.TypeRefused:
		return "The type is " + kinds[p.Kind] + ", which Teams does not take here",
			"Handrail reads the type from the content. The name of the file does not count.",
			"Save the picture as PNG or JPEG."
	case background.TypeNamed:
		return "The file is a " + kinds[p.Kind] + ", and its name says " + kinds[p.Named], "Teams may refuse it.",
			"Give the file the right ending."
	}
	return "Type: " + kinds[p.Kind], "Read from its content.", ""
}

// notConfirmed goes behind limits that only warn.
func notConfirmed(l background.Limits) string {
	if l.Confirmed {
		return ""
	}
	return " This is not confirmed: Microsoft names no limits for pictures that people add themselves."
}

func (p picture) sizeWords(code background.Code, l background.Limits) (title, text, do string) {
	width, height := p.Shown()
	size := fmt.Sprintf("%d × %d. ", width, height)
	least, most := fmt.Sprintf("%d × %d", l.LeastWidth, l.LeastHeight), fmt.Sprintf("%d × %d", l.MostWidth, l.MostHeight)
	switch code {
	case background.TooSmall:
		return "The picture is too small", size + "It should have at least " + least + "." + notConfirmed(l),
			"Use a picture with 1920 × 1080."
	case background.TooLarge:
		return "The picture is too large", size + "It should have at most " + most + "." + notConfirmed(l),
			"Save it with 1920 × 1080."
	}
	return fmt.Sprintf("Size: %d × %d", width, height), "Teams takes " + least + " to " + most + "." + notConfirmed(l), ""
}

func (p picture) ratioWords(code background.Code, l background.Limits) (title, text, do string) {
	width, height := p.Shown()
	size := fmt.Sprintf("%d × %d. ", width, height)
	switch code {
	case background.RatioCut:
		return fmt.Sprintf("The frame cuts off %d percent", p.Cut()),
			size + "The frame is 16:9. The views show what stays if Teams cuts the edges.",
			"Crop the picture to 16:9 yourself, so that nothing important is lost."
	case background.RatioLong:
		return "The picture is too long", size + "The long side should have at most " + strconv.Itoa(l.MostRatio) +
			" times the short one." + notConfirmed(l), "Crop the picture to 16:9."
	}
	return "Ratio: 16:9", "It fills the frame.", ""
}

func (p picture) rotationWords(code background.Code) (title, text, do string) {
	width, height := p.Shown()
	switch code {
	case background.Rotation:
		do = "Save it again without the rotation. A later step has such a file."
		if p.Turned() {
			do = "Save it again with the program that made it, so that no rotation is stored."
		}
		return "The file stores a rotation (orientation " + strconv.Itoa(p.Orientation) + ")",
			fmt.Sprintf("It is saved as %d × %d and shown as %d × %d. ", p.Width, p.Height, width, height) +
				"Whether Teams turns it is not known.", do
	case background.RotationOpen:
		return "Handrail could not read whether a rotation is stored", "The metadata of the file is damaged.",
			"Save it again with the program that made it."
	}
	return "No rotation is stored in the file", "Every program shows it the same way round.", ""
}
