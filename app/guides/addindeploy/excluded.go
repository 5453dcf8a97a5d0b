package addindeploy

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"handrail/app/addin/assignment"
	"handrail/app/report"
)

// reasonWords has for each reason a short text, a sentence and an instruction. %s is the group.
var reasonWords = map[assignment.Reason][3]string{
	assignment.GroupKind: {"Group without email",
		"“%s” is a security group without an email address. No one gets the add-in through it.",
		"Use the flat copy of the groups."},
	assignment.ParentGroup: {"Group has a parent group",
		"“%s” is nested in another group, so its members do not get the add-in.",
		"Use the flat copy, or remove the group from its parent group."},
	assignment.NestedGroup: {"Only in a nested group", "They are only in a group that is nested in “%s”.",
		"Add them to the selected group, or use the flat copy."},
	assignment.KindNotKnown: {"Group type not known", "Handrail does not know the type of the group “%s”.",
		"Refresh your organisation’s data, then check again."},
	assignment.ParentsNotRead: {"Parent groups not known",
		"Handrail could not check whether “%s” is nested in another group.",
		"Connect to the Internet, then check again."},
	assignment.GuestAccount: {"Guest", "The account is a guest. The mailbox is in another organisation.",
		"Ask their organisation to deploy the add-in."},
	assignment.WithoutMailbox: {"No mailbox", "The account has no licence with a mailbox in Exchange Online.",
		"Assign a licence, or do not include the account."},
	assignment.WithoutLicence: {"No licence for the mailbox",
		"The account has an email address but no licence with a mailbox. It is a shared mailbox, a room, or a mailbox " +
			"elsewhere.", "Use the add-in of your own mailbox when you open a shared mailbox."},
	assignment.SignInOff: {"Blocked from signing in", "The account is blocked from signing in.",
		"Unblock it only if someone needs it again."},
	assignment.MailNotKnown: {"Mailbox not known", "Handrail could not check whether their licence includes a mailbox.",
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
	if r.State == assignment.NotKnown {
		out.State = "unknown"
	}
	for _, one := range r.Each() {
		words := reasonWords[one]
		line := reason{Code: string(one), Text: words[1], Do: words[2]}
		if strings.Contains(words[1], "%s") && r.Group >= 0 {
			line.Group = a.q.Groups[r.Group].Name
			line.Text = fmt.Sprintf(words[1], line.Group)
			if one == assignment.NestedGroup && r.Via >= 0 {
				line.Via = a.q.Groups[r.Via].Name
			}
		}
		out.Reasons = append(out.Reasons, line)
	}
	return out
}

// severity returns the severity of a result. Reasons in the selected groups count more than
// reasons in the account.
func severity(r assignment.Result) report.Severity {
	switch {
	case r.State == assignment.NotKnown:
		return report.Unknown
	case r.Has(assignment.GroupKind), r.Has(assignment.ParentGroup), r.Has(assignment.NestedGroup),
		r.Has(assignment.WithoutMailbox):
		return report.Warning
	}
	return report.Note
}

// left returns the indexes of all people who do not or may not get the add-in, the most
// serious first, then by sign-in name.
func (a *answer) left() (all []int) {
	for i, r := range a.results {
		if r.State == assignment.LeftOut || r.State == assignment.NotKnown {
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

// whyTable returns the reasons for which a person does not get the add-in.
func whyTable(one leftOut) report.Table {
	t := report.Table{Title: "Why", Columns: []string{"Reason", "What to do"}}
	for _, r := range one.Reasons {
		text := r.Text
		if r.Via != "" {
			text += " The nested group is “" + r.Via + "”."
		}
		t.Rows = append(t.Rows, []string{text, r.Do})
	}
	return t
}

// entries returns the list of all people who do not or may not get the add-in.
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
		var words []string
		for _, r := range one.Reasons {
			words = append(words, reasonWords[assignment.Reason(r.Code)][0])
		}
		title := cmp.Or(one.Name, one.UPN)
		e.Items = append(e.Items, report.Entry{Title: title, Severity: severity(a.results[i]),
			State: strings.Join(words, ", "), Kinds: words, Data: data,
			Open: &report.Document{Title: title, Subject: one.UPN, Blocks: []report.Block{whyTable(one)}}})
	}
	return e, ctx.Err()
}
