package dynrule

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

var (
	//go:embed properties.csv
	propertyRows string
	//go:embed dated.json
	datedRows []byte
)

// propertyType is how the values of a property are compared.
type propertyType string

const (
	textProperty  propertyType = "text"
	boolProperty  propertyType = "bool"
	dateProperty  propertyType = "date"
	textsProperty propertyType = "texts"
	plansProperty propertyType = "plans"
	retired       propertyType = "retired"
	groupsProp    propertyType = "groups"
)

// property is one that a rule may name.
type property struct {
	name string
	kind propertyType
}

// properties are all, by “kind.name” in small letters.
var properties = readProperties()

// dated is what Microsoft can change at any time.
var dated = readDated()

type datedFacts struct {
	Longest  struct{ Value int }     `json:"longestRule"`
	Groups   struct{ Value int }     `json:"mostGroups"`
	MemberOf struct{ Day string }    `json:"memberOfEnds"`
	Self     struct{ Prefix string } `json:"selfNamed"`
}

func readDated() datedFacts {
	var d datedFacts
	if err := json.Unmarshal(datedRows, &d); err != nil {
		panic("dynrule: dated.json: " + err.Error())
	}
	return d
}

func readProperties() map[string]property {
	all := map[string]property{}
	for line := range strings.Lines(propertyRows) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		if len(cells) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		all[cells[0]+"."+strings.ToLower(cells[1])] = property{name: cells[1], kind: propertyType(cells[2])}
	}
	for _, kind := range []string{"user", "device"} {
		for i := range 15 {
			name := "extensionAttribute" + strconv.Itoa(i+1)
			all[kind+"."+strings.ToLower(name)] = property{name: name, kind: textProperty}
		}
	}
	return all
}

// find returns the documented property of a kind, whatever its capitals.
func find(kind, name string) (property, bool) {
	p, ok := properties[kind+"."+strings.ToLower(name)]
	if !ok && kind == "user" && strings.HasPrefix(strings.ToLower(name), "extension_") {
		return property{name: name, kind: textProperty}, true // the organisation's own
	}
	return p, ok
}

// LongestRule is how many characters a rule may have.
func LongestRule() int { return dated.Longest.Value }

// MostGroups is how many dynamic groups an organisation may have.
func MostGroups() int { return dated.Groups.Value }

// SelfPrefix is how a profile name begins that a device reports itself.
func SelfPrefix() string { return dated.Self.Prefix }

// MemberOfEnds is the day from which Microsoft no longer updates groups by memberOf.
func MemberOfEnds() time.Time {
	day, err := time.Parse(time.DateOnly, dated.MemberOf.Day)
	if err != nil {
		panic("dynrule: dated.json: " + err.Error())
	}
	return day
}
