// Package terminal is Handrail without its window: the same guides, read only.
// It walks a guide's looks and plans with the answers given on the command
// line, prints what they found, and keeps the documents in the library. It has
// no way to call what a guide applies or hands over.
//
// The exit status tells a script how it went: 0 nothing wrong was found,
// 1 something needs action, 2 it could not be done.
package terminal

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"io"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/drift"
	"handrail/app/event/attendance"
	"handrail/app/guide"
	"handrail/app/guide/diary"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/recheck"
	"handrail/app/release"
	"handrail/app/reminder"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// The exit statuses.
const (
	Fine    = 0 // nothing wrong was found
	Act     = 1 // there are findings that need action
	NotDone = 2 // it could not be done; standard error says why
)

// Environment is everything outside this package.
type Environment struct {
	Out, Err io.Writer
	// Open makes the house ready for a command. It is not called for a command
	// that was mistyped.
	Open func(ctx context.Context, f Flags) (*Program, error)
	// Window opens the window and returns the exit status when it is closed.
	Window func(ctx context.Context, f Flags) int
	// Kept reports whether something is saved where the flags say, so that "verify" can compare files with it; nil: no.
	Kept func(f Flags) bool
	// Version is the program that runs.
	Version release.Version
	// Self returns the path of the program, for a weekly check; nil: that of this process.
	Self func() (string, error)
	// Progress is set where a person watches Err while a guide looks.
	Progress bool

	written        *output   // where Out goes
	rawOut, rawErr io.Writer // Out and Err before they were made clean
}

// cleaned returns w with an Out and an Err through which nothing steers a terminal,
// whatever names and answers from outside hold. Texts with line ends of their own go
// through clean.Fprintf as well.
func (w Environment) cleaned() Environment {
	w.written = &output{to: w.Out}
	w.rawOut, w.rawErr = w.written, w.Err
	w.Out, w.Err = clean.NewWriter(w.rawOut), clean.NewWriter(w.rawErr)
	return w
}

// overwritten returns where a line of progress goes that the next one writes over.
func (w Environment) overwritten() io.Writer {
	if w.rawErr != nil {
		return w.rawErr
	}
	return w.Err
}

// Program is what the commands work with. Close lets go of it; it may be nil.
type Program struct {
	Guides  []guide.Guide
	Visits  guide.Visits
	Journal guide.Journal // tells of a change that did not come to its end; may be nil
	Library report.Library
	TLS     tlsreport.Writer // keeps what "import tlsrpt" reads
	Keys    tlsrpt.KeyLookup // for the signatures of mails; nil leaves them untested
	// Attendance keeps what "import attendance" reads.
	Attendance attendance.Keeper
	Clock      app.Clock
	Tenant     tenant.Connection                            // the organisation shown
	Changes    func(context.Context) (drift.Sources, error) // of the organisation shown
	Settings   guide.Settings
	// Domains looks again at the domains that are known, and returns those for which the time was too short.
	// DomainChanges is what differences of them are found in, without an organisation. nil: there are none.
	Domains       func(context.Context, task.Report) (left []string, err error)
	DomainChanges func(context.Context) (drift.Sources, error)
	// Reminders returns everything that waits or ends; nil: nothing is known of it.
	Reminders func(context.Context) (reminder.List, error)
	// Rechecks are what later looks at completed guides found, and Recheck looks again at all of them; nil without.
	Rechecks guide.Rechecks
	Recheck  func(ctx context.Context, which recheck.Which, progress task.Report) error
	// Diary returns what changes are found in, and Places is the row of all saved reports.
	Diary     func(context.Context) (diary.Source, error)
	Places    diary.Places
	Retention Retention // how long reports stay
	// Answers are the sample's own, by guide: used by "run" where none is given.
	Answers map[string]map[string]string
	Notices []Notice
	// Later sets what is told while the command runs; nil where there is nothing.
	Later func(tell func(Notice))
	// Unsaved is why nothing that is saved now stays; nil where it stays.
	Unsaved error
	// Unread is set where what was saved before cannot be read.
	Unread bool
	Close  func()
}

// Notice is something the person should know before anything else.
type Notice struct{ Message, Hint string }

