package assignment

// bit returns the bit of a reason.
func bit(one Reason) uint16 {
	for i, each := range reasons {
		if each == one {
			return 1 << i
		}
	}
	return 0
}

// Evaluate returns the result of every person, by index. Its time is proportional to people,
// groups and memberships.
func Evaluate(q Question) []Result {
	all := make([]Result, len(q.People))
	for i := range all {
		all[i].Group, all[i].Via = -1, -1
	}
	switch q.Who {
	case Everyone:
		for i := range all {
			all[i].State = Included
		}
	case People:
		for _, i := range q.Chosen {
			all[i].State = Included
		}
	case Groups:
		direct(q, all)
		nested(q, all)
	}
	for i := range all {
		settle(&q.People[i], &all[i])
	}
	return all
}

// Trouble returns why the members of a chosen group do not get the add-in; "" if they do.
func (g *Group) Trouble() Reason {
	switch {
	case g.Kind == KindUnknown:
		return KindNotKnown
	case !g.Kind.Supported():
		return GroupKind
	case len(g.Parents) > 0:
		return ParentGroup
	case !g.ParentsRead:
		return ParentsNotRead
	}
	return ""
}

// direct marks the direct members of the chosen groups.
func direct(q Question, all []Result) {
	for _, c := range q.Chosen {
		g := &q.Groups[c]
		trouble := g.Trouble()
		for _, p := range g.People {
			r := &all[p]
			if trouble == "" {
				r.State, r.Group = Included, c
				continue
			}
			r.Reasons |= bit(trouble)
			if r.Group < 0 {
				r.Group = c
			}
		}
	}
}

// nested marks the members of groups that are nested in the chosen ones, at any depth. It
// visits each group once, so loops are no problem.
func nested(q Question, all []Result) {
	root := make([]int32, len(q.Groups)) // index of the chosen group around this one, plus 1
	var todo []int32
	for _, c := range q.Chosen {
		for _, in := range q.Groups[c].NestedGroups {
			if root[in] == 0 {
				root[in] = c + 1
				todo = append(todo, in)
			}
		}
	}
	mark := bit(NestedGroup)
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		g := &q.Groups[at]
		for _, p := range g.People {
			r := &all[p]
			if r.State == Included {
				continue
			}
			if r.Reasons == 0 {
				r.Group, r.Via = root[at]-1, at
			}
			r.Reasons |= mark
		}
		for _, in := range g.NestedGroups {
			if root[in] == 0 {
				root[in] = root[at]
				todo = append(todo, in)
			}
		}
	}
}

// settle sets the state from the groups and the account of a person. One group that works
// is enough; problems of other groups then do not count.
func settle(p *Person, r *Result) {
	reached := r.State == Included
	if !reached && r.Reasons == 0 {
		return
	}
	if reached {
		r.Reasons = 0
	}
	open := r.Reasons&(bit(KindNotKnown)|bit(ParentsNotRead)) != 0
	var own uint16
	switch {
	case p.Guest:
		own = bit(GuestAccount)
	case p.Mailbox == NoMailbox:
		own = bit(WithoutMailbox)
	case p.Mailbox == NoLicence:
		own = bit(WithoutLicence)
	case p.Mailbox == MailboxUnknown:
		r.Reasons |= bit(MailNotKnown)
	}
	if p.SignInKnown && p.Blocked {
		own |= bit(SignInOff)
	}
	r.Reasons |= own
	switch {
	case own != 0:
		r.State = LeftOut
	case r.Reasons == 0:
		r.State = Included
	case open || reached: // the group may work, or the mailbox may exist
		r.State = NotKnown
	default:
		r.State = LeftOut
	}
}
