package mtasts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"strings"
	"unicode/utf8"

	"handrail/app"
)

// answer checks a web server's answer as a sender does (RFC 8461 section 3.3),
// the first fault first.
func (a *attempt) answer(resp *http.Response) {
	g := &a.got
	g.Status, g.HTTP2 = resp.StatusCode, resp.ProtoMajor == 2
	g.Location = resp.Header.Get("Location")
	g.MediaType = resp.Header.Get("Content-Type")
	g.Encoding = resp.Header.Get("Content-Encoding")
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		a.fail(Redirect, nil)
		return
	case resp.StatusCode != http.StatusOK:
		a.fail(Status, nil)
		return
	}
	body, announced, err := readBody(resp)
	g.Body, g.Size = body[:min(len(body), MaxBodyBytes)], len(body)
	tooLarge := len(body) > MaxBodyBytes || announced > MaxBodyBytes
	if tooLarge {
		g.Size = max(announced, len(body))
	}
	media, _, _ := mime.ParseMediaType(g.MediaType)
	switch {
	case g.Encoding != "" && !strings.EqualFold(g.Encoding, "identity"), bytes.HasPrefix(body, []byte{0x1f, 0x8b}):
		a.fail(Encoded, nil)
	case isHTML(media, body):
		a.fail(HTML, nil)
	case !strings.EqualFold(media, "text/plain"):
		a.fail(MediaType, nil)
	case tooLarge:
		a.fail(TooLarge, nil)
	case err != nil:
		a.fail(Endless, err)
	case bytes.HasPrefix(body, []byte("\ufeff")), !utf8.Valid(body), bytes.IndexByte(body, 0) >= 0:
		a.fail(Charset, nil)
	default:
		if g.Policy, err = ParsePolicy(body); err != nil {
			a.fail(Syntax, err)
		}
	}
}

// isHTML finds a web page that was sent instead of the policy: a sign-in page,
// a "not found" page with status 200, a parking page. A text without any tag is none,
// whatever its label says.
func isHTML(media string, body []byte) bool {
	start := strings.ToLower(string(bytes.TrimLeft(body[:min(len(body), 512)], "\ufeff \t\r\n")))
	labelled := media == "text/html" || media == "application/xhtml+xml"
	return labelled && bytes.IndexByte(body, '<') >= 0 ||
		strings.HasPrefix(start, "<!doctype") || strings.HasPrefix(start, "<html") ||
		strings.HasPrefix(start, "<head") ||
		strings.HasPrefix(start, "<?xml") || strings.HasPrefix(start, "<!--")
}

// words returns what a fault means and what to do about it.
func (a *attempt) words(fault Fault, cause error) error {
	e := &app.Error{Code: app.Unreachable, Err: cause}
	g := &a.got
	switch fault {
	case NoHost:
		e.Code = app.NotFound
		e.Message = fmt.Sprintf("The host %s has no address.", a.host)
		e.Hint = "Add an address record or an alias (CNAME) for it at your DNS provider."
	case PrivateAddress:
		e.Code = app.Denied
		e.Message = fmt.Sprintf("The host %s has the address %s, which is in a private network.", a.host, g.Addr)
		e.Hint = "Senders cannot reach it. Give the host a public address."
	case Connect:
		e.Message = fmt.Sprintf("No web server answered at %s (%s, port 443).", a.host, g.Addr)
		e.Hint = "Check that the web server is running and that its firewall allows port 443."
	case NoRoute:
		e.Message = fmt.Sprintf("This computer has no connection to the address of %s (%s).", a.host, g.Addr)
		e.Hint = "Check from another network. Many networks do not reach IPv6 addresses."
	case Timeout:
		e.Message = fmt.Sprintf("The web server %s did not answer in time.", a.host)
		e.Hint = "Try again. If it still does not answer, check the web server and its firewall."
	case TLSVersion:
		e.Code = app.Denied
		e.Message = "The web server supports only encryption that is older than TLS 1.2."
		e.Hint = "Turn on TLS 1.2 and TLS 1.3 in the web server's settings."
	case TLS:
		e.Message = "The encrypted connection to the web server failed."
		e.Hint = "Check that port 443 answers with HTTPS for this host name."
	default:
		return a.answerWords(fault, e)
	}
	return e
}

func (a *attempt) answerWords(fault Fault, e *app.Error) error {
	g := &a.got
	e.Code = app.Invalid
	e.Hint = "Publish the policy at this address, as text/plain."
	switch fault {
	case Redirect:
		e.Message = fmt.Sprintf("The web server redirects to %s. Senders do not follow redirects.",
			orElse(printable(g.Location), "another address"))
		e.Hint = "Publish the policy at this address, without a redirect."
	case Status:
		e.Message = fmt.Sprintf("The web server answered with status %d instead of 200.", g.Status)
		if g.Status == 0 {
			e.Message = "The web server closed the connection without a readable answer."
		}
		if g.Status == http.StatusNotFound || g.Status == http.StatusGone {
			e.Code = app.NotFound
			e.Message = fmt.Sprintf("There is no policy: the web server answered with status %d.", g.Status)
		}
	case Encoded:
		e.Message = "The web server compressed the policy without a request."
		e.Hint = "Turn compression off for this address."
	case HTML:
		e.Message = "The web server sent a web page instead of the policy."
		e.Hint = "Make sure no sign-in page, error page or parking page answers at this address."
	case MediaType:
		e.Message = fmt.Sprintf("The web server labels the policy as %q, but senders expect text/plain.",
			orElse(printable(g.MediaType), "nothing"))
		e.Hint = "Set the file type to text/plain."
	case TooLarge:
		e.Message = "The text is larger than 64 kilobytes. Senders read no more than that."
	case Endless:
		e.Code = app.Unreachable
		e.Message = fmt.Sprintf("The text did not end within %s.", a.Timeout)
		if !isTimeout(e.Err) {
			e.Message = "The connection ended in the middle of the text."
		}
	case Charset:
		e.Message = "The text is not plain UTF-8, or begins with a byte order mark."
		e.Hint = "Save the file as UTF-8 without a byte order mark, or as plain ASCII."
	case Syntax:
		e.Message = "The text is not a policy that senders accept."
		var s *SyntaxError
		if errors.As(e.Err, &s) {
			e.Message = "Senders do not accept the policy. " + s.Msg
			e.Hint = "Replace it with the policy that Handrail makes. The rule is in " + s.Rule + "."
		}
	}
	return e
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &network) && network.Timeout()
}

// printable returns text from an unknown server without control characters, on one line.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e {
			return -1
		}
		return r
	}, s)
	return s[:min(len(s), 200)]
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
