package powershell

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"handrail/app"
)

// The rules of CLIXML are in Microsoft's [MS-PSRP], section 2.2.5. encoding/xml reads the
// elements: it resolves no entity of a file, so a file cannot grow while it is read.

// maxValues is the maximum number of values in one export, with each reference counted as
// what it refers to.
const maxValues = 8_000_000

// perText is how much text counts as one more value.
const perText = 32

var errTooMany = errors.New("powershell: too many values")

// clixml is one reading of a CLIXML file.
type clixml struct {
	d    *xml.Decoder
	seen map[string]*counted // by RefId; nil while the object is not complete
	sum  int                 // values so far
}

// counted is a complete object with the number of values in it, references included.
type counted struct {
	value any
	size  int
}

// readCLIXML reads the output of Export-Clixml or ConvertTo-CliXml.
func readCLIXML(text string) ([]Row, error) {
	c := clixml{d: xml.NewDecoder(strings.NewReader(text)), seen: map[string]*counted{}}
	c.d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // Decode has done it
	all, err := c.root()
	switch {
	case errors.Is(err, errTooMany):
		return nil, &app.Error{Code: app.Invalid, Hint: again, Err: err,
			Message: "The export has more values than Handrail reads, or it repeats them without end."}
	case err != nil:
		return nil, &app.Error{Code: app.Damaged, Message: "The export is not complete CLIXML.", Hint: again, Err: err}
	}
	if len(all) == 1 {
		if list, ok := all[0].([]any); ok { // a list that was exported as one object
			all = list
		}
	}
	return rowsOf(all)
}

func (c *clixml) root() (all []any, err error) {
	t, err := c.next()
	start, ok := t.(xml.StartElement)
	if err != nil || !ok || start.Name.Local != "Objs" {
		return nil, orElse(err, "no Objs")
	}
	all, err = c.list(0)
	if err != nil {
		return nil, err
	}
	for {
		t, err := c.d.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if text, ok := t.(xml.CharData); err != nil || !ok || strings.TrimSpace(string(text)) != "" {
			return nil, orElse(err, "more than one document")
		}
	}
}

// list reads values up to the end of the element around them.
func (c *clixml) list(depth int) ([]any, error) {
	all := []any{}
	for {
		t, err := c.next()
		if err != nil {
			return nil, err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			return all, nil
		}
		v, err := c.value(start, depth)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
}

// bag reads values with their names into row.
func (c *clixml) bag(row *Row, depth int) error {
	for {
		t, err := c.next()
		if err != nil {
			return err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		v, err := c.value(start, depth)
		if err != nil {
			return err
		}
		row.set(unescaped(attribute(start, "N")), v)
	}
}

// value reads one value.
func (c *clixml) value(start xml.StartElement, depth int) (any, error) {
	if c.sum++; c.sum > maxValues {
		return nil, errTooMany
	}
	if depth > maxDepth {
		return nil, errors.New("powershell: too deep")
	}
	switch start.Name.Local {
	case "Obj":
		return c.object(start, depth)
	case "Ref":
		return c.reference(start)
	case "Nil", "SS": // a password is encrypted, and no one's business
		return nil, c.skip(depth)
	}
	text, err := c.text(depth)
	if err != nil {
		return nil, err
	}
	c.sum += len(text) / perText
	switch start.Name.Local {
	case "B":
		return strconv.ParseBool(strings.TrimSpace(text))
	case "By", "SB", "U16", "I16", "U32", "I32", "U64", "I64", "Sg", "Db", "D":
		return json.Number(strings.TrimSpace(text)), nil
	case "C": // a character, as its number
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
			return string(rune(n)), nil
		}
	}
	return unescaped(text), nil
}

// reference returns the object that was read before. An object that refers to one around
// it, such as its parent, has no value here: it is cut off.
func (c *clixml) reference(start xml.StartElement) (any, error) {
	if err := c.skip(maxDepth); err != nil {
		return nil, err
	}
	id := attribute(start, "RefId")
	known, ok := c.seen[id]
	switch {
	case !ok:
		return nil, fmt.Errorf("powershell: no object %q", id)
	case known == nil:
		return "System.Object", nil
	}
	if c.sum += known.size; c.sum > maxValues {
		return nil, errTooMany
	}
	return known.value, nil
}

// object reads an Obj: named values, a list, a dictionary or a value of an enumeration.
func (c *clixml) object(start xml.StartElement, depth int) (any, error) {
	id, before := attribute(start, "RefId"), c.sum
	c.seen[id] = nil
	v, err := c.members(depth + 1)
	if err != nil {
		return nil, err
	}
	c.seen[id] = &counted{v, c.sum - before}
	return v, nil
}

func (c *clixml) members(depth int) (any, error) {
	row, said := Row{}, ""
	var held any // a list, or the number of an enumeration
	for {
		t, err := c.next()
		if err != nil {
			return nil, err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			break
		}
		switch start.Name.Local {
		case "TN", "TNRef":
			err = c.skip(depth)
		case "ToString":
			said, err = c.text(depth)
			said = unescaped(said)
		case "Props", "MS":
			err = c.bag(&row, depth)
		case "LST", "IE", "STK", "QUE":
			held, err = c.list(depth)
		case "DCT":
			err = c.dictionary(&row, depth)
		default:
			held, err = c.value(start, depth)
		}
		if err != nil {
			return nil, err
		}
	}
	_, list := held.([]any)
	switch {
	case list:
		return held, nil
	case len(row.names) == 0 && said != "": // an enumeration, or what was too deep for the export
		return said, nil
	case len(row.names) == 0 && held != nil:
		return held, nil
	}
	row.said = said
	return row, nil
}

// dictionary reads the entries of a DCT. Keys are written as text.
func (c *clixml) dictionary(row *Row, depth int) error {
	for {
		t, err := c.next()
		if err != nil {
			return err
		}
		if _, ok := t.(xml.StartElement); !ok {
			return nil
		}
		entry := Row{}
		if err := c.bag(&entry, depth); err != nil {
			return err
		}
		row.set(entry.Text("Key"), entry.get("value"))
	}
}
