package program

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"handrail/app/mail/cert"
	"handrail/app/release"
	"handrail/app/sample"
	"handrail/app/terminal"
	"handrail/app/webproxy"
	"handrail/store"
)

// Flags are the flags of every command.
type Flags = terminal.Flags

// The exit statuses of the window.
const (
	Done    = terminal.Fine
	NotDone = terminal.NotDone
)

// Fail writes why the window could not be opened, and returns the exit status.
func Fail(w io.Writer, err error) int { return terminal.Fail(w, err) }

// NewVersion returns which version runs. commit and made, its time in RFC 3339, are what the build was told.
func NewVersion(commit, made string) release.Version {
	v := release.Version{Number: Version, Commit: commit, Go: runtime.Version(), System: runtime.GOOS,
		Arch: runtime.GOARCH}
	v.Made, _ = time.Parse(time.RFC3339, made) // else it stays unknown
	if self, err := os.Executable(); err == nil {
		v.Origin = release.Origin(self)
	}
	return v
}

// AskNewest asks the address for the newest version, through the system's proxy.
func AskNewest(ctx context.Context, address string) (release.Newest, error) {
	through := http.DefaultTransport.(*http.Transport).Clone()
	through.Proxy, through.OnProxyConnectResponse = webproxy.System(), webproxy.Answer
	defer through.CloseIdleConnections()
	return release.Ask(ctx, address, through)
}

// Run does what args say, without the program's name, and returns the exit status.
// window opens the window and returns the exit status when it is closed.
func Run(ctx context.Context, args []string, v release.Version, window func(context.Context, Flags) int) int {
	slog.SetDefault(slog.New(inWords{os.Stderr})) // the window has a log file
	defer readyConsole()()
	asks := func(guide string) bool { return slices.Contains(args, guide) }
	if slices.Contains(args, "run") && slices.ContainsFunc(domainGuides, asks) {
		go cert.LoadRoots() // while the data folder is opened
	}
	return terminal.Run(ctx, args, terminal.Environment{
		Out: os.Stdout, Err: os.Stderr, Progress: watched(os.Stderr), Open: lean, Window: window, Version: v,
		Kept: saved,
	})
}

// leanMemory is the memory in bytes up to which a command may leave garbage. What it needs, it gets.
const leanMemory = 240 << 20

// lean opens the program for one command, which then leaves little garbage in memory. GOMEMLIMIT says otherwise.
func lean(ctx context.Context, f terminal.Flags) (*terminal.Program, error) {
	if os.Getenv("GOMEMLIMIT") == "" {
		leaveGarbage(startMemory, func() { debug.SetMemoryLimit(leanMemory) })
	}
	return ForTerminal(ctx, f)
}

// ForTerminal opens the program for one command.
func ForTerminal(ctx context.Context, f terminal.Flags) (*terminal.Program, error) {
	p, err := Open(ctx, f, true)
	if err != nil {
		return nil, err
	}
	notices := make([]terminal.Notice, 0, len(p.Notices))
	for _, n := range p.Notices {
		notices = append(notices, terminal.Notice{Message: n.Message, Hint: n.Hint})
	}
	later := func(tell func(terminal.Notice)) {
		p.OnNotice(func(n store.Notice) { tell(terminal.Notice{Message: n.Message, Hint: n.Hint}) })
	}
	var answers map[string]map[string]string
	if p.Sample != nil {
		answers = sample.Answers()
	}
	return &terminal.Program{
		Answers: answers,
		Guides:  p.Guides, Visits: p.Visits(), Journal: p.Store, Library: p.Store, TLS: p.Store, Attendance: p.Store,
		Keys: p.keys(), Clock: f.Clock(), Tenant: p.Tenant, Changes: p.Changes,
		Domains: p.LookAtDomains, DomainChanges: p.DomainChanges, Rechecks: p.Store, Recheck: p.Recheck,
		Diary: p.Diary, Places: p.Store, Reminders: p.Reminders, Notices: notices, Later: later,
		Retention: terminal.Retention{Older: p.Older, Now: p.TidyNow, Some: p.tidySome},
		Close:     p.Close, Settings: p.Store, Unsaved: p.Store.Unsaved(), Unread: p.Store.Scratch(),
	}, nil
}
