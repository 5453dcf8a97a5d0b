package header

import (
	"strings"

	"handrail/app/pattern"
)

// path is what can only be the path of a file.
var path = pattern.Lazy(`^["']?(?:/|\\\\|[A-Za-z]:[\\/])|\.(?:eml|msg|txt)["']?$`)

// IsText reports whether what a person entered is a header and not the path of a file.
func IsText(answer string) bool {
	return strings.ContainsAny(answer, "\r\n") || !path().MatchString(answer)
}
