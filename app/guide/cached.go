package guide

import "time"

// mostCached is the longest time that an older answer is waited for.
const mostCached = 48 * time.Hour

// CachedUntil returns until when name servers can have the answer from before step was completed, if they may keep it
// for ttl (RFC 2308 section 5). The zero time: step is not completed, or that time is over at now.
func (v *Visit) CachedUntil(step string, ttl time.Duration, now time.Time) time.Time {
	o, done := v.Outcomes[step]
	if !done || o.State != Completed || ttl <= 0 {
		return time.Time{}
	}
	until := o.At.Add(min(ttl, mostCached)).Truncate(time.Second)
	if !until.After(now) || o.At.After(now) {
		return time.Time{}
	}
	return until
}

// UntilFact returns the wait that the last check of step wrote into its fact name, in the form of RFC 3339.
func (v *Visit) UntilFact(step, name, reason string) Until {
	at, err := time.Parse(time.RFC3339, v.Outcomes[step].Facts[name])
	if err != nil {
		return Until{Reason: "You do not need to wait."}
	}
	return Until{At: at, Reason: reason}
}
