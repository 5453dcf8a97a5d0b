package terminal

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide/diary"
	"handrail/app/report"
)

// diaryOut is the one object that "diary -json" prints. Its names are stable.
type diaryOut struct {
	From         time.Time  `json:"from"` // the first moment of the period
	To           time.Time  `json:"to"`   // the first moment after it
	Organisation string     `json:"organisation"`
	Changes      []diaryRow `json:"changes"`
	Removed      []placeOut `json:"removed"`   // reports that were removed in the period
	Unchanged    bool       `json:"unchanged"` // every saved report is as it was saved, or was removed
	NotAsSaved   []placeOut `json:"notAsSaved"`
	Anchor       *anchorOut `json:"anchor"` // the last saved report; null where there is none
}

// anchorOut is the last saved report: its hash stands for all before it.
type anchorOut struct {
	Number int       `json:"number"`
	Saved  time.Time `json:"saved"`
	Hash   string    `json:"hash"`
}

// diaryRow is one change.
type diaryRow struct {
	At       time.Time     `json:"at"`
	Title    string        `json:"title"`
	Guide    string        `json:"guide"`
	Step     string        `json:"step"`
	Visit    string        `json:"visit"`
	Subject  string        `json:"subject"`
	State    diary.State   `json:"state"`
	By       string        `json:"by"` // the account; "" where it is not known
	Why      string        `json:"why"`
	Settings []settingOut  `json:"settings"`
	ByHand   []string      `json:"byHand"`
	Affected []affectedOut `json:"affected"`
	Undo     string        `json:"undo"`
	NoUndo   string        `json:"noUndo"`
	UndoneAt *time.Time    `json:"undoneAt"`
	Requests []string      `json:"requests"`
}

type settingOut struct {
	Setting string `json:"setting"`
	Before  string `json:"before"`
	After   string `json:"after"`
	State   string `json:"state"` // "" where it stays as it is
}

type affectedOut struct {
	Severity report.Severity `json:"severity"`
	Text     string          `json:"text"`
	Names    []string        `json:"names"`
	Count    int             `json:"count"`
}

type placeOut struct {
	Number  int               `json:"number"`
	Saved   time.Time         `json:"saved"`
	Removed *time.Time        `json:"removed"`
	Hash    string            `json:"hash"`
	State   report.PlaceState `json:"state"`
	Title   string            `json:"title"`
}

// writeDiary writes the changes of a period: as text, as a page, as a PDF, or for a program.
func writeDiary(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("diary", words); err != nil {
		return 0, err
	}
	targets := 0
	for _, set := range []bool{o.html != "", o.pdf != "", o.json} {
		if set {
			targets++
		}
	}
	if targets > 1 {
		return 0, app.Errorf(app.Invalid, "Use only one of -pdf FILE, -html FILE and -json.",
			"Handrail writes the diary in one form at a time.")
	}
	writePDF, err := pdfWriter(o)
	if err != nil {
		return 0, err
	}
	h, err := w.openToShow(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	period, err := h.period(o)
	if err != nil {
		return 0, err
	}
	s, err := h.Diary(ctx)
	if err != nil {
		return 0, err
	}
	places, err := h.Places.Places(ctx, nil)
	if err != nil {
		return 0, err
	}
	status := Fine
	for _, p := range places {
		if !p.State.Good() {
			status = Act
		}
	}
	d := s.Book(period, places, h.Clock())
	switch {
	case o.json:
		return status, writeJSON(w.Out, diaryObject(s, period, places))
	case o.html != "":
		return status, writeFile(o.html, d, report.WriteHTML)
	case o.pdf != "":
		return status, writeFile(o.pdf, d, writePDF)
	}
	return status, report.WriteText(w.Out, d)
}

// period returns the days that were asked for: else from the beginning of the year until today.
func (h *Program) period(o options) (diary.Period, error) {
	now := h.Clock().Local()
	from, to := time.Date(now.Year(), 1, 1, 0, 0, 0, 0, time.Local), now
	for _, d := range []struct {
		flag, text string
		into       *time.Time
	}{{"-from", o.from, &from}, {"-to", o.to, &to}} {
		if d.text == "" {
			continue
		}
		at, err := time.ParseInLocation(time.DateOnly, d.text, time.Local)
		if err != nil {
			return diary.Period{}, app.Errorf(app.Invalid, "Write it as in 2026-11-01.", "%s “%s” is not a day.", d.flag,
				clean.Line(d.text))
		}
		*d.into = at
	}
	if to.Before(from) {
		return diary.Period{}, app.Errorf(app.Invalid, "Give the earlier day with -from.",
			"The period ends before it begins.")
	}
	return diary.Days(from, to), nil
}

// diaryObject returns a diary for a program.
func diaryObject(s diary.Source, p diary.Period, places []report.Place) diaryOut {
	out := diaryOut{From: p.From.UTC(), To: p.To.UTC(), Organisation: s.Organisation, Changes: []diaryRow{},
		Removed: []placeOut{}, NotAsSaved: []placeOut{}, Unchanged: true}
	if last, ok := diary.Last(places); ok {
		out.Anchor = &anchorOut{last.Number, last.Saved, last.Hash}
	}
	for _, c := range s.Between(p.From, p.To) {
		out.Changes = append(out.Changes, rowOfChange(c))
	}
	for _, one := range places {
		row := placeOut{one.Number, one.Saved, moment(one.Removed), one.Hash, one.State, one.Title}
		switch {
		case !one.State.Good():
			out.NotAsSaved, out.Unchanged = append(out.NotAsSaved, row), false
		case one.State == report.Removed && !one.Removed.Before(p.From) && one.Removed.Before(p.To):
			out.Removed = append(out.Removed, row)
		}
	}
	return out
}

func rowOfChange(c diary.Change) diaryRow {
	r := diaryRow{At: c.At, Title: c.Headline(), Guide: c.Guide, Step: c.Step, Visit: c.Visit, Subject: c.Subject,
		State: c.State, By: c.Account, Why: c.Why, Settings: []settingOut{}, ByHand: append([]string{}, c.Done...),
		Affected: []affectedOut{}, Undo: c.Undo, NoUndo: c.NoUndo, UndoneAt: moment(c.UndoneAt),
		Requests: append([]string{}, c.Requests...)}
	for _, s := range c.Rows {
		r.Settings = append(r.Settings, settingOut{s.Setting, s.Before, s.After, string(s.State)})
	}
	for _, a := range c.Affected {
		r.Affected = append(r.Affected, affectedOut{a.Severity, a.Text, append([]string{}, a.Names...), a.Count})
	}
	return r
}

// moment returns a time for JSON; nil for none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
