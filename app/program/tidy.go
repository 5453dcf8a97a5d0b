package program

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/store"
)

// settingTold is the setting with the time at which the person was first told what the default removes, and toldBefore
// how long that is before anything of it goes.
const (
	settingTold = "retention-told"
	toldBefore  = 30 * 24 * time.Hour
)

// A wrong date makes everything look old. settingSeen is the setting with the date that Handrail last saw, and
// settingWary until when it removes nothing by itself, because the date jumped by more than farDate or went back.
const (
	settingSeen = "retention-seen"
	settingWary = "retention-wary"
	farDate     = 60 * 24 * time.Hour
	waryFor     = 7 * 24 * time.Hour
	aDay        = 24 * time.Hour
)

// tidyPause lies between two parts of a removal, and mostParts is how many of them a command does.
const (
	tidyPause = 200 * time.Millisecond
	mostParts = 8
)

// Older returns how many of a kind would be removed if it stayed for some months, by year; 0 months is for good.
func (p *Program) Older(ctx context.Context, kind report.Retained, months int) ([]report.YearCount, error) {
	return p.Store.Older(ctx, kind, report.Retention{Months: months}.Limit(p.flags.Clock()()))
}

// Tidy removes what is older than Settings says, in small parts and never while something is saved. It returns after
// the last part. For a week after the date of the computer jumped, only the kinds go for which the person asked now.
func (p *Program) Tidy(ctx context.Context, asked ...report.Retained) (removed int, err error) {
	return p.tidy(ctx, asked, func() error {
		for {
			timer := time.NewTimer(tidyPause)
			select {
			case <-ctx.Done():
				timer.Stop()
				return ctx.Err()
			case <-timer.C:
			}
			if p.Store.Quiet() {
				return nil
			}
		}
	}, -1)
}

// tidySome does a few parts of Tidy at the end of a command that saved something.
func (p *Program) tidySome(ctx context.Context) {
	if _, err := p.tidy(ctx, nil, ctx.Err, mostParts); err != nil && ctx.Err() == nil {
		slog.Warn("Old reports could not be removed", "err", err)
	}
}

// TidyNow does all of Tidy without a pause, for a person who waits.
func (p *Program) TidyNow(ctx context.Context, asked ...report.Retained) (int, error) {
	return p.tidy(ctx, asked, ctx.Err, -1)
}

// tidy does at most parts parts; -1 is all. before waits until one may begin.
func (p *Program) tidy(ctx context.Context, asked []report.Retained, before func() error, parts int) (removed int,
	err error) {
	if p.Store.ReadOnly() || p.Store.Unsaved() != nil {
		return 0, nil
	}
	if err := p.checkFile(ctx, before); err != nil {
		return 0, err
	}
	now := p.flags.Clock()()
	steady, err := p.steady(ctx, now)
	if err != nil {
		return 0, err
	}
	due, err := p.due(ctx, now, func(k report.Retained) bool { return steady || slices.Contains(asked, k) })
	if err != nil {
		return 0, err
	}
	work := []func(context.Context) (int, error){}
	for _, r := range due {
		work = append(work, func(ctx context.Context) (int, error) {
			n, err := p.Store.RemoveOlder(ctx, r.Kind, r.Limit(now))
			removed += n
			return n, err
		})
	}
	for _, do := range append(work, p.Store.ShareText) {
		for n := 1; n > 0 && parts != 0; parts-- {
			if err := before(); err != nil {
				return removed, err
			}
			if n, err = do(ctx); err != nil {
				return removed, err
			}
		}
	}
	return removed, nil
}

// steady reports whether the date of the computer can be believed: it neither jumped nor went back within a week.
func (p *Program) steady(ctx context.Context, now time.Time) (bool, error) {
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return false, err
	}
	set := func(name string, at time.Time) error {
		return p.Store.SetSetting(ctx, name, at.UTC().Format(time.RFC3339))
	}
	wary, _ := time.Parse(time.RFC3339, settings[settingWary]) // the zero time where there is none
	if seen, err := time.Parse(time.RFC3339, settings[settingSeen]); err == nil {
		step := now.Sub(seen)
		if step >= 0 && step < aDay {
			return !now.Before(wary), nil
		}
		if step > farDate || step < -aDay {
			wary = now.Add(waryFor)
			if err := set(settingWary, wary); err != nil {
				return false, err
			}
		}
	}
	return !now.Before(wary), set(settingSeen, now)
}

// checkFile looks through the data file where that is due, and tells of damage. A start does not wait for it.
func (p *Program) checkFile(ctx context.Context, before func() error) error {
	due, err := p.Store.CheckDue(ctx, !p.once)
	if err != nil || !due {
		return err
	}
	err = p.Store.Check(ctx, before)
	if app.CodeOf(err) == app.Damaged {
		message, hint := app.UserMessage(err)
		p.later.add(store.Notice{Code: "damaged", Message: message, Hint: hint})
	}
	return err
}

// due returns the kinds, of those that may, of which something is removed now. Of what no one chose, that is a month after
// the person was told.
func (p *Program) due(ctx context.Context, now time.Time, may func(report.Retained) bool) (due []report.Retention,
	err error) {
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	told, err := time.Parse(time.RFC3339, settings[settingTold])
	isTold := err == nil
	var untold []report.Retention
	for _, r := range report.RetentionsOf(settings) {
		is, err := p.Store.AnyOlder(ctx, r.Kind, r.Limit(now))
		switch {
		case err != nil:
			return nil, err
		case !is || !may(r.Kind):
		case r.Chosen || isTold && now.Sub(told) >= toldBefore:
			due = append(due, r)
		case !isTold:
			untold = append(untold, r)
		}
	}
	if len(untold) == 0 {
		return due, nil
	}
	return due, p.tellAged(ctx, untold, now)
}

// tellAged adds a notice of what the default removes a month later, and writes down that it did.
func (p *Program) tellAged(ctx context.Context, all []report.Retention, now time.Time) error {
	var what []string
	for _, r := range all {
		years, err := p.Store.Older(ctx, r.Kind, r.Limit(now))
		if err != nil {
			return err
		}
		what = append(what, guide.Aged(r.Kind, years))
	}
	if err := p.Store.SetSetting(ctx, settingTold, now.UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	p.later.add(store.Notice{
		Code: "aged", Message: "From " + now.Add(toldBefore).Local().Format("2 January 2006") +
			", Handrail deletes what is older than 2 years: " + strings.Join(what, "; ") + ". Records of changes stay.",
		Hint: "To save them for longer, choose a longer time in Settings, or with “handrail retention”.",
	})
	return nil
}
