package powershell

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/app"
)

// Characters that PowerShell takes for quotes (CharTraits.cs), written out here and not
// taken from the code that is tested.
var (
	singles = []rune{0x27, 0x2018, 0x2019, 0x201A, 0x201B}
	doubles = []rune{0x22, 0x201C, 0x201D, 0x201E}
)

// tokenise reads a script as PowerShell's tokenizer does: it returns the values of its
// single-quoted strings, and the code without them and without comments.
func tokenise(script string) (values []string, code string, err error) {
	var b strings.Builder
	all := []rune(script)
	for i := 0; i < len(all); i++ {
		r := all[i]
		switch {
		case slices.Contains(doubles, r):
			return nil, "", fmt.Errorf("a double quote at %d: %q", i, string(all[i:min(i+20, len(all))]))
		case r == '#':
			for i < len(all) && all[i] != '\r' && all[i] != '\n' {
				i++
			}
			b.WriteRune('\n')
		case slices.Contains(singles, r):
			var value []rune
			for i++; ; i++ {
				if i >= len(all) {
					return nil, "", fmt.Errorf("a string does not end: %q", string(value))
				}
				if slices.Contains(singles, all[i]) {
					if i+1 >= len(all) || !slices.Contains(singles, all[i+1]) {
						break
					}
					i++ // a doubled one stands for the second
				}
				value = append(value, all[i])
			}
			values = append(values, string(value))
			b.WriteString("VALUE")
		default:
			b.WriteRune(r)
		}
	}
	return values, b.String(), nil
}

// TestNoNameLeavesItsLiteral: with each of the nine quotes at each place, and with what
// else means something to PowerShell, every value is one string that equals it, and the
// code around it is that of a plain name.
func TestNoNameLeavesItsLiteral(t *testing.T) {
	var names []string
	for _, q := range slices.Concat(singles, doubles) {
		c := string(q)
		names = append(names, c, c+c, c+c+c, c+"; Remove-Item * #", "O"+c+"Brien", "a"+c, c+"+$(calc)+"+c)
		for _, other := range singles {
			names = append(names, c+string(other), "a"+string(other)+c+"; calc #")
		}
	}
	names = append(names, "$(calc)", "$env:PATH", "`", "`'", "a`n'b", "#>", "<#", "@'", "'@", "@(", "--%",
		"|calc", ";calc", "&calc", "\u202ecod.'", "{0}", "%PATH%", "}", ")")
	write := func(name string) (string, error) {
		quoted, err := Quote(name)
		if err != nil {
			return "", err
		}
		return Script{Synopsis: []string{"Says hello."}, Params: []Param{{Name: "Id", Values: []string{name}},
			{Name: "People", Values: []string{name, "b", name}, List: true}},
			Body: "Write-Output " + quoted + " $Id\r\n"}.Text()
	}
	plain, err := write("a")
	if err != nil {
		t.Fatal(err)
	}
	_, skeleton, err := tokenise(plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := write(name)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		values, code, err := tokenise(text)
		if err != nil || code != skeleton {
			t.Errorf("%q leaves its literal: %v\n%s", name, err, code)
		}
		if len(values) < 5 || !slices.Equal(values[:4], []string{name, name, "b", name}) || values[len(values)-1] != name {
			t.Errorf("%q is read as %q", name, values)
		}
	}
	for _, name := range []string{"a\nb", "a\r\n'; calc", "a\u2028b", "a\x00b", "a\u0085b"} {
		if text, err := write(name); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q is written: %s", name, text)
		}
	}
}
