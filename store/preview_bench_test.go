package store

import (
	"context"
	"testing"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/tenant"
)

// BenchmarkPreview100000 tells what turning off text messages means for 100,000
// people: from the cache to the totals, again after a changed choice, and the
// list of them, the worst first.
func BenchmarkPreview100000(b *testing.B) {
	ctx, c := context.Background(), crowd(b)
	told := mfa.AdminInput{Needed: 1, Provider: access.No, Now: time.Now()}
	off, err := mfa.ParseChanges("sms-off")
	if err != nil {
		b.Fatal(err)
	}
	look := func(b *testing.B) *mfa.Preview {
		o, err := mfa.Load(ctx, c, told)
		if err != nil {
			b.Fatal(err)
		}
		return mfa.Impact(mfa.Question{Organisation: o, After: mfa.Apply(o.Policy, off), Date: told.Now})
	}
	b.Run("totals", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if p := look(b); len(p.Results) != many {
				b.Fatal(len(p.Results))
			}
		}
		peak(b)
	})
	b.Run("changed", func(b *testing.B) {
		kept := new(mfa.Cache)
		again := func() {
			o, err := mfa.LoadCurrent(ctx, onlyView{c: c}, kept, told, nil)
			if err != nil {
				b.Fatal(err)
			}
			mfa.Impact(mfa.Question{Organisation: o, After: mfa.Apply(o.Policy, off), Date: told.Now})
		}
		again() // the first choice
		for b.Loop() {
			again()
		}
	})
	b.Run("list", func(b *testing.B) {
		p := look(b)
		b.ReportAllocs()
		for b.Loop() {
			if e, err := mfaview.Entries(ctx, p); err != nil || len(e.Items) != many {
				b.Fatal(err)
			}
		}
		peak(b)
	})
}

// onlyView is a link to a cache with which nothing else can be done.
type onlyView struct {
	tenant.Connection
	c *Cache
}

func (l onlyView) View(context.Context) (tenant.View, error) { return l.c, nil }

func (l onlyView) Organisations(context.Context) ([]tenant.Organisation, string, error) {
	return nil, "", nil
}
