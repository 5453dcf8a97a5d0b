// Package letter writes texts to single people as files: drafts that an email program
// opens (RFC 5322), plain text, and a table for a mail merge. Handrail sends nothing.
package letter

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"

	"handrail/app/clean"
	"handrail/app/csvtable"
)

// Letter is a text to one person.
type Letter struct {
	Name     string
	Mail     string // the address; "" where it is not known
	Language string // of the text, such as "en"
	Kind     string // stable: what the text is about
	Subject  string
	Text     string // paragraphs are parted by an empty line
}

// Form is how a letter is written.
type Form string

// The forms.
const (
	Drafts Form = "eml" // a draft for each person
	Texts  Form = "txt" // a text for each person
	Merge  Form = "csv" // one table for a mail merge
)

// body returns the text with its lines, and without characters that steer what is shown: a name in it comes from
// outside.
func (l Letter) body() string {
	lines := strings.Split(strings.ReplaceAll(l.Text, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = clean.Line(lines[i])
	}
	return strings.Join(lines, "\n")
}

// WriteDraft writes a draft with plain text and HTML. X-Unsent lets email programs open it
// for editing. A draft without an address that can stand in a head has no recipient.
func (l Letter) WriteDraft(w io.Writer) error {
	page := "<!doctype html><html lang=\"" + html.EscapeString(l.Language) + "\"><body><p>" +
		strings.NewReplacer("\n\n", "</p><p>", "\n", "<br>").Replace(html.EscapeString(strings.TrimSpace(l.body()))) +
		"</p></body></html>"
	var head mail.Header
	head.SetContentType("multipart/alternative", map[string]string{"boundary": l.boundary()})
	head.SetSubject(clean.Line(l.Subject))
	if clean.Address(l.Mail) != "" { // else the person enters it
		head.SetAddressList("To", []*mail.Address{{Name: clean.Line(l.Name), Address: l.Mail}})
	}
	head.Set("X-Unsent", "1")
	out, err := message.CreateWriter(w, head.Header)
	if err != nil {
		return err
	}
	for _, part := range []struct{ kind, body string }{{"text/plain", l.body()}, {"text/html", page}} {
		var h message.Header
		h.Set("Content-Transfer-Encoding", "quoted-printable")
		h.SetContentType(part.kind, map[string]string{"charset": "utf-8"})
		in, err := out.CreatePart(h)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(in, strings.ReplaceAll(part.body, "\n", "\r\n")); err != nil {
			return err
		}
		if err := in.Close(); err != nil {
			return err
		}
	}
	return out.Close()
}

// boundary returns a line that parts the two forms. It depends on the text, so that no text
// can contain it on purpose.
func (l Letter) boundary() string {
	sum := sha256.Sum256([]byte(l.Subject + "\x00" + l.Text))
	return "handrail-" + hex.EncodeToString(sum[:12])
}

// WriteText writes the letter as plain text: to whom, the subject, then the text.
func (l Letter) WriteText(w io.Writer) error {
	to := clean.Line(l.Name)
	if l.Mail != "" && l.Mail != l.Name {
		to += " <" + clean.Line(l.Mail) + ">"
	}
	_, err := io.WriteString(w, strings.ReplaceAll("To: "+to+"\nSubject: "+clean.Line(l.Subject)+"\n\n"+l.body(), "\n",
		"\r\n"))
	return err
}

// Table returns letters as a table for a mail merge, as CSV. No cell can be run as a formula.
func Table(all []Letter) []byte { return TableOf(slices.Values(all)) }

// TableOf is Table for letters that are made one by one.
func TableOf(all iter.Seq[Letter]) []byte {
	return csvtable.WriteSeq(func(yield func([]string) bool) {
		if !yield([]string{"name", "mail", "language", "outcome", "subject", "text"}) {
			return
		}
		for l := range all {
			if !yield([]string{l.Name, l.Mail, l.Language, l.Kind, l.Subject, l.Text}) {
				return
			}
		}
	})
}
