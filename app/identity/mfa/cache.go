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
	mu    sync.Mutex
	stamp string
	o     *Organisation
}

// load is Load, but returns the cached organisation if its data has not changed.
func (k *Cache) load(ctx context.Context, link tenant.Connection, r tenant.Reader, told AdminInput) (*Organisation,
	error) {
	if k == nil {
		return Load(ctx, r, told)
	}
	stamp, err := stampOf(ctx, link, r, told)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.o != nil && k.stamp == stamp {
		return k.o.at(told.Now), nil
	}
	k.o = nil // never hold two in memory
	o, err := Load(ctx, r, told)
	if err == nil {
		k.stamp, k.o = stamp, o
	}
	return o, err
}

// stampOf returns a text that changes whenever the data of an organisation changes.
func stampOf(ctx context.Context, link tenant.Connection, r tenant.Reader, told AdminInput) (string, error) {
	_, current, err := link.Organisations(ctx)
	if err != nil {
		return "", err
	}
	all, err := r.Statuses(ctx)
	if err != nil {
		return "", err
	}
	told.Now = time.Time{}
	var b strings.Builder
	fmt.Fprintf(&b, "%q %+v", current, told)
	for _, st := range all {
		fmt.Fprintf(&b, "\n%q %v %d %q %q", st.Section, st.State, st.Completed.UnixNano(), st.Hash, st.Message)
	}
	return b.String(), nil
}

// at returns the organisation at now: a Temporary Access Pass may have expired.
func (o *Organisation) at(now time.Time) *Organisation {
	fresh := o.fresh(now)
	for i := range o.People {
		if p := &o.People[i]; p.PassWorks != p.passAt(now, fresh) {
			later := *o
			later.People = slices.Clone(o.People)
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