// Run does what args say (without the program's name) and returns the exit status.
func Run(ctx context.Context, args []string, w Environment) (status int) {
	w = w.cleaned()
	var f Flags
	set := newSet("handrail")
	f.bind(set)
	if err := set.Parse(args); err != nil {
		return w.mistyped(err)
	}
	if err := unsaid(set); err != nil {
		return w.fail(err)
	}
	if set.NArg() == 0 {
		if err := f.check(); err != nil {
			return w.fail(err)
		}
		return w.Window(ctx, f)
	}
	name, rest := set.Arg(0), set.Args()[1:]
	if name == "help" {
		_, _ = io.WriteString(w.Out, usage) // ended tells of its error
		return w.ended(Fine)
	}
	for _, c := range commands {
		if c.name == name {
			return w.command(ctx, c, f, rest)
		}
	}
	return w.fail(app.Errorf(app.Invalid, "Run “handrail help” to list the commands.",
		"Handrail has no command called “%s”.", name))
}

// command is one word after the program's name. Its function gets the flags
// bound by own, and the words that are no flags.
type command struct {
	name string
	own  func(set *flag.FlagSet, o *options)
	do   func(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error)
}

var commands = []command{
	{"guides", bindJSON, listGuides},
	{"status", bindJSON, showStatus},
	{"run", bindRun, runGuide},
	{"import", bindImport, importFiles},
	{"sync", bindJSON, syncSections},
	{"reports", bindReports, listReports},
	{"export", bindExport, exportReport},
	{"check", bindCheck, checkAll},
	{"diary", bindDiary, writeDiary},
	{"verify", bindVerify, verifyFiles},
	{"reminders", bindReminders, showReminders},
	{"retention", bindRetention, showRetention},
	{"version", bindJSON, showVersion},
}

func (w Environment) command(ctx context.Context, c command, f Flags, args []string) int {
	var o options
	set := newSet("handrail " + c.name)
	f.bind(set)
	c.own(set, &o)
	words, err := interleaved(set, args)
	if err != nil {
		return w.mistyped(err)
	}
	if err := cmp.Or(unsaid(set), f.check()); err != nil {
		return w.fail(err)
	}
	if o.json {
		w.Out = clean.NewJSONWriter(w.rawOut)
	}
	status, err := c.do(ctx, w, f, o, words)
	if err != nil {
		return w.fail(err)
	}
	return w.ended(status)
}

// house opens the house and says its notices.
func (w Environment) house(ctx context.Context, f Flags) (*Program, error) {
	h, err := w.Open(ctx, f)
	if err != nil {
		return nil, err
	}
	for _, n := range h.Notices {
		w.warn(n.Message, n.Hint)
	}
	if h.Later != nil {
		h.Later(func(n Notice) {
			w.clearLine() // it may stand in the line of progress
			w.warn(n.Message, n.Hint)
		})
	}
	return h, nil
}

// tidyAndClose is close after something was saved: a part of what is too old goes.
func (h *Program) tidyAndClose(ctx context.Context) {
	if h.Retention.Some != nil {
		h.Retention.Some(ctx)
	}
	h.close()
}

func (h *Program) close() {
	if h.Close != nil {
		h.Close()
	}
}

func (w Environment) warn(message, hint string) {
	_, _ = clean.Fprintf(w.Err, "handrail: %s %s\n", message, hint)
}

// fail prints err and returns NotDone.
func (w Environment) fail(err error) int { return Fail(w.Err, err) }

// Fail prints err on stderr and returns NotDone. It prints nothing where only the reader of the output is gone.
func Fail(stderr io.Writer, err error) int {
	if unread(err) {
		return NotDone
	}
	message, hint := app.UserMessage(err)
	_, _ = clean.Fprintf(stderr, "handrail: %s %s\n", message, hint)
	// Nobody has put this one into words, so the cause is all there is.
	if app.CodeOf(err) == app.Internal {
		_, _ = clean.Fprintf(stderr, "handrail: the details are: %v\n", err)
	}
	return NotDone
}

// mistyped answers a flag that is not known, or a call for help.
func (w Environment) mistyped(err error) int {
	if errors.Is(err, flag.ErrHelp) {
		_, _ = io.WriteString(w.Out, usage) // ended tells of its error
		return w.ended(Fine)
	}
	return w.fail(&app.Error{
		Code: app.Invalid, Message: "Handrail does not understand the command line (" + err.Error() + ").",
		Hint: "Run “handrail help” to see how to use it.",
	})
}
