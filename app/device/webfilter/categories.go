// Package webfilter decides what a web content filter of Microsoft Defender for Endpoint would do:
// whether it works on a device and in which browser, which categories a device group gets from several
// policies, and what becomes of one site beside the indicators. It reads the Web protection report, which
// counts every category, also those that are not blocked.
//
// Two clients filter: SmartScreen in Microsoft Edge, and network protection, in block mode, in other
// browsers. So network protection that only records leaves Edge filtered and Chrome not. What was not
// read is unknown, with its reason.
//
// Sources: Microsoft Learn, "Web content filtering", "Web protection" and "Microsoft Defender Antivirus
// compatibility with other security products".
package webfilter

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
)

// Category is a kind of site that a policy can block.
type Category struct {
	ID     string `json:"id"` // stable
	Name   string `json:"name"`
	Care   Care   `json:"care"`
	Parent string // the name of the parent
}

// Care is why a category needs a second look before it is blocked.
type Care string

// The reasons.
const (
	CareUncategorized Care = "uncategorized" // Microsoft: blocking it could lead to unexpected results
	CareWebMail       Care = "web-mail"      // people may need their own email
	CareProxies       Care = "proxies"       // remote proxies count as illegal software
)

//go:embed categories.json
var treeFile []byte

type branch struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Children []Category `json:"children"`
}

var tree = readTree()

func readTree() (all []branch) {
	var file struct {
		Source  string   `json:"source"`
		Parents []branch `json:"parents"`
	}
	if err := json.Unmarshal(treeFile, &file); err != nil || file.Source == "" {
		panic("webfilter: categories.json")
	}
	for _, p := range file.Parents {
		for i := range p.Children {
			p.Children[i].Parent = p.Name
		}
	}
	return file.Parents
}

// Categories returns every category in Microsoft's order, parents apart.
func Categories() (all []Category) {
	for _, p := range tree {
		all = append(all, p.Children...)
	}
	return all
}

// Parents returns the names of the parents in Microsoft's order.
func Parents() (all []string) {
	for _, p := range tree {
		all = append(all, p.Name)
	}
	return all
}

// Find returns the category of a name, or every category of a parent; nil where there is none. Capitals,
// signs and "and" for "&" make no difference.
func Find(name string) []Category {
	want := folded(name)
	if want == "" {
		return nil
	}
	for _, p := range tree {
		if folded(p.Name) == want || folded(p.ID) == want || p.ID == "uncategorized" && want == "uncategorised" {
			return slices.Clone(p.Children)
		}
		for _, c := range p.Children {
			if folded(c.Name) == want || folded(c.ID) == want || slices.Contains(others[c.ID], want) {
				return []Category{c}
			}
		}
	}
	return nil
}

// others are shorter names that people and reports use.
var others = map[string][]string{
	"pornography":          {"pornography", "sexuallyexplicit", "pornographysexuallyexplicit"},
	"streaming":            {"streamingmedia", "streamingmediaanddownloads"},
	"hate":                 {"hateandintolerance"},
	"web-mail":             {"webmail", "webbasedmail"},
	"new-domains":          {"newlyregistereddomain"},
	"parked-domains":       {"parkeddomain"},
	"illegal-drug":         {"illegaldrugs"},
	"professional-network": {"professionalnetworking"},
	"social-networking":    {"socialnetwork", "socialnetworks"},
}

// folded returns the letters of a name, small, with "and" for "&".
func folded(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "&", "and")
	name = strings.ReplaceAll(name, "e-mail", "email")
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f {
			return r
		}
		return -1
	}, name)
}

// Parse returns the categories that a text names, with commas, semicolons or line ends between them, and
// the names that it does not know. Each category occurs once, in Microsoft's order.
func Parse(text string) (found []Category, unknown []string) {
	chosen := map[string]bool{}
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\n\r", r) }) {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		all := Find(name)
		if all == nil {
			unknown = append(unknown, name)
		}
		for _, c := range all {
			chosen[c.ID] = true
		}
	}
	for _, c := range Categories() {
		if chosen[c.ID] {
			found = append(found, c)
		}
	}
	return found, unknown
}
