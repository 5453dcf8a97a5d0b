package screens

import (
	"context"
	"strconv"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// remembered is the choice of how long Handrail remembers what changed.
type remembered struct{ periodChoice }

// periods are the words for each value of the setting.
var periods = map[int]string{3: "3 months", 12: "1 year", 24: "2 years", 60: "5 years", 0: "Always"}

func (s *settings) newRemembering() *remembered {
	var all []parts.Option
	for _, n := range history.KeepMonths {
		all = append(all, parts.Option{Value: strconv.Itoa(n), Label: periods[n]})
	}
	r := &remembered{s.newPeriodChoice("How long Handrail remembers what changed",
		"Each check of the last 90 days is saved, then one a week for a year, then one a month.", all,
		func() string { return strconv.Itoa(history.KeepOf(s.kept).Months) })}
	r.choice.OnChange = r.choose
	return r
}

// choose saves a longer time. Of a shorter one it first shows what that removes.
func (r *remembered) choose(value string) {
	months, _ := strconv.Atoi(value) // an option of ours
	was := history.KeepOf(r.s.kept).Months
	if months == 0 || was != 0 && months >= was {
		r.ask()
		if value != r.now() {
			r.s.keep(history.KeepSetting, value)
		}
		return
	}
	limit := history.Keep{Months: months}.Limit(r.s.w.now())
	var older removal
	r.s.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		older, err = r.s.olderThan(ctx, limit)
		return err
	}, nil, func(err error) {
		switch {
		case r.choice.Value() != value: // another one was chosen meanwhile
		case err != nil:
			r.failed(err)
		default:
			r.confirm(older.text(limit), "Delete older changes", func() { r.remove(value) })
		}
	})
}

// remove saves a shorter time and removes what is older.
func (r *remembered) remove(value string) {
	s, keep := r.s, history.KeepOf(map[string]string{history.KeepSetting: value})
	r.ask(parts.Muted("Deleting older changes…"))
	saved := false
	s.jobs.start(func(ctx context.Context, _ task.Report) error {
		if err := s.w.p.Settings.SetSetting(ctx, history.KeepSetting, value); err != nil {
			return err
		}
		saved = true
		past, _, err := s.remembers(ctx)
		if t, can := past.(history.Trimmer); err == nil && can {
			err = t.Trim(ctx, s.w.now(), keep)
		}
		return err
	}, nil, func(err error) {
		if saved {
			s.kept[history.KeepSetting] = value
		}
		if err != nil {
			r.failed(err)
			return
		}
		r.ask(parts.NewBanner(report.OK, "Saved.", "Handrail deleted the older changes."))
	})
}

// removal is what a shorter time removes of the organisation that is shown.
type removal struct {
	name    string // "" without an organisation
	changes int
	moments int
}

func (o removal) text(limit time.Time) string {
	text := "Handrail permanently deletes what it remembers from before " + limit.Local().Format("2 January 2006")
	if o.moments > 0 {
		text += ": " + guide.Count(o.changes, "change", "changes") + " in " + o.name + ", from " +
			guide.Count(o.moments, "check", "checks")
	} else if o.name != "" {
		text += ". It remembers nothing older about " + o.name
	}
	return text + ". This applies to every organisation in Handrail. Your reports stay."
}

// remembers returns what is remembered of the organisation that is shown, and its name; nil where nothing is.
func (s *settings) remembers(ctx context.Context) (history.Past, string, error) {
	if s.w.p.Tenant == nil {
		return nil, "", nil
	}
	conn, err := fetchConnection(ctx, s.w.p.Tenant)
	if err != nil || conn.one.ID == "" {
		return nil, "", err
	}
	view, err := s.w.p.Tenant.View(ctx)
	if err != nil {
		return nil, "", err
	}
	if k, ok := view.(history.Keeper); ok {
		return k.Past(), conn.one.Name, nil
	}
	return nil, conn.one.Name, nil
}

// olderThan counts what is remembered from before a time.
func (s *settings) olderThan(ctx context.Context, limit time.Time) (o removal, err error) {
	past, name, err := s.remembers(ctx)
	o.name = name
	if err != nil || past == nil {
		return o, err
	}
	all, err := past.Moments(ctx, time.Time{}, limit)
	for _, m := range all {
		if m.Kind == history.MomentChange {
			o.changes += m.Counts.All()
			o.moments++
		}
	}
	return o, err
}
