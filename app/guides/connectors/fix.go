package connectors

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/connector"
	"handrail/app/report"
)

// The pages of Microsoft on which the changes are made or seen.
const (
	domainsPage    = "https://admin.microsoft.com/#/Domains"
	connectorsPage = "https://admin.exchange.microsoft.com/#/connectors"
	tracePage      = "https://admin.exchange.microsoft.com/#/messagetrace"
)

// job is one thing to do; its place in the order matters.
type job struct{ stage, do, why string }

// jobs returns what is to be done for a server, in the order domain, connector, server.
func (r *result) jobs(x *data) (all []job) {
	several := len(r.sure) > 1
	if j, ok := x.domainJob(r.tenant.Name); ok && r.certificate != nil {
		all = append(all, j)
	}
	switch {
	case several:
		all = append(all, job{"Connector", "Give each connector the exact name of its own server.",
			"Then only one of them matches this certificate."})
	case len(r.all) == 0 && x.InboundAsked == connector.AskedAll && len(r.off) > 0:
		all = append(all, job{"Connector", "Turn on " + r.off[0] + ", if no one turned it off on purpose.",
			"It is made for this server, and it is off."})
	case len(r.all) == 0 && x.InboundAsked == connector.AskedAll:
		all = append(all, r.unknownServer(x))
	}
	switch {
	case r.tenant.Standing == connector.Foreign && r.certificate != nil:
		all = append(all, job{"Server", "Get a certificate with a name in one of your domains.",
			"Now its name is not a domain of your organisation."})
	case several || strings.HasPrefix(r.tenant.Name, "*."):
		all = append(all, job{"Server", "Give each server a certificate with its own name.",
			"Check the result with the header of a new email."})
	}
	return all
}

// unknownServer returns what makes a connector know a server that none knows.
func (r *result) unknownServer(x *data) job {
	by := "the name " + r.name()
	if r.certificate == nil {
		by = "the name of its certificate"
	}
	if len(x.Inbound) == 0 {
		return job{"Connector", "Create an inbound connector for this server with " + by + ".",
			"Now you have no inbound connector."}
	}
	return job{"Connector", "Give the connector of this server " + by + ".", "Now no connector knows this server."}
}

// domainJob returns that a name is to be added as a domain, if only a domain above it is one.
func (x *data) domainJob(name string) (job, bool) {
	standing, parent := x.Standing(name)
	return job{"Domain", "Add " + name + " as a domain of your organisation.",
			"Now only its parent, " + parent + ", is one."}, standing == connector.ByParent && !strings.HasPrefix(name,
			"*.")
}

// order lists what is to be done, with numbers because the order matters.
func (r *result) order(x *data) report.Table {
	t := report.Table{Title: "Fix it in this order", Columns: []string{"", "Where", "What", "Why"}}
	for i, j := range r.jobs(x) {
		t.Rows = append(t.Rows, []string{string(rune('1' + i)), j.stage, j.do, j.why})
	}
	return t
}

// stages are the parts of the repair, in their order.
var stages = []string{"Domain", "Connector", "Server"}

