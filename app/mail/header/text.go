package header

import (
	"bytes"
	"html"
	"strings"

	"handrail/app"
	"handrail/app/csvtable"
	"handrail/app/pattern"
)

// text returns the text of data, and of a file of Outlook also the email’s own text.
func (m *Message) text(data []byte) (text, body string, err error) {
	if isOutlook(data) {
		m.Form = Outlook
		return m.outlook(data)
	}
	if len(data) > MaxText {
		data = data[:MaxText]
		if end := bytes.LastIndexByte(data, '\n'); end > 0 && !wide(data) {
			data = data[:end+1] // half a character would make the whole text another encoding
		}
		m.note(CutText, MaxText)
	}
	if bytes.IndexByte(data, 0) >= 0 && !wide(data) {
		data = bytes.ReplaceAll(data, []byte{0}, []byte(" ")) // in an attachment
	}
	if text, err = csvtable.Decode(data); err != nil {
		return "", "", app.Errorf(app.Invalid, "Paste the header, or choose an .eml or .msg file.",
			"This is not an email.")
	}
	return m.plain(text), "", nil
}

// wide reports whether data looks like UTF-16.
func wide(data []byte) bool {
	if len(data) < 4 {
		return false
	}
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) ||
		data[1] == 0 && data[3] == 0 || data[0] == 0 && data[2] == 0
}

// plain removes what a program added when it copied the text: marks of a quotation, HTML,
// and an empty line after each line.
func (m *Message) plain(text string) string {
	if strings.Contains(text, "\u00a0") || strings.Contains(text, "\u200b") || strings.Contains(text, "\ufeff") {
		text = strings.NewReplacer("\u00a0", " ", "\u200b", "", "\ufeff", "").Replace(text)
	}
	text = m.unescaped(text)
	text = m.unquoted(text)
	return m.closed(text)
}

var (
	lineTags = pattern.Lazy(`(?i)<(?:br|/p|/div|/tr|/li)\s*/?>`)
	allTags  = pattern.Lazy(`(?i)</?(?:html|head|body|pre|code|p|div|span|br|table|tbody|tr|td|font|b|i|o:p)` +
		`(?:\s[^<>]*)?/?>`)
	entity = pattern.Lazy(`&(?:lt|gt|amp|quot|nbsp|#39|#x27);`)
)

// unescaped turns HTML into text. Only the start decides: the body of an email may be HTML.
func (m *Message) unescaped(text string) string {
	start := text[:min(len(text), 4096)]
	tagged := lineTags().MatchString(start) || strings.HasPrefix(strings.TrimSpace(start), "<")
	if !tagged && (!entity().MatchString(start) || strings.Contains(start, "<")) {
		return text
	}
	head, _, _ := strings.Cut(start, "\n\n")
	if !tagged && !entity().MatchString(head) {
		return text
	}
	if tagged && !allTags().MatchString(head) {
		return text
	}
	m.note(Escaped, 0)
	if tagged {
		text = allTags().ReplaceAllString(lineTags().ReplaceAllString(text, "\n"), "")
	}
	return strings.ReplaceAll(html.UnescapeString(text), "\u00a0", " ")
}

// seen is how many lines decide about the whole text.
const seen = 60

// unquoted removes the marks of a quotation, if most of the first lines have one.
func (m *Message) unquoted(text string) string {
	marked, all := 0, 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if all++; line[0] == '>' {
			marked++
		}
		if all == seen {
			break
		}
	}
	if marked == 0 || marked*10 < all*8 {
		return text
	}
	m.note(Quoted, 0)
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		for {
			rest, ok := strings.CutPrefix(strings.TrimLeft(line, " "), ">")
			if !ok {
				break
			}
			line = strings.TrimPrefix(rest, " ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// closed removes empty lines, if every second of the first lines is empty.
func (m *Message) closed(text string) string {
	empty, full, in := 0, 0, false
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			if in {
				empty++
			}
			in = false
			continue
		}
		in = true
		if full++; full == seen {
			break
		}
	}
	if full < 4 || empty < full-2 {
		return text
	}
	m.note(Spaced, 0)
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			b.WriteString(line)
		}
	}
	return b.String()
}
