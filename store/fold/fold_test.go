package fold

import (
	"strings"
	"testing"
)

// FuzzText: a folded text stays as it is, and is found by each of its words.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "ada", "Straße", "İstanbul", "ΣΊΣΥΦΟΣ", "한글", "ﬁle", "\xff", "ǅ", "ᾳ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Text(s)
		if again := Text(once); again != once {
			t.Errorf("%q folds to %q and that to %q", s, once, again)
		}
		for _, w := range Words(s) {
			if !strings.Contains(once, w) || strings.ContainsAny(w, " \n") {
				t.Errorf("%q is not found by its own word %q", s, w)
			}
		}
	})
}
