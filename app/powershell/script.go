package powershell

import (
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/pattern"
)

// Param is one parameter at the top of a script. Values can be foreign; the name is
// constant.
type Param struct {
	Name   string
	Values []string
	List   bool // a list, even with one value or none
	Text   bool // may be empty; all others are identities
}

// Script is a script in parts. Only Params has foreign values.
type Script struct {
	Synopsis []string // comment lines at the top
	Version  string   // minimum version of PowerShell; empty means 5.1
	Modules  []string // modules that must be installed
	Params   []Param
	Body     string // uses $Name of each parameter; has no values
}

var (
	paramName  = pattern.Lazy(`^[A-Z][A-Za-z]{0,40}$`)
	moduleName = pattern.Lazy(`^[A-Za-z][A-Za-z0-9.]{0,80}$`)
	leadLine   = pattern.Lazy(`^[A-Za-z0-9 ,.;:'()/@-]*$`)
)

// Text returns the script with LF and without a byte order mark, for display and copying.
// app.Invalid if a value cannot be used in a script, app.Internal if a constant part is
// wrong.
func (s Script) Text() (string, error) {
	var b strings.Builder
	version := s.Version
	if version == "" {
		version = "5.1"
	}
	b.WriteString("#Requires -Version " + version + "\n")
	for _, m := range s.Modules {
		if !moduleName().MatchString(m) {
			return "", app.Errorf(app.Internal, "Copy the technical details, and try again.", "The module name %q is not valid.",
				m)
		}
		b.WriteString("#Requires -Modules " + m + "\n")
	}
	for _, line := range s.Synopsis {
		if !leadLine().MatchString(line) {
			return "", app.Errorf(app.Internal, "Copy the technical details, and try again.",
				"A comment in a script has characters that are not allowed.")
		}
		b.WriteString("# " + line + "\n")
	}
	b.WriteString("\n[CmdletBinding(SupportsShouldProcess)]\nparam(\n")
	for i, p := range s.Params {
		text, err := p.text()
		if err != nil {
			return "", err
		}
		b.WriteString(text)
		if i+1 < len(s.Params) {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString(")\n\nSet-StrictMode -Version 2.0\n$ErrorActionPreference = 'Stop'\n\n")
	b.WriteString(strings.TrimSpace(strings.ReplaceAll(s.Body, "\r\n", "\n")) + "\n")
	return b.String(), nil
}

// text returns the parameter as PowerShell. Each value of a list has its own line, so that
// a character that changes the writing direction affects no other line.
func (p Param) text() (string, error) {
	if !paramName().MatchString(p.Name) {
		return "", app.Errorf(app.Internal, "Copy the technical details, and try again.",
			"The parameter name %q in a script is not valid.", p.Name)
	}
	quote := QuoteIdentity
	if p.Text {
		quote = Quote
	}
	if !p.List {
		if len(p.Values) != 1 {
			return "", app.Errorf(app.Internal, "Copy the technical details, and try again.", "The parameter %s has %d values.",
				p.Name,
				len(p.Values))
		}
		q, err := quote(p.Values[0])
		return fmt.Sprintf("    [string] $%s = %s", p.Name, q), err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "    [string[]] $%s = @(", p.Name)
	for i, v := range p.Values {
		q, err := quote(v)
		if err != nil {
			return "", err
		}
		b.WriteString("\n        " + q)
		if i+1 < len(p.Values) {
			b.WriteByte(',')
		}
	}
	if len(p.Values) > 0 {
		b.WriteString("\n    ")
	}
	b.WriteByte(')')
	return b.String(), nil
}

// File returns the script as a file: CRLF and UTF-8 with a byte order mark, which Windows
// PowerShell 5.1 needs to read non-ASCII characters.
func (s Script) File() ([]byte, error) {
	text, err := s.Text()
	if err != nil {
		return nil, err
	}
	return []byte("\uFEFF" + strings.ReplaceAll(text, "\n", "\r\n")), nil
}
