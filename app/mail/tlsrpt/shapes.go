package tlsrpt

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf16"
)

// parseAll parses the reports of a JSON text: one report, a list of reports, one on
// each line (JSON Lines), or an object that holds some of these.
func parseAll(part string, data []byte, each func(Found) error) error {
	text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) {
		report, err := ParseReport(data)
		if err == nil {
			return each(Found{Part: part, Report: report})
		}
		if code := CodeOf(err); code != NotReport && code != NotJSON {
			return each(Found{Part: part, Err: err})
		}
		all, whole := reportsIn(text)
		if len(all) == 0 || !whole && len(all) < 2 {
			return each(Found{Part: part, Err: err})
		}
		return eachReport(part, all, whole, each)
	}
	all, whole := reportsIn(text)
	if len(all) == 0 {
		return each(Found{Part: part, Err: notReport(data)})
	}
	return eachReport(part, all, whole, each)
}

// eachReport parses reports that stand in one text. Where a part of it is torn, this
// is said beside the reports before it.
func eachReport(part string, all []json.RawMessage, whole bool, each func(Found) error) error {
	if len(all) > MaxReports {
		return each(Found{Part: part, Err: refuse(TooMany, "Split it, then import the parts.",
			"The file contains more than %d reports.", MaxReports)})
	}
	for _, raw := range all {
		report, err := ParseReport(slices.Clone(raw))
		if err := each(Found{Part: part, Report: report, Err: err}); err != nil {
			return err
		}
	}
	if !whole {
		return each(Found{Part: part, Err: refuse(NotJSON, askAgain,
			"A part of the text is not JSON, so a report in it may be missing.")})
	}
	return nil
}

// wrapDepth is how many objects or lists may be around a report.
const wrapDepth = 3

// reportsIn returns what looks like a report in JSON values one after another, at
// most one more than MaxReports, and whether all of the text is JSON.
func reportsIn(text []byte) (all []json.RawMessage, whole bool) {
	text, whole = bytes.Trim(text, " \t\r\n\x00\x1e"), true
	most := 8*len(text) + 1<<20 // bytes looked at in vain
	for range maxBroken {
		dec := json.NewDecoder(bytes.NewReader(text))
		for len(all) <= MaxReports && dec.More() {
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				most -= wasted(err, len(text))
				break
			}
			all = within(all, raw, wrapDepth)
		}
		rest := text[min(dec.InputOffset(), int64(len(text))):]
		if len(all) > MaxReports || most < 0 || len(bytes.TrimSpace(rest)) == 0 {
			return all, whole && most >= 0
		}
		whole = false // the report that follows may stand in a list, or on the next line
		rest = bytes.TrimSpace(rest)
		if rest[0] == '[' || rest[0] == ',' {
			text = rest[1:]
			continue
		}
		_, next, found := bytes.Cut(rest[1:], []byte("\n"))
		if !found {
			return all, false
		}
		text = next
	}
	return all, false
}

// wasted returns how many of n bytes were read until they were found not to be JSON.
func wasted(err error, n int) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return min(n, int(syntax.Offset))
	}
	return n
}

// maxBroken is how many lines that are not JSON are passed over to find the reports behind
// them.
const maxBroken = 1000

// within adds the reports in one JSON value. It reads value by value, so that a long
// list of anything else takes no memory.
func within(all []json.RawMessage, raw json.RawMessage, depth int) []json.RawMessage {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth < 0 || raw[0] != '[' && raw[0] != '{' {
		return all
	}
	isObject := raw[0] == '{'
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return all
	}
	begin := len(all)
	for len(all) <= MaxReports && dec.More() {
		if isObject {
			name, err := dec.Token()
			if err != nil {
				return all
			}
			if s, _ := name.(string); strings.EqualFold(strings.ReplaceAll(s, "_", "-"), "date-range") ||
				strings.EqualFold(s, "policies") {
				return append(all[:begin], raw)
			}
		}
		var one json.RawMessage
		if dec.Decode(&one) != nil {
			return all
		}
		all = within(all, one, depth-1)
	}
	return all
}

// asUTF8 returns text in UTF-8. Windows PowerShell writes UTF-16, most often with a
// mark in front.
func asUTF8(data []byte) []byte {
	if len(data) < 4 {
		return data
	}
	little := data[0] == 0xff && data[1] == 0xfe || data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0
	big := data[0] == 0xfe && data[1] == 0xff || data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0
	if !little && !big {
		return data
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i]) | uint16(data[2*i+1])<<8
		if big {
			units[i] = uint16(data[2*i])<<8 | uint16(data[2*i+1])
		}
	}
	return []byte(strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff"))
}

// nameDomain fills in the domain that a report leaves out: from the email's header
// TLS-Report-Domain (RFC 8460 section 5.3), else from the name of its file (section
// 5.1). A report that names a domain is left alone.
func nameDomain(f Found, file string) Found {
	if f.Report == nil || slices.ContainsFunc(f.Report.Domains(), func(d string) bool { return d != "" }) {
		return f
	}
	domain := domainOf(f.domain)
	names := append(strings.Split(f.Part, ", "), file[strings.LastIndexAny(file, `/\`)+1:])
	for i := range names {
		if domain == "" {
			domain = domainInName(names[i])
		}
	}
	if domain == "" || strings.ContainsAny(domain, " \t") || !strings.Contains(domain, ".") ||
		len(domain) > 253 {
		return f
	}
	for i := range f.Report.Policies {
		f.Report.Policies[i].Domain = domain
	}
	return f
}

// domainInName returns the domain in the name of a report's file: sender, domain,
// begin and end, with "!" between; "" for any other name.
func domainInName(name string) string {
	parts := strings.Split(name, "!")
	if len(parts) < 4 || parts[2] == "" || strings.Trim(parts[2], "0123456789") != "" {
		return ""
	}
	return domainOf(parts[1])
}
