package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/tlsimport"
	"handrail/app/report"
	"handrail/store"
)

// What a store of two years holds: visits of guides, and daily TLS reports for five domains from five senders.
const (
	visitsThen  = 500
	reportsThen = 18_250
)

// starts measures “guides”, which reads all visits, with an empty store and with stores of three sizes.
func starts(b *bench) (all []Figure, err error) {
	data, err := b.place("starts")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	f := Figure{Row: "guides", Work: "guides, new data folder", Unit: "ms"}
	if err := b.repeat(&f, func() (turn, error) { return b.milliseconds("guides", "-data", data) }); err != nil {
		return nil, err
	}
	all = append(all, f)
	for i, to := range []float64{3, 8, b.sizeMB(43, 9)} {
		if err := b.fill(data, to, i == 0); err != nil {
			return all, err
		}
		size, err := storeSize(data)
		if err != nil {
			return all, err
		}
		f := Figure{Row: "guides", Work: fmt.Sprintf("guides, %d visits, about %.0f MB", visitsThen, to), Unit: "ms",
			Targets: []Target{{ofValue, 25}}}
		if size < 0.6*to {
			return all, fmt.Errorf("the store has %.1f MB, not %.0f", size, to)
		}
		err = b.repeat(&f, func() (turn, error) { return b.milliseconds("guides", "-data", data) })
		if all = append(all, f); err != nil {
			return all, err
		}
	}
	return all, nil
}

func (b *bench) sizeMB(whole, short float64) float64 {
	if b.short {
		return short
	}
	return whole
}

// milliseconds runs the program and counts in milliseconds.
func (b *bench) milliseconds(args ...string) (turn, error) {
	t, err := b.handrail(args...)
	t.value *= 1000
	return t, err
}

// fill lets the store grow to a size in MB: with visits the first time, and with saved reports.
func (b *bench) fill(data string, to float64, visits bool) error {
	s, _, err := store.Open(data, time.Now)
	if err != nil {
		return err
	}
	if visits {
		for i := range visitsThen {
			if err == nil {
				err = s.SaveVisit(b.ctx, aVisit(i))
			}
		}
	}
	for i := 0; err == nil; i++ {
		st, bad := os.Stat(filepath.Join(data, "handrail.db")) // what lies in SQLite's log comes on top
		if bad != nil || float64(st.Size())/1e6 >= to {
			err = bad
			break
		}
		_, err = s.SaveReport(b.ctx, aSaved(i, 300))
	}
	if closing := s.Close(); err == nil {
		err = closing
	}
	return err
}

// aVisit is a visit with 12 answers and 8 outcomes.
func aVisit(i int) guide.Visit {
	at := time.Date(2025, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * 30 * time.Hour)
	v := guide.Visit{ID: fmt.Sprintf("visit-%04d", i), Guide: "mta-sts", Subject: fmt.Sprintf("d%03d.example", i),
		Step: "watch", Answers: map[string]string{}, Drafts: map[string]string{}, Outcomes: map[string]guide.Outcome{},
		Started: at, Changed: at.Add(time.Hour), Ended: at.Add(time.Hour)}
	for n := range 12 {
		v.Answers[fmt.Sprint("answer-", n)] = fmt.Sprint("what was answered ", n)
	}
	for n := range 8 {
		v.Outcomes[fmt.Sprint("step-", n)] = guide.Outcome{State: guide.Completed, At: at,
			Headline: "All is as it should be.", Facts: map[string]string{"mode": "enforce", "mx": "mx.example"}}
	}
	return v
}

// aSaved is the saved report i, with a table of some rows.
func aSaved(i, rows int) report.SavedReport {
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
	t := report.Table{Columns: []string{"Host", "Found"}}
	for n := range rows {
		sum := sha256.Sum256(fmt.Append(nil, i, n)) // so that it cannot be packed to nothing
		t.Rows = append(t.Rows, []string{fmt.Sprintf("mx%d.d%06d.example", n, i), hex.EncodeToString(sum[:])})
	}
	return report.SavedReport{Guide: "mta-sts", Step: "check", Title: "Check of the domain",
		Subject: fmt.Sprintf("d%06d.example", i), At: at,
		Document: &report.Document{Title: "Check of the domain", Subject: fmt.Sprintf("d%06d.example", i), At: at,
			Blocks: []report.Block{t}}}
}

// lists measures “reports” with a page of a very large number of saved reports.
func lists(b *bench) ([]Figure, error) {
	count := b.size(192_000, 2000)
	data, err := b.place("lists")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	s, _, err := store.Open(data, time.Now)
	if err != nil {
		return nil, err
	}
	for i := range count {
		if err == nil {
			_, err = s.SaveReport(b.ctx, aSaved(i, 0))
		}
	}
	if closing := s.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, err
	}
	f := Figure{Row: "reports", Work: fmt.Sprintf("reports -limit 200, %d saved reports", count), Unit: "ms",
		Targets: []Target{{ofValue, 50}}}
	err = b.repeat(&f, func() (turn, error) { return b.milliseconds("reports", "-limit", "200", "-data", data) })
	return []Figure{f}, err
}

// growth measures the store after two years of daily TLS reports.
func growth(b *bench) ([]Figure, error) {
	count := b.size(reportsThen, 500)
	f := Figure{Row: "growth", Work: fmt.Sprintf("store with %d TLS reports (two years, five domains)", count),
		Unit: "MB", Targets: []Target{{ofValue, 27}}}
	data, err := b.place("growth")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	folder := filepath.Join(b.folder, "growth-reports")
	if err := write(folder, count); err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	s, _, err := store.Open(data, time.Now)
	if err != nil {
		return nil, err
	}
	t, err := tlsimport.Intake{Keeper: s}.Files(context.WithoutCancel(b.ctx), []string{folder})
	if closing := s.Close(); err == nil {
		err = closing
	}
	if err == nil && t.New != count {
		err = fmt.Errorf("%d reports of %d are new", t.New, count)
	}
	if err != nil {
		return nil, err
	}
	size, err := storeSize(data)
	if err != nil {
		return nil, err
	}
	f.add(turn{value: size})
	return []Figure{f}, nil
}
