package tenant

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed products.csv
var products string

var productNames = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(products) {
		if part, name, ok := strings.Cut(strings.TrimSpace(line), ","); ok && !strings.HasPrefix(line, "#") {
			all[part] = name
		}
	}
	return all
})

// ProductName returns the name of a licence as people know it, by the part number that Microsoft Graph
// returns. A part number that Handrail does not know is returned as it is.
func ProductName(part string) string {
	if name := productNames()[strings.ToUpper(part)]; name != "" {
		return name
	}
	return part
}
