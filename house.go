package main

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net/netip"
	"path/filepath"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/graph"
	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsreport"
	"handrail/app/sample"
	"handrail/app/sample/graphsim"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/terminal"
	"handrail/store"
)

// house is what the window and the terminal both use.
type house struct {
	folder  string
	store   *store.Store
	notices []store.Notice
	sample  *sample.Sample  // nil without -sample
	cloud   *graphsim.Cloud // the sample's Microsoft Graph; nil without -sample
	office  *graph.Office
	link    tenant.Link // the office, for the window
	check   checkFunc
	mails   string // the sample's mailbox for reports; empty outside it
	guides  []guide.Guide
}

// checkFunc looks at everything a sending server sees of a domain.
type checkFunc func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error)

// openHouse opens the store, starts the sample where it is asked for, and makes
// the guides. once makes every step of a walk see the same moment.
func openHouse(ctx context.Context, f terminal.Flags, once bool) (*house, error) {
	folder, err := dataFolder(f)
	if err != nil {
		return nil, err
	}
	h := &house{folder: folder}
	if h.store, h.notices, err = store.Open(folder, f.Clock()); err != nil {
		return nil, err
	}
	check, err := h.checker(f)
	if err != nil {
		h.close()
		return nil, err
	}
	if once {
		check = sameMoment(check)
	}
	h.check = check
	if err := h.connect(f); err != nil {
		h.close()
		return nil, err
	}
	h.link = h.office
	if h.cloud != nil && !once && f.People == 0 && !h.store.ReadOnly() {
		h.link = fill(ctx, h.office)
	}
	if h.mails, err = h.mailbox(f); err != nil {
		h.close()
		return nil, err
	}
	h.guides = guides.All(guides.Env{MailCheck: check, Memory: h.store, Reports: h.store, ImportReports: h.importer(f), ReportsFolder: h.mails, ImportMailbox: h.mailImporter(f), ReportThresholds: h.thresholds, ReportsMailFolder: h.mailFolder(), Clock: f.Clock(), Tenant: h.link, Entrance: h.office, Writer: h.office, Journal: h.store, LinkTarget: linkTarget(f), Attended: h.office.Attendance, Answers: h.answers(f), ReadFile: readFile, ReadManifest: readManifest, Attendance: h.store, Runs: h.store})
	if h.sample != nil && !h.store.ReadOnly() {
		if err := h.sample.Seed(ctx, h.guides, h.store, h.store); err != nil {
			h.close()
			return nil, err
		}
	}
	return h, nil
}

// connect creates the office: with -sample and -graph on a simulation of Microsoft
// Graph on this computer. Nothing is asked yet.
func (h *house) connect(f terminal.Flags) error {
	local := f.Graph
	if f.Sample && local == "" {
		h.cloud = graphsim.New(graphsim.Options{People: f.People, Now: f.Clock(), Diary: h.diary("cloud"), Mails: func() []graphsim.Mail { return sampleMails(f.Clock()()) }})
		var err error
		if local, err = h.cloud.Start(); err != nil {
			return err
		}
	}
	h.office = graph.NewOffice(graph.OfficePorts{
		Kept: h.store, OpenCache: func(id string) (graph.CacheFile, error) { return h.openCache(id, f.Clock()) },
		// The sample has limits of its own, and they are not Microsoft's.
		Options: graph.Options{Now: f.Clock(), Hurry: h.cloud != nil, SignIns: h.signIns}, Local: local,
	})
	return nil
}

// diary returns the file in which the sample keeps what is done in it; "" where
// nothing may be written.
func (h *house) diary(name string) string {
	if h.store.ReadOnly() {
		return ""
	}
	return filepath.Join(h.folder, name+".jsonl")
}

// thresholds returns when TLS reports are enough to decide.
func (h *house) thresholds(ctx context.Context) (tlsreport.Thresholds, error) {
	kept, err := h.store.Settings(ctx)
	return tlsreport.ThresholdsOf(kept[tlsreport.ThresholdsSetting]), err
}

// signIns returns how far back sign-ins are read.
func (h *house) signIns(ctx context.Context) time.Duration {
	kept, err := h.store.Settings(ctx)
	if err != nil {
		slog.Warn("The settings could not be read", "err", err)
	}
	return tenant.SignInDays(kept) * 24 * time.Hour
}

