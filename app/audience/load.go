package audience

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"handrail/app/tenant"
)

// Organisation is what is kept of an organisation, as far as it matters here.
type Organisation struct {
	People  []Person
	Groups  []Group
	Missing []string // sections that were never read
	person  map[string]int32
	group   map[string]int32
}

// mailPlans are the names of the service plans that hold a mailbox in Exchange
// Online (Microsoft, licensing-service-plan-reference). Archives and the
// foundation that other products bring are none.
var mailPlans = []string{"EXCHANGE_S_STANDARD", "EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_DESKLESS", "EXCHANGE_S_ESSENTIALS", "EXCHANGE_B_STANDARD", "EXCHANGE_L_STANDARD"}

// MailPlan tells whether a service plan holds a mailbox.
func MailPlan(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc(mailPlans, func(p string) bool { return strings.HasPrefix(name, p) })
}

// Load reads the people, the groups and the licences that are kept. Members of
// groups are read apart, by Fill.
func Load(ctx context.Context, r tenant.Reader) (*Organisation, error) {
	o := &Organisation{person: map[string]int32{}, group: map[string]int32{}}
	for _, id := range []string{tenant.SectionUsers, tenant.SectionGroups, tenant.SectionLicences} {
		st, err := r.Status(ctx, id)
		if err != nil {
			return nil, err
		}
		if st.Completed.IsZero() {
			o.Missing = append(o.Missing, id)
		}
	}
	mail, err := loadPlans(ctx, r)
	if err != nil {
		return nil, err
	}
	if slices.Contains(o.Missing, tenant.SectionLicences) {
		mail = nil
	}
	if err := o.loadPeople(ctx, r, mail); err != nil {
		return nil, err
	}
	return o, o.loadGroups(ctx, r)
}

// plans gives the mailbox plans of each product by its id; a product that is not
// in force has a nil list.
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

// user is what is needed of a person, in types that decode fast.
type user struct {
	ID       string  `json:"id"`
	Name     *string `json:"displayName"`
	UPN      *string `json:"userPrincipalName"`
	Mail     *string `json:"mail"`
	Enabled  *bool   `json:"accountEnabled"`
	Type     *string `json:"userType"`
	Licences []struct {
		SKU      string   `json:"skuId"`
		Disabled []string `json:"disabledPlans"`
	} `json:"assignedLicenses"`
}

func (o *Organisation) loadPeople(ctx context.Context, r tenant.Reader, mail plans) error {
	return r.Each(ctx, tenant.SectionUsers, func(_ string, body []byte) error {
		var u user
		var p Person
		if json.Unmarshal(body, &u) == nil {
			p = personOf(u, mail)
		} else { // something else than documented: read it tolerantly
			var t tenant.User
			if err := json.Unmarshal(body, &t); err != nil {
				return err
			}
			p = Person{ID: t.ID, Name: string(t.Name), UPN: string(t.UPN), Mail: string(t.Mail), Guest: t.Guest(), Blocked: t.Enabled.No(), SignInKnown: t.Enabled.Known}
		}
		o.person[p.ID] = int32(len(o.People))
		o.People = append(o.People, p)
		return nil
	})
}

func personOf(u user, mail plans) Person {
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	p := Person{ID: u.ID, Name: text(u.Name), UPN: text(u.UPN), Mail: text(u.Mail), Guest: strings.EqualFold(text(u.Type), "Guest")}
	if u.Enabled != nil {
		p.SignInKnown, p.Blocked = true, !*u.Enabled
	}
	if mail == nil {
		return p
	}
	p.Mailbox = NoMailbox
	if p.Mail != "" {
		p.Mailbox = NoLicence
	}
	for _, l := range u.Licences {
		ids, known := mail[strings.ToLower(l.SKU)]
		if !known || ids == nil {
			p.Mailbox = MailboxUnknown // a product that is not listed, or not in force
			continue
		}
		for _, id := range ids {
			if !slices.ContainsFunc(l.Disabled, func(d string) bool { return strings.EqualFold(d, id) }) {
				p.Mailbox = HasMailbox
				return p
			}
		}
	}
	return p
}

