package connectors

import (
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/report"
)

// data is what an export says, as far as it could be read.
type data struct {
	connector.Export
	given bool
	err   error
	front connector.Answer // another filter receives email first
}

func (d deps) load(v *guide.Visit) data {
	x := d.exports.Read(v.Answer(askExport), d.Files.Read, func(got export.Export, err error) data {
		return data{Export: connector.Read(got.Rows), given: got.Given, err: err}
	})
	x.front = front(v)
	return x
}

// known reports whether the export shows the inbound connectors: also that there is none.
func (x *data) known() bool {
	return x.given && x.err == nil && x.InboundAsked != connector.AskedNot
}

// gaps returns what the export does not show.
func (x *data) gaps() (found []report.Finding) {
	const again = "Run connectors.ps1, and enter the file that it writes."
	switch {
	case x.err != nil:
		return []report.Finding{frame.NotKnown("export-unread", "Handrail could not read the export", x.err)}
	case !x.given:
		return []report.Finding{{Code: "export-none", Severity: report.Unknown,
			Title: "Handrail does not know your connectors", Text: "You have not entered an export.", Do: again}}
	}
	for _, part := range []struct {
		asked connector.Asked
		code  string
		of    string
	}{{x.InboundAsked, "inbound", "inbound connectors"}, {x.OutboundAsked, "outbound", "outbound connectors"},
		{x.DomainsAsked, "domains", "accepted domains"}} {
		f := report.Finding{Code: part.code + "-missing", Severity: report.Unknown,
			Title: "The export does not show your " + part.of,
			Text:  "This does not mean that there are none.", Do: again}
		switch part.asked {
		case connector.AskedAll:
			continue
		case connector.AskedPart:
			f.Code, f.Title = part.code+"-part", "The export does not show all of your "+part.of
		}
		found = append(found, f)
	}
	if x.Unread > 0 {
		found = append(found, report.Finding{Code: "export-rows", Severity: report.Unknown,
			Title: "Handrail could not read every row",
			Text:  guide.Count(x.Unread, "row of the export is", "rows of the export are") + " of another kind.",
			Do:    again})
	}
	return append(found, export.Lost(x.Lost)...)
}

// shown are the certificates of an answer.
type shown struct {
	list   []connector.Certificate
	key    bool     // a file also has a private key
	broken []broken // files that could not be read
}

type broken struct {
	name string
	err  error
}

// fileEndings are those of files that could be taken for a name.
var fileEndings = []string{".cer", ".crt", ".pem", ".der", ".p7b", ".p7c", ".pfx", ".p12", ".txt", ".key"}

// certificates reads an answer: pasted text, or a path or a name on each line.
func (d deps) certificates(answer string) (s shown) {
	if strings.Contains(answer, "-----BEGIN ") {
		s.add("", []byte(answer), nil)
		return s
	}
	for _, line := range ask.Rows(answer) {
		if connector.IsPattern(line) && !slices.Contains(fileEndings, strings.ToLower(filepath.Ext(line))) {
			s.list = append(s.list, connector.Named(line))
			continue
		}
		if severalNames(line) {
			s.broken = append(s.broken, broken{line, app.Errorf(app.Invalid, "Enter each name on a line of its own.",
				"There are several names on one line.")})
			continue
		}
		data, _, err := export.Text(line, func(string) bool { return false }, d.Files.Read)
		s.add(base(line), data, err)
	}
	return s
}

// severalNames reports whether a line is several names, and not the path of a file.
func severalNames(line string) bool {
	parts := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",; \t", r) })
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool { return !connector.IsPattern(p) })
}

// base is the name of a file without its folder, on every system.
func base(path string) string {
	path = strings.Trim(path, `"'`)
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

func (s *shown) add(name string, data []byte, err error) {
	if err == nil {
		var got connector.Certificates
		if got, err = connector.ReadCertificates(data); err == nil {
			s.list, s.key = append(s.list, got.Servers...), s.key || got.Key
			return
		}
	}
	s.broken = append(s.broken, broken{name, err})
}

// source is a server, as far as the person described it.
type source struct {
	connector.Source
	certificate *connector.Certificate // nil: only the address is known
}

func (s source) name() string {
	switch {
	case s.certificate == nil:
		return s.Addr.String()
	case len(s.certificate.Names) > 0:
		return s.certificate.Names[0]
	}
	return s.certificate.CommonName
}

// sources returns the servers whose certificates or address were entered.
func (d deps) sources(v *guide.Visit) (all []source) {
	address, err := netip.ParseAddr(strings.TrimSpace(v.Answer(askAddress)))
	certificates := d.certificates(v.Answer(askCertificate)).list
	for i := range certificates {
		s := source{connector.Source{Names: certificates[i].Names}, &certificates[i]}
		if err == nil && len(certificates) == 1 { // with several servers, whose address it is stays open
			s.Addr = address
		}
		all = append(all, s)
	}
	if len(certificates) == 0 && err == nil {
		all = append(all, source{connector.Source{Addr: address}, nil})
	}
	return all
}

// offer returns a line for each connector that a server matches or may match, without a name
// where it is not clear whose it is.
func (x data) offer() string {
	var lines []string
	for i := range x.Inbound {
		in := &x.Inbound[i]
		if in.Enabled != connector.No && strings.HasPrefix(in.CertificateName.Value, "*.") {
			lines = append(lines, in.Name+" =")
		}
	}
	return strings.Join(lines, "\n")
}

// rename is a new name for a connector.
type rename struct {
	connector *connector.Inbound
	name      string
}

// renames returns the names that the person gave to connectors.
func (x *data) renames(text string) (all []rename, err error) {
	for _, line := range ask.Rows(text) {
		i := strings.LastIndexByte(line, '=')
		if i < 0 {
			return nil, app.Errorf(app.Invalid, "Write: Connector = mail.example.org.", "“%s” has no equals sign.", line)
		}
		who, name := strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
		if name == "" {
			continue
		}
		at := slices.IndexFunc(x.Inbound, func(in connector.Inbound) bool { return strings.EqualFold(in.Name, who) })
		switch {
		case at < 0:
			return nil, app.Errorf(app.Invalid, "Write its name as the export has it.", "There is no connector “%s”.",
				who)
		case !connector.IsPattern(name) || strings.HasPrefix(name, "*"):
			return nil, app.Errorf(app.Invalid, "Enter the exact name, such as mail.example.org.",
				"“%s” is not the exact name of a server.", name)
		}
		if in := &x.Inbound[at]; !strings.EqualFold(in.CertificateName.Value, name) {
			all = append(all, rename{in, strings.ToLower(name)})
		}
	}
	return all, nil
}

func (d deps) checkNames(v *guide.Visit, text string) error {
	x := d.load(v)
	if !x.known() {
		return nil
	}
	_, err := x.renames(text)
	return err
}

// renamed returns the settings as they are after the changes.
func (x *data) renamed(v *guide.Visit) connector.Export {
	e := x.Export
	e.Inbound = slices.Clone(x.Inbound)
	all, err := x.renames(v.Answer(askNames))
	if err != nil {
		return e
	}
	for i := range e.Inbound {
		for _, r := range all {
			if x.Inbound[i].Identity == r.connector.Identity {
				e.Inbound[i].CertificateName = connector.Text{Value: r.name, State: "given"}
			}
		}
	}
	return e
}
