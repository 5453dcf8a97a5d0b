package powershell

import (
	"fmt"
	"regexp"
	"strings"

	"handrail/app"
)

// Param is one value at the top of a script. Values come from anywhere; the name
// is ours.
type Param struct {
	Name   string
	Values []string
	List   bool // a list, also with one value or none
	Text   bool // may be empty; all others name something
}

// Script is a script in parts. Only Params holds what is not ours.
type Script struct {
	Lead    []string // comment lines at the top
	Version string   // least version of PowerShell; empty means 5.1
	Modules []string // what must be installed
	Params  []Param
	Body    string // uses $Name of each parameter; holds no value
}

var (
	paramName  = regexp.MustCompile(`^[A-Z][A-Za-z]{0,40}$`)
	moduleName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9.]{0,80}$`)
	leadLine   = regexp.MustCompile(`^[A-Za-z0-9 ,.;:'()/@-]*$`)
)

// Text gives the script with LF as line end and without a mark at its start, as
// it is shown and copied. app.Invalid where a value cannot stand in a script;
// app.Internal where a part of ours is badly made.
func (s Script) Text() (string, error) {
	var b strings.Builder
	version := s.Version
	if version == "" {
		version = "5.1"
	}
	b.WriteString("#Requires -Version " + version + "\n")
	for _, m := range s.Modules {
		if !moduleName.MatchString(m) {
			return "", app.Errorf(app.Internal, "Copy the details, and try once more.", "The module %q has no good name.", m)
		}
		b.WriteString("#Requires -Modules " + m + "\n")
	}
	for _, line := range s.Lead {
		if !leadLine.MatchString(line) {
			return "", app.Errorf(app.Internal, "Copy the details, and try once more.", "A comment of a script has more than plain words.")
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

// text writes a parameter. Each value of a list stands on a line of its own, so
// that a mark that turns the direction of writing disturbs no other line.
func (p Param) text() (string, error) {
	if !paramName.MatchString(p.Name) {
		return "", app.Errorf(app.Internal, "Copy the details, and try once more.", "A parameter of a script has no good name: %q.", p.Name)
	}
	quote := QuoteIdentity
	if p.Text {
		quote = Quote
	}
	if !p.List {
		if len(p.Values) != 1 {
			return "", app.Errorf(app.Internal, "Copy the details, and try once more.", "The parameter %s has %d values.", p.Name, len(p.Values))
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

// File gives the script as a file: UTF-8 with the mark at its start, without
// which Windows PowerShell 5.1 reads letters of other languages wrongly, and CRLF.
func (s Script) File() ([]byte, error) {
	text, err := s.Text()
	if err != nil {
		return nil, err
	}
	return []byte("\uFEFF" + strings.ReplaceAll(text, "\n", "\r\n")), nil
}
