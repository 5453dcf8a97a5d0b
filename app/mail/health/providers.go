package health

import (
	_ "embed"
	"encoding/csv"
	"strings"
)

// providersCSV names who runs mail servers, by the end of their names: dated, with the
// provider’s own page as its source. A server that is not listed is shown by its name.
//
//go:embed providers.csv
var providersCSV string

// microsoft is the name of Microsoft 365 in the table.
const microsoft = "Microsoft 365"

// providers maps the end of a host name to the provider.
var providers = func() map[string]string {
	rows, err := csv.NewReader(strings.NewReader(providersCSV)).ReadAll()
	if err != nil {
		panic("health: providers.csv: " + err.Error())
	}
	all := map[string]string{}
	for _, row := range rows[1:] {
		all[row[0]] = row[1]
	}
	return all
}()

// providerOf returns who runs a mail server; "" where the table does not know.
func providerOf(host string) string {
	for name := host; ; {
		if p, ok := providers[name]; ok {
			return p
		}
		_, rest, found := strings.Cut(name, ".")
		if !found {
			return ""
		}
		name = rest
	}
}
