//go:build !headless

package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"handrail/app/applog"
	"handrail/app/display"
	"handrail/app/filepicker"
	"handrail/app/instance"
	"handrail/app/mail/dns"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/mail/tlsview"
	"handrail/app/openfile"
	"handrail/app/problem"
	"handrail/app/program"
	"handrail/app/recheck"
	"handrail/app/region"
	"handrail/assets"
	newest "handrail/assets/release"
	"handrail/screens"
	"handrail/store"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"
)

// appID names Handrail to the system; FyneApp.toml has the same.
const appID = "app.handrail.desktop"

// showWindow opens the window and returns the exit status when it is closed.
func showWindow(ctx context.Context, f program.Flags, stderr io.Writer) int {
	unnamed := display.Identify(appID)
	p, err := openProgram(ctx, f)
	if err != nil {
		display.Tell(err)
		return program.Fail(stderr, err)
	}
	defer p.Close()
	one, running := instance.Open(p.Folder)
	if errors.Is(running, instance.ErrRunning) {
		return program.Done // the window that is open comes to the front
	}
	defer one.Close()
	crashed := applog.Crashed(p.Folder, f.Clock())
	crash, err := applog.WatchCrashes(p.Folder)
	log := applog.Open(p.Folder)
	defer func() { _ = log.Close() }()
	slog.SetDefault(log.Logger)
	log.Info("Started", "version", program.Version, "commit", commit, "go", runtime.Version(), "os", runtime.GOOS,
		"arch", runtime.GOARCH)
	if err != nil {
		log.Warn("No crash file", "err", err)
	}
	if unnamed != nil {
		log.Warn("No name for the taskbar", "err", unnamed)
	}
	for _, n := range p.Notices {
		log.Warn("Notice", "code", n.Code)
	}
	ports := windowPorts(p, f, log.Path)
	for _, name := range crashed {
		log.Warn("Notice", "code", "crashed")
		ports.Notices = append(ports.Notices, screens.Notice{
			Message: "Handrail closed unexpectedly last time. Everything you confirmed is saved.",
			Hint:    "The details are in " + filepath.Base(name) + " in " + p.Folder + ".",
		})
	}
	ports.Kept, err = p.Store.Settings(ctx)
	if err != nil {
		log.Warn("The settings could not be read", "err", err)
	}
	ports.Forms = region.Read(ctx)
	runWindow(ctx, ports, one)
	log.Info("Ended")
	// Only a clean exit comes here; a panic leaves the file.
	crash.Clean()
	return program.Done
}

// openProgram opens the program where it can have a window.
func openProgram(ctx context.Context, f program.Flags) (*program.Program, error) {
	if err := display.Check(); err != nil {
		return nil, err
	}
	return program.Open(ctx, f, false)
}

// runWindow shows the window until it is closed, or the program is interrupted.
func runWindow(ctx context.Context, p screens.Ports, one *instance.One) {
	// Without this a program that was not built by Fyne's own tool warns about
	// fyne.Do, which screens use everywhere.
	fyneapp.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Handrail", Version: program.Version, Build: 1, Migrations: map[string]bool{"fyneDo": true},
	})
	a := fyneapp.NewWithID(appID)
	a.SetIcon(assets.AppIcon())
	w := screens.New(a, p)
	w.Show("home")
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.Win.Close) })
	defer stop()
	shown, hide := context.WithCancel(ctx)
	defer hide()
	a.Lifecycle().SetOnStarted(func() {
		fyne.Do(func() {
			if place := p.Kept[screens.SettingPlace]; place == "" || !p.Position.SetPlace(w.Win, place) {
				fitToScreen(w.Win)
			}
		})
		go applog.WatchStalls(shown, fyne.Do)
		go program.SpareMemory(shown, func() { fyne.Do(func() { w.Win.Canvas().Refresh(w.Win.Content()) }) })
		if one != nil {
			go comeToFront(shown, w.Win, one.Front)
		}
	})
	w.Win.ShowAndRun()
}

// fitToScreen makes the window as small as the screen needs it. Windows gives a window no more than the
// screen has, and Fyne draws on all that it asked for: the top of the page would be cut off.
func fitToScreen(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(of any) {
		windows, ok := of.(driver.WindowsWindowContext)
		if !ok {
			return
		}
		if width, height := display.Fit(windows.HWND); width > 0 && height > 0 {
			scale := w.Canvas().Scale()
			w.Resize(fyne.NewSize(float32(width)/scale, float32(height)/scale))
		}
	})
}

// places reads and sets where a window is, through Windows. Elsewhere there is nothing to ask.
type places struct{}

// Place returns where the window is, as SetPlace takes it; "" where it is not known.
func (places) Place(w fyne.Window) (place string) {
	onWindows(w, func(handle uintptr) { place = display.Place(handle) })
	return place
}

// SetPlace puts the window there, on a screen that there is. It reports whether it fills the screen now, so that its
// size need not be made to fit.
func (places) SetPlace(w fyne.Window, place string) (fills bool) {
	onWindows(w, func(handle uintptr) { fills = display.SetPlace(handle, place) })
	return fills
}

