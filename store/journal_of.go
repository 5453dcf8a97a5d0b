package store

import (
	"context"
	"database/sql"

	"handrail/app/guide"
)

// EntriesOf returns the journal of an organisation, oldest first. The journal knows visits, and those know the
// organisation. A visit that was deleted, or began before there was an organisation, counts as of the only one there
// is, unless it wrote before someone signed in there.
func (s *Store) EntriesOf(ctx context.Context, organisation string) (all []guide.JournalEntry, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, journalEntry, "SELECT "+journalColumns+` FROM journal j
			WHERE CASE ifnull((SELECT organisation FROM visit WHERE id = j.visit), '')
				WHEN '' THEN (SELECT count(*) = 1 AND max(id = ?1 AND added <= j.at) FROM organisation)
				ELSE (SELECT organisation = ?1 FROM visit WHERE id = j.visit) END
			ORDER BY id`, organisation)
		return err
	})
	return all, err
}