// handFix returns the repair: what is done by hand, and the commands in separate blocks.
func (d deps) handFix(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	x := d.load(v)
	if !x.known() {
		return &guide.Handover{Nothing: "Handrail does not know your connectors, so it has no command for them.",
			Done: "Continue without commands"}, nil
	}
	names, err := x.renames(v.Answer(askNames))
	if err != nil {
		return nil, err
	}
	todo := d.jobs(&x, v, names)
	h := &guide.Handover{Done: "I have made these changes", Links: []guide.Link{
		{Title: "Open the domains in the Microsoft 365 admin center", URL: domainsPage},
		{Title: "Open the connectors in the Exchange admin center", URL: connectorsPage}}}
	for _, j := range todo["Domain"] {
		h.Todo = append(h.Todo, j.do)
	}
	if len(names) > 0 {
		if len(todo["Domain"]) > 0 {
			h.Todo = append(h.Todo, "Wait until each domain is verified.")
		}
		h.Todo = append(h.Todo, "Open PowerShell, and run Connect-ExchangeOnline.",
			"Run the block “look”. It changes nothing.",
			"If it shows what you expect, run the block “change”.")
	}
	n, code := 0, []report.Block{}
	for _, stage := range stages {
		if len(todo[stage]) == 0 && (stage != "Connector" || len(names) == 0) {
			continue
		}
		n++
		h.Blocks = append(h.Blocks, report.Heading{Text: strconv.Itoa(n) + ". " + stage})
		for _, j := range todo[stage] {
			h.Blocks = append(h.Blocks, report.Text{Text: j.do + " " + j.why})
			if stage == "Server" || stage == "Connector" && len(names) == 0 {
				h.Todo = append(h.Todo, j.do)
			}
		}
		if stage == "Connector" && (len(names) > 0 || x.offer() != "") {
			if code, err = commands(names); err != nil {
				return nil, err
			}
			h.Blocks = append(h.Blocks, d.after(&x, v, len(names)))
		}
	}
	if len(h.Blocks) == 0 {
		return d.nothing(&x, v), nil
	}
	h.Blocks = append(h.Blocks, code...)
	return h, nil
}

// nothing returns why there is nothing to do: each server matches one connector, or it is not
// known what matches.
func (d deps) nothing(x *data, v *guide.Visit) *guide.Handover {
	h := &guide.Handover{Nothing: "Each server that you entered matches one connector. This needs no change.",
		Done: "Continue without changes"}
	servers := d.sources(v)
	if len(servers) == 0 {
		h.Nothing = "Handrail knows neither the certificate nor the address of your server. So it does not know what " +
			"to change."
	}
	for _, s := range servers {
		if r := x.result(s); len(r.sure) != 1 || r.ambiguous(x) != connector.No {
			h.Nothing = "It is not known which connectors match " + r.name() + ". So Handrail does not know what to change."
		}
	}
	return h
}

// jobs returns what is to do at each stage, each thing once.
func (d deps) jobs(x *data, v *guide.Visit, names []rename) map[string][]job {
	todo := map[string][]job{}
	add := func(j job) {
		if !slices.Contains(todo[j.stage], j) {
			todo[j.stage] = append(todo[j.stage], j)
		}
	}
	for _, s := range d.sources(v) {
		r := x.result(s)
		for _, j := range r.jobs(x) {
			add(j)
		}
	}
	for _, r := range names {
		if j, ok := x.domainJob(r.name); ok {
			add(j)
		}
	}
	return todo
}

// commands returns the blocks look, change and undo.
func commands(names []rename) (blocks []report.Block, err error) {
	var look, change, undo string
	for _, r := range names {
		s, err := connector.Rename(r.connector, r.name)
		if err != nil {
			return nil, err
		}
		look, change, undo = look+s.Look.Text, change+s.Change.Text, undo+s.Undo.Text
	}
	if look == "" {
		return nil, nil
	}
	return []report.Block{
		report.Code{Label: "First: look. This changes nothing", Text: strings.TrimSpace(look)},
		report.Code{Label: "Then: change", Text: strings.TrimSpace(change)},
		report.Code{Label: "Only if email stops: undo", Text: strings.TrimSpace(undo)}}, nil
}

// after returns what matches once the names are changed.
func (d deps) after(x *data, v *guide.Visit, changed int) report.Block {
	if changed == 0 {
		return report.Text{Text: "For the commands, go back to the question, and enter the server of each connector."}
	}
	e := x.renamed(v)
	var lines []string
	for _, s := range d.sources(v) {
		sure := connector.Certain(e.Candidates(s.Source))
		switch len(sure) {
		case 0:
			lines = append(lines, s.name()+" then matches no connector for certain. Check the names.")
		case 1:
			lines = append(lines, s.name()+" then matches “"+sure[0].Name+"” alone.")
		default:
			lines = append(lines, s.name()+" then still matches "+listed(namesOf(sure))+".")
		}
	}
	return report.Text{Text: strings.Join(lines, " ")}
}
