package mfa

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"handrail/app/tenant"
)

// Cache caches the last loaded Organisation. The zero value is ready to use, a nil Kept
// caches nothing. It is safe for concurrent use.
type Cache struct {
	mu     sync.Mutex
	stamp  string // of all data and of what the administrator told
	people string // of the data about people
	o      *Organisation
}

// load is Load, but returns the cached organisation if its data has not changed. Where only policies, groups or what
// the administrator told have changed, the people are not read again.
func (k *Cache) load(ctx context.Context, link tenant.Connection, r tenant.Reader, told AdminInput) (*Organisation,
	error) {
	if k == nil {
		return Load(ctx, r, told)
	}
	stamp, people, err := stampOf(ctx, link, r, told)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.o != nil && k.stamp == stamp {
		return k.o.at(told.Now), nil
	}
	var known *Organisation
	if k.people == people {
		known = k.o
	}
	k.o = nil // never hold two in memory
	o, err := load(ctx, r, told, known)
	if err == nil {
		k.stamp, k.people, k.o = stamp, people, o
	}
	return o, err
}

// aboutPeople are the sections that the people are made of.
var aboutPeople = []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionPerUserMFA,
	tenant.SectionRoles}

// stampOf returns a text that changes whenever the data of an organisation changes, and one that changes whenever that
// about its people does.
func stampOf(ctx context.Context, link tenant.Connection, r tenant.Reader, told AdminInput) (stamp, people string,
	err error) {
	_, current, err := link.Organisations(ctx)
	if err != nil {
		return "", "", err
	}
	all, err := r.Statuses(ctx)
	if err != nil {
		return "", "", err
	}
	told.Now = time.Time{}
	var b, p strings.Builder
	fmt.Fprintf(&b, "%q %+v", current, told)
	fmt.Fprintf(&p, "%q", current)
	for _, st := range all {
		one := fmt.Sprintf("\n%q %v %d %q %q", st.Section, st.State, st.Completed.UnixNano(), st.Hash, st.Message)
		b.WriteString(one)
		if slices.Contains(aboutPeople, st.Section) {
			p.WriteString(one)
		}
	}
	return b.String(), p.String(), nil
}

// at returns the organisation at now: a Temporary Access Pass may have expired.
func (o *Organisation) at(now time.Time) *Organisation {
	fresh := o.fresh(now)
	for i := range o.People {
		if p := &o.People[i]; p.PassWorks != p.passAt(now, fresh) {
			later := *o
			later.People, later.names = slices.Clone(o.People), new(nameOrder)
			later.passes(now)
			return &later
		}
	}
	return o
}

func (o *Organisation) passes(now time.Time) {
	fresh := o.fresh(now)
	for i := range o.People {
		o.People[i].PassWorks = o.People[i].passAt(now, fresh)
	}
}

// fresh reports whether the registration report is younger than the lifetime of a
// Temporary Access Pass, so that a pass in it has certainly not expired.
func (o *Organisation) fresh(now time.Time) bool {
	minutes := o.Policy.Methods[TemporaryAccessPass].PassMinutes
	if minutes == 0 {
		minutes = 60
	}
	age := now.Sub(o.Read[tenant.SectionRegistration])
	return age >= 0 && age < time.Duration(minutes)*time.Minute
}

// passAt reports whether a Temporary Access Pass certainly works at now.
func (p *Person) passAt(now time.Time, fresh bool) bool {
	if p.passTold {
		return p.passUntil.After(now)
	}
	return fresh && p.has(TemporaryPass)
}
