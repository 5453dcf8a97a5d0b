package letter

import (
	"bytes"
	"errors"
	"io"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hostile is a person whose name and text try to be more than that.
var hostile = Letter{Name: "Zoë\r\nBcc: x@evil.example", Mail: "zoe@northgate.example", Language: "en",
	Kind:    "locked-out",
	Subject: "Your sign-in\r\nX-Evil: 1 – ändert", Text: "Hello <b>Zoë</b>,\n\n=cmd\n.\n--handrail\n\nThanks\n"}

func TestADraftHasOneRecipientAndNoLineMore(t *testing.T) {
	var b bytes.Buffer
	if err := hostile.WriteDraft(&b); err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Bcc", "X-Evil"} {
		if m.Header.Get(name) != "" {
			t.Errorf("a line %s came from outside", name)
		}
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != hostile.Mail || m.Header.Get("X-Unsent") != "1" {
		t.Errorf("to %v, %v", to, err)
	}
	body, _ := io.ReadAll(m.Body)
	if strings.Contains(string(body), "<b>Zo") && !strings.Contains(string(body), "&lt;b&gt;") {
		t.Errorf("the page has the name as HTML:\n%s", body)
	}
}

// TestANameSteersNothing: control characters and turned writing in a name do not get into a letter.
func TestANameSteersNothing(t *testing.T) {
	l := hostile
	l.Text = "Hello Zoë\u202egpj.exe\x1b[2J\x00,\r\n\r\nThanks\n"
	var draft, text bytes.Buffer
	if err := errors.Join(l.WriteDraft(&draft), l.WriteText(&text)); err != nil {
		t.Fatal(err)
	}
	if all := text.String(); strings.ContainsAny(all, "\u202e\x1b\x00") || !strings.HasSuffix(all, ",\r\n\r\nThanks\r\n") {
		t.Errorf("%q", all)
	}
	if strings.ContainsAny(draft.String(), "\x1b\x00") || strings.Contains(draft.String(), "=E2=80=AE") ||
		strings.Contains(draft.String(), "=1B") {
		t.Errorf("%q", draft.String())
	}
}

// TestADraftWithoutAnAddress: what cannot be one address is left for the person to enter.
func TestADraftWithoutAnAddress(t *testing.T) {
	for _, address := range []string{"", "a@b.example\nBcc: x@y.example", "no address"} {
		l, b := hostile, bytes.Buffer{}
		l.Mail = address
		if err := l.WriteDraft(&b); err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(&b)
		if err != nil || m.Header.Get("To") != "" {
			t.Errorf("%q: to %q, %v", address, m.Header.Get("To"), err)
		}
	}
}

// TestATableRunsNoFormula: a name that begins like a formula stays a name in a spreadsheet.
func TestATableRunsNoFormula(t *testing.T) {
	all := string(Table([]Letter{{Name: "=HYPERLINK(\"http://evil.example\")", Mail: "+1@a.example", Subject: "@x",
		Text: "-1+1"}}))
	for _, cell := range []string{",=", ",+", ",@", ",-", "\n=", "\"=", "\"+", "\"@", "\"-"} {
		if strings.Contains(all, cell) {
			t.Errorf("a cell begins with %q: %s", cell, all)
		}
	}
}

// TestPythonReadsTheDraft lets the email module of Python read a draft: one recipient, the
// subject on one line, and the text as it was.
func TestPythonReadsTheDraft(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not on this computer")
	}
	path := filepath.Join(t.TempDir(), "a.eml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	l := hostile
	l.Name, l.Subject = "Zoë Ångström, Treasurer", "Before 1 February 2027: set up a new sign-in method – bitte für dich"
	if err := l.WriteDraft(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	const program = `
import sys, email, email.policy
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
assert not m.defects, m.defects
to = m["to"].addresses
assert len(to) == 1 and to[0].addr_spec == "zoe@northgate.example", to
assert to[0].display_name == "Zoë Ångström, Treasurer", to[0].display_name
assert m["x-unsent"] == "1"
print(m["subject"])
print(m.get_body(("plain",)).get_content(), end="")
assert "&lt;b&gt;" in m.get_body(("html",)).get_content()
`
	out, err := exec.Command(python, "-c", program, path).CombinedOutput() // #nosec G204: a test
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := strings.ReplaceAll(string(out), "\r\n", "\n"); got != l.Subject+"\n"+l.Text {
		t.Errorf("Python reads\n%s", got)
	}
}
