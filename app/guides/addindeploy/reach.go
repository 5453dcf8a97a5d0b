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
		ID: stepReach, Title: "See who does not get it",
		Lead: "See each person who does not get the add-in, and the reason.", Main: "Continue to the deployment",
		Text:  "Only direct members get the add-in. Nested groups and groups without email are left out silently.",
		Needs: stepHow, Terms: []guide.Term{termCSV}, DependsOn: []string{askWho, askGroups, askPeople}, Look: d.lookReach,
	}
}

// answer is who gets the add-in, and what was found meanwhile.
type answer struct {
	org     *audience.Organisation
	q       audience.Question
	results []audience.Result
	unknown []string // names that were not found
	twice   []string // names that several groups have
	missing []string // sections that were never loaded
}

// judge returns who gets the add-in. With rep set, it first loads missing data.
func (d Deps) judge(ctx context.Context, v *guide.Visit, rep task.Report) (*answer, error) {
	if d.Link == nil {
		return nil, app.Errorf(app.NotFound, "Connect your organisation, then come back.", "No organisation is connected.")
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

// choose finds the groups or people that the answers name.
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

// split returns the names in a list with commas, unless a group has the whole text as name.
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

// count returns the number of people in a state.
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
	doc := &report.Document{Title: "Who gets the add-in", At: d.Now().UTC(),
		Sources: []string{"Data from Microsoft, saved on this computer"}}
	gets, left, open := a.count(audience.Gets), a.count(audience.LeftOut), a.count(audience.NotKnown)
	banner := report.Banner{Tone: report.OK, Lead: guide.Count(gets, "person gets the add-in.",
		"people get the add-in."), Text: "Everyone you selected gets it."}
	if left+open > 0 {
		banner.Tone, banner.Text = report.Warning, guide.Count(left, "person does not get it.", "people do not get it.")
		if open > 0 {
			banner.Text += " " + guide.Count(open, "person might not get it.", "people might not get it.")
		}
	}
	doc.Blocks = append(doc.Blocks, banner, report.Facts{Name: "totals", Title: "People", Rows: []report.Fact{
		{Name: "gets", Label: "Get the add-in", Value: strconv.Itoa(gets)},
		{Name: "left-out", Label: "Do not get it", Value: strconv.Itoa(left)},
		{Name: "not-known", Label: "Not known", Value: strconv.Itoa(open)}}})
	if found := a.findings(); len(found) > 0 {
		doc.Blocks = append(doc.Blocks, report.Findings{Title: "Check these first", Items: found})
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

// kindWords has the names of group types in the admin center.
var kindWords = map[audience.Kind]string{
	audience.Microsoft365: "Microsoft 365 group", audience.MailSecurity: "Mail-enabled security group", audience.Distribution: "Distribution list",
	audience.Security: "Security group without email", audience.KindUnknown: "Not known",
}

func (a *answer) groupTable() report.Table {
	t := report.Table{Title: "Groups", Columns: []string{"Group", "Type", "Direct members", "Nested groups",
		"Parent groups"}, Right: []bool{false, false, true, true, false}}
	for _, c := range a.groups() {
		g := &a.q.Groups[c]
		people, inside, parents := "not known", "not known", "not known"
		if g.Read {
			people, inside = strconv.Itoa(len(g.People)+g.Strangers), strconv.Itoa(len(g.Inside))
		}
		if g.ParentsRead {
			parents = or(strings.Join(g.Parents, ", "), "none")
		}
		kind := kindWords[g.Kind]
		if g.Dynamic {
			kind += ", dynamic"
		}
		t.Rows = append(t.Rows, []string{g.Name, kind, people, inside, parents})
	}
	return t
}

// findings returns the problems of the selected people and groups.
func (a *answer) findings() (all []report.Finding) {
	add := func(code string, s report.Severity, subject, title, text, do string) {
		all = append(all, report.Finding{Code: code, Severity: s, Subject: subject, Title: title, Text: text, Do: do})
	}
	for _, name := range a.unknown {
		add("name-unknown", report.Problem, cut(name), "Name not found",
			"The data from Microsoft does not include this name.", "Check the spelling, or refresh your organisation’s data.")
	}
	for _, name := range a.twice {
		add("name-twice", report.Problem, cut(name), "Several groups have this name",
			"Handrail cannot tell which one you mean.", "Enter the email address or the ID of the group.")
	}
	if slices.ContainsFunc(a.missing, func(id string) bool { return !strings.Contains(id, "/") }) {
		add("not-read", report.Unknown, "", "Data is missing",
			"Handrail has no data about people, groups or licences, so the list below is incomplete.",
			"Refresh your organisation’s data, then check again.")
	}
	for _, c := range a.groups() {
		g := &a.q.Groups[c]
		name := cut(g.Name)
		if !g.Read || !g.ParentsRead {
			add("group-unread", report.Unknown, name, "Data about a group is missing",
				"Handrail does not know all its members or parent groups.", "Connect to the Internet, then check again.")
		}
		if g.Kind == audience.Security {
			add("group-kind", report.Problem, name, "Microsoft does not support this group type",
				"It is a security group without an email address. No one gets the add-in through it.",
				"Use the flat copy of the group from the next page.")
		}
		if len(g.Parents) > 0 {
			add("group-inside", report.Problem, name, "A group is nested in another group",
				"Microsoft does not support groups that have a parent group.",
				"Use the flat copy, or remove the group from its parent group.")
		}
		if len(g.Inside) > 0 {
			add("group-nested", report.Warning, name, "A group has nested groups",
				"Members of nested groups do not get the add-in unless they are direct members too.",
				"Select those groups too, or use the flat copy.")
		}
		if g.Read && len(g.People)+g.Strangers == 0 {
			add("group-empty", report.Warning, name, "A group has no members", "No one gets the add-in through it.",
				"Remove it from your list, or add members.")
		}
		if g.Dynamic && g.Kind.Supported() {
			add("group-dynamic", report.Note, name, "This is a dynamic group",
				"Microsoft’s pages disagree on whether add-ins support dynamic groups.",
				"Test it with one person before you depend on it.")
		}
		if g.Others > 0 {
			add("group-others", report.Note, name, "A group includes devices or contacts", "They do not get the add-in.", "")
		}
		if g.Strangers > 0 {
			add("group-strangers", report.Unknown, name, "Handrail does not know some members",
				"They were added after the last refresh.", "Refresh your organisation’s data, then check again.")
		}
	}
	if gets := a.count(audience.Gets); gets > 1000 {
		add("size-exchange", report.Note, "", "More than 1,000 people",
			"The older Exchange command supports up to 1,000 people and no groups. Microsoft’s pages give no such limit for "+
				"this guide’s options.", "")
	}
	slices.SortStableFunc(all, func(x, y report.Finding) int { return x.Severity.Rank() - y.Severity.Rank() })
	return all
}

// reasonWords has a sentence and an instruction for each reason. %s is the group.
var reasonWords = map[audience.Reason][2]string{
	audience.GroupKind: {"“%s” is a security group without an email address. No one gets the add-in through it.",
		"Use the flat copy of the groups."},
	audience.ParentGroup: {"“%s” is nested in another group, so its members do not get the add-in.",
		"Use the flat copy, or remove the group from its parent group."},
	audience.NestedGroup: {"They are only in a group that is nested in “%s”.",
		"Add them to the selected group, or use the flat copy."},
	audience.KindNotKnown: {"Handrail does not know the type of the group “%s”.",
		"Refresh your organisation’s data, then check again."},
	audience.ParentsNotRead: {"Handrail could not check whether “%s” is nested in another group.",
		"Connect to the Internet, then check again."},
	audience.GuestAccount: {"The account is a guest. The mailbox is in another organisation.",
		"Ask their organisation to deploy the add-in."},
	audience.WithoutMailbox: {"The account has no licence with a mailbox in Exchange Online.",
		"Assign a licence, or do not include the account."},
	audience.WithoutLicence: {"The account has an email address but no licence with a mailbox. It is a shared " +
		"mailbox, a room, or a mailbox elsewhere.", "Use the add-in of your own mailbox when you open a shared mailbox."},
	audience.SignInOff: {"The account is blocked from signing in.", "Unblock it only if someone needs it again."},
	audience.MailNotKnown: {"Handrail could not check whether their licence includes a mailbox.",
		"Refresh your organisation’s data, then check again."},
}

// leftOut is one person as JSON for other programs. Its names are stable.
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

// person returns the entry of person i for other programs.
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

// shortWords has a short text for each reason.
var shortWords = map[audience.Reason]string{
	audience.GroupKind: "Group without email", audience.ParentGroup: "Group has a parent group",
	audience.NestedGroup: "Only in a nested group", audience.KindNotKnown: "Group type not known",
	audience.ParentsNotRead: "Parent groups not known", audience.GuestAccount: "Guest",
	audience.WithoutMailbox: "No mailbox", audience.WithoutLicence: "No licence for the mailbox",
	audience.SignInOff: "Blocked from signing in", audience.MailNotKnown: "Mailbox not known",
}

// severity returns the severity of a result. Reasons in the selected groups count more than
// reasons in the account.
func severity(r audience.Result) report.Severity {
	switch {
	case r.State == audience.NotKnown:
		return report.Unknown
	case r.Has(audience.GroupKind), r.Has(audience.ParentGroup), r.Has(audience.NestedGroup), r.Has(audience.WithoutMailbox):
		return report.Warning
	}
	return report.Note
}

// left returns the indexes of all people who do not or may not get the add-in, the most
// serious first, then by sign-in name.
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
	e := report.Entries{Name: "left-out", Title: "People who do not get it", Items: []report.Entry{}}
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
				text += " The nested group is “" + r.Via + "”."
			}
			t.Rows = append(t.Rows, []string{text, r.Do})
			words = append(words, shortWords[audience.Reason(r.Code)])
		}
		e.Items = append(e.Items, report.Entry{Title: or(one.Name, one.UPN), Severity: severity(a.results[i]), State: strings.Join(words, ", "), Kinds: words,
			Open: &report.Document{Title: or(one.Name, one.UPN), Subject: one.UPN, Blocks: []report.Block{t}}, Data: data})
	}
	return e, nil
}

// flat returns the members of a flat copy of the chosen groups: everyone in them and in
// nested groups who has a mailbox and can sign in.
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
