package mfa

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"handrail/app/tenant"
)

// Manager is the manager of a person on a Board.
type Manager struct {
	Read     bool // false: not known whether there is one
	ID, Name string
}

// MostManagers is the largest number of people whose managers are read.
const MostManagers = 500

// ManagerSections returns the sections with the managers of the people on b; none if
// there are more than MostManagers people.
func (b *Board) ManagerSections() (all []string) {
	if len(b.Lines) > MostManagers {
		return nil
	}
	for i := range b.Lines {
		all = append(all, tenant.ManagerSection(b.Who(&b.Lines[i]).ID))
	}
	return all
}

// ReadManagers reads the managers of the people on b as they were saved.
func (b *Board) ReadManagers(ctx context.Context, r tenant.Reader) error {
	if len(b.Lines) > MostManagers {
		return nil
	}
	for i := range b.Lines {
		l := &b.Lines[i]
		m, err := ReadManager(ctx, r, b.Who(l).ID)
		if err != nil {
			return err
		}
		l.Manager = m
	}
	return nil
}

// ReadManager reads the manager of the person with an ID as it was saved.
func ReadManager(ctx context.Context, r tenant.Reader, id string) (m Manager, err error) {
	section := tenant.ManagerSection(id)
	st, err := r.Status(ctx, section)
	if err != nil || st.Completed.IsZero() {
		return m, err
	}
	m.Read = true
	return m, tenant.Each(ctx, r, section, func(u tenant.User) error {
		m.ID, m.Name = u.ID, cmp.Or(string(u.Name), string(u.UPN), u.ID)
		return nil
	})
}

// Share is the part of a Board that one head of department or manager can work on.
type Share struct {
	Name  string // "" where none is recorded
	Known bool   // false: it was not read
	Lines []*Line
}

// Departments returns the lines by department, by name, people without one last.
// Departments compare without case and outer spaces.
func (b *Board) Departments() []Share {
	return b.shares(func(l *Line) (key, name string, known bool) {
		name = strings.TrimSpace(b.Who(l).Department)
		return strings.ToLower(name), name, b.Who(l).DepartmentRead
	})
}

// Managers returns the lines by manager, by name, people without one last.
func (b *Board) Managers() []Share {
	return b.shares(func(l *Line) (key, name string, known bool) {
		return strings.ToLower(l.Manager.ID), l.Manager.Name, l.Manager.Read
	})
}

func (b *Board) shares(of func(l *Line) (key, name string, known bool)) (all []Share) {
	type id struct {
		key   string
		known bool
	}
	at := map[id]int{}
	for i := range b.Lines {
		key, name, known := of(&b.Lines[i])
		n, there := at[id{key, known}]
		if !there {
			n, at[id{key, known}] = len(all), len(all)
			all = append(all, Share{Name: name, Known: known})
		}
		all[n].Lines = append(all[n].Lines, &b.Lines[i])
	}
	rank := func(s Share) int {
		switch {
		case s.Name != "":
			return 0
		case s.Known:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(x, y Share) int {
		return cmp.Or(rank(x)-rank(y), cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)))
	})
	return all
}

// Count returns how many lines of the share are in a queue.
func (s Share) Count(q Queue) (n int) {
	for _, l := range s.Lines {
		if l.Queue == q {
			n++
		}
	}
	return n
}
