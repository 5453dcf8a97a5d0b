package adminaccess

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/tenant"
)

// settle finds out what became of requests whose answer was lost: of this visit, and of one
// that stopped halfway. w must be fresh.
func (d deps) settle(ctx context.Context, v *guide.Visit, w *world) error {
	for _, p := range w.past {
		if p.open == 0 || p.visit != v.ID && !w.halfway(p) {
			continue
		}
		h, err := d.runner().History(ctx, p.visit)
		if err != nil {
			return err
		}
		_, err = d.runner().Settle(ctx, p.visit, func(ctx context.Context, sent change.Write) (bool, bool, error) {
			i := slices.IndexFunc(h, func(a change.Attempt) bool {
				return a.State.Open() && a.Verb == sent.Verb && a.Object == sent.Object &&
					string(a.Body) == string(sent.Body)
			})
			made, known := w.tookEffect(sent, i >= 0 && d.Now().Sub(h[i].At) >= change.Late)
			var err error
			if made && sent.Verb == change.Create {
				row, _ := w.named(nameIn(sent.Body))
				var body tenant.AccessPolicy // it is as it was sent, and not older than the request
				if i >= 0 && jsonInto(sent.Body, &body) && sameContent(row, body) &&
					(row.Created.IsZero() || !row.Created.Before(h[i].At.Add(-change.Late))) {
					err = d.prove(ctx, p.visit, w, sent, row.ID)
				}
				return made, known, err
			}
			return made, known, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tookEffect reports whether a request is in effect now. What Microsoft may only list late
// is not known, until it is late no more.
func (w *world) tookEffect(sent change.Write, late bool) (made, known bool) {
	if strings.HasPrefix(sent.Object, exclusion.GroupsPath) {
		return false, false // the step that makes the group finds out
	}
	switch sent.Verb {
	case change.Create:
		row, there := w.named(nameIn(sent.Body))
		return there && row.ID != "", there
	case change.Remove:
		_, there := w.listed(sent.Object)
		return !there, !there || late
	case change.Restore:
		_, there := w.listed(strings.TrimSuffix(sent.Object, "/restore"))
		return there, there || late
	}
	if sent.Object == defaultsPath {
		if w.defaults == access.Unknown {
			return false, false
		}
		return change.Matches(raw(map[string]any{"isEnabled": w.defaults == access.Yes}), sent.Body)
	}
	row, there := w.listed(sent.Object)
	if !there {
		return false, false
	}
	return change.Matches(row.Raw(), sent.Body)
}

// listed returns the policy whose ID ends a path.
func (w *world) listed(object string) (tenant.AccessPolicy, bool) {
	for _, row := range w.policies {
		if strings.HasSuffix(object, "/"+row.ID) {
			return row, true
		}
	}
	return tenant.AccessPolicy{}, false
}

// prove writes down that Handrail made a policy whose answer was lost.
func (d deps) prove(ctx context.Context, visit string, w *world, sent change.Write, id string) error {
	if w.proven(id) {
		return ctx.Err()
	}
	sent.Title = nameIn(sent.Body)
	err := d.runner().Prove(ctx, visit, sent, id)
	if err == nil {
		w.made[id] = change.Made{Visit: visit, Title: sent.Title}
	}
	return err
}

// proven reports whether the change log proves that Handrail made a policy.
func (w *world) proven(id string) bool {
	_, made := w.made[id]
	return made
}

// removed reports whether Handrail asked Microsoft to remove a policy with a name that it
// had made, not before a moment.
func (w *world) removed(name string, from time.Time) bool {
	for id, made := range w.made {
		for _, p := range w.past {
			at, gone := p.removed[exclusion.PoliciesPath+"/"+id]
			if gone && made.Title == name && !at.Before(from) {
				return true
			}
		}
	}
	return false
}

// nameIn returns the name of the policy in a body.
func nameIn(body []byte) string {
	var o struct {
		Name string `json:"displayName"`
	}
	_ = json.Unmarshal(body, &o) // no name, no policy
	return o.Name
}

// waiting returns an error while a policy that was asked for may still appear: asking again
// would make a second one.
func (d deps) waiting(ctx context.Context, v *guide.Visit, w *world) error {
	h, err := d.runner().History(ctx, v.ID)
	if err != nil {
		return err
	}
	for _, a := range h {
		open := a.State.Open() || a.State == change.Confirmed // confirmed, and not listed yet
		if _, there := w.named(nameIn(a.Body)); open && a.Verb == change.Create && a.Object == exclusion.PoliciesPath &&
			!there && !w.removed(nameIn(a.Body), a.At) && d.Now().Sub(a.At) < change.Late {
			return app.Errorf(app.Unreachable, "Wait until "+a.At.Add(change.Late).Local().Format(time.TimeOnly)+
				", then try again.",
				"Microsoft does not list “%s” yet. It may still appear.", nameIn(a.Body))
		}
	}
	return nil
}
