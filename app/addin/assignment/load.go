package assignment

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"handrail/app/tenant"

	"golang.org/x/sync/errgroup"
)

// Organisation is the saved data of an organisation that Judge needs.
type Organisation struct {
	People  []Person
	Groups  []Group
	Missing []string // sections that were never loaded
	person  map[string]int32
	group   map[string]int32
}

// mailPlans are the service plans with a mailbox in Exchange Online (Microsoft Learn,
// "Product names and service plan identifiers for licensing"), without archives and
// Exchange Foundation.
var mailPlans = []string{"EXCHANGE_S_STANDARD", "EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_DESKLESS", "EXCHANGE_S_ESSENTIALS",
	"EXCHANGE_B_STANDARD", "EXCHANGE_L_STANDARD"}

// MailPlan reports whether a service plan includes a mailbox.
func MailPlan(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc(mailPlans, func(p string) bool { return strings.HasPrefix(name, p) })
}

// Load reads the saved people, groups and licences. Fill reads the members of groups.
func Load(ctx context.Context, r tenant.Reader) (*Organisation, error) {
	o := &Organisation{group: map[string]int32{}}
	for _, id := range []string{tenant.SectionUsers, tenant.SectionGroups, tenant.SectionLicences} {
		st, err := r.Status(ctx, id)
		if err != nil {
			return nil, err
		}
		if st.Completed.IsZero() {
			o.Missing = append(o.Missing, id)
		}
		if id == tenant.SectionUsers {
			o.person, o.People = make(map[string]int32, st.Rows), make([]Person, 0, st.Rows)
		}
	}
	mail, err := loadPlans(ctx, r)
	if err != nil {
		return nil, err
	}
	if slices.Contains(o.Missing, tenant.SectionLicences) {
		mail = nil
	}
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error { return o.loadPeople(ctx, r, mail) })
	both.Go(func() error { return o.loadGroups(ctx, r) })
	return o, both.Wait()
}

// plans maps the ID of a product to its mailbox plans; nil for an inactive product.
type plans map[string][]string

func loadPlans(ctx context.Context, r tenant.Reader) (plans, error) {
	mail := plans{}
	err := tenant.Each(ctx, r, tenant.SectionLicences, func(l tenant.Licence) error {
		sku := strings.ToLower(string(l.SKU))
		if !l.Status.Is("Enabled") && !l.Status.Is("Warning") && l.Status != "" {
			mail[sku] = nil
			return nil
		}
		mail[sku] = []string{}
		for _, p := range l.Plans {
			if MailPlan(string(p.Name)) {
				mail[sku] = append(mail[sku], strings.ToLower(string(p.ID)))
			}
		}
		return nil
	})
	return mail, err
}

func (o *Organisation) loadPeople(ctx context.Context, r tenant.Reader, mail plans) error {
	languages := tenant.SharedTexts{} // an organisation has few
	held := map[string]bought{}       // most people have the same few lists of licences
	return r.Each(ctx, tenant.SectionUsers, func(id string, body []byte) error {
		p := Person{ID: id}
		licences, odd := bought{}, false
		err := tenant.Fields(body, func(key string, raw []byte) {
			text := func(to *string) {
				*to = tenant.FieldText(raw)
				odd = odd || *to == "" && string(raw) != `""` && string(raw) != "null"
			}
			switch key {
			case "displayName":
				text(&p.Name)
			case "userPrincipalName":
				text(&p.UPN)
			case "mail":
				text(&p.Mail)
			case "preferredLanguage":
				p.Language = languages.Text(raw)
			case "userType":
				var kind string
				text(&kind)
				p.Guest = strings.EqualFold(kind, "Guest")
			case "accountEnabled":
				p.SignInKnown, p.Blocked = string(raw) != "null", string(raw) == "false"
				odd = odd || p.SignInKnown && !p.Blocked && string(raw) != "true"
			case "assignedLicenses":
				known, seen := held[string(raw)]
				if !seen {
					known.bad = json.Unmarshal(raw, &known.list) != nil
					held[string(raw)] = known
				}
				licences = known
			}
		})
		if err != nil || odd || licences.bad { // not as documented: read it tolerantly
			var t tenant.User
			if err := json.Unmarshal(body, &t); err != nil {
				return err
			}
			p = Person{ID: t.ID, Name: string(t.Name), UPN: string(t.UPN), Mail: string(t.Mail), Guest: t.Guest(),
				Language: string(t.PreferredLanguage), Blocked: t.Enabled.No(), SignInKnown: t.Enabled.Known}
		} else if mail != nil {
			p.Mailbox = licences.mailbox(p.Mail != "", mail)
		}
		o.person[strings.ToLower(p.ID)] = int32(len(o.People))
		o.People = append(o.People, p)
		return nil
	})
}

