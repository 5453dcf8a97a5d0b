package manifest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// semantic is the form of a version (semver.org, version 2.0.0).
var semantic = regexp.MustCompile(`^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$`)

// checkParts tests what the schema leaves open: the names of requirement sets, and that code comes over https.
func (m *Manifest) checkParts(top *node, u unified) {
	sets, most := namesOf("set")
	for _, e := range u.Extensions {
		all := []requirements{e.Requirements}
		for _, r := range e.Runtimes {
			all = append(all, r.Requirements)
			for _, address := range []string{r.Code.Page, r.Code.Script} {
				if strings.HasPrefix(strings.ToLower(address), "http:") {
					m.fault(top, "not-https", "The address "+short(address)+" is not encrypted, and Office refuses to load it.",
						"Write https:// instead of http://.")
				}
			}
		}
		for _, r := range e.Ribbons {
			all = append(all, r.Requirements)
		}
		for _, r := range all {
			for _, c := range r.Capabilities {
				m.checkSet(top, c.Name, c.Min, sets, most)
			}
		}
	}
}

// memberTwice returns the first member that an object of data has twice, or "".
func memberTwice(data []byte) string {
	d := json.NewDecoder(bytes.NewReader(data))
	var walk func() (string, bool)
	walk = func() (string, bool) {
		t, err := d.Token()
		if err != nil {
			return "", false
		}
		seen := map[string]bool{}
		for open := t; (open == json.Delim('{') || open == json.Delim('[')) && d.More(); {
			if open == json.Delim('{') {
				name, _ := d.Token()
				text, _ := name.(string)
				if seen[text] {
					return text, false
				}
				seen[text] = true
			}
			if name, ok := walk(); !ok {
				return name, false
			}
		}
		if t == json.Delim('{') || t == json.Delim('[') {
			_, err = d.Token()
		}
		return "", err == nil
	}
	name, _ := walk()
	return name
}
