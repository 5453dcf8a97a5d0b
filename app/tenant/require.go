package tenant

import (
	"context"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/task"
)

// Request is where Require reads from and what it may read again.
type Request struct {
	Link Connection // nil: no organisation is connected
	Now  time.Time  // ages are counted to here; the zero time: nothing is too old
	// Report gets the progress. nil: nothing is asked of Microsoft, only what is
	// saved on this computer counts.
	Report task.Report
	// Renew also reads again what is older than its section allows, and what needed
	// a licence. Without it only what was never read is read.
	Renew bool
}

// Gap is a section that is not known, or not known as it is now, with the reason.
type Gap struct {
	Section string
	Title   string
	// State is the reason: NeverRead, NeedsConsent, NeedsRole, NeedsLicence,
	// Failed, Incomplete or Stopped; Updated where the rows are only too old.
	State   State
	Message string    // what happened, one sentence
	Hint    string    // what to do, one sentence
	Read    time.Time // of the rows that are there; zero: there are none
	TooOld  bool      // the rows are older than the section allows
}

// Known reports whether older rows are there.
func (g Gap) Known() bool { return !g.Read.IsZero() }

// Error returns what is missing and why.
func (g Gap) Error() string { return "tenant: " + g.Section + ": " + g.Message }

// Required is what is known of an organisation. As a View it returns app.NotFound
// with the reason for a section that was never read, so that “never read” and
// “none” cannot be mixed up. Several goroutines may read it, but not while Also runs.
type Required struct {
	View
	// Missing are the required sections of which nothing is known, in the order in
	// which they were required.
	Missing []Gap
	// Doubtful are those of which older rows are there: they are too old, or the
	// last refresh did not succeed.
	Doubtful []Gap

	from     Request
	required []string
	tried    map[string]bool
}

// Require returns what is known of sections, and for each of the others the
// reason why it is not. What was never read is read first, if the request allows
// it and Microsoft can be asked without a new sign-in; each section is tried
// once. The error is app.NotFound where no organisation is connected, the
// context's, or that of the cache; a section that cannot be read is no error.
func Require(ctx context.Context, from Request, sections ...string) (*Required, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if from.Link == nil {
		return nil, NoOrganisation("Connect your organisation first, then come back.")
	}
	view, err := from.Link.View(ctx)
	if err != nil {
		return nil, err
	}
	r := &Required{View: view, from: from, tried: map[string]bool{}}
	return r, r.Also(ctx, sections...)
}

// Also requires more sections: those of single groups, whose ids are only known
// once the groups are read.
func (r *Required) Also(ctx context.Context, sections ...string) error {
	for _, id := range sections {
		if !slices.Contains(r.required, id) {
			r.required = append(r.required, id)
		}
	}
	if err := r.refresh(ctx); err != nil {
		return err
	}
	r.Missing, r.Doubtful = nil, nil
	for _, id := range r.required {
		st, err := r.View.Status(ctx, id)
		if err != nil {
			return err
		}
		switch g, whole := r.gap(st, id); {
		case whole:
		case g.Known():
			r.Doubtful = append(r.Doubtful, g)
		default:
			r.Missing = append(r.Missing, g)
		}
	}
	return nil
}