// openCache opens the cache of an organisation. What had to be done about a file
// that cannot be used goes to the log: its rows can be read again.
func (h *house) openCache(id string, now app.Clock) (graph.CacheFile, error) {
	c, notices, err := store.OpenCache(h.folder, id, now)
	for _, n := range notices {
		slog.Warn("Cache", "code", n.Code)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (h *house) close() {
	if w, ok := h.link.(*filling); ok {
		w.end()
	}
	if h.office != nil {
		_ = h.office.Close()
	}
	if h.cloud != nil {
		_ = h.cloud.Close()
	}
	if h.sample != nil {
		_ = h.sample.Close()
	}
	_ = h.store.Close()
}

// dataFolder returns the folder for Handrail's files. The sample has its own
// inside it, and so has a stand-in for Graph: practice never mixes with the real
// thing.
func dataFolder(f terminal.Flags) (string, error) {
	folder := f.Data
	if folder == "" {
		var err error
		if folder, err = store.DefaultFolder(); err != nil {
			return "", err
		}
	}
	switch {
	case f.Sample:
		folder = filepath.Join(folder, "sample")
	case f.Graph != "":
		folder = filepath.Join(folder, "stand-in")
	}
	return filepath.Abs(folder)
}

// checker decides which name server is asked and how servers are reached. A
// computer without a name server still gets a program: the check shows why.
func (h *house) checker(f terminal.Flags) (checkFunc, error) {
	if f.Sample {
		s, err := sample.Start(f.Clock())
		if err != nil {
			return nil, err
		}
		h.sample = s
		if path := h.diary("practice"); path != "" {
			if err := s.Keep(path); err != nil {
				slog.Warn("The sample organisation cannot read what was done in it", "err", err)
			}
		}
		client, err := s.Client()
		if err != nil {
			return nil, err
		}
		return checkWith(client, s.Dial, s.Roots, f.Clock(), true), nil
	}
	if f.Resolver != "" {
		server, err := dns.ParseServer(f.Resolver)
		if err != nil {
			return nil, err
		}
		client, err := dns.NewClient(dns.Config{Servers: []string{server}})
		if err != nil {
			return nil, err
		}
		return checkWith(client, nil, nil, f.Clock(), nearby(server)), nil
	}
	return func(ctx context.Context, d dns.Domain, report task.Report) (*mailcheck.State, error) {
		client, err := h.client(ctx)
		if err != nil {
			return nil, err
		}
		return checkWith(client, nil, nil, f.Clock(), false)(ctx, d, report)
	}, nil
}

// client asks the name server that Settings keeps, or those of this computer. It
// is made for each look, so a new choice and a new network count at once.
func (h *house) client(ctx context.Context) (*dns.Client, error) {
	kept, err := h.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	var config dns.Config
	if server := kept[guide.ResolverSetting]; server != "" {
		config.Servers = []string{server}
	}
	return dns.NewClient(config)
}

func checkWith(client *dns.Client, dial app.Dial, roots *x509.CertPool, now app.Clock, private bool) checkFunc {
	return mailcheck.NewChecker(client, mailcheck.Net{Dial: dial, Roots: roots, Now: now, AllowPrivate: private}).Check
}

// nearby reports whether an explicit name server stands in the person's own
// network: then its answers may lead there too.
func nearby(server string) bool {
	if a, err := netip.ParseAddrPort(server); err == nil {
		return app.IsPrivate(a.Addr())
	}
	return false
}

// sameMoment asks about each domain once. A walk in the terminal is one look at
// one moment; asking again at every step would only make it slow.
func sameMoment(check checkFunc) checkFunc {
	var mu sync.Mutex
	seen := map[dns.Domain]*mailcheck.State{}
	return func(ctx context.Context, d dns.Domain, report task.Report) (*mailcheck.State, error) {
		mu.Lock()
		defer mu.Unlock()
		if s, ok := seen[d]; ok {
			return s, nil
		}
		s, err := check(ctx, d, report)
		if err == nil {
			seen[d] = s
		}
		return s, err
	}
}
