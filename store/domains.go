package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/mail/domainlook"
	"handrail/app/mail/domainpart"
	"handrail/app/tenant"
)

// domainsFile is the history of all mail domains: one may look at a domain without an organisation.
const domainsFile = "history-domains.db"

// Domains is what looks at mail domains found, in a file of its own that the first look creates. Its methods may be
// called from any goroutine.
type Domains struct {
	folder   string
	now      app.Clock
	settings Settings
	tell     func(Notice)

	mu   sync.Mutex
	past *History // nil until it is opened
}

var (
	_ domainlook.Keeper     = (*Domains)(nil)
	_ domainlook.ManyKeeper = (*Domains)(nil)
)

// NewDomains returns the history of domains in folder. settings say how long it is kept; nil: they say nothing. tell
// receives what had to be done about a file that cannot be used.
func NewDomains(folder string, now app.Clock, settings Settings, tell func(Notice)) *Domains {
	return &Domains{folder: folder, now: now, settings: settings, tell: tell}
}

// Close lets go of the file.
func (d *Domains) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.past == nil {
		return nil
	}
	err := d.past.Close()
	d.past = nil
	return err
}

// Past returns what is remembered of domains; nil where nothing is.
func (d *Domains) Past() (history.Past, error) {
	h, err := d.open(false)
	if h == nil {
		return nil, err // not a nil History in a Past
	}
	return h, err
}

// open returns the history, which is nil where there is no file and none is to be created.
func (d *Domains) open(create bool) (*History, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.past != nil {
		return d.past, nil
	}
	if _, err := os.Lstat(filepath.Join(d.folder, domainsFile)); errors.Is(err, fs.ErrNotExist) && !create {
		return nil, nil
	}
	f, notices, err := openKind(d.folder, d.now, domainsKind())
	for _, n := range notices {
		d.tell(n)
	}
	if err != nil {
		return nil, err
	}
	d.past = &History{f}
	if d.now != nil {
		ctx := context.Background()
		_, _ = d.past.fold(ctx, d.now(), keepBy(ctx, d.settings), slice) // the next start does the rest
	}
	return d.past, nil
}

// KeepLook compares a look with what is remembered, part by part, and keeps what differs. The look is kept whole or
// not at all. A part without an answer stays as it was.
func (d *Domains) KeepLook(ctx context.Context, l domainlook.Look) error {
	return d.KeepLooks(ctx, []domainlook.Look{l})
}

// KeepLooks is KeepLook for several looks: all are kept or none.
func (d *Domains) KeepLooks(ctx context.Context, all []domainlook.Look) error {
	h, err := d.open(true)
	if err != nil {
		return err
	}
	return h.change(ctx, func(tx *sql.Tx) error {
		for _, l := range all {
			if err := keepLook(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

func keepLook(ctx context.Context, tx *sql.Tx, l domainlook.Look) error {
	for _, within := range l.Whole() { // what a server did not answer that is none any more is not missed
		const gone = "DELETE FROM missed WHERE substr(section, 1, length(?1)) = ?1"
		if _, err := tx.ExecContext(ctx, gone, within); err != nil {
			return err
		}
	}
	for _, p := range l.Parts {
		var err error
		if p.Row == nil {
			_, err = tx.ExecContext(ctx, "INSERT INTO missed (section, at, why) VALUES (?1, ?2, ?3) "+
				"ON CONFLICT (section) DO UPDATE SET at = ?2, why = ?3", p.Section, put(l.At), p.Why)
		} else {
			err = keepPart(ctx, tx, p, l.At)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keepPart writes one part that has an answer. Its row is all of its section.
func keepPart(ctx context.Context, tx *sql.Tx, p domainlook.Part, at time.Time) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM missed WHERE section = ?", p.Section); err != nil {
		return err
	}
	last, err := lastMoment(ctx, tx, p.Section)
	if err != nil {
		return err
	}
	_, part, _, _ := domainpart.Split(p.Section)
	hash := fingerprint(p.Row)
	moment, err := writeMoment(ctx, tx, tenant.Section{Path: domainlook.Shape}, last, read{
		section: p.Section, at: at, old: last.hash, new: hex.EncodeToString(hash[:]),
		each: func(_ bool, f func(string, []byte) error) error { return f(part, p.Row) }})
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE moment SET settled = 1 WHERE number = ?", moment); err != nil {
		return err
	}
	return wholly(ctx, tx, p.Section, at)
}

// Known returns the sections that are remembered and when each was looked at last, the latest first.
func (h *History) Known(ctx context.Context) (all []history.Look, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, func(r *sql.Rows) (l history.Look, err error) {
			var at when
			err = r.Scan(&l.Of, &at)
			l.At = at.Time
			return l, err
		}, "SELECT section, at FROM look ORDER BY at DESC, section")
		return err
	})
	return all, err
}

// Missed returns the sections about which the last look had no answer.
func (h *History) Missed(ctx context.Context) (all []history.Missed, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, func(r *sql.Rows) (m history.Missed, err error) {
			var at, since when
			err = r.Scan(&m.Section, &at, &since, &m.Why)
			m.At, m.Since = at.Time, since.Time
			return m, err
		}, "SELECT section, at, coalesce((SELECT at FROM look l WHERE l.section = m.section), ''), why "+
			"FROM missed m ORDER BY section")
		return err
	})
	return all, err
}
