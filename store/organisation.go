package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/ownerfile"
	"handrail/app/tenant"
)

// Organisations returns all organisations in the order they were added, and the
// id of the one that is shown; "" where none is.
func (s *Store) Organisations(ctx context.Context) (all []tenant.Organisation, current string, err error) {
	err = s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = rows(ctx, tx, func(r *sql.Rows) (tenant.Organisation, error) {
			var o tenant.Organisation
			var added when
			var shown bool
			err := r.Scan(&o.ID, &o.Name, &o.Domain, &o.Account, &o.Cloud, &o.Client, &o.Record, &added, &shown)
			o.Added = added.Time
			if shown {
				current = o.ID
			}
			return o, err
		}, "SELECT id, name, domain, account, cloud, client, record, added, shown FROM organisation ORDER BY added, id")
		return err
	})
	return all, current, err
}

// SaveOrganisation stores o and replaces what had its id. It does not
// show it. The time it was added first stays where o has none.
func (s *Store) SaveOrganisation(ctx context.Context, o tenant.Organisation) error {
	if o.ID == "" {
		return errNoOrganisation()
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO organisation (id, name, domain, account, cloud, client, record, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, domain = excluded.domain, account = excluded.account,
				cloud = excluded.cloud, client = excluded.client, record = excluded.record,
				added = iif(excluded.added = '', added, excluded.added)`,
			o.ID, o.Name, o.Domain, o.Account, o.Cloud, o.Client, o.Record, put(o.Added))
		return err
	})
}

// ShowOrganisation shows this organisation; "" shows none.
// app.NotFound where there is no such organisation.
func (s *Store) ShowOrganisation(ctx context.Context, id string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE organisation SET shown = 0 WHERE shown = 1"); err != nil || id == "" {
			return err
		}
		done, err := tx.ExecContext(ctx, "UPDATE organisation SET shown = 1 WHERE id = ?", id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); n == 0 {
			return errors.Join(err, errNotFound("This organisation"))
		}
		return nil
	})
}

// ForgetOrganisation removes an organisation with all that was read of it. Close its Cache first. reports removes also
// the reports and visits made while it was shown, what their plans said, and the history of domains that nothing is
// about any more. The journal stays, and of each report its place: nothing may shorten them. Copies of older versions
// of the file go, because they hold what is forgotten. Forgetting again is no error.
func (s *Store) ForgetOrganisation(ctx context.Context, id string, reports bool) error {
	switch {
	case id == "":
		return errNoOrganisation()
	case s.write == nil:
		return errReadOnly(nil)
	}
	// The files go first. Where one cannot, the organisation is still there to
	// be forgotten again.
	if err := errors.Join(removeFiles(s.folder, cacheName(id)), removeFiles(s.folder, historyName(id)),
		removeCopies(s.path)); err != nil {
		return &app.Error{
			Code: app.Denied, Message: "Handrail could not delete a file with data about the organisation.",
			Hint: "Close every other Handrail window, then remove the organisation again.", Err: err,
		}
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		if reports {
			_, err := tx.ExecContext(ctx, "UPDATE place SET removed = ?2 WHERE removed = '' AND report IN "+
				"(SELECT id FROM report WHERE organisation = ?1)", id, put(s.now()))
			if err != nil {
				return err
			}
		}
		queries := []string{"DELETE FROM organisation WHERE id = ?",
			"DELETE FROM setting WHERE lower(substr(name, -length(?1) - 1)) = '.' || lower(?1)"} // of this organisation
		if reports {
			queries = append(queries, "DELETE FROM report WHERE organisation = ?",
				"DELETE FROM visit WHERE organisation = ?", "DELETE FROM confirmation WHERE organisation = ?")
		}
		for _, q := range queries {
			if _, err := tx.ExecContext(ctx, q, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if reports {
		if err := s.forgetDomains(ctx, nil, time.Time{}); err != nil {
			return err
		}
	}
	return s.scrub(ctx)
}

// scrub writes the file again without the gaps that deleted rows left, and
// empties the log.
func (s *Store) scrub(ctx context.Context) error {
	if _, err := s.write.ExecContext(ctx, "VACUUM"); err != nil {
		return s.translate(ctx, err)
	}
	var busy, pages, moved int
	err := s.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err == nil && busy != 0 {
		return app.Errorf(app.Denied, "Close every other Handrail window, then remove the organisation again.",
			"The organisation is removed, but another Handrail window still uses the file that contained it.")
	}
	return s.translate(ctx, err)
}

// removeFiles removes a file of an organisation with all that belongs to it, also
// what was put aside of it.
func removeFiles(folder, name string) error {
	names, err := matching(filepath.Join(folder, name), "*")
	errs := []error{err}
	for _, name := range names {
		if st, err := os.Lstat(name); err == nil && !st.IsDir() {
			errs = append(errs, remove(name))
		}
	}
	syncFolder(folder)
	return errors.Join(errs...)
}

// removeCopies removes the copies made before migrations from a version that
// knew organisations already.
func removeCopies(path string) error {
	const withOrganisations = 2
	names, err := matching(path, ".v*-*Z")
	errs := []error{err}
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, path+".v"), "-")
		if version, err := strconv.Atoi(number); err == nil && version >= withOrganisations {
			errs = append(errs, remove(name))
		}
	}
	return errors.Join(errs...)
}

// remove removes a file; it may be gone already.
func remove(name string) error {
	if err := ownerfile.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func errNoOrganisation() error {
	return app.Errorf(app.Internal, "Try again. If it happens again, copy the technical details.",
		"Handrail tried to save an organisation without an ID.")
}
