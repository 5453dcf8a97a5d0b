// Package parts holds Handrail's own widgets and its theme. A part reports what
// was done to it; the screen decides what follows. Sizes are Fyne's pixels at
// text size 100 %. Words that came from outside are shown by plain labels only.
package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Look is the person's choice of theme.
type Look struct {
	Variant string  // "light", "dark"; anything else follows the system
	Scale   float32 // of text, 0.8 to 2; 0 means 1
}

// The colours of Handrail. Each has a light and a dark value.
const (
	Page        fyne.ThemeColorName = theme.ColorNameBackground      // behind content
	RailFill    fyne.ThemeColorName = "rail"                         // left rail
	Surface     fyne.ThemeColorName = theme.ColorNameInputBackground // panels and fields
	Sunk        fyne.ThemeColorName = theme.ColorNameHeaderBackground
	Soft        fyne.ThemeColorName = "soft"                   // the selected row
	LineTone    fyne.ThemeColorName = theme.ColorNameSeparator // panel borders, row lines
	Edge        fyne.ThemeColorName = theme.ColorNameInputBorder
	Ink         fyne.ThemeColorName = theme.ColorNameForeground
	MutedInk    fyne.ThemeColorName = theme.ColorNamePlaceHolder
	Accent      fyne.ThemeColorName = theme.ColorNamePrimary
	OnAccent    fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	ProblemInk  fyne.ThemeColorName = theme.ColorNameError
	LookInk     fyne.ThemeColorName = theme.ColorNameWarning
	ProblemFill fyne.ThemeColorName = "problem-fill"
	LookFill    fyne.ThemeColorName = "look-fill"
)

// The colours of charts, by what a series means.
const (
	ChartQuiet   fyne.ThemeColorName = "chart-quiet"
	ChartAccent  fyne.ThemeColorName = "chart-accent"
	ChartWarning fyne.ThemeColorName = "chart-warning"
	ChartProblem fyne.ThemeColorName = "chart-problem"
	ChartUnknown fyne.ThemeColorName = "chart-unknown"
)

// tokens holds the light and dark value of each colour as 0xRRGGBB.
var tokens = map[fyne.ThemeColorName][2]uint32{
	Page:         {0xFBFAF8, 0x161A1C},
	RailFill:     {0xF3F1EC, 0x101315},
	Surface:      {0xFFFFFF, 0x1D2325},
	Sunk:         {0xF5F3EF, 0x23292C},
	Soft:         {0xE1EDED, 0x1D3638},
	LineTone:     {0xDDD9D1, 0x363E41},
	Edge:         {0x858C8C, 0x7C8789},
	Ink:          {0x1D2426, 0xE9E7E2},
	MutedInk:     {0x545E61, 0xA7B0B2},
	Accent:       {0x11616B, 0x83C9CA},
	OnAccent:     {0xFFFFFF, 0x08191B},
	ProblemInk:   {0xAB2B22, 0xFF9F93},
	LookInk:      {0x7A5000, 0xEDBE63},
	ProblemFill:  {0xFBECEA, 0x3B211E},
	LookFill:     {0xFAF1DD, 0x352B16},
	ChartQuiet:   {0x769194, 0x5D7A7D},
	ChartAccent:  {0x11616B, 0x83C9CA},
	ChartWarning: {0xBD7F14, 0xE0A63E},
	ChartProblem: {0xAB2B22, 0xE8695C},
	ChartUnknown: {0x545E61, 0xA7B0B2},
}

// others holds the token for each of Fyne's own colours.
var others = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameButton:              Surface,
	theme.ColorNameDisabled:            MutedInk, // the low importance of a label
	theme.ColorNameDisabledButton:      Sunk,
	theme.ColorNameFocus:               Soft,
	theme.ColorNameForegroundOnError:   Surface,
	theme.ColorNameForegroundOnSuccess: Surface,
	theme.ColorNameForegroundOnWarning: Surface,
	theme.ColorNameHyperlink:           Accent,
	theme.ColorNameMenuBackground:      Surface,
	theme.ColorNameOverlayBackground:   Surface,
	theme.ColorNameSelection:           Soft,
	theme.ColorNameSuccess:             Ink, // there is no green
	theme.ColorNameScrollBarBackground: Page,
}

type look struct {
	Look
	fyne.Theme // fonts and Fyne's own icons
}

// NewTheme returns the theme for l.
func NewTheme(l Look) fyne.Theme {
	if l.Scale == 0 {
		l.Scale = 1
	}
	l.Scale = min(max(l.Scale, 0.8), 2)
	return &look{l, theme.DefaultTheme()}
}

// Color returns the value of a token, or of the token that stands for a colour of Fyne's.
func (l *look) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	dark := v == theme.VariantDark
	if l.Variant == "light" || l.Variant == "dark" {
		dark = l.Variant == "dark"
	}
	switch name {
	case theme.ColorNameHover, theme.ColorNamePressed:
		return shade(dark, 0x14)
	case theme.ColorNameShadow:
		return color.Transparent
	case theme.ColorNameScrollBar:
		return shade(dark, 0x66)
	}
	if t, ok := others[name]; ok {
		name = t
	}
	pair, ok := tokens[name]
	if !ok {
		return l.Theme.Color(name, v)
	}
	value := pair[0]
	if dark {
		value = pair[1]
	}
	return color.NRGBA{R: uint8(value >> 16), G: uint8(value >> 8), B: uint8(value), A: 0xff}
}

// shade is a veil of ink over whatever lies below.
func shade(dark bool, alpha uint8) color.Color {
	if dark {
		return color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: alpha}
	}
	return color.NRGBA{R: 0x1d, G: 0x24, B: 0x26, A: alpha}
}

// Size returns the sizes of the look; those of text and icons follow the text size.
func (l *look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText, theme.SizeNameSubHeadingText:
		return 14 * l.Scale
	case theme.SizeNameCaptionText:
		return 12 * l.Scale
	case theme.SizeNameHeadingText:
		return 22 * l.Scale
	case ClockSize:
		return 64 * min(l.Scale, 1.25) // it can be read across a room as it is
	case theme.SizeNameInlineIcon:
		return 20 * l.Scale
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameLineSpacing:
		return 1
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 6
	case theme.SizeNameSeparatorThickness, theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 5
	case theme.SizeNameScrollBarRadius:
		return 3
	}
	return l.Theme.Size(name)
}

// LargeText reports whether the text is so large that a page has little room.
func LargeText() bool { return theme.TextSize() >= 21 }

// unit returns n pixels at the person's text size.
func unit(n float32) float32 { return n * theme.TextSize() / 14 }

// Scale returns the person's text size; 1 is 100 %.
func Scale() float32 { return theme.TextSize() / 14 }

// wide returns the width of a side column of n pixels: it grows a little with the
// text, its words wrap after that.
func wide(n float32) float32 { return n * min(max(theme.TextSize()/14, 1), 1.3) }

// tone returns the colour of a token now.
func tone(name fyne.ThemeColorName) color.Color {
	if name == "" {
		return color.Transparent
	}
	return theme.Color(name)
}

// margin is the distance of a page from its sides: 32, less with large text.
func margin() float32 { return min(32, max(12, 32*14/theme.TextSize()-8*(theme.TextSize()/14-1))) }