// onWindows calls do with the handle of a window, on Windows only.
func onWindows(w fyne.Window, do func(handle uintptr)) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(of any) {
		if windows, ok := of.(driver.WindowsWindowContext); ok {
			do(windows.HWND)
		}
	})
}

// comeToFront shows the window each time that another start asks for it.
func comeToFront(ctx context.Context, w fyne.Window, asked <-chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-asked:
		}
		fyne.Do(func() {
			w.RequestFocus()
			if native, ok := w.(driver.NativeWindow); ok {
				native.RunNative(func(of any) {
					if windows, ok := of.(driver.WindowsWindowContext); ok {
						instance.Raise(windows.HWND)
					}
				})
			}
		})
	}
}

// windowPorts returns what the window works with.
func windowPorts(p *program.Program, f program.Flags, log string) screens.Ports {
	ports := screens.Ports{
		Guides: p.Guides, Visits: p.Visits(), Journal: p.ChangeLog(), Settings: p.Store, Library: p.Store, Runs: p.Store,
		NameServer: dns.ParseServer, AskNames: p.AskNames, Runner: screens.Background{}, Between: screens.PauseForReal,
		Tenant: p.Tenant, Affected: p.Store,
		Reminders: p.Reminders, Weekly: p.Weekly(), System: runtime.GOOS,
		Changes: p.Changes, DomainChanges: p.DomainChanges,
		Diary: p.Diary, Places: p.Store, Clock: f.Clock(),
		Open: program.OpenLink, SaveFolder: p.SaveFolder(), Saved: openfile.New(), Pick: filepicker.Pick,
		About: screens.About{
			Version: program.NewVersion(commit, made), Data: p.Folder, Log: log, Versions: builtFrom(),
			Newest: newest.Newest, Ask: program.AskNewest,
		},
		Deliveries: deliveries(p, f), Rechecks: p.Store, FirstCheck: p.FirstCheck,
		Recheck:  func(ctx context.Context) error { return p.Recheck(ctx, recheck.Changed, nil) },
		Position: places{}, Retention: p,
		Problem: func(ctx context.Context, window string) ([]problem.File, error) {
			return p.Problem(ctx, program.NewVersion(commit, made), builtFrom(), window)
		},
	}
	for _, n := range p.Notices {
		ports.Notices = append(ports.Notices, screens.Notice{Message: n.Message, Hint: n.Hint})
	}
	ports.NextNotice = laterNotices(p)
	if p.Sample != nil {
		ports.Organisation, ports.Practise, ports.CanPractise = p.Sample.Organisation(), p.Sample.Publish, p.Sample.Can
	} else {
		ports.TrySample = func() error { return program.TrySample(f.Data) }
	}
	return ports
}

// laterNotices returns what waits for the next notice that comes while the window is open.
func laterNotices(p *program.Program) func(context.Context) (screens.Notice, error) {
	later := make(chan screens.Notice, 100) // more than there are files
	p.OnNotice(func(n store.Notice) {
		slog.Warn("Notice", "code", n.Code)
		select {
		case later <- screens.Notice{Message: n.Message, Hint: n.Hint}:
		default:
		}
	})
	return func(ctx context.Context) (screens.Notice, error) {
		select {
		case n := <-later:
			return n, nil
		case <-ctx.Done():
			return screens.Notice{}, ctx.Err()
		}
	}
}

// deliveries returns what the page about mail delivery works with.
func deliveries(p *program.Program, f program.Flags) *screens.Deliveries {
	type (
		onProgress = func(tlsimport.Progress)
		onEach     = func(tlsimport.Result) error
	)
	return &screens.Deliveries{
		Judge: tlsview.Assessor{Check: p.Check, Memory: p.Store, Shelf: p.Store, Thresholds: p.Thresholds,
			Now: f.Clock()},
		Mails: p.Mailbox(), Watch: tlsimport.Watch, MailFolder: p.MailFolder(), MailWords: tlsrpt.SubjectWords,
		Import: func(ctx context.Context, paths []string, progress onProgress, each onEach) (tlsimport.Totals, error) {
			in := p.Intake()
			in.Each, in.Progress = each, progress
			return in.Files(ctx, paths)
		},
		ImportMails: func(ctx context.Context, at tlsimport.MailLocation, progress onProgress,
			each onEach) (tlsimport.Totals, error) {
			in := p.Intake()
			in.Each, in.Progress = each, progress
			return p.ImportMails(ctx, at, in)
		},
	}
}

// builtFrom lists what Handrail is built from, for the page about it.
func builtFrom() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	var all []string
	for _, m := range info.Deps {
		for _, known := range []string{
			"fyne.io/fyne/v2", "modernc.org/sqlite", "github.com/miekg/dns", "github.com/go-analyze/charts",
			"github.com/microsoftgraph/msgraph-sdk-go", "github.com/microsoftgraph/msgraph-sdk-go-core",
		} {
			if m.Path == known {
				all = append(all, strings.TrimSuffix(m.Path, "/v2")+" "+m.Version)
			}
		}
	}
	return all
}
