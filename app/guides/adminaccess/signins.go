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
	reasons    map[string][]string // by the word: why, each once
	unclear    map[string]int      // by the word: sign-ins for which Microsoft gives no reason
}

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
	var whys [][2]string
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
		why = "“" + string(rows[i].Name) + "” " + why
		if s.Client != "" {
			why += " (" + string(s.Client) + ")"
		}
		whys = append(whys, [2]string{word, why})
	}
	if len(results) == 0 {
		return
	}
	id := strings.ToLower(string(s.User))
	one := r.by[id]
	if one == nil {
		one = &seen{results: map[string]int{}, words: map[string]int{}, reasons: map[string][]string{},
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
		if !slices.Contains(one.reasons[why[0]], why[1]) {
			one.reasons[why[0]] = append(one.reasons[why[0]], why[1])
		}
	}
}
