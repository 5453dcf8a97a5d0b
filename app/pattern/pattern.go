// Package pattern compiles regular expressions when they are first needed. Every command starts with the whole program,
// and uses few of them.
package pattern

import (
	"regexp"
	"sync"
)

// Lazy returns a function that returns the compiled expression. It may be called by several goroutines at once, and
// panics where the text is no expression.
func Lazy(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
