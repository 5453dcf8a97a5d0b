package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/domainpart"
)

// Forget removes what is remembered of a domain. Forgetting again is no error.
func (d *Domains) Forget(ctx context.Context, domain string) error {
	h, err := d.open(false)
	if h == nil {
		return err
	}
	err = h.change(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"answer", "acceptance", "version", "moment", "look", "missed"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE substr(section, 1, length(?1)) = ?1",
				domainpart.Within(domain)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		h.forget(ctx)
	}
	return err
}

// domains returns the domains that are remembered.
func (h *History) domains(ctx context.Context) (all []string, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		sections, err := rows(ctx, tx, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
			"SELECT section FROM look UNION SELECT section FROM missed")
		for _, id := range sections {
			if domain, _, _, ok := domainpart.Split(id); ok {
				all = append(all, domain)
			}
		}
		return err
	})
	slices.Sort(all)
	return slices.Compact(all), err
}

// lookedSince reports whether a domain was looked at since a time that is not zero.
func (h *History) lookedSince(ctx context.Context, domain string, since time.Time) (is bool, err error) {
	if since.IsZero() {
		return false, nil
	}
	err = h.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM look
			WHERE substr(section, 1, length(?1)) = ?1 AND at >= ?2)`, domainpart.Within(domain), put(since)).Scan(&is)
	})
	return is, err
}

// forgetDomains forgets the domains that no report and no walk through a guide is about any more. gone are the subjects
// of what was deleted; nil: all that are remembered. One that was looked at since a time stays; zero: none does.
func (s *Store) forgetDomains(ctx context.Context, gone []string, since time.Time) error {
	d := NewDomains(s.folder, nil, nil, func(Notice) {}) // without a clock, nothing is folded
	defer func() { _ = d.Close() }()
	h, err := d.open(false)
	if h == nil {
		return err
	}
	all, err := h.domains(ctx)
	if err != nil {
		return err
	}
	var subjects []string
	err = s.look(ctx, func(tx *sql.Tx) error {
		subjects, err = rows(ctx, tx, func(r *sql.Rows) (text string, err error) { return text, r.Scan(&text) },
			"SELECT subject FROM report UNION SELECT subject FROM visit")
		return err
	})
	if err != nil {
		return err
	}
	for _, domain := range all {
		about := func(subject string) bool { return domainOf(subject) == domain }
		if slices.ContainsFunc(subjects, about) || gone != nil && !slices.ContainsFunc(gone, about) {
			continue
		}
		if looked, err := h.lookedSince(ctx, domain, since); err != nil {
			return err
		} else if looked {
			continue // by a regular check, which goes on
		}
		if err := d.Forget(ctx, domain); err != nil {
			return err
		}
	}
	return nil
}

// domainOf returns the domain that a subject names, as in “bücher.example (xn--bcher-kva.example)”.
func domainOf(subject string) string {
	name, _, _ := strings.Cut(subject, " (")
	d, err := dns.CleanDomain(name)
	if err != nil {
		return ""
	}
	return d.ASCII
}
