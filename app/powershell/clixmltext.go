package powershell

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"

	"handrail/app/pattern"
)

// next returns the next element or end; it passes over text between elements.
func (c *clixml) next() (xml.Token, error) {
	for {
		t, err := c.d.Token()
		if err != nil {
			return nil, err
		}
		switch t.(type) {
		case xml.StartElement, xml.EndElement:
			return t, nil
		case xml.Directive: // a document type; PowerShell writes none
			return nil, errors.New("powershell: a document type in CLIXML")
		}
	}
}

// text returns the text of an element up to its end, without line breaks: PowerShell
// writes those as _x000A_, so others come from a console.
func (c *clixml) text(depth int) (string, error) {
	var b strings.Builder
	for {
		t, err := c.d.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			for line := range strings.SplitSeq(string(t), "\n") {
				b.WriteString(strings.TrimSuffix(line, "\r"))
			}
		case xml.StartElement: // XML as a value
			if depth > maxDepth {
				return "", errors.New("powershell: too deep")
			}
			inner, err := c.text(depth + 1)
			if err != nil {
				return "", err
			}
			b.WriteString(inner)
		case xml.EndElement:
			return b.String(), nil
		case xml.Directive:
			return "", errors.New("powershell: a document type in CLIXML")
		}
	}
}

// skip passes over the rest of an element.
func (c *clixml) skip(depth int) error {
	_, err := c.text(depth)
	return err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

var escaped = pattern.Lazy(`(_x[0-9A-Fa-f]{4}_)+`)

// unescaped returns text with _x000A_ and the like as the characters that they stand for.
// Each stands for a unit of UTF-16.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped().ReplaceAllStringFunc(text, func(codes string) string {
		var units []uint16
		for at := 2; at < len(codes); at += len("_x000A_") {
			n, _ := strconv.ParseUint(codes[at:at+4], 16, 16) // four hexadecimal digits, by the pattern
			units = append(units, uint16(n))
		}
		return string(utf16.Decode(units))
	})
}

// orElse returns err, or an error of ours where there is none.
func orElse(err error, otherwise string) error {
	if err != nil {
		return err
	}
	return errors.New("powershell: " + otherwise)
}
