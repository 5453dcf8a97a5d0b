// Package assets holds the pictures that are built into the program: the icon
// set, the drawing of the empty state and Handrail's own mark.
package assets

import (
	"embed"

	"fyne.io/fyne/v2"
)

//go:embed icons/*.svg drawing/*.svg
var files embed.FS

//go:embed Icon.png
var icon []byte

// also are second names of icons, by the thing they show.
var also = map[string]string{
	"house": "home", "signpost": "guides", "page": "reports", "building": "organisation",
	"sliders": "settings", "globe": "dns", "envelope": "mail", "plane": "send", "eye": "look",
}

// Icon returns an icon by name, black on nothing; the one for "unknown" where the
// set has no such name.
func Icon(name string) fyne.Resource {
	if other, ok := also[name]; ok {
		name = other
	}
	raw, err := files.ReadFile("icons/" + name + ".svg")
	if err != nil {
		name = "unknown"
		raw, _ = files.ReadFile("icons/unknown.svg") // embedded: always there
	}
	return fyne.NewStaticResource(name+".svg", raw)
}

// Drawing returns a part of the drawing of the empty state: "stairs" or "rail".
func Drawing(name string) fyne.Resource {
	raw, _ := files.ReadFile("drawing/" + name + ".svg") // embedded: nil only for a name that is not there
	return fyne.NewStaticResource(name+".svg", raw)
}

// AppIcon returns Handrail's own icon as PNG of 256 pixels.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("Icon.png", icon) }
