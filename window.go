//go:build !headless

package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"handrail/app/applog"
	"handrail/app/mail/dns"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/mail/tlsview"
	"handrail/app/terminal"
	"handrail/assets"
	"handrail/screens"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
)

// appID names Handrail to the system; FyneApp.toml carries the same.
const appID = "app.handrail.desktop"

// showWindow opens the window and returns the exit status when it is closed.
func showWindow(ctx context.Context, f terminal.Flags, stderr io.Writer) int {
	h, err := openHouse(ctx, f, false)
	if err != nil {
		return terminal.Fail(stderr, err)
	}
	defer h.close()
	crashed := applog.Crashed(h.folder, f.Clock())
	crash, err := applog.WatchCrashes(h.folder)
	log := applog.Open(h.folder)
	defer func() { _ = log.Close() }()
	slog.SetDefault(log.Logger)
	log.Info("Started", "version", version, "commit", commit, "go", runtime.Version(), "os", runtime.GOOS, "arch", runtime.GOARCH)
	if err != nil {
		log.Warn("No crash file", "err", err)
	}
	for _, n := range h.notices {
		log.Warn("Notice", "code", n.Code)
	}
	ports := h.ports(f, log.Path)
	for _, name := range crashed {
		log.Warn("Notice", "code", "crashed")
		ports.Notices = append(ports.Notices, screens.Notice{
			Message: "Handrail closed unexpectedly last time. Everything you confirmed is saved.",
			Hint:    "The details are in " + filepath.Base(name) + " in " + h.folder + ".",
		})
	}
	runWindow(ctx, ports)
	log.Info("Ended")
	// Only a clean exit comes here; a panic leaves the file.
	crash.Clean()
	return terminal.Fine
}

// runWindow shows the window until it is closed, or the program is interrupted.
func runWindow(ctx context.Context, p screens.Ports) {
	// Without this a program that was not built by Fyne's own tool warns about
	// fyne.Do, which screens use everywhere.
	fyneapp.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Handrail", Version: version, Build: 1, Migrations: map[string]bool{"fyneDo": true}})
	a := fyneapp.NewWithID(appID)
	a.SetIcon(assets.AppIcon())
	w := screens.New(a, p)
	w.Show("home")
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.Win.Close) })
	defer stop()
	shown, hide := context.WithCancel(ctx)
	defer hide()
	a.Lifecycle().SetOnStarted(func() { go watchGaps(shown, fyne.Do) })
	w.Win.ShowAndRun()
}

// ports are what the window works with.
func (h *house) ports(f terminal.Flags, log string) screens.Ports {
	p := screens.Ports{
		Guides: h.guides, Visits: h.store, Journal: h.store, Settings: h.store, Library: h.store, Runs: h.store, NameServer: dns.ParseServer,
		Runner: screens.Background{}, Tenant: h.link, Clock: f.Clock(), Open: openLink, SaveFolder: saveFolder(h.folder),
		About: screens.About{Version: version, Commit: commit, Go: runtime.Version(), Data: h.folder, Log: log, Versions: builtFrom()},
	}
	p.Deliveries = &screens.Deliveries{
		Judge: tlsview.Judge{Check: h.check, Memory: h.store, Shelf: h.store, Thresholds: h.thresholds, Now: f.Clock()}, Mails: h.mails, Watch: tlsimport.Watch,
		Import: func(ctx context.Context, paths []string, progress func(tlsimport.Progress), each func(tlsimport.Result) error) (tlsimport.Totals, error) {
			in := h.intake(f)
			in.Each, in.Progress = each, progress
			return in.Files(ctx, paths)
		},
		ImportMails: func(ctx context.Context, place tlsimport.Place, progress func(tlsimport.Progress), each func(tlsimport.Result) error) (tlsimport.Totals, error) {
			return h.importMails(ctx, f, place, progress, each)
		},
		MailFolder: h.mailFolder(), MailWords: tlsrpt.SubjectWords,
	}
	for _, n := range h.notices {
		p.Notices = append(p.Notices, screens.Notice{Message: n.Message, Hint: n.Hint})
	}
	if h.sample != nil {
		p.Organisation, p.Practise, p.CanPractise = h.sample.Organisation(), h.sample.Publish, h.sample.Can
	} else {
		p.TrySample = func() error { return trySample(f.Data) }
	}
	return p
}

// saveFolder is where exports go by default: the person's documents, where
// there is such a folder.
func saveFolder(data string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return data
	}
	documents := filepath.Join(home, "Documents")
	if st, err := os.Stat(documents); err == nil && st.IsDir() {
		return documents
	}
	return home
}

// builtFrom lists what Handrail is built from, for the page about it.
func builtFrom() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	var all []string
	for _, m := range info.Deps {
		for _, known := range []string{"fyne.io/fyne/v2", "modernc.org/sqlite", "github.com/miekg/dns", "github.com/go-analyze/charts", "github.com/microsoftgraph/msgraph-sdk-go-core"} {
			if m.Path == known {
				all = append(all, strings.TrimSuffix(m.Path, "/v2")+" "+m.Version)
			}
		}
	}
	return all
}
