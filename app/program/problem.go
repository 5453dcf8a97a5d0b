package program

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/problem"
	"handrail/app/release"
	"handrail/app/tenant"
)

// mostCrashes is how many of the last crashes are in a problem report, and mostCrash how much of each.
const (
	mostCrashes = 3
	mostCrash   = 1 << 20
)

// Problem returns the files of a problem report. It reads only what is on this computer. window describes the window.
func (p *Program) Problem(ctx context.Context, v release.Version, parts []string, window string) ([]problem.File,
	error) {
	f := problem.Facts{At: p.flags.Clock()(), Version: v, Parts: parts, Window: window, Known: p.knownIDs()}
	var err error
	if f.Settings, err = p.Store.Settings(ctx); err != nil {
		return nil, err
	}
	if f.Counts, err = p.counts(ctx); err != nil {
		return nil, err
	}
	log, done := p.openLog()
	defer done()
	f.Log, f.Crashes = log, p.crashes()
	return problem.Files(f), nil
}

// knownIDs are the IDs that are in the program itself.
func (p *Program) knownIDs() []string {
	ids := []string{"crashed", "aged"}
	for _, g := range p.Guides {
		ids = append(ids, g.ID)
		for _, s := range g.Steps {
			ids = append(ids, s.ID)
		}
	}
	for _, s := range tenant.Sections() {
		ids = append(ids, s.ID)
	}
	for _, s := range []guide.State{guide.NotStarted, guide.InProgress, guide.CannotStart, guide.Waiting, guide.Completed,
		guide.HasProblem} {
		ids = append(ids, string(s))
	}
	for _, c := range []app.Code{app.Invalid, app.NotFound, app.Unreachable, app.Denied, app.Damaged, app.Newer, app.Full,
		app.ReadOnly, app.Cancelled, app.Internal} {
		ids = append(ids, string(c))
	}
	return ids
}

// counts counts what is saved, by guide, state and section.
func (p *Program) counts(ctx context.Context) (all []problem.Count, err error) {
	visits, err := p.Visits().Visits(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range visits {
		all = append(all, problem.Count{Of: "guides started", Kind: v.Guide, N: 1})
		for _, o := range v.Outcomes {
			all = append(all, problem.Count{Of: "steps by state", Kind: string(o.State), N: 1})
		}
	}
	reports, err := p.Store.Reports(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		all = append(all, problem.Count{Of: "reports", Kind: r.Guide, N: 1})
	}
	if p.Tenant == nil {
		return all, nil
	}
	view, err := p.Tenant.View(ctx)
	if app.CodeOf(err) == app.NotFound {
		return append(all, problem.Count{Of: "organisations connected"}), nil
	} else if err != nil {
		return append(all, problem.Count{Of: "organisation that could not be read", N: 1}), nil
	}
	statuses, err := view.Statuses(ctx)
	if err != nil {
		return append(all, problem.Count{Of: "organisation that could not be read", N: 1}), nil
	}
	for _, s := range statuses {
		all = append(all, problem.Count{Of: "rows", Kind: s.Section, N: s.Rows})
	}
	return append(all, problem.Count{Of: "organisations connected", N: 1}), nil
}

// openLog opens the log and the older ones, as one. done closes them.
func (p *Program) openLog() (log io.Reader, done func()) {
	names, _ := filepath.Glob(filepath.Join(p.Folder, "handrail-*.log")) // sorted: their names have their times
	var all []io.Reader
	var open []*os.File
	for _, name := range append(names, filepath.Join(p.Folder, "handrail.log")) {
		if f, err := os.Open(name); err == nil {
			all, open = append(all, f), append(open, f)
		}
	}
	done = func() {
		for _, f := range open {
			_ = f.Close() // it was only read
		}
	}
	if len(all) == 0 {
		return nil, done
	}
	return io.MultiReader(all...), done
}

// crashes returns what Go wrote at the last crashes.
func (p *Program) crashes() (all []string) {
	names, _ := filepath.Glob(filepath.Join(p.Folder, "stopped-*.txt")) // sorted by time
	for _, name := range names[max(0, len(names)-mostCrashes):] {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(f, mostCrash)) // the part that can be read helps too
		_ = f.Close()
		all = append(all, strings.ToValidUTF8(string(text), "?"))
	}
	return all
}
