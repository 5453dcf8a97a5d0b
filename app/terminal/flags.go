package terminal

import (
	"flag"
	"io"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"handrail/app"
)

// Flags are the flags of every command.
type Flags struct {
	Data     string // folder for Handrail's files; empty: the usual one
	Sample   bool   // work on the sample organisation
	Resolver string // HOST:PORT of the name server to ask; empty: the system's
	Graph    string // address of a stand-in for Microsoft Graph on this computer, for tests
	People   int    // how many people the sample has; 0: those made by hand
	Now      time.Time
	Pace     int // with Now: the clock runs from there, so many times as fast; 0: it stands still
	now      string
	begun    time.Time // when the clock began to run
}

// Clock returns the clock that the flags ask for: it stands still with -now, and
// runs from there with -pace.
func (f Flags) Clock() app.Clock {
	if f.Now.IsZero() {
		return time.Now
	}
	return func() time.Time { return f.Now.Add(time.Since(f.begun) * time.Duration(f.Pace)) }
}

// options are the flags of single commands.
type options struct {
	json           bool
	set            settings
	html, csv, out string // files to write
	pdf, paper     string // a file to write, and the size of its pages
	files          string // a folder for the files that steps hand over
	keep           string // what of people is kept of an attendance report
	since          string // a day
	limit          int    // the most reports to list; 0: any number
	from, to       string // days
	saved          bool   // all saved reports
	letters        string // a folder for lists of people and letters to them
	ics            string // a calendar file to write
	schedule       string // a folder for the files of a weekly check
	quiet          bool   // print only if there is something

	checks, records, tls string // months for which these stay
	delete               bool   // delete what is older
}

// newSet makes a flag set that leaves it to us to speak.
func newSet(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	return set
}

// bind binds the common flags; what was set before stays as the default.
func (f *Flags) bind(set *flag.FlagSet) {
	set.StringVar(&f.Data, "data", f.Data, "")
	set.BoolVar(&f.Sample, "sample", f.Sample, "")
	set.StringVar(&f.Resolver, "resolver", f.Resolver, "")
	set.StringVar(&f.Graph, "graph", f.Graph, "")
	set.IntVar(&f.People, "people", f.People, "")
	set.StringVar(&f.now, "now", f.now, "")
	set.IntVar(&f.Pace, "pace", f.Pace, "")
}

// check looks at the common flags together.
func (f *Flags) check() error {
	if f.Sample && f.Resolver != "" {
		return app.Errorf(app.Invalid, "Use only one of the two.",
			"The sample organisation has its own name server, so -sample and -resolver do not go together.")
	}
	if f.People != 0 && (!f.Sample || f.People < 0 || f.People > 1_000_000) {
		return app.Errorf(app.Invalid, "Write it as in -sample -people 1000.",
			"-people goes with -sample, and takes a number up to 1,000,000.")
	}
	if f.now != "" {
		t, err := time.Parse(time.RFC3339, f.now)
		if err != nil {
			return app.Errorf(app.Invalid, "Write it as in 2026-11-22T16:30:00Z.",
				"-now “%s” is not a time that Handrail understands.", f.now)
		}
		f.Now = t.UTC()
	}
	if f.Pace != 0 && (f.Now.IsZero() || f.Pace < 0 || f.Pace > 1000) {
		return app.Errorf(app.Invalid, "Write it as in -now 2026-11-29T09:20:00Z -pace 10.",
			"-pace goes with -now, and takes a number up to 1000.")
	}
	f.begun = time.Now()
	return checkGraph(f.Graph)
}

// checkGraph lets only this computer stand in for Microsoft Graph: a sign-in
// must never go anywhere else. Only what stands in a request as it was typed is
// taken: no zone (RFC 6874), no query, no character that would be escaped.
func checkGraph(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err == nil && plainAddress(u) && (u.Scheme == "http" || u.Scheme == "https") {
		if a, err := netip.ParseAddr(u.Hostname()); err == nil && a.IsLoopback() && a.Zone() == "" ||
			u.Hostname() == "localhost" {
			return nil
		}
	}
	return app.Errorf(app.Invalid, "Write it as in http://127.0.0.1:8080.",
		"-graph takes an address on this computer only, not “%s”.", address)
}

// plainAddress reports whether an address has a host, a port that exists or none, and a
// path of plain characters alone.
func plainAddress(u *url.URL) bool {
	plain := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
	if u.Host == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" ||
		strings.HasSuffix(u.Host, ":") || strings.Trim(u.EscapedPath(), plain) != "" {
		return false
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return u.Port() == "" || err == nil && n > 0
}

func bindJSON(set *flag.FlagSet, o *options) { set.BoolVar(&o.json, "json", false, "") }

func bindImport(set *flag.FlagSet, o *options) {
	bindJSON(set, o)
	set.StringVar(&o.keep, "keep", "", "")
}

func bindRun(set *flag.FlagSet, o *options) {
	bindJSON(set, o)
	set.Var(&o.set, "set", "")
	set.StringVar(&o.files, "files", "", "")
	set.StringVar(&o.html, "html", "", "")
	set.StringVar(&o.letters, "letters", "", "")
}

func bindCheck(set *flag.FlagSet, o *options) {
	bindJSON(set, o)
	set.StringVar(&o.html, "html", "", "")
	set.StringVar(&o.since, "since", "", "")
	set.StringVar(&o.schedule, "schedule", "", "")
	set.BoolVar(&o.quiet, "quiet", false, "")
}

func bindExport(set *flag.FlagSet, o *options) {
	set.StringVar(&o.html, "html", "", "")
	set.StringVar(&o.csv, "csv", "", "")
	set.StringVar(&o.pdf, "pdf", "", "")
	set.StringVar(&o.paper, "paper", "", "")
	set.StringVar(&o.out, "json", "", "")
}

func bindDiary(set *flag.FlagSet, o *options) {
	bindJSON(set, o)
	set.StringVar(&o.html, "html", "", "")
	set.StringVar(&o.pdf, "pdf", "", "")
	set.StringVar(&o.paper, "paper", "", "")
	set.StringVar(&o.from, "from", "", "")
	set.StringVar(&o.to, "to", "", "")
}

func bindVerify(set *flag.FlagSet, o *options) { set.BoolVar(&o.saved, "saved", false, "") }

// interleaved parses flags that stand before, between and after the words.
func interleaved(set *flag.FlagSet, args []string) (words []string, err error) {
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if set.NArg() == 0 {
			return words, nil
		}
		// Everything after "--" is a word, even when it looks like a flag.
		if used := len(args) - set.NArg(); used > 0 && args[used-1] == "--" {
			return append(words, set.Args()...), nil
		}
		words, args = append(words, set.Arg(0)), set.Args()[1:]
	}
}

// unsaid returns the error for a flag that is given without its value, as where a variable of a script is empty: without
// it, another thing would be done.
func unsaid(set *flag.FlagSet) (err error) {
	set.Visit(func(f *flag.Flag) {
		if _, several := f.Value.(*settings); !several && f.Value.String() == "" && err == nil {
			err = app.Errorf(app.Invalid, "Enter a value, or leave the flag out.", "-%s has no value.", f.Name)
		}
	})
	return err
}

// settings collects -set NAME=VALUE.
type settings []setting

type setting struct{ name, value string }

// String is for package flag.
func (s *settings) String() string { return "" }

// Set takes one NAME=VALUE.
func (s *settings) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found || name == "" {
		return app.Errorf(app.Invalid, "", "write it as NAME=VALUE")
	}
	*s = append(*s, setting{name, value})
	return nil
}