// bought is the licences of a person.
type bought struct {
	list []struct {
		SKU      string   `json:"skuId"`
		Disabled []string `json:"disabledPlans"`
	}
	bad bool // invalid JSON
}

// mailbox returns whether the licences include a mailbox; addressed is whether the person
// has an email address.
func (b bought) mailbox(addressed bool, mail plans) Mailbox {
	box := NoMailbox
	if addressed {
		box = NoLicence
	}
	for _, l := range b.list {
		ids, known := mail[strings.ToLower(l.SKU)]
		if !known || ids == nil {
			box = MailboxUnknown // an unknown or inactive product
			continue
		}
		for _, id := range ids {
			if !slices.ContainsFunc(l.Disabled, func(d string) bool { return strings.EqualFold(d, id) }) {
				return HasMailbox
			}
		}
	}
	return box
}

func (o *Organisation) loadGroups(ctx context.Context, r tenant.Reader) error {
	return tenant.Each(ctx, r, tenant.SectionGroups, func(g tenant.Group) error {
		o.group[strings.ToLower(g.ID)] = int32(len(o.Groups))
		o.Groups = append(o.Groups, Group{ID: g.ID, Name: string(g.Name), Mail: string(g.Mail), Kind: kindOf(g),
			Dynamic: g.Dynamic()})
		return nil
	})
}

func kindOf(g tenant.Group) Kind {
	switch {
	case g.Types.Has("Unified"):
		return Microsoft365
	case !g.MailEnabled.Known || !g.Security.Known:
		return KindUnknown
	case g.MailEnabled.Yes && g.Security.Yes:
		return MailSecurity
	case g.MailEnabled.Yes:
		return Distribution
	case g.Security.Yes:
		return Security
	}
	return KindUnknown
}

// LoadMembers reads the saved members of the chosen groups and of their nested groups, and the
// parents of the chosen groups. unread are sections that were never loaded: load them and
// call Fill again.
func (o *Organisation) LoadMembers(ctx context.Context, r tenant.Reader, chosen []int32) (unread []string, err error) {
	all, err := r.Statuses(ctx)
	if err != nil {
		return nil, err
	}
	read := make(map[string]bool, len(all))
	for _, st := range all {
		read[st.Section] = !st.Completed.IsZero()
	}
	for _, c := range chosen {
		g := &o.Groups[c]
		if g.ParentsRead {
			continue
		}
		known, err := o.parents(ctx, r, g, read)
		if err != nil {
			return nil, err
		}
		if !known {
			unread = append(unread, tenant.ParentsSection(g.ID))
		}
	}
	seen := map[int32]bool{}
	todo := slices.Clone(chosen)
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		if g := &o.Groups[at]; !g.Read {
			known, err := o.members(ctx, r, g, read)
			if err != nil {
				return nil, err
			}
			if !known {
				unread = append(unread, tenant.DirectMembersSection(g.ID))
			}
		}
		todo = append(todo, o.Groups[at].NestedGroups...) // members may have reallocated the list
	}
	return unread, nil
}

// member is the ID and the type of a member.
type member struct{ Type, ID string }

