package header

import (
	"regexp"
	"strings"
)

// path is what can only be the path of a file.
var path = regexp.MustCompile(`^["']?(?:/|\\\\|[A-Za-z]:[\\/])|\.(?:eml|msg|txt)["']?$`)

// IsText reports whether what a person entered is a header and not the path of a file.
func IsText(answer string) bool {
	return strings.ContainsAny(answer, "\r\n") || !path.MatchString(answer)
}