func (o *Organisation) loadGroups(ctx context.Context, r tenant.Reader) error {
	return tenant.Each(ctx, r, tenant.SectionGroups, func(g tenant.Group) error {
		o.group[g.ID] = int32(len(o.Groups))
		o.Groups = append(o.Groups, Group{ID: g.ID, Name: string(g.Name), Mail: string(g.Mail), Kind: kindOf(g), Dynamic: g.Dynamic()})
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

// Fill reads what is kept of the members of the chosen groups, of the groups
// inside them, and of the groups around the chosen ones. unread are the sections
// that were never read; ask for them and call it again.
func (o *Organisation) Fill(ctx context.Context, r tenant.Reader, chosen []int32) (unread []string, err error) {
	for _, c := range chosen {
		g := &o.Groups[c]
		if g.ParentsRead {
			continue
		}
		known, err := o.parents(ctx, r, g)
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
			known, err := o.members(ctx, r, g)
			if err != nil {
				return nil, err
			}
			if !known {
				unread = append(unread, tenant.DirectMembersSection(g.ID))
			}
		}
		todo = append(todo, o.Groups[at].Inside...) // members may have moved the list
	}
	return unread, nil
}

// member is what is needed of a member: who it is and of which type.
type member struct {
	Type string `json:"@odata.type"`
	ID   string `json:"id"`
}

func (o *Organisation) members(ctx context.Context, r tenant.Reader, g *Group) (bool, error) {
	id := tenant.DirectMembersSection(g.ID)
	st, err := r.Status(ctx, id)
	if err != nil || st.Completed.IsZero() {
		return false, err
	}
	err = r.Each(ctx, id, func(row string, body []byte) error {
		var m member
		if err := json.Unmarshal(body, &m); err != nil {
			return fmt.Errorf("audience: row %s of %s: %w", row, id, err)
		}
		switch {
		case strings.EqualFold(m.Type, "#microsoft.graph.group"):
			if i, ok := o.group[m.ID]; ok {
				g.Inside = append(g.Inside, i)
			} else { // younger than the list of groups
				o.group[m.ID] = int32(len(o.Groups))
				g.Inside = append(g.Inside, int32(len(o.Groups)))
				g = o.grow(g.ID, Group{ID: m.ID, Kind: KindUnknown})
			}
		case strings.EqualFold(m.Type, "#microsoft.graph.user"):
			if i, ok := o.person[m.ID]; ok {
				g.People = append(g.People, i)
			} else {
				g.Strangers++
			}
		default:
			g.Others++
		}
		return nil
	})
	g.Read = err == nil
	return true, err
}

// grow adds a group and gives the place where the group of an id now stands.
func (o *Organisation) grow(id string, g Group) *Group {
	o.Groups = append(o.Groups, g)
	return &o.Groups[o.group[id]]
}

func (o *Organisation) parents(ctx context.Context, r tenant.Reader, g *Group) (bool, error) {
	id := tenant.ParentsSection(g.ID)
	st, err := r.Status(ctx, id)
	if err != nil || st.Completed.IsZero() {
		return false, err
	}
	err = tenant.Each(ctx, r, id, func(m tenant.Member) error {
		if m.Type == "" || m.Type.Is("#microsoft.graph.group") { // roles and units are around it too
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

// FindGroup finds groups by id, mail address or name, without regard to case.
// Several may have one name.
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

// FindPerson finds a person by id, sign-in name or mail address.
func (o *Organisation) FindPerson(text string) (int32, bool) {
	text = strings.TrimSpace(text)
	if i, ok := o.person[text]; ok {
		return i, true
	}
	for i, p := range o.People {
		if text != "" && (strings.EqualFold(p.UPN, text) || strings.EqualFold(p.Mail, text)) {
			return int32(i), true
		}
	}
	return 0, false
}
