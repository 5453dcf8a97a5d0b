package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/tenant"
	"handrail/store/fold"
)

// makePeople rebuilds the table of people. Users and registrations come in the
// order of ids and are merged as they come, so that only the roles are held in
// memory. Keys continue from the older ones, so an old key finds no one.
func makePeople(ctx context.Context, tx *sql.Tx) error {
	roles, err := rolesHeld(ctx, tx)
	if err != nil {
		return err
	}
	var key int64
	if err := tx.QueryRowContext(ctx,
		"SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'person'").Scan(&key); err != nil {
		return err
	}
	// Indexes are made at the end: that is several times faster than keeping
	// them up with each row. The third holds all that a search reads, by name.
	if _, err := tx.ExecContext(ctx, `
		DROP INDEX IF EXISTS person_id; DROP INDEX IF EXISTS person_upn; DROP INDEX IF EXISTS person_search;
		DELETE FROM person; DELETE FROM tally`); err != nil {
		return err
	}
	tally, err := insertPeople(ctx, tx, key, roles)
	if err != nil {
		return err
	}
	for name, n := range tally {
		if _, err := tx.ExecContext(ctx, "INSERT INTO tally (filter, people) VALUES (?, ?)", string(name),
			n); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `
		CREATE INDEX person_id ON person (id);
		CREATE INDEX person_upn ON person (upn);
		CREATE INDEX person_search ON person (name, key, flags, last, text)`)
	return err
}

func insertPeople(ctx context.Context, tx *sql.Tx, key int64, roles map[string][]string) (map[tenant.PeopleFilter]int,
	error) {
	users, err := openSection(ctx, tx, tenant.SectionUsers, byID)
	if err != nil {
		return nil, err
	}
	defer users.close()
	registrations, err := openSection(ctx, tx, tenant.SectionRegistration, byID)
	if err != nil {
		return nil, err
	}
	defer registrations.close()
	insert, err := tx.PrepareContext(ctx,
		"INSERT INTO person (key, id, upn, name, flags, last, text, whole) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return nil, err
	}
	defer func() { _ = insert.Close() }()
	all, tally := filters(), map[tenant.PeopleFilter]int{tenant.UnknownSeen: 0}
	more := registrations.next()
	for users.next() {
		for more && registrations.id < users.id {
			more = registrations.next()
		}
		var reg *tenant.Registration
		if more && registrations.id == users.id {
			reg = tenant.ReadReport(registrations.body)
		}
		p := tenant.ReadPerson(users.id, users.body, reg, roles[strings.ToLower(users.id)])
		var flags int64
		tally[tenant.AllPeople]++
		if p.SignIn == tenant.SignInUnknown {
			tally[tenant.UnknownSeen]++
		}
		for _, f := range all {
			if f.has(p) {
				flags |= f.bit
				tally[f.name]++
			}
		}
		key++
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := insertPerson(quick(ctx), insert, key, flags, p); err != nil {
			return nil, err
		}
	}
	return tally, firstError(users.err, registrations.err)
}

func insertPerson(ctx context.Context, insert *sql.Stmt, key, flags int64, p tenant.Person) error {
	whole, err := json.Marshal(p)
	if err != nil {
		return err
	}
	name := fold.Text(p.Name)
	order := name
	if order == "" {
		order = fold.Text(p.UPN)
	}
	// No word of a search holds a space, so none can reach over two fields.
	text := strings.Join([]string{name, fold.Text(p.UPN), fold.Text(p.Mail), fold.Text(p.Department)}, "\n")
	_, err = insert.ExecContext(ctx, key, strings.ToLower(p.ID), strings.ToLower(p.UPN), order, flags, lastOf(p), text,
		string(whole))
	return err
}

// rolesHeld returns the names of the roles by principal; what may only be
// activated is not held.
func rolesHeld(ctx context.Context, tx *sql.Tx) (map[string][]string, error) {
	assignments, err := openSection(ctx, tx, tenant.SectionRoles, byID)
	if err != nil {
		return nil, err
	}
	defer assignments.close()
	held := map[string][]string{}
	for assignments.next() {
		var a tenant.RoleAssignment
		if json.Unmarshal(assignments.body, &a) != nil || a.Eligible.Yes {
			continue
		}
		name, who := string(a.RoleName), strings.ToLower(string(a.Principal))
		if name == "" {
			name = string(a.Role) // a role without a name is a role still
		}
		if !slices.Contains(held[who], name) {
			held[who] = append(held[who], name)
		}
	}
	for _, names := range held {
		slices.Sort(names)
	}
	return held, assignments.err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
