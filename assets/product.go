package assets

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

//go:embed data/products.csv
var products string

// productNames reads the list once, when it is first asked for.
var productNames = sync.OnceValue(func() map[string]string {
	r := csv.NewReader(strings.NewReader(products))
	r.Comment = '#'
	rows, _ := r.ReadAll() // embedded: a test reads it whole
	names := map[string]string{}
	for _, row := range rows {
		names[strings.ToUpper(row[0])] = row[1]
	}
	return names
})

// Product returns the name of a licence by its part number (skuPartNumber), which
// is compared without case; ok is false where the list does not have it. The
// list has its date at its top.
func Product(part string) (name string, ok bool) {
	name, ok = productNames()[strings.ToUpper(part)]
	return name, ok
}
