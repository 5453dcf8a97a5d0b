package tenant

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed products.csv
var products string

// productNames reads the list once, when it is first asked for.
var productNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, row := range rowsOf(products, 2) {
		names[strings.ToUpper(row[0])] = row[1]
	}
	return names
})

// ProductName returns the name of a licence by its part number (skuPartNumber), which is compared without case. A part
// number that the list does not have is returned as it is.
func ProductName(part string) string {
	if name := productNames()[strings.ToUpper(part)]; name != "" {
		return name
	}
	return part
}
