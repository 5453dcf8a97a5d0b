package policyhistory

import (
	"time"

	sts "handrail/app/mail/mtasts"
)

// Taking a policy down (RFC 8461 section 8.3): publish mode none with a new id,
// keep both until every earlier policy has expired at every sender, then remove
// the record, and after it the policy.

// Expiry is when a domain's policies can be removed.
type Expiry struct {
	Safe  time.Time // nothing may be removed before
	Open  bool      // a policy other than none is still published, so Safe moves with the time
	Since time.Time // since when mode none is published; zero if it is not
	Known bool      // at least one policy was seen
}

// SafeRemoval returns the earliest safe date. A sender may have fetched a policy until
// the next one was first seen, not only until it was itself last seen; the current
// one until now. The policy with mode none counts too: it must stay published as
// long as senders cache it.
func SafeRemoval(all []Policy, now time.Time) Expiry {
	var e Expiry
	last := -1
	for i, p := range all {
		if last < 0 || !p.Last.Before(all[last].Last) {
			last = i
		}
	}
	for i, p := range all {
		e.Known = true
		until := p.Last
		switch {
		case i == last && p.Mode != string(sts.None):
			until, e.Open = later(now, p.Last), true
		case i == last:
			e.Since, until = p.First, p.First
			if after := lastOther(all, i); after.After(e.Since) {
				e.Since, until = after, after // none was served before as well
			}
		default:
			until = later(until, nextSeen(all, i))
		}
		if gone := until.Add(time.Duration(p.MaxAge) * time.Second); gone.After(e.Safe) {
			e.Safe = gone
		}
	}
	return e
}

// nextSeen returns when another policy was first known to have replaced all[i]
// after it was last seen; zero if none did.
func nextSeen(all []Policy, i int) time.Time {
	var next time.Time
	for j, p := range all {
		if j == i || !p.Last.After(all[i].Last) {
			continue
		}
		at := p.First
		if !at.After(all[i].Last) {
			at = p.Last // it was there before as well: known again only now
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}

// lastOther returns when a policy other than all[i] was seen last.
func lastOther(all []Policy, i int) time.Time {
	var at time.Time
	for j, p := range all {
		if j != i {
			at = later(at, p.Last)
		}
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// EnforcedUntil returns until when a sender may still enforce a policy that was
// seen served, although another one is served by now; zero where no policy with
// mode enforce was seen. One that is served at this moment moves on with it.
func EnforcedUntil(all []Policy, now time.Time) time.Time {
	var until time.Time
	last := -1
	for i, p := range all {
		if last < 0 || !p.Last.Before(all[last].Last) {
			last = i
		}
	}
	for i, p := range all {
		if p.Mode != string(sts.Enforce) {
			continue
		}
		seen := later(p.Last, nextSeen(all, i))
		if i == last {
			seen = later(p.Last, now)
		}
		until = later(until, seen.Add(time.Duration(p.MaxAge)*time.Second))
	}
	return until
}

// LeftOutUntil returns until when a sender may have a policy cached that does not
// name all of hosts; zero where no such policy was seen.
func LeftOutUntil(all []Policy, hosts ...string) time.Time {
	var until time.Time
	for _, p := range all {
		if !p.Names(hosts...) {
			until = later(until, p.Until())
		}
	}
	return until
}
