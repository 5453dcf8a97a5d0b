package tlsrpt

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"handrail/app/mail/tlsreport"

	"github.com/emersion/go-message"
)

// SubjectWords are in the subject of every report that is mailed (RFC 8460 section 5.3).
const SubjectWords = "Report Domain"

// mail reads the reports attached to an email (RFC 8460 section 5.3). The body of
// the report counts, not the subject and not the attachment's name.
func (r *Reader) mail(ctx context.Context, part string, data []byte, at level, each func(Found) error) error {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), "\r\n")
	top, err := message.ReadWithOptions(bytes.NewReader(data), &message.ReadOptions{MaxHeaderBytes: 256 << 10})
	if top == nil {
		return each(Found{Part: part, Err: refuse(Broken, askAgain, "Handrail cannot read the header of the email.")})
	}
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return each(Found{Part: part, Err: refuse(Broken, askAgain, "Handrail cannot read the header of the email.")})
	}
	m := &mailReading{Reader: r, ctx: ctx, name: part, at: at}
	if err := m.walk(top, 0); err != nil {
		var refused *Refused
		if !errors.As(err, &refused) {
			return err
		}
		m.found = append(m.found, Found{Part: part, Err: err})
	}
	if len(m.found) == 0 {
		err := refuse(NoReport, "Select an email from a reporting organisation.", "The email contains no TLS report.")
		if m.nested {
			err = refuse(Nested, "Open it, and save the email inside.", "The email contains another email.")
		}
		return each(Found{Part: part, Err: err})
	}
	var signed *tlsreport.Signed
	for _, f := range m.found {
		if f.Report != nil && !f.inner {
			f.domain = top.Header.Get("TLS-Report-Domain")
			if signed == nil {
				s := r.verify(ctx, data, top.Header.Get("From"))
				signed = &s
			}
			f.Report.Signed = *signed
		}
		if err := each(f); err != nil {
			return err
		}
	}
	return nil
}

// mailReading is one mail under way.
type mailReading struct {
	*Reader
	ctx    context.Context
	name   string
	parts  int
	at     level
	nested bool
	found  []Found
}

// walk goes through the parts of an email. Its error is a *Refused or that of the
// context.
func (m *mailReading) walk(e *message.Entity, depth int) error {
	if depth > MaxNesting {
		return refuse(TooDeep, "Do not import it. Genuine emails do not look like this.",
			"The parts of the email are nested more than %d levels deep.", MaxNesting)
	}
	parts := e.MultipartReader()
	if parts == nil {
		return m.leaf(e)
	}
	for {
		if m.parts++; m.parts > MaxParts {
			return refuse(TooMany, "Do not import it. Genuine emails do not look like this.",
				"The email has more than %d parts.", MaxParts)
		}
		next, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case next == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err):
			if len(m.found) > 0 {
				return nil // only the end is missing
			}
			return refuse(Broken, askAgain, "The email is not complete.")
		}
		if err := m.walk(next, depth+1); err != nil {
			return err
		}
	}
}

// leaf reads one part that has no parts itself.
func (m *mailReading) leaf(e *message.Entity) error {
	kindOf, _, _ := e.Header.ContentType()
	data, err := readMost(e.Body, MaxMail)
	if err != nil && len(data) == 0 {
		if strings.Contains(kindOf, "tlsrpt") || strings.Contains(kindOf, "gzip") {
			m.found = append(m.found, Found{Part: m.label(e),
				Err: refuse(Broken, askAgain, "The attachment is damaged or ends too early.")})
		}
		return nil
	}
	k := sniff(data)
	switch {
	case kindOf == "message/rfc822":
		return m.forwarded(e, data)
	case k == gzipKind || k == zipKind:
		if len(data) > MaxPacked {
			m.found = append(m.found, Found{Part: m.label(e), Err: refuse(TooLarge,
				"Do not import it. Genuine reports are not so large.", "The file is larger than %d MB.",
				MaxPacked>>20)})
			return nil
		}
	case k == jsonKind && (strings.Contains(kindOf, "tlsrpt") || strings.Contains(kindOf, "json") ||
		bytes.Contains(data, []byte(`"policies"`))):
	case strings.Contains(kindOf, "tlsrpt"):
	default:
		return nil // words for people, pictures and the like
	}
	if *m.at.budget -= int64(len(data)); *m.at.budget < 0 {
		return refuse(TooLarge, "Do not import it. Genuine reports are not so large.", "It unpacks to more than %d MB.",
			MaxUnpacked>>20)
	}
	return m.attached(m.ctx, m.label(e), k, data, m.at, func(f Found) error {
		m.found = append(m.found, f)
		return nil
	})
}

// forwarded reads an email that was forwarded as an attachment (RFC 2046 section
// 5.2.1). It has a signature of its own. An email in that one is not read.
func (m *mailReading) forwarded(e *message.Entity, data []byte) error {
	if m.at.deep {
		m.nested = true
		return nil
	}
	if *m.at.budget -= int64(len(data)); *m.at.budget < 0 {
		return refuse(TooLarge, "Do not import it. Genuine reports are not so large.", "It unpacks to more than %d MB.",
			MaxUnpacked>>20)
	}
	return m.mail(m.ctx, m.label(e), data, level{m.at.budget, true}, func(f Found) error {
		if code := CodeOf(f.Err); f.Report != nil || code != NoReport {
			f.inner = true
			if f.Report != nil && !hasSignature(data) {
				f.Report.Signed = tlsreport.Signed{State: tlsreport.Untested,
					Why: "It was forwarded in another email, without a signature."}
			}
			m.found = append(m.found, f)
		}
		return nil
	})
}

// label names a part for a person: its file name, else its number.
func (m *mailReading) label(e *message.Entity) string {
	_, params, _ := e.Header.ContentDisposition()
	name := params["filename"]
	if name == "" {
		_, params, _ = e.Header.ContentType()
		name = params["name"]
	}
	if name = clean(name); name == "" {
		name = "part " + strconv.Itoa(m.parts)
	}
	if len(name) > 200 {
		name = name[:200] + "…"
	}
	if m.name != "" {
		return m.name + ", " + name
	}
	return name
}