// refresh reads what the request allows to read, each section once.
func (r *Required) refresh(ctx context.Context) error {
	if r.from.Report == nil || !r.from.Link.SignedIn(ctx) {
		return ctx.Err()
	}
	var ids []string
	for _, id := range r.required {
		st, err := r.View.Status(ctx, id)
		if err != nil {
			return err
		}
		never := st.Completed.IsZero() && (r.from.Renew || st.State != NeedsLicence)
		if !r.tried[id] && (never || r.from.Renew && r.tooOld(st, id)) {
			r.tried[id] = true
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ctx.Err()
	}
	_, err := r.from.Link.Refresh(ctx, ids, r.from.Report)
	return err
}

func (r *Required) tooOld(st Status, id string) bool {
	if r.tried[id] && !st.Completed.Before(r.from.Now) {
		return false // read after Now was taken
	}
	s, _ := SectionByID(id)
	return !r.from.Now.IsZero() && s.MaxAge > 0 && st.Stale(r.from.Now, s.MaxAge)
}

// gap returns why a section is not known as it is now; whole where it is.
func (r *Required) gap(st Status, id string) (g Gap, whole bool) {
	return gapOf(st, id, r.tooOld(st, id))
}

// NotRead returns why nothing is known of a section, from its status; read where
// rows are there, older ones too.
func NotRead(st Status, section string) (g Gap, read bool) {
	g, _ = gapOf(st, section, false)
	return g, !st.Completed.IsZero()
}

func gapOf(st Status, id string, tooOld bool) (g Gap, whole bool) {
	g = Gap{Section: id, Title: TitleOf(id), State: st.State, Message: st.Message, Hint: st.Hint, Read: st.Completed}
	g.TooOld = g.Known() && tooOld
	switch {
	case g.Known() && st.State.Whole() && !g.TooOld:
		return Gap{}, true
	case g.Known() && st.State.Whole():
		g.State, g.Message = Updated, "The data is older than it should be."
		g.Hint = "Refresh your organisation, then check again."
	case st.State == "" || st.State.Whole(): // nothing was ever complete
		g.State = NeverRead
	}
	if g.Message == "" {
		g.Message = reasons[g.State][0]
	}
	if g.Hint == "" {
		g.Hint = reasons[g.State][1]
	}
	if g.Message == "" {
		g.Message, g.Hint = "Handrail could not read this: "+g.State.Word()+".", reasons[Failed][1]
	}
	return g, false
}

// reasons are the words for a section whose own status has none.
var reasons = map[State][2]string{
	NeverRead: {"Handrail has not read this yet.", "Sign in and refresh your organisation, then check again."},
	NeedsConsent: {"A permission is missing.",
		"Ask a Global Administrator to grant it, then refresh your organisation."},
	NeedsRole: {"Your account lacks a role for this.",
		"Ask an administrator for the role, then refresh your organisation."},
	NeedsLicence: {"Your organisation has no licence for this.",
		"Check your licences, or continue without this data."},
	Failed:     {"Handrail could not read this.", "Refresh your organisation, then check again."},
	Incomplete: {"Handrail read only a part of this.", "Refresh your organisation, then check again."},
	Stopped:    {"The refresh was stopped.", "Refresh your organisation to continue."},
}

// Gap returns why a required section is not known; known where older or whole
// rows are there, and for a section that was not required.
func (r *Required) Gap(section string) (g Gap, known bool) {
	for _, g := range r.Missing {
		if g.Section == section {
			return g, false
		}
	}
	return Gap{}, true
}

// Each calls f for every row of a section that was read; for one that never was
// it returns app.NotFound with a Gap in its chain, and does not call f.
func (r *Required) Each(ctx context.Context, section string, f func(id string, body []byte) error) error {
	if err := r.known(ctx, section); err != nil {
		return err
	}
	return r.View.Each(ctx, section, f)
}

// Row returns one row of a section that was read; errors are those of Each, and
// app.NotFound without a Gap where there is no such row.
func (r *Required) Row(ctx context.Context, section, id string) (Row, error) {
	if err := r.known(ctx, section); err != nil {
		return Row{}, err
	}
	return r.View.Row(ctx, section, id)
}

// known returns nil if rows of a section are there, also where a section was not
// required: the cache is asked, not the list.
func (r *Required) known(ctx context.Context, section string) error {
	st, err := r.View.Status(ctx, section)
	if err != nil || !st.Completed.IsZero() {
		return err
	}
	g, _ := r.gap(st, section)
	return &app.Error{Code: app.NotFound, Message: "“" + g.Title + "”: " + g.Message, Hint: g.Hint, Err: g}
}

// WithProgress returns a context in which what a Source or a Writer says while
// it waits is reported as progress. A nil rep changes nothing.
func WithProgress(ctx context.Context, rep task.Report) context.Context {
	if rep == nil {
		return ctx
	}
	return WithNote(ctx, func(note string) { rep(task.Progress{Note: note}) })
}
