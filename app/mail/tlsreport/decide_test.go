package tlsreport

import (
	"fmt"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// daysBack returns a sum for each of the last n days.
func daysBack(n int) []Sum {
	var all []Sum
	for i := n; i >= 1; i-- {
		at := Day(now).AddDate(0, 0, -i)
		all = append(all, Sum{Key: at.Format(time.DateOnly), Succeeded: 10, Reports: 1, First: at, Last: at})
	}
	return all
}

// sound is evidence on which enforce is safe.
func sound() Evidence {
	return Evidence{Now: now, Days: daysBack(20), Organisations: []Sum{{Key: "Google"}, {Key: "Microsoft"}},
		Live: Live{At: now, Mode: "testing", MaxAge: 86400, Same: "yes",
			Hosts: []LiveHost{{Name: "mx.example", Covered: "yes", Certificate: "yes"}}}}
}

func failed(result, kind string, back int) FailureRow {
	at := Day(now).AddDate(0, 0, -back)
	return FailureRow{Result: result, Type: kind, Host: "mx.example", Count: 3, First: at, Last: at}
}

func TestDecide(t *testing.T) {
	on := func(d int) time.Time { return Day(now).AddDate(0, 0, d) }
	for _, c := range []struct {
		name   string
		change func(*Evidence)
		stand  Status
		first  string // code of the first condition, where not all are met
		again  time.Time
	}{
		{"all is well", func(*Evidence) {}, Met, "", time.Time{}},
		{"9 days", func(e *Evidence) { e.Days = daysBack(9) }, Waiting, "days", on(5)},
		{"no report", func(e *Evidence) { e.Days, e.Organisations = nil, nil }, Waiting, "days", on(14)},
		{"one organisation", func(e *Evidence) { e.Organisations = e.Organisations[:1] }, Waiting, "organisations",
			on(7)},
		{"the second has no name", func(e *Evidence) { e.Organisations[1].Key = "" }, Waiting, "organisations", on(7)},
		{"a certificate ran out yesterday",
			func(e *Evidence) { e.Failures = []FailureRow{failed("certificate-expired", STS, 1)} }, Waiting, "quiet",
			on(14)},
		{"it did 14 days ago", func(e *Evidence) { e.Failures = []FailureRow{failed("certificate-expired", STS, 14)} },
			Waiting, "quiet", on(1)},
		{"it did 15 days ago", func(e *Evidence) { e.Failures = []FailureRow{failed("certificate-expired", STS, 15)} },
			Met, "", time.Time{}},
		{"no policy was found, no encryption either",
			func(e *Evidence) { e.Failures = []FailureRow{failed("starttls-not-supported", NoPolicy, 2)} }, Waiting,
			"quiet", on(13)},
		{"only DANE failed", func(e *Evidence) {
			e.Failures = []FailureRow{failed("tlsa-invalid", TLSA, 1), failed("certificate-expired", TLSA, 1)}
		}, Met, "", time.Time{}},
		{"a result nobody knows", func(e *Evidence) { e.Failures = []FailureRow{failed("testing", STS, 1)} }, Open,
			"quiet", on(1)},
		{"failed without a reason", func(e *Evidence) { e.Untold = []Sum{{Failed: 2, Last: e.Days[19].Last}} }, Open,
			"quiet", on(1)},
		{"none succeeded", func(e *Evidence) { e.Days, e.Aside = nil, map[Aside]int{AsideFailed: 20} }, Waiting, "days",
			on(14)},
		{"a host is not named", func(e *Evidence) { e.Live.Hosts[0].Covered = "no" }, Missing, "hosts", on(1)},
		{"a certificate is bad now", func(e *Evidence) { e.Live.Hosts[0].Certificate = "no" }, Missing, "hosts", on(1)},
		{"port 25 is closed here", func(e *Evidence) { e.Live.Hosts[0].Certificate = "unknown" }, Met, "", time.Time{}},
		{"one of two hosts is silent", func(e *Evidence) {
			e.Live.Hosts = append(e.Live.Hosts, LiveHost{Name: "mx2.example", Covered: "yes", Certificate: "unknown"})
		}, Open, "hosts", on(1)},
		{"port 25 is closed here, and a certificate was bad", func(e *Evidence) {
			e.Live.Hosts[0].Certificate = "unknown"
			e.Failures = []FailureRow{failed("certificate-expired", STS, 1)}
		}, Waiting, "quiet", on(14)},
		{"one was not asked at all", func(e *Evidence) {
			e.Live.Hosts[0].Certificate, e.Live.Hosts[0].Unasked = "unknown", true
		}, Open, "hosts", on(1)},
		{"a number of sessions is not known", func(e *Evidence) { e.Unread = []Sum{{Last: e.Days[19].Last}} }, Open,
			"quiet", on(1)},
		{"a number was not known 15 days ago", func(e *Evidence) { e.Unread = []Sum{{Last: e.Days[5].Last}} }, Met, "",
			time.Time{}},
		{"failures are dated in the future", func(e *Evidence) { e.Future = 1 }, Open, "quiet", on(1)},
		{"no host is known", func(e *Evidence) { e.Live.Hosts = nil }, Open, "hosts", on(1)},
		{"another policy is served", func(e *Evidence) { e.Live.Same, e.Live.Why = "no", "It is another one." },
			Missing, "policy", on(1)},
		{"the name server is silent", func(e *Evidence) { e.Live.Same, e.Live.Why = "unknown", "Nobody knows." }, Open,
			"policy", on(1)},
	} {
		e := sound()
		c.change(&e)
		v := Decide(e, DefaultThresholds())
		if v.Stand != c.stand || c.first != "" && v.Conditions[0].Code != c.first || !v.Again.Equal(c.again) ||
			len(v.Conditions) != 5 || v.Line == "" {
			t.Errorf("%s: %s, first %+v, again %s, %q", c.name, v.Stand, v.Conditions[0], v.Again.Format(time.DateOnly),
				v.Line)
		}
		for _, one := range v.Conditions {
			if one.Text == "" || one.Evidence == "" {
				t.Errorf("%s: a condition without words: %+v", c.name, one)
			}
		}
	}
}

func TestThresholdsCanBeChanged(t *testing.T) {
	e := sound()
	e.Days, e.Organisations = daysBack(7), e.Organisations[:1]
	if v := Decide(e, Thresholds{Days: 7, Organisations: 1, Quiet: 7, Window: 14}); v.Stand != Met {
		t.Errorf("%+v", v)
	}
}

func TestReportsAboutOlderHostsDoNotCount(t *testing.T) {
	since := Day(now).AddDate(0, 0, -3)
	if got := DefaultThresholds().From(now, since); !got.Equal(since) {
		t.Errorf("from %s", got)
	}
	if got := DefaultThresholds().From(now, time.Time{}); !got.Equal(Day(now).AddDate(0, 0, -28)) {
		t.Errorf("from %s", got)
	}
}

func TestStairs(t *testing.T) {
	for _, c := range []struct {
		mode string
		age  int64
		want string
	}{
		{"testing", 86400, "enforce 604800 true"}, {"testing", 31557600, "enforce 604800 true"},
		{"enforce", 86400, "enforce 604800 true"},
		{"enforce", 604800, "enforce 1209600 true"}, {"enforce", 1209600, "enforce 2419200 true"},
		{"enforce", 2419200, "enforce 31557600 true"},
		{"enforce", 31557600, " 0 false"}, {"none", 86400, " 0 false"}, {"absent", 0, " 0 false"},
	} {
		s, ok := NextStage(c.mode, c.age)
		if got := fmt.Sprintf("%s %d %v", s.Mode, s.MaxAge, ok); got != c.want {
			t.Errorf("after %s %d: %s, want %s", c.mode, c.age, got, c.want)
		}
	}
}

func TestDayOfAReport(t *testing.T) {
	at := func(s string) time.Time { tm, _ := time.Parse(time.RFC3339, s); return tm }
	for _, c := range []struct{ start, end, want string }{
		{"2025-01-02T00:00:00Z", "2025-01-02T23:59:59Z", "2025-01-02"},
		{"2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z", "2025-01-02"},
		{"2025-01-01T22:00:00Z", "2025-01-02T21:59:59Z", "2025-01-02"},
		{"2025-01-01T00:00:00Z", "2025-01-07T23:59:59Z", "2025-01-07"},
		{"2025-01-01T00:00:00Z", "2025-01-08T00:00:00Z", "2025-01-07"},
	} {
		r := Report{Start: at(c.start), End: at(c.end)}
		if got := r.Day().Format(time.DateOnly); got != c.want {
			t.Errorf("%s to %s: %s", c.start, c.end, got)
		}
	}
}

func TestShareAndCoverage(t *testing.T) {
	days := daysBack(20)
	days[19].Failed = 10
	if s, ok := Share(days, Day(now).AddDate(0, 0, -2)); !ok || int(s) != 33 {
		t.Errorf("share %f %v", s, ok)
	}
	if _, ok := Share(nil, now); ok {
		t.Error("nothing has a share")
	}
	if c := CoverageOf(days, []Sum{{Key: "a"}, {Key: ""}}, Day(now).AddDate(0, 0, -28),
		Day(now).AddDate(0, 0, -1)); c != (Coverage{20, 28, 1}) {
		t.Errorf("%+v", c)
	}
}
