package programme

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"handrail/app/clean"
)

//go:embed phone.html
var phonePage string

//go:embed phone.css
var phoneStyle string

var phone = template.Must(template.New("phone").Parse(phonePage))

// choice is one of the people whose rows the page can show alone.
type choice struct {
	ID, Name string
	First    bool
}

// phoneRow is a row and the choices that show it.
type phoneRow struct {
	Row
	For string // classes
}

// WritePhone writes the programme as one page for a phone, in large type: it needs no connection, runs no script and
// loads nothing. Everyone can choose to see only their own rows.
func (p Programme) WritePhone(w io.Writer) error {
	choices := []choice{{"w0", "Everything", true}, {"w1", "Sound desk", false}}
	style := phoneStyle
	rows := make([]phoneRow, len(p.Rows))
	for i, r := range p.Rows {
		rows[i].Row = r
	}
	mark := func(id string, mine []Row) {
		for _, r := range mine {
			rows[r.number-1].For += " " + id
		}
		style += "#" + id + ":checked~ol li:not(." + id + "){display:none}\n"
	}
	mark("w1", p.SoundDesk())
	for i, name := range p.People() {
		c := choice{ID: fmt.Sprintf("w%d", i+2), Name: p.Called(name)}
		choices = append(choices, c)
		mark(c.ID, p.For(name))
	}
	if len(p.SoundDesk()) == 0 {
		choices = slices.Delete(choices, 1, 2)
	}
	sum := sha256.Sum256([]byte(style))
	return phone.Execute(clean.NewWriter(w), map[string]any{"Title": strings.TrimSpace(p.Title), "When": p.When(),
		"Lead": p.Lead(), "Choices": choices, "Rows": rows, "Style": template.CSS(style),
		"Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" +
			base64.StdEncoding.EncodeToString(sum[:]) + "'"})
}
