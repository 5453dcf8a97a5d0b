package powershell

import (
	"fmt"
	"strings"

	"handrail/app"
)

// Block is PowerShell to paste into a window, in one go.
type Block struct {
	Text   string
	Values []string // the foreign values in Text, each as a literal of its own
}

// Line returns one command. form is constant and has %s for each value, which is the name
// of one object. app.Invalid if a value cannot be used in a command.
func Line(form string, values ...string) (Block, error) {
	quoted := make([]any, len(values))
	for i, v := range values {
		q, err := QuoteIdentity(v)
		if err != nil {
			return Block{}, err
		}
		quoted[i] = q
	}
	if strings.Count(form, "%") != len(values) || strings.Count(form, "%s") != len(values) {
		return Block{}, app.Errorf(app.Internal, "Copy the technical details, and try again.",
			"A command has %d values, but not as many places for them.", len(values))
	}
	return Block{Text: fmt.Sprintf(form, quoted...), Values: values}, nil
}

// Block returns the script as one block for Windows PowerShell 5.1 and PowerShell 7. A
// window runs what it is given at the first empty line, so the block has none.
func (s Script) Block() (Block, error) {
	text, err := s.Text()
	if err != nil {
		return Block{}, err
	}
	var b strings.Builder
	b.WriteString("& {\n")
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#Requires") {
			b.WriteString(line)
		}
	}
	b.WriteString("}\n")
	block := Block{Text: b.String()}
	for _, p := range s.Params {
		block.Values = append(block.Values, p.Values...)
	}
	return block, nil
}
