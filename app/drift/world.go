package drift

import (
	"context"
	"encoding/json"
	"strings"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// world is what sentences name. Each row is read when a sentence needs it, once: most changes name few people of many.
type world struct {
	ctx   context.Context // of one call of Tell or Since
	view  tenant.View
	names map[string]string // by section and ID
	err   error             // the first error; what comes after it has no names

	licences map[string]string // by SKU ID; nil until they are read
	policies []tenant.AccessPolicy
	read     bool // the policies were read

	answers map[string][]history.Answer // by section and moment
}

func newWorld(ctx context.Context, v tenant.View) *world {
	return &world{ctx: ctx, view: v, names: map[string]string{}}
}

// name returns what the row with this ID is called in a section, or "" if it is not there.
func (w *world) name(section, id string) string {
	key := section + "/" + id
	if name, known := w.names[key]; known || w.err != nil {
		return name
	}
	row, err := w.view.Row(w.ctx, section, id)
	if err != nil && app.CodeOf(err) != app.NotFound {
		w.err = err
	}
	w.names[key] = person(row.Body)
	return w.names[key]
}

// called returns the name of a person by ID, or the ID if nothing else is known.
func (w *world) called(id string) string {
	if name := w.name(tenant.SectionUsers, id); name != "" {
		return name
	}
	return id
}

// id returns what a person, a group or a role is called, or the ID.
func (w *world) id(id string) string {
	if name := w.name(tenant.SectionUsers, id); name != "" {
		return name
	}
	if name := w.name(tenant.SectionGroups, id); name != "" {
		return "the group “" + name + "”"
	}
	if r, ok := roles.ByID(id); ok {
		return r.Name
	}
	return id
}

// licence returns the part number of a licence by its SKU ID, or the ID.
func (w *world) part(sku string) string {
	if w.licences == nil {
		w.licences = map[string]string{}
		w.each(tenant.SectionLicences, func(body []byte) {
			w.licences[strings.ToLower(word(body, "skuId"))] = word(body, "skuPartNumber")
		})
	}
	if part := w.licences[strings.ToLower(sku)]; part != "" {
		return part
	}
	return sku
}

// excluding returns the names of the policies that are on and exclude a group.
func (w *world) excluding(group string) (names []string) {
	if !w.read {
		w.read = true
		w.each(tenant.SectionAccess, func(body []byte) {
			var p tenant.AccessPolicy
			if json.Unmarshal(body, &p) == nil {
				w.policies = append(w.policies, p)
			}
		})
	}
	for _, p := range w.policies {
		if p.Enforced() && p.Conditions.Users.ExcludeGroups.Has(group) {
			names = append(names, "“"+string(p.Name)+"”")
		}
	}
	return names
}

func (w *world) each(section string, f func(body []byte)) {
	if w.err != nil {
		return
	}
	w.err = w.view.Each(w.ctx, section, func(_ string, body []byte) error {
		f(body)
		return nil
	})
}
