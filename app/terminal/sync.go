package terminal

import (
	"context"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/task"
	"handrail/app/tenant"
)

// synced is the one object that "sync -json" prints. Its names are stable.
type synced struct {
	Organisation organisation `json:"organisation"`
	At           time.Time    `json:"at"`
	Sections     []section    `json:"sections"`
}

type organisation struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Account string `json:"account"`
	Cloud   string `json:"cloud"`
}

// section is how one kind of row was refreshed. Completed is when the rows that
// are kept were whole; null where they never were.
type section struct {
	ID        string       `json:"id"`
	Title     string       `json:"title"`
	Rows      int          `json:"rows"`
	State     tenant.State `json:"state"`
	Error     string       `json:"error"`
	Hint      string       `json:"hint"`
	Completed *time.Time   `json:"completed"`
	Notes     []string     `json:"notes"`
	Requests  []string     `json:"requests"`
}

// syncSections refreshes what is kept of the organisation shown. Words name
// sections; none is every one.
func syncSections(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	for _, id := range words {
		if _, known := tenant.SectionByID(id); !known {
			return 0, app.Errorf(app.NotFound, "Use one of these names: "+strings.Join(sectionIDs(), ", ")+".",
				"Handrail has no data called “%s”.", id)
		}
	}
	h, err := w.house(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	if h.Tenant == nil {
		return 0, app.Errorf(app.NotFound, "Open the window and its guide “Connect your organisation” first.",
			"No organisation is connected.")
	}
	all, err := h.Tenant.Refresh(ctx, words, w.line())
	w.clearLine()
	if err != nil && ctx.Err() == nil {
		return 0, err
	}
	r := synced{At: h.Clock().UTC(), Sections: []section{}}
	if orgs, shown, err := h.Tenant.Organisations(ctx); err == nil {
		for _, org := range orgs {
			if org.ID == shown {
				r.Organisation = organisation{org.ID, org.Name, org.Account, org.Cloud}
			}
		}
	}
	for _, st := range all {
		r.Sections = append(r.Sections, sectionOf(st))
	}
	if o.json {
		err = writeJSON(w.Out, r)
	} else {
		err = writeSections(w.Out, r)
	}
	if err != nil {
		return 0, err
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	return refreshed(all), nil
}

func sectionOf(st tenant.Status) section {
	s := section{ID: st.Section, Title: tenant.TitleOf(st.Section), Rows: st.Rows, State: st.State, Error: st.Message,
		Hint:  st.Hint,
		Notes: append([]string{}, st.Notes...), Requests: append([]string{}, st.Requests...)}
	if !st.Completed.IsZero() {
		at := st.Completed.UTC()
		s.Completed = &at
	}
	return s
}

// refreshed returns the exit status: a section that cannot be had for want of a
// licence needs no action, and neither does an optional one.
func refreshed(all []tenant.Status) int {
	whole, missing := 0, 0
	optional := map[string]bool{}
	for _, s := range tenant.Sections() {
		optional[s.ID] = s.Optional
	}
	for _, st := range all {
		switch {
		case st.State.Whole():
			whole++
		case st.State != tenant.NeedsLicence && !optional[st.Section]:
			missing++
		}
	}
	switch {
	case whole == 0:
		return NotDone
	case missing > 0:
		return Act
	}
	return Fine
}

// line keeps one line of progress up to date, where somebody watches.
func (w Environment) line() task.Report {
	if !w.Progress {
		return func(task.Progress) {}
	}
	return func(p task.Progress) {
		_, _ = clean.Fprintf(w.overwritten(), "\r\033[K%d of %d  %s", p.Done+1, p.Total, p.Note)
	}
}

// clearLine removes the line of progress.
func (w Environment) clearLine() {
	if w.Progress {
		_, _ = io.WriteString(w.overwritten(), "\r\033[K")
	}
}

func writeSections(out io.Writer, r synced) error {
	if _, err := clean.Fprintf(out, "%s\n\n", r.Organisation.Name); err != nil {
		return err
	}
	tab := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, s := range r.Sections {
		at, rows := "not complete yet", "not known" // never read is not 0
		if s.Completed != nil {
			at, rows = s.Completed.Format("2 Jan 2006 15:04"), strconv.Itoa(s.Rows)
		}
		_, _ = clean.Fprintf(tab, "%s\t%s\t%s\t%s\n", s.Title, rows, s.State.Word(), at)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	for _, s := range r.Sections {
		if s.Error != "" {
			_, _ = clean.Fprintf(out, "\n%s: %s %s\n", s.Title, s.Error, s.Hint)
		}
		for _, n := range s.Notes {
			_, _ = clean.Fprintf(out, "\n%s: %s\n", s.Title, n)
		}
	}
	return nil
}

func sectionIDs() []string {
	var ids []string
	for _, s := range tenant.Sections() {
		ids = append(ids, s.ID)
	}
	return ids
}
