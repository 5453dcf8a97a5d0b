package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Shown is a piece of a page in words. Name is the state or the name before Text on its line; "" where there is none.
type Shown struct {
	Title, Heading bool // of the page; of a part of it
	Name, Text     string
}

// PageWords returns what a page says, from top to bottom, without its buttons and fields. Of a list that draws only
// what is seen it returns nothing.
func PageWords(o fyne.CanvasObject) (all []Shown) {
	switch o := o.(type) {
	case nil:
	case *Paragraph:
		title := o.label != nil && o.label.SizeName == theme.SizeNameHeadingText && o.label.TextStyle.Bold
		return shown(o, Shown{Title: title, Text: o.String()})
	case *ink:
		return shown(o, Shown{Text: o.text.Text})
	case *Button:
	case *codePart:
		return append(PageWords(o.all), Shown{Text: o.text.Text})
	case *flow:
		return PageWords(o.scroll.Content)
	case *container.Scroll:
		return PageWords(o.Content)
	case *fyne.Container:
		if !o.Visible() {
			return nil
		}
		return wordsOf(o)
	case interface{ inner() fyne.CanvasObject }:
		return PageWords(o.inner())
	}
	return all
}

// shown returns the words of o where it is shown and has any.
func shown(o fyne.CanvasObject, s Shown) []Shown {
	if s.Text = strings.TrimSpace(s.Text); s.Text == "" || !o.Visible() {
		return nil
	}
	return []Shown{s}
}

func wordsOf(c *fyne.Container) (all []Shown) {
	if l, is := c.Layout.(*threeColumns); is {
		return shown(c, Shown{Name: joined(PageWords(l.state), " "), Text: joined(PageWords(l.main), "\n")})
	}
	for i, o := range c.Objects {
		words := PageWords(o)
		if _, is := c.Layout.(sectionLayout); is && i == 0 && len(words) > 0 {
			words[0].Heading = true
		}
		all = append(all, words...)
	}
	return all
}

func joined(all []Shown, between string) string {
	var texts []string
	for _, s := range all {
		texts = append(texts, strings.TrimSpace(s.Name+" "+s.Text))
	}
	return strings.Join(texts, between)
}
