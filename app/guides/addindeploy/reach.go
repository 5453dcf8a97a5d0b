package addindeploy

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/audience"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d Deps) reachStep() guide.Step {
	return guide.Step{
		ID: stepReach, Title: "Who will not get it", Lead: "Each person who would be left out, with the reason.", Main: "Go on",
		Text:  "Microsoft reaches people who stand in a group themselves. Groups in groups, and groups without a mail address, leave people out without a word.",
		Needs: stepHow, Terms: []guide.Term{termCSV}, DependsOn: []string{askWho, askGroups, askPeople}, Look: d.lookReach,
	}
}

// answer is who gets the add-in, and what was found on the way.
type answer struct {
	org     *audience.Organisation
	q       audience.Question
	results []audience.Result
	unknown []string // names that nothing is called
	twice   []string // names that several groups have
	missing []string // sections that were never read
}

// judge works out who gets it. With rep set, what was never read is read first.
func (d Deps) judge(ctx context.Context, v *guide.Visit, rep task.Report) (*answer, error) {
	if d.Link == nil {
		return nil, app.Errorf(app.NotFound, "Connect your organisation first, then come back.", "No organisation is connected.")
	}
	view, err := d.view(ctx, rep, tenant.SectionUsers, tenant.SectionLicences, tenant.SectionGroups)
	if err != nil {
		return nil, err
	}
	a := &answer{}
	tried := map[string]bool{}
	for {
		if a.org, err = audience.Load(ctx, view); err != nil {
			return nil, err
		}
		a.choose(v)
		unread, err := a.org.Fill(ctx, view, a.groups())
		if err != nil {
			return nil, err
		}
		a.missing = append(slices.Clone(a.org.Missing), unread...)
		ask := slices.DeleteFunc(unread, func(id string) bool { return tried[id] })
		if rep == nil || len(ask) == 0 || !d.Link.SignedIn(ctx) {
			break
		}
		for _, id := range ask {
			tried[id] = true
		}
		if _, err := d.Link.Refresh(ctx, ask, rep); err != nil {
			return nil, err
		}
	}
	a.q.People, a.q.Groups = a.org.People, a.org.Groups
	a.results = audience.Judge(a.q)
	return a, nil
}

func (a *answer) groups() []int32 {
	if a.q.Who == audience.Groups {
		return a.q.Chosen
	}
	return nil
}

// choose finds the groups or people that are named.
func (a *answer) choose(v *guide.Visit) {
	a.q = audience.Question{Who: audience.Who(v.Answer(askWho))}
	a.unknown, a.twice = nil, nil
	add := func(i int32) {
		if !slices.Contains(a.q.Chosen, i) {
			a.q.Chosen = append(a.q.Chosen, i)
		}
	}
	switch a.q.Who {
	case audience.Groups:
		for _, name := range namesOf(v.Answer(askGroups)) {
			for _, one := range a.split(name) {
				switch all := a.org.FindGroup(one); len(all) {
				case 0:
					a.unknown = append(a.unknown, one)
				case 1:
					add(all[0])
				default:
					a.twice = append(a.twice, one)
				}
			}
		}
	case audience.People:
		for _, name := range namesOf(v.Answer(askPeople)) {
			for one := range strings.SplitSeq(name, ",") {
				if i, ok := a.org.FindPerson(one); ok {
					add(i)
				} else {
					a.unknown = append(a.unknown, strings.TrimSpace(one))
				}
			}
		}
	}
}

