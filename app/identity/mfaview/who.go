package mfaview

import (
	"encoding/json"
	"slices"
)

// idWriter writes who many people are as JSON, as encoding/json does, with one allocation for many of them. The zero
// value is ready.
type idWriter struct{ free []byte }

// idBlock is how much an idWriter allocates at once, in bytes.
const idBlock = 64 << 10

// object returns who as a JSON object.
func (w *idWriter) object(who Who) json.RawMessage {
	if cap(w.free)-len(w.free) < len(who.ID)+len(who.UPN)+len(who.Name)+64 {
		w.free = make([]byte, 0, idBlock+len(who.ID)+len(who.UPN)+len(who.Name))
	}
	from := len(w.free)
	b := appendText(append(w.free, `{"id":`...), who.ID)
	b = appendText(append(b, `,"upn":`...), who.UPN)
	b = append(appendText(append(b, `,"name":`...), who.Name), '}')
	w.free = b
	return slices.Clip(b[from:])
}

// appendText appends a text as JSON, with the characters of HTML escaped.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			raw, _ := json.Marshal(text) // a text can always be written
			return append(b, raw...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}
