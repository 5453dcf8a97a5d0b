package manifest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// compilePattern compiles a pattern of a schema, which is in the form of ECMA-262.
func compilePattern(pattern string) (*regexp.Regexp, error) { return regexp.Compile(pattern) }

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// pointer returns a JSON pointer (RFC 6901).
func pointer(path []string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteString("/" + pointerEscape.Replace(p))
	}
	return b.String()
}

// offsets returns where each value of a JSON text begins; for a member of an object, where
// its name begins. It stops at the first mistake.
func offsets(data []byte) map[string]int64 {
	all := map[string]int64{}
	d := json.NewDecoder(bytes.NewReader(data))
	next := func() int64 { // where the next token begins
		at := d.InputOffset()
		for at < int64(len(data)) && strings.IndexByte(" \t\r\n,:", data[at]) >= 0 {
			at++
		}
		return at + 1
	}
	var walk func(path string) bool
	walk = func(path string) bool {
		t, err := d.Token()
		if err != nil {
			return false
		}
		switch t {
		case json.Delim('{'):
			for d.More() {
				at := next()
				name, err := d.Token()
				text, ok := name.(string)
				if err != nil || !ok {
					return false
				}
				one := path + "/" + pointerEscape.Replace(text)
				all[one] = at
				if !walk(one) {
					return false
				}
			}
			_, err = d.Token()
		case json.Delim('['):
			for i := 0; d.More(); i++ {
				one := path + "/" + strconv.Itoa(i)
				all[one] = next()
				if !walk(one) {
					return false
				}
			}
			_, err = d.Token()
		}
		return err == nil
	}
	all[""] = next()
	walk("")
	return all
}
