package drift

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// world is what sentences name. Each row is read when a sentence needs it, once: most changes name few people of many.
type world struct {
	ctx  context.Context // of one call of Tell or Since
	view tenant.View
	past history.Past // nil where nothing is remembered
	to   time.Time    // the end of the time that is asked for; zero: now
	err  error        // the first error; what comes after it has no names

	then     map[string][]byte                             // rows before the changes that were passed, by section and ID
	base     map[string]map[string][]byte                  // rows as they were at to, of sections that changed after it
	lines    map[string][]history.Moment                   // by section, the earliest first; nil until they are read
	names    map[string]string                             // as they are now, by section and ID
	parts    map[string]string                             // part numbers of licences by SKU ID; nil until they are read
	kept     map[string]map[string]json.RawMessage         // rows of small sections at a moment
	namers   map[namer][]Ref                               // policies that name a group
	states   map[string]tenant.Status                      // of sections today
	policies map[string][]tenant.AccessPolicy              // parsed, by version of the section
	roles    map[string]map[string][]tenant.RoleAssignment // the same
	left     int                                           // how many effects may still be computed
	large    int                                           // and of how many people
	known    *Effects                                      // may be nil
	later    int                                           // effects that were not computed
	phone    *int                                          // how many people have only a phone; nil until it is counted

	owns     []own                                                    // what Handrail changed, the oldest first
	reads    func(history.Place) (why string, body []byte, err error) // what is accepted, as it is now
	accepted map[row][]*watched
	order    []*watched                 // the same, the oldest first
	answers  map[place][]history.Answer // who made changes
}

func newWorld(ctx context.Context, v tenant.View) *world {
	w := &world{ctx: ctx, view: v, answers: map[place][]history.Answer{},
		then: map[string][]byte{}, base: map[string]map[string][]byte{},
		names: map[string]string{}, kept: map[string]map[string]json.RawMessage{},
		policies: map[string][]tenant.AccessPolicy{}, roles: map[string]map[string][]tenant.RoleAssignment{},
		states: map[string]tenant.Status{}, namers: map[namer][]Ref{}, left: mostEffects, large: mostPeople}
	w.reads = w.current
	if k, ok := v.(history.Keeper); ok {
		w.past = k.Past()
	}
	return w
}

// fails keeps the first error.
func (w *world) fails(err error) bool {
	if err != nil && w.err == nil {
		w.err = err
	}
	return w.err != nil
}

// passed is called for each change after its sentences: what was told before it is earlier.
func (w *world) passed(c history.Change) {
	switch c.Section {
	case tenant.SectionUsers, tenant.SectionGroups, tenant.SectionRegistration, tenant.SectionAccess:
		w.then[c.Section+"/"+c.ID] = c.Before // nil: it did not exist
	}
}

// row returns a row as it was after the change that is told, or nil. What changed after the time that is asked for is
// not in it.
func (w *world) row(section, id string) []byte {
	if body, passed := w.then[section+"/"+id]; passed {
		return body
	}
	if w.err != nil {
		return nil
	}
	if base := w.atEnd(section); base != nil {
		return base[id]
	}
	row, err := w.view.Row(w.ctx, section, id)
	if err != nil {
		if app.CodeOf(err) != app.NotFound {
			w.fails(err)
		}
		return nil
	}
	return row.Body
}

// atEnd returns the rows of a section at the end of the time that is asked for; nil where they are those of today.
func (w *world) atEnd(section string) map[string][]byte {
	if base, read := w.base[section]; read || w.past == nil || w.to.IsZero() {
		return base
	}
	w.base[section] = nil
	if w.isNow(section) {
		return nil
	}
	base := map[string][]byte{}
	_, err := w.past.AsOf(w.ctx, section, w.to, func(id string, body []byte) error {
		base[id] = append([]byte(nil), body...)
		return nil
	})
	w.fails(err)
	w.base[section] = base
	return base
}

// line returns the moments of a section, the earliest first.
func (w *world) line(section string) []history.Moment {
	if w.lines == nil && w.past != nil && w.err == nil {
		w.lines = map[string][]history.Moment{}
		all, err := w.past.Moments(w.ctx, time.Time{}, forever)
		w.fails(err)
		for i := len(all) - 1; i >= 0; i-- {
			w.lines[all[i].Section] = append(w.lines[all[i].Section], all[i])
		}
	}
	return w.lines[section]
}

// name returns what the row with this ID is called in a section, or "" if it is not there.
func (w *world) name(section, id string) string {
	key := section + "/" + id
	if body, passed := w.then[key]; passed {
		if name := person(body); name != "" {
			return name
		}
	}
	if name, known := w.names[key]; known {
		return name
	}
	w.names[key] = person(w.row(section, id))
	return w.names[key]
}

// called returns the name of a person by ID, or the ID if nothing else is known.
func (w *world) called(id string) string {
	if name := w.name(tenant.SectionUsers, id); name != "" {
		return name
	}
	return safe(id, longName)
}

// id returns what a person, a group or a role is called, or the ID.
func (w *world) id(id string) string {
	if jsonText(id) { // a value that is no ID
		return shown([]byte(id))
	}
	if name := w.name(tenant.SectionUsers, id); name != "" {
		return name
	}
	if name := w.name(tenant.SectionGroups, id); name != "" {
		return "the group “" + name + "”"
	}
	if r, ok := roles.ByID(id); ok {
		return r.Name
	}
	if name := w.name(tenant.SectionLocations, id); name != "" {
		return "“" + name + "”"
	}
	return safe(id, longName)
}

// groupName returns the name of a group by ID, or the ID.
func (w *world) groupName(id string) string {
	if name := w.name(tenant.SectionGroups, id); name != "" {
		return name
	}
	return safe(id, longName)
}

// part returns the product name of a licence by its SKU ID, or the ID.
func (w *world) part(sku string) string {
	if w.parts == nil {
		w.parts = map[string]string{}
		w.each(tenant.SectionLicences, func(body []byte) {
			w.parts[strings.ToLower(raw(body, "skuId"))] = raw(body, "skuPartNumber")
		})
	}
	if part := w.parts[strings.ToLower(sku)]; part != "" {
		return safe(tenant.ProductName(part), longName)
	}
	return safe(sku, longName)
}

func (w *world) each(section string, f func(body []byte)) {
	if w.err != nil {
		return
	}
	w.fails(w.view.Each(w.ctx, section, func(_ string, body []byte) error {
		f(body)
		return nil
	}))
}

// userRef and groupRef are what a sentence is about.
func (w *world) userRef(id string) Ref { return Ref{tenant.SectionUsers, id, w.called(id)} }

func (w *world) groupRef(id string) Ref { return Ref{tenant.SectionGroups, id, w.groupName(id)} }
