package health

import (
	_ "embed"
	"encoding/csv"
	"strings"

	"handrail/app/mail/dkimkey"
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

// AtMicrosoft365 reports whether DNS shows that the domain has its email at Microsoft 365: a mail server there, or a
// DKIM key there. False is not no: DNS may not show it.
func (s *State) AtMicrosoft365() bool {
	for _, h := range s.Mail.Hosts {
		if providerOf(h.Name) == microsoft {
			return true
		}
	}
	for _, k := range s.Keys[:min(s.Microsoft, len(s.Keys))] {
		if k.State == dkimkey.Valid {
			return true
		}
	}
	return false
}

// PublicCloud reports whether nothing that DNS shows is in one of Microsoft’s other clouds.
func (s *State) PublicCloud() bool {
	other := func(name string) bool {
		name = strings.TrimSuffix(strings.ToLower(name), ".")
		return strings.HasSuffix(name, ".us") || strings.HasSuffix(name, ".cn")
	}
	for _, h := range s.Mail.Hosts {
		if providerOf(h.Name) == microsoft && other(h.Name) {
			return false
		}
	}
	for _, k := range s.Keys[:min(s.Microsoft, len(s.Keys))] {
		if len(k.Alias) > 0 && other(k.Alias[len(k.Alias)-1]) {
			return false
		}
	}
	return true
}

// InFront returns who takes the domain’s email before Microsoft 365; false where none of its servers is Microsoft’s
// own and that it is there is not shown, or where Microsoft takes it itself.
func (s *State) InFront() (server string, there bool) {
	for _, h := range s.Mail.Hosts {
		if providerOf(h.Name) == microsoft {
			return "", false
		}
		if server == "" {
			if server = providerOf(h.Name); server == "" {
				server = h.Name
			}
		}
	}
	return server, server != "" && s.AtMicrosoft365()
}