func (o *Organisation) members(ctx context.Context, r tenant.Reader, g *Group, read map[string]bool) (bool, error) {
	id := tenant.DirectMembersSection(g.ID)
	if !read[id] {
		return false, nil
	}
	err := r.Each(ctx, id, func(row string, body []byte) error {
		m := member{}
		err := tenant.Fields(body, func(key string, raw []byte) {
			switch key {
			case "@odata.type":
				m.Type = tenant.FieldText(raw)
			case "id":
				m.ID = tenant.FieldText(raw)
			}
		})
		if err != nil {
			return fmt.Errorf("audience: row %s of %s: %w", row, id, err)
		}
		switch {
		case strings.EqualFold(m.Type, "#microsoft.graph.group"):
			if i, ok := o.group[strings.ToLower(m.ID)]; ok {
				g.NestedGroups = append(g.NestedGroups, i)
			} else { // newer than the list of groups
				o.group[strings.ToLower(m.ID)] = int32(len(o.Groups))
				g.NestedGroups = append(g.NestedGroups, int32(len(o.Groups)))
				g = o.grow(g.ID, Group{ID: m.ID, Kind: KindUnknown})
			}
		case strings.EqualFold(m.Type, "#microsoft.graph.user"):
			if i, ok := o.person[strings.ToLower(m.ID)]; ok {
				g.People = append(g.People, i)
			} else {
				g.UnknownMembers++
			}
		default:
			g.Others++
		}
		return nil
	})
	g.Read = err == nil
	// Only a Microsoft 365 group can hide its members (Microsoft Learn, "List group members":
	// without Member.Read.Hidden, they are not returned).
	g.Hidden = g.Read && (g.Kind == Microsoft365 || g.Kind == KindUnknown) &&
		len(g.People)+len(g.NestedGroups)+g.Others+g.UnknownMembers == 0
	return true, err
}

// grow adds a group and returns the new address of the group with an ID.
func (o *Organisation) grow(id string, g Group) *Group {
	o.Groups = append(o.Groups, g)
	return &o.Groups[o.group[strings.ToLower(id)]]
}

func (o *Organisation) parents(ctx context.Context, r tenant.Reader, g *Group, read map[string]bool) (bool, error) {
	id := tenant.ParentsSection(g.ID)
	if !read[id] {
		return false, nil
	}
	err := tenant.Each(ctx, r, id, func(m tenant.Member) error {
		if m.Type == "" || m.Type.Is("#microsoft.graph.group") { // roles and units can also be parents
			name := string(m.Name)
			if name == "" {
				name = m.ID
			}
			g.Parents = append(g.Parents, name)
		}
		return nil
	})
	g.ParentsRead = err == nil
	return true, err
}

// FindGroup returns the groups with an ID, an email address or a name, ignoring case.
// Several groups can have the same name.
func (o *Organisation) FindGroup(text string) (all []int32) {
	text = strings.TrimSpace(text)
	if i, ok := o.group[strings.ToLower(text)]; ok {
		return []int32{i}
	}
	for i, g := range o.Groups {
		if text != "" && (strings.EqualFold(g.Name, text) || strings.EqualFold(g.Mail, text)) {
			all = append(all, int32(i))
		}
	}
	return all
}

// FindPerson returns the people with an ID, a sign-in name or, if no one has it, an email address. Several people can
// have the same email address, for example a member and a guest.
func (o *Organisation) FindPerson(text string) (all []int32) {
	text = strings.TrimSpace(text)
	if i, ok := o.person[strings.ToLower(text)]; ok {
		return []int32{i}
	}
	for i, p := range o.People {
		if text != "" && strings.EqualFold(p.UPN, text) {
			return []int32{int32(i)}
		}
		if text != "" && strings.EqualFold(p.Mail, text) {
			all = append(all, int32(i))
		}
	}
	if _, inner, ok := strings.Cut(text, "<"); ok && len(all) == 0 { // Ann Day <ann@parish.example>
		return o.FindPerson(strings.TrimSuffix(inner, ">"))
	}
	return all
}