// split takes names with commas between apart, unless a group is called so.
func (a *answer) split(name string) []string {
	if len(a.org.FindGroup(name)) > 0 || !strings.Contains(name, ",") {
		return []string{name}
	}
	var all []string
	for one := range strings.SplitSeq(name, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// count gives how many people end in a state.
func (a *answer) count(s audience.State) (n int) {
	for _, r := range a.results {
		if r.State == s {
			n++
		}
	}
	return n
}

func (d Deps) lookReach(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, err := d.judge(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "Who will and who will not get it", At: d.Now().UTC(), Sources: []string{"Microsoft Graph, as kept on this computer"}}
	gets, left, open := a.count(audience.Gets), a.count(audience.LeftOut), a.count(audience.NotKnown)
	banner := report.Banner{Tone: report.OK, Lead: guide.Count(gets, "person gets it.", "people get it."), Text: "Nobody whom you meant is left out."}
	if left+open > 0 {
		banner.Tone, banner.Text = report.Warning, guide.Count(left, "person is left out.", "people are left out.")
		if open > 0 {
			banner.Text += " " + guide.Count(open, "is not certain.", "are not certain.")
		}
	}
	doc.Blocks = append(doc.Blocks, banner, report.Facts{Name: "totals", Title: "People", Rows: []report.Fact{
		{Name: "gets", Label: "Get it", Value: strconv.Itoa(gets)}, {Name: "left-out", Label: "Are left out", Value: strconv.Itoa(left)}, {Name: "not-known", Label: "Not certain", Value: strconv.Itoa(open)}}})
	if found := a.findings(); len(found) > 0 {
		doc.Blocks = append(doc.Blocks, report.Findings{Title: "Look at these first", Items: found})
	}
	if t := a.groupTable(); len(t.Rows) > 0 {
		doc.Blocks = append(doc.Blocks, t)
	}
	list, err := a.entries(ctx)
	if err != nil {
		return nil, err
	}
	doc.Blocks = append(doc.Blocks, list)
	return doc, nil
}

// kindWords calls the kinds of group as the admin center does.
var kindWords = map[audience.Kind]string{
	audience.Microsoft365: "Microsoft 365 group", audience.MailSecurity: "Mail-enabled security group", audience.Distribution: "Distribution list",
	audience.Security: "Security group without mail", audience.KindUnknown: "Not known",
}

func (a *answer) groupTable() report.Table {
	t := report.Table{Title: "The groups", Columns: []string{"Group", "Kind", "People in it", "Groups in it", "Stands inside"}, Right: []bool{false, false, true, true, false}}
	for _, c := range a.groups() {
		g := &a.q.Groups[c]
		people, inside, parents := "not read", "not read", "not read"
		if g.Read {
			people, inside = strconv.Itoa(len(g.People)+g.Strangers), strconv.Itoa(len(g.Inside))
		}
		if g.ParentsRead {
			parents = or(strings.Join(g.Parents, ", "), "none")
		}
		kind := kindWords[g.Kind]
		if g.Dynamic {
			kind += ", by a rule"
		}
		t.Rows = append(t.Rows, []string{g.Name, kind, people, inside, parents})
	}
	return t
}

// findings says what is wrong with the choice itself.
func (a *answer) findings() (all []report.Finding) {
	add := func(code string, s report.Severity, subject, title, text, do string) {
		all = append(all, report.Finding{Code: code, Severity: s, Subject: subject, Title: title, Text: text, Do: do})
	}
	for _, name := range a.unknown {
		add("name-unknown", report.Problem, cut(name), "Nothing is called so", "One of the names you wrote is not among what was read.", "Look how it is written, or refresh your organisation.")
	}
	for _, name := range a.twice {
		add("name-twice", report.Problem, cut(name), "Several groups have this name", "Handrail does not choose between them.", "Write the mail address or the id of the one you mean.")
	}
	if slices.ContainsFunc(a.missing, func(id string) bool { return !strings.Contains(id, "/") }) {
		add("not-read", report.Unknown, "", "Something was never read", "People, groups or licences are not known, so the list below is not whole.", "Refresh your organisation, then look again.")
	}
	for _, c := range a.groups() {
		g := &a.q.Groups[c]
		name := cut(g.Name)
		if !g.Read || !g.ParentsRead {
			add("group-unread", report.Unknown, name, "A group was not read whole", "Who stands in it, or what it stands in, is not known.", "Look again with a connection.")
		}
		if g.Kind == audience.Security {
			add("group-kind", report.Problem, name, "A group of this kind does not work", "It is a security group without a mail address. Microsoft reaches nobody through it.", "Take the flat copy of the group that the next page offers.")
		}
		if len(g.Parents) > 0 {
			add("group-inside", report.Problem, name, "A group stands inside another one", "Microsoft does not support people in groups that have a parent group.", "Take the flat copy, or take the group out of the other one.")
		}
		if len(g.Inside) > 0 {
			add("group-nested", report.Warning, name, "A group has groups in it", "People in those are left out, unless they stand in a chosen group themselves.", "Choose those groups too, or take the flat copy.")
		}
		if g.Read && len(g.People)+g.Strangers == 0 {
			add("group-empty", report.Warning, name, "A group has no people in it", "Nobody gets the add-in through it.", "Leave it out, or put people into it.")
		}
		if g.Dynamic && g.Kind.Supported() {
			add("group-dynamic", report.Note, name, "A rule fills this group", "One page of Microsoft names such groups as supported, another leaves them out.", "Look at the test with one person before you rely on it.")
		}
		if g.Others > 0 {
			add("group-others", report.Note, name, "A group holds more than people", "Devices and contacts in it get no add-in.", "")
		}
		if g.Strangers > 0 {
			add("group-strangers", report.Unknown, name, "Some members are not among the people read", "They are younger than what is kept here.", "Refresh your organisation, then look again.")
		}
	}
	if gets := a.count(audience.Gets); gets > 1000 {
		add("size-exchange", report.Note, "", "More than 1000 people", "The older Exchange command takes 1000 people at most, and no groups. The ways in this guide have no such limit in Microsoft's pages.", "")
	}
	slices.SortStableFunc(all, func(x, y report.Finding) int { return x.Severity.Rank() - y.Severity.Rank() })
	return all
}

// reasonWords says each reason in a sentence, and what to do. %s is the group.
var reasonWords = map[audience.Reason][2]string{
	audience.GroupKind:      {"“%s” is a security group without a mail address, and reaches nobody.", "Take the flat copy of the groups."},
	audience.ParentGroup:    {"“%s” stands inside another group, so the people in it are not reached.", "Take the flat copy, or take the group out of the other one."},
	audience.NestedGroup:    {"They stand only in a group inside “%s”.", "Put them into the chosen group themselves, or take the flat copy."},
	audience.KindNotKnown:   {"Of which kind “%s” is was not told.", "Refresh your organisation, then look again."},
	audience.ParentsNotRead: {"Whether “%s” stands inside another group was not read.", "Look again with a connection."},
	audience.GuestAccount:   {"The account is a guest: the mailbox is in another organisation.", "Their own organisation must deploy it."},
	audience.WithoutMailbox: {"There is no licence with a mailbox in Exchange Online.", "Give a licence, or leave them out."},
	audience.WithoutLicence: {"There is a mail address and no licence with a mailbox: a shared mailbox, a room, or a mailbox elsewhere.", "Who opens a shared mailbox uses the add-in of their own mailbox."},
	audience.SignInOff:      {"The account may not sign in.", "Nothing, unless it is to be used again."},
	audience.MailNotKnown:   {"Whether their licence holds a mailbox is not known.", "Refresh your organisation, then look again."},
}

// leftOut is one person for programs. Its names are stable.
type leftOut struct {
	ID      string   `json:"id"`
	UPN     string   `json:"upn"`
	Name    string   `json:"name"`
	State   string   `json:"state"` // left-out, unknown
	Reasons []reason `json:"reasons"`
}

type reason struct {
	Code  string `json:"code"`
	Group string `json:"group,omitempty"`
	Via   string `json:"via,omitempty"`
	Text  string `json:"text"`
	Do    string `json:"do"`
}

// person gives the entry of person i for programs.
func (a *answer) person(i int) leftOut {
	p, r := &a.q.People[i], a.results[i]
	out := leftOut{ID: p.ID, UPN: p.UPN, Name: p.Name, State: "left-out"}
	if r.State == audience.NotKnown {
		out.State = "unknown"
	}
	for _, one := range r.Each() {
		words := reasonWords[one]
		line := reason{Code: string(one), Text: words[0], Do: words[1]}
		if strings.Contains(words[0], "%s") && r.Group >= 0 {
			line.Group = a.q.Groups[r.Group].Name
			line.Text = fmt.Sprintf(words[0], line.Group)
			if one == audience.NestedGroup && r.Via >= 0 {
				line.Via = a.q.Groups[r.Via].Name
			}
		}
		out.Reasons = append(out.Reasons, line)
	}
	return out
}

// shown tells in a few words why somebody is left out.
var shortWords = map[audience.Reason]string{
	audience.GroupKind: "Group without mail", audience.ParentGroup: "Group inside another", audience.NestedGroup: "Only in a group inside", audience.KindNotKnown: "Kind of group not known",
	audience.ParentsNotRead: "Groups around not read", audience.GuestAccount: "Guest", audience.WithoutMailbox: "No mailbox", audience.WithoutLicence: "Address without a licence",
	audience.SignInOff: "May not sign in", audience.MailNotKnown: "Mailbox not known",
}

// severity: what the choice of groups does to people weighs more than what they
// lack themselves.
func severity(r audience.Result) report.Severity {
	switch {
	case r.State == audience.NotKnown:
		return report.Unknown
	case r.Has(audience.GroupKind), r.Has(audience.ParentGroup), r.Has(audience.NestedGroup), r.Has(audience.WithoutMailbox):
		return report.Warning
	}
	return report.Note
}

// left gives the places of all who are left out or not certain, gravest first,
// then by name.
func (a *answer) left() (all []int) {
	for i, r := range a.results {
		if r.State == audience.LeftOut || r.State == audience.NotKnown {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(x, y int) int {
		if d := severity(a.results[x]).Rank() - severity(a.results[y]).Rank(); d != 0 {
			return d
		}
		return strings.Compare(a.q.People[x].UPN, a.q.People[y].UPN)
	})
	return all
}

func (a *answer) entries(ctx context.Context) (report.Entries, error) {
	e := report.Entries{Name: "left-out", Title: "People who would not get it", Items: []report.Entry{}}
	for _, i := range a.left() {
		if err := ctx.Err(); err != nil {
			return e, err
		}
		one := a.person(i)
		data, err := json.Marshal(one)
		if err != nil {
			return e, err
		}
		t := report.Table{Title: "Why", Columns: []string{"Reason", "What to do"}}
		var words []string
		for _, r := range one.Reasons {
			text := r.Text
			if r.Via != "" {
				text += " It is called “" + r.Via + "”."
			}
			t.Rows = append(t.Rows, []string{text, r.Do})
			words = append(words, shortWords[audience.Reason(r.Code)])
		}
		e.Items = append(e.Items, report.Entry{Title: or(one.Name, one.UPN), Severity: severity(a.results[i]), State: strings.Join(words, ", "), Kinds: words,
			Open: &report.Document{Title: or(one.Name, one.UPN), Subject: one.UPN, Blocks: []report.Block{t}}, Data: data})
	}
	return e, nil
}

// flat gives everybody whom a flat copy of the chosen groups should hold: all in
// them and in the groups inside, who have a mailbox and may sign in.
func (a *answer) flat() (people []audience.Person) {
	for i, r := range a.results {
		able := !r.Has(audience.GuestAccount) && !r.Has(audience.WithoutMailbox) && !r.Has(audience.WithoutLicence) && !r.Has(audience.SignInOff)
		if r.State != audience.NotMeant && able {
			people = append(people, a.q.People[i])
		}
	}
	slices.SortFunc(people, func(x, y audience.Person) int { return strings.Compare(x.UPN, y.UPN) })
	return people
}
