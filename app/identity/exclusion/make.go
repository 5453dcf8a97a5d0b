package exclusion

import (
	"context"
	"encoding/json"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/tenant"
)

// Wanted is a group that Handrail makes: a security group that may hold roles, so that few
// people can change its members (Microsoft Learn, Use Microsoft Entra groups to manage role
// assignments).
type Wanted struct {
	Name, About string
	Nickname    string   // by it Handrail finds the group again
	Members     []string // IDs
}

// Nickname returns the mail nickname of the group of a visit.
func Nickname(prefix, visit string) string {
	id := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(visit))
	return prefix + id[:min(len(id), 24)]
}

// Body returns the group as Microsoft gets it (Graph resource group). root is where Graph
// answers.
func (n Wanted) Body(root string) json.RawMessage {
	links := []string{}
	for _, id := range n.Members {
		links = append(links, root+"/v1.0/users/"+id)
	}
	return raw(map[string]any{"displayName": n.Name, "mailNickname": n.Nickname, "mailEnabled": false,
		"securityEnabled": true, "isAssignableToRole": true, "members@odata.bind": links, "description": n.About})
}

// Root returns where Graph answers for the organisation of a connection; nil: Microsoft's
// global cloud.
func Root(ctx context.Context, c tenant.Connection) string {
	if c != nil {
		if o, _, err := tenant.Current(ctx, c); err == nil {
			if cloud, known := tenant.CloudByID(o.Cloud); known {
				return cloud.Root
			}
		}
	}
	return tenant.Clouds()[0].Root
}

// Made returns the ID of the group that a guide made in a visit, from its change log, and did
// not certainly remove; "" where there is none.
func Made(entries []guide.JournalEntry, of string) string {
	h := change.Replay(entries)
	for id := range change.Proven(entries, of, GroupsPath) {
		if last, removed := h.Latest(change.Remove, GroupsPath+"/"+id); !removed || last.State != change.Confirmed {
			return id
		}
	}
	return ""
}

// Deleted reports whether Microsoft has no group at a path any more. known is false where it
// did not say.
func Deleted(ctx context.Context, w tenant.Writer, path string) (gone, known bool) {
	err := tenant.ReadInto(ctx, w, path, &tenant.Group{})
	gone = app.CodeOf(err) == app.NotFound
	return gone, gone || err == nil
}

// Make makes the group of a visit, at most once.
func Make(ctx context.Context, r change.Runner, visit string, n Wanted, root string) error {
	one := change.Write{Verb: change.Create, Object: GroupsPath, Title: n.Name, Body: n.Body(root)}
	h, err := r.History(ctx, visit)
	if err != nil {
		return err
	}
	before, again := h.Latest(change.Create, GroupsPath)
	for _, a := range h { // one that was deleted since is no longer asked for
		again = again && !(a.Verb == change.Remove && a.State == change.Confirmed && !a.At.Before(before.At))
	}
	if !again {
		_, err := r.Send(ctx, visit, one)
		return err
	}
	id, err := r.Make(ctx, visit, one, func(ctx context.Context, _ change.Write) (string, error) {
		return listed(ctx, r.Writer, n.Nickname)
	})
	if err != nil {
		return err
	}
	return r.Prove(ctx, visit, one, id)
}

// listed returns the ID of the group with a nickname; "" where there is none.
func listed(ctx context.Context, w tenant.Writer, nickname string) (string, error) {
	var list struct {
		Value []struct {
			ID       string      `json:"id"`
			Nickname tenant.Text `json:"mailNickname"`
		} `json:"value"`
	}
	if err := tenant.ReadInto(ctx, w, GroupsPath, &list); err != nil {
		return "", err
	}
	for _, g := range list.Value {
		if g.Nickname.Is(nickname) {
			return g.ID, nil
		}
	}
	return "", nil
}

// PutIn returns the request that puts an account into a group (Microsoft Learn, Add members).
func PutIn(group, account, title, root string) change.Write {
	return change.Write{Verb: change.Create, Object: GroupsPath + "/" + group + "/members/$ref", Title: title,
		Body: raw(map[string]any{"@odata.id": root + "/v1.0/directoryObjects/" + account})}
}

// TakeOut returns the request that takes an account out of a group (Microsoft Learn, Remove
// member).
func TakeOut(group, account, title string) change.Write {
	return change.Write{Verb: change.Remove, Object: GroupsPath + "/" + group + "/members/" + account + "/$ref",
		Title: title}
}
