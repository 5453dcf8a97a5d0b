package syncidentity

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/exclusion"
)

// groupName returns the name of the group of a visit.
func groupName(v *guide.Visit) string {
	if v.Answer(askGroup) == groupExisting {
		return strings.TrimSpace(v.Answer(askGroupName))
	}
	return nameGroup
}

// readCrew reads the group of a visit, and who is in it now, into w.
func (d deps) readCrew(ctx context.Context, v *guide.Visit, w *world) (err error) {
	w.crew = breakglass.Group{Name: groupName(v), Found: access.No}
	if v.Answer(askGroup) == groupExisting {
		if w.crew, err = exclusion.Named(ctx, w.have, groupName(v)); err != nil {
			return err
		}
	} else if d.Journal != nil {
		entries, err := d.Journal.Entries(ctx, v.ID)
		if err != nil {
			return err
		}
		w.made = exclusion.Made(entries, ID)
		if w.crew.ID = w.made; w.crew.ID != "" {
			w.crew.Found = access.Unknown // until it was read
		}
	}
	if w.crew.ID == "" {
		return nil
	}
	err = exclusion.Now(ctx, d.writer(), w.have, &w.crew, w.labelAt)
	w.names[strings.ToLower(w.crew.ID)] = w.crew.Name // one that is newer than what is saved
	return err
}

// labelAt names an identity by its ID; "" where it is none.
func (w *world) labelAt(id string) string {
	for n, i := range w.identities {
		if strings.EqualFold(i.ID, id) {
			return w.labels()[n]
		}
	}
	return ""
}
