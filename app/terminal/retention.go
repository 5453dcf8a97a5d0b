package terminal

import (
	"context"
	"flag"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/report"
)

// Retention is what “retention” works with. Older counts by year what would be removed if a kind stayed for some months,
// 0 for good; Now removes what is older than the settings say, and returns how many: of the kinds asked also where the
// date of the computer cannot be believed. Some removes a part of it, after something was saved.
type Retention struct {
	Older func(ctx context.Context, kind report.Retained, months int) ([]report.YearCount, error)
	Now   func(ctx context.Context, asked ...report.Retained) (int, error)
	Some  func(context.Context)
}

// retentionRow is how long one kind stays, as “retention -json” prints it. Its names are stable.
type retentionRow struct {
	Kind   report.Retained    `json:"kind"`
	Months int                `json:"months"` // 0: always
	Chosen bool               `json:"chosen"` // else it is the default
	Older  []report.YearCount `json:"older"`  // what goes with these months
}

// retentionOut is the one object that “retention -json” prints. Its names are stable.
type retentionOut struct {
	At      time.Time      `json:"at"`
	Rows    []retentionRow `json:"retention"`
	Saved   bool           `json:"saved"`   // the months are those that are set now
	Deleted int            `json:"deleted"` // how many were deleted by this command
}

func bindRetention(set *flag.FlagSet, o *options) {
	bindJSON(set, o)
	set.StringVar(&o.checks, "checks", "", "")
	set.StringVar(&o.records, "records", "", "")
	set.StringVar(&o.tls, "tls", "", "")
	set.BoolVar(&o.delete, "delete", false, "")
}

// showRetention prints how long reports stay, or sets it. A shorter time is set only with -delete; without it, what that
// deletes is printed.
func showRetention(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("retention", words); err != nil {
		return 0, err
	}
	asked, err := askedMonths(o)
	if err != nil {
		return 0, err
	}
	h, err := w.openToShow(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	if h.Retention.Older == nil || h.Settings == nil {
		return 0, app.Errorf(app.NotFound, "Use another build of Handrail.", "This Handrail removes nothing.")
	}
	out, goes, err := h.retention(ctx, asked)
	if err != nil {
		return 0, err
	}
	if len(asked) > 0 && (goes == 0 || o.delete) {
		if err := h.setRetention(ctx, asked, goes > 0, &out); err != nil {
			return 0, err
		}
	}
	status := Fine
	if len(asked) > 0 && !out.Saved {
		status = Act
	}
	if o.json {
		return status, writeJSON(w.Out, out)
	}
	return status, out.write(w, len(asked) > 0)
}

// askedMonths returns the months that the flags set, by kind.
func askedMonths(o options) (map[report.Retained]int, error) {
	asked := map[report.Retained]int{}
	for kind, text := range map[report.Retained]string{report.RetainedChecks: o.checks, report.RetainedRecords: o.records,
		report.RetainedTLS: o.tls} {
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if text == "always" {
			n, err = 0, nil
		}
		if err != nil || !slices.Contains(report.RetentionMonths, n) {
			var can []string
			for _, m := range report.RetentionMonths[:len(report.RetentionMonths)-1] {
				can = append(can, strconv.Itoa(m))
			}
			return nil, app.Errorf(app.Invalid, "Use "+strings.Join(can, ", ")+" or always.",
				"“%s” is not a number of months that you can choose.", text)
		}
		asked[kind] = n
	}
	if o.delete && len(asked) == 0 {
		return nil, app.Errorf(app.Invalid, "Write it as in “handrail retention -checks 12 -delete”.",
			"-delete needs a number of months.")
	}
	return asked, nil
}

// retention returns the state with what is asked for, and how many go with times that are shorter than now.
func (h *Program) retention(ctx context.Context, asked map[report.Retained]int) (out retentionOut, goes int, err error) {
	out.At = h.Clock().UTC()
	settings, err := h.Settings.Settings(ctx)
	if err != nil {
		return out, 0, err
	}
	out.Saved = len(asked) == 0
	for _, r := range report.RetentionsOf(settings) {
		row := retentionRow{Kind: r.Kind, Months: r.Months, Chosen: r.Chosen, Older: []report.YearCount{}}
		months, is := asked[r.Kind]
		if is {
			row.Months = months
		}
		older, err := h.Retention.Older(ctx, r.Kind, row.Months)
		if err != nil {
			return out, 0, err
		}
		row.Older = append(row.Older, older...)
		if is {
			goes += report.CountOf(older)
		}
		out.Rows = append(out.Rows, row)
	}
	return out, goes, nil
}

// setRetention sets what is asked for, and removes what is older where there is any.
func (h *Program) setRetention(ctx context.Context, asked map[report.Retained]int, older bool, out *retentionOut) (
	err error) {
	if h.Unsaved != nil {
		return h.Unsaved
	}
	for i, row := range out.Rows {
		months, is := asked[row.Kind]
		if !is {
			continue
		}
		if err := h.Settings.SetSetting(ctx, row.Kind.Setting(), strconv.Itoa(months)); err != nil {
			return err
		}
		out.Rows[i].Chosen = true
	}
	out.Saved = true
	if older {
		out.Deleted, err = h.Retention.Now(ctx, slices.Collect(maps.Keys(asked))...)
	}
	return err
}

// write prints how long reports stay. asked is set where a time was given.
func (out retentionOut) write(w Environment, asked bool) error {
	for _, r := range out.Rows {
		text := guide.RetentionLabel(r.Months)
		if !r.Chosen && !asked {
			text += " (the default)"
		}
		if n := report.CountOf(r.Older); n > 0 && out.Deleted == 0 {
			text += "; older: " + guide.Aged(r.Kind, r.Older)
		}
		if _, err := clean.Fprintf(w.Out, "%s: %s\n", guide.RetainedTitle(r.Kind), text); err != nil {
			return err
		}
	}
	last := ""
	switch {
	case out.Deleted > 0:
		last = "Saved. Handrail deleted " + guide.Count(out.Deleted, "report", "reports") +
			". For each saved report, number, time and hash stay.\n"
	case asked && out.Saved:
		last = "Saved. Nothing was deleted.\n"
	case asked:
		last = "Nothing was changed. Add -delete to save this and to permanently delete what is older.\n"
	}
	_, err := clean.Fprintf(w.Out, "%s", last)
	return err
}
