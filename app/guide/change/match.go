package change

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// Matches reports whether an object at Microsoft, as JSON, has every value that
// body sets; what body does not name may be anything. A list must be equal as a
// whole, in any order, because PATCH replaces it as a whole. Annotations such as @odata.type
// count only where both have them. known is false where one of the two is not
// JSON.
func Matches(object, body []byte) (equal, known bool) {
	now, ok := decode(object)
	want, good := decode(body)
	if !ok || !good {
		return false, false
	}
	return covers(now, want), true
}

func decode(data []byte) (v any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // numbers are compared as they are written
	return v, d.Decode(&v) == nil
}

// covers reports whether now has all that want sets.
func covers(now, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		have, ok := now.(map[string]any)
		if !ok {
			return false
		}
		for name, value := range want {
			is, there := have[name]
			if !there && (strings.Contains(name, "@odata.") || value == nil) {
				continue
			}
			if !there || !covers(is, value) {
				return false
			}
		}
		return true
	case []any:
		have, ok := now.([]any)
		if !ok || len(have) != len(want) {
			return false
		}
		left := slices.Clone(have)
		for _, value := range want {
			i := slices.IndexFunc(left, func(is any) bool { return covers(is, value) })
			if i < 0 {
				return false
			}
			left = slices.Delete(left, i, i+1)
		}
		return true
	}
	return reflect.DeepEqual(now, want)
}
