package adminaccess

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/identity/access"
	"handrail/app/task"
	"handrail/app/tenant"
)

// watchedPolicies are the policies of the guide that are there.
func (w *world) watchedPolicies() (rows []tenant.AccessPolicy) {
	for _, p := range own {
		if row, there := w.named(p.name); there {
			rows = append(rows, row)
		}
	}
	return rows
}

// rereadSignIns reads the sign-ins again if there is a policy to watch: those that were
// saved before it was created have no result of it. Sign-ins in the background are read for
// the people at positions. Where that fails, the saved ones stay.
func (d deps) rereadSignIns(ctx context.Context, w *world, people []int, progress task.Report) error {
	c := d.Tenant.Connection
	if len(w.watchedPolicies()) == 0 || c == nil || !c.SignedIn(ctx) {
		return ctx.Err()
	}
	sections := []string{tenant.SectionSignIns}
	for _, i := range people {
		sections = append(sections, tenant.BackgroundSection(w.o.People[i].ID))
	}
	_, _ = c.Refresh(ctx, sections, progress) // its state says why
	return ctx.Err()
}

// seen is what the policies did to the sign-ins of one person.
type seen struct {
	signIns    int // with a result of a policy
	background int // of these, in the background
	results    map[string]int
	words      map[string]int      // by the word of a result, how many sign-ins
	reasons    map[string][]reason // by the word: why, each once
	unclear    map[string]int      // by the word: sign-ins for which Microsoft gives no reason
}

// reason is why a policy did what it did, and in which client apps.
type reason struct {
	why     string
	clients []string
}

// String returns the reason in one sentence.
func (r reason) String() string {
	if len(r.clients) == 0 {
		return r.why + "."
	}
	return r.why + " (" + strings.Join(r.clients, ", ") + ")."
}

// MarshalText returns the sentence.
func (r reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// recorded is what the log has of the policies.
type recorded struct {
	known bool
	by    map[string]*seen // by the ID of the person
	since time.Time        // the oldest sign-in in the log; zero: there is none
	// quiet are the people whose sign-ins in the background were not read, and why.
	quiet []string
	why   string
}

// recorded reads what policies did to the sign-ins of people.
func (w *world) recorded(ctx context.Context, rows []tenant.AccessPolicy, people []int) (*recorded, error) {
	log := &recorded{by: map[string]*seen{}}
	if err := w.have.Also(ctx, tenant.SectionSignIns); err != nil {
		return nil, err
	}
	w.gaps()
	if _, log.known = w.have.Gap(tenant.SectionSignIns); !log.known {
		return log, nil
	}
	err := tenant.Each(ctx, w.have, tenant.SectionSignIns, func(s tenant.SignIn) error {
		if log.since.IsZero() || s.At.Before(log.since) {
			log.since = s.At.Time
		}
		log.note(rows, s, false)
		return nil
	})
	if err != nil || len(rows) == 0 {
		return log, err
	}
	for _, i := range people {
		p := &w.o.People[i]
		id := tenant.BackgroundSection(p.ID)
		st, err := w.have.Status(ctx, id)
		if err != nil {
			return nil, err
		}
		if gap, read := tenant.NotRead(st, id); !read {
			log.quiet, log.why = append(log.quiet, p.Label()), gap.Message
			continue
		}
		err = tenant.Each(ctx, w.have, id, func(s tenant.SignIn) error {
			log.note(rows, s, true)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return log, nil
}

// note adds what policies did to one sign-in.
func (r *recorded) note(rows []tenant.AccessPolicy, s tenant.SignIn, background bool) {
	results, words, unclear := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var whys [][2]string // the word of a result, and why
	for _, p := range s.Policies {
		i := slices.IndexFunc(rows, func(row tenant.AccessPolicy) bool { return p.ID.Is(row.ID) })
		if i < 0 {
			continue
		}
		word := resultOf(string(p.Result)).word
		results[string(p.Result)], words[word] = true, true
		why, known := access.Applied(p)
		if !known {
			unclear[word] = true
			continue
		}
		whys = append(whys, [2]string{word, "“" + string(rows[i].Name) + "” " + why})
	}
	if len(results) == 0 {
		return
	}
	id := strings.ToLower(string(s.User))
	one := r.by[id]
	if one == nil {
		one = &seen{results: map[string]int{}, words: map[string]int{}, reasons: map[string][]reason{},
			unclear: map[string]int{}}
		r.by[id] = one
	}
	one.signIns++
	if background {
		one.background++
	}
	for result := range results {
		one.results[result]++
	}
	for word := range words {
		one.words[word]++
	}
	for word := range unclear {
		one.unclear[word]++
	}
	for _, why := range whys {
		one.because(why[0], why[1], string(s.Client))
	}
}

// because adds a reason for a result in a client app.
func (s *seen) because(word, why, client string) {
	all := s.reasons[word]
	i := slices.IndexFunc(all, func(r reason) bool { return r.why == why })
	if i < 0 {
		all, i = append(all, reason{why: why}), len(all)
	}
	if client != "" && !slices.Contains(all[i].clients, client) {
		all[i].clients = append(all[i].clients, client)
	}
	s.reasons[word] = all
}
