// Package assets holds the pictures that are built into the program: the icon
// set, the drawing of the empty state and Handrail's own mark.
package assets

import (
	"embed"
	"strings"
	"sync"

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

// icons are all icons by name, each read once: a page has many.
var icons = sync.OnceValue(func() map[string]fyne.Resource {
	all := map[string]fyne.Resource{}
	entries, _ := files.ReadDir("icons") // embedded: always there
	for _, e := range entries {
		raw, _ := files.ReadFile("icons/" + e.Name())
		all[strings.TrimSuffix(e.Name(), ".svg")] = fyne.NewStaticResource(e.Name(), raw)
	}
	return all
})

// Icon returns an icon by name, black on nothing; the one for "unknown" where the
// set has no such name.
func Icon(name string) fyne.Resource {
	if other, ok := also[name]; ok {
		name = other
	}
	if icon, ok := icons()[name]; ok {
		return icon
	}
	return icons()["unknown"]
}

// Drawing returns a part of the drawing of the empty state: "stairs" or "rail".
func Drawing(name string) fyne.Resource {
	raw, _ := files.ReadFile("drawing/" + name + ".svg") // embedded: nil only for a name that is not there
	return fyne.NewStaticResource(name+".svg", raw)
}

// AppIcon returns Handrail's own icon as PNG of 256 pixels.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("Icon.png", icon) }
