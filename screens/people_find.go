package screens

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

const (
	typingPause = 150 * time.Millisecond // after the last key
	pageRows    = 200                    // rows read at once
	pagesKept   = 5                      // 1,000 rows
	pagesWanted = 3                      // asked for and not read yet, the latest first to be read
)

// finder finds people and keeps the pages that were read. The keys of all who
// match are read once; rows only where they are looked at, never on the
// goroutine that draws.
type finder struct {
	p      *people
	cancel func() // of the search under way
	round  int    // counts searches; what an older one finds is dropped
	keys   []int64
	pages  map[int][]tenant.Person
	order  []int // of pages, the one used last at the end
	wanted []int // pages to read, the latest at the end
	busy   bool
	asking bool // a row is asked for: a page that comes at once needs no new drawing
	err    error
}

// query is what the fields ask for now.
func (p *people) query() tenant.PeopleQuery {
	q := tenant.PeopleQuery{Filter: tenant.PeopleFilter(p.filter.Value()), Words: p.search.Text(), Sort: p.sort.Value()}
	if q.Sort == "name" {
		q.Sort = ""
	}
	return q
}

// ask searches after a pause; a search that is under way ends.
func (f *finder) ask(wait time.Duration) {
	if f.cancel != nil {
		f.cancel()
	}
	f.round++
	round, query, view := f.round, f.p.query(), f.p.view
	f.p.line.SetText("Searching…")
	hold := f.p.w.p.Pause
	if hold == nil {
		hold = pause
	}
	var keys []int64
	f.cancel = f.p.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if wait > 0 {
			if err := hold(ctx, wait); err != nil {
				return err
			}
		}
		keys, err = view.Find(ctx, query)
		return err
	}, nil, func(err error) {
		if round != f.round {
			return // someone typed on
		}
		if err != nil {
			f.fail(err)
			return
		}
		f.p.w.people.current = 0
		f.take(query, keys)
	})
}

// take shows the people of a search.
func (f *finder) take(q tenant.PeopleQuery, keys []int64) {
	f.p.w.people.query = q
	f.keys, f.pages, f.order, f.wanted, f.err = keys, map[int][]tenant.Person{}, nil, nil, nil
	f.round++
	f.busy = false
	titles := []string{"Name and MFA state"}
	for _, c := range columnsOf(q.Filter) {
		titles = append(titles, c.title)
	}
	f.p.list.SetColumns(titles...)
	f.p.list.Set(len(keys), f.p.w.people.current)
	f.p.line.SetText(f.summary(q))
	f.p.place.Objects = []fyne.CanvasObject{f.p.list}
	if len(keys) == 0 {
		f.p.place.Objects = []fyne.CanvasObject{f.p.none(q)}
	}
	f.p.object.Refresh()
}

// fail shows why a search came to nothing; the older list is gone.
func (f *finder) fail(err error) {
	f.err = err
	f.p.line.SetText("The search failed.")
	again := parts.NewButton("Search again", parts.Plain, "", func() { f.ask(0) })
	f.p.place.Objects = []fyne.CanvasObject{parts.Column(8, f.p.w.showError(err, again))}
	f.p.object.Refresh()
}

// summary describes how many are shown.
func (f *finder) summary(q tenant.PeopleQuery) string {
	all := f.p.counts[tenant.AllPeople]
	if q.Filter == tenant.AllPeople && q.Words == "" {
		return people1(all) + "."
	}
	words := guide.Figures(len(f.keys)) + " of " + people1(all) + "."
	if n := f.p.unseen(q.Filter); n > 0 {
		words += " Not known for " + guide.Figures(n) + "."
	}
	return words
}

// none shows why no one is listed, and offers to remove the filter.
func (p *people) none(q tenant.PeopleQuery) fyne.CanvasObject {
	everyone := parts.NewButton("Show everyone", parts.Plain, "", func() {
		p.filter.SetValue(string(tenant.AllPeople))
		p.search.SetText("")
		p.found.ask(0)
		p.w.focus(p.search.Entry())
	})
	lead, text := "No one is in this list.", filterNone(q.Filter)
	tone := report.Note
	if q.Words != "" {
		lead, text = "No one matches.", "No name, address or department in this list contains these letters."
	} else if id := p.lacking(q.Filter); id != "" {
		tone, lead, text = report.Warning, "Handrail cannot show this list yet.", "Refresh “"+tenant.TitleOf(id)+
			"” first."
	} else if n := p.unseen(q.Filter); n > 0 {
		lead = "It is not known whether " + people1(n) + " ever signed in."
		if text = "Microsoft did not send their last sign-in."; slices.Contains(p.status[tenant.SectionUsers].Notes,
			tenant.NoteNoSignIn) {
			text = tenant.NoteNoSignIn
		}
	}
	return parts.Column(12, parts.NewBanner(tone, lead, text), everyone)
}

// at returns a person whose page was read.
func (f *finder) at(i int) (tenant.Person, bool) {
	rows, ok := f.pages[i/pageRows]
	if !ok || i%pageRows >= len(rows) {
		return tenant.Person{}, false
	}
	return rows[i%pageRows], true
}

// row returns a row for the list; one that is not read yet is empty and asked for.
func (f *finder) row(i int) parts.PersonRow {
	one, ok := f.at(i)
	if !ok {
		f.asking = true
		f.want(i / pageRows)
		f.asking = false
		if one, ok = f.at(i); !ok {
			return parts.PersonRow{}
		}
	}
	f.used(i / pageRows)
	row := personRow(one)
	for _, c := range columnsOf(f.p.w.people.query.Filter) {
		row.Cells = append(row.Cells, c.text(one, f.p.w.now()))
	}
	return row
}

// used moves a page to the end of those that are given up first.
func (f *finder) used(page int) {
	if n := len(f.order); n > 0 && f.order[n-1] == page {
		return
	}
	f.order = append(slices.DeleteFunc(f.order, func(p int) bool { return p == page }), page)
}

// want asks for a page. Of those that were flown over only the latest are read.
func (f *finder) want(page int) {
	if page*pageRows >= len(f.keys) || slices.Contains(f.wanted, page) {
		return
	}
	f.wanted = append(f.wanted, page)
	if over := len(f.wanted) - pagesWanted; over > 0 {
		f.wanted = f.wanted[over:]
	}
	if !f.busy {
		f.read()
	}
}

// read fetches the page that was wanted last, then the next.
func (f *finder) read() {
	if len(f.wanted) == 0 || f.err != nil {
		return
	}
	page := f.wanted[len(f.wanted)-1]
	keys := f.keys[page*pageRows : min(len(f.keys), (page+1)*pageRows)]
	round, view := f.round, f.p.view
	var rows []tenant.Person
	f.busy = true
	f.p.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		rows, err = view.At(ctx, keys)
		return err
	}, nil, func(err error) {
		if round != f.round {
			return
		}
		f.busy = false
		f.wanted = slices.DeleteFunc(f.wanted, func(p int) bool { return p == page })
		if err != nil {
			f.fail(err)
			return
		}
		f.keep(page, rows)
		if !f.asking {
			f.p.list.Refresh()
		}
		f.read()
	})
}

// keep adds a page and gives up the one that was not used for longest.
func (f *finder) keep(page int, rows []tenant.Person) {
	f.pages[page] = rows
	f.used(page)
	for len(f.order) > pagesKept {
		delete(f.pages, f.order[0])
		f.order = f.order[1:]
	}
}
