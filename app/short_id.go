package app

import "regexp"

// longID matches an ID that Microsoft gives to groups, accounts and roles.
var longID = regexp.MustCompile(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// ShortID returns what stands on a page for an ID whose name is not known: enough to tell two apart and to find it at
// Microsoft. It follows a noun: “the group with an ID that ends in 2c3d4f”. Any other text is returned as it is.
func ShortID(id string) string {
	if !longID.MatchString(id) {
		return id
	}
	return "with an ID that ends in " + id[len(id)-6:]
}
