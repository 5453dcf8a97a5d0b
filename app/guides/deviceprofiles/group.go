package deviceprofiles

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/device/dynrule"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// groupsPath is where groups are made and changed.
const groupsPath = "/groups"

// ofDevices reports whether a group is dynamic, and its rule is about devices.
func ofDevices(g tenant.Group) bool {
	return g.Dynamic() && strings.Contains(strings.ToLower(string(g.Rule)), "device.")
}

// target is the group of a visit: one that is there, or one to make.
type target struct {
	group tenant.Group
	make  bool
	name  string
	why   string // why Handrail does not change it; "" where it can
	known bool   // the groups were read
}

// target returns the group of a visit.
func (w *world) target(v *guide.Visit) target {
	t := target{make: v.Answer(askGroup) != groupExisting, known: w.groupsKnown}
	if t.make {
		t.name = strings.TrimSpace(v.Answer(askNewName))
	} else {
		t.name = strings.TrimSpace(v.Answer(askGroupName))
	}
	if !t.known {
		t.why = "Your groups are not known."
		return t
	}
	found, n := w.group(t.name)
	switch {
	case t.make && n > 0:
		t.why = "A group with this name is there already."
	case t.make && w.dynamic() >= dynrule.MostGroups():
		t.why = "Microsoft allows at most " + strconv.Itoa(dynrule.MostGroups()) + " dynamic groups."
	case t.make:
	case n == 0:
		t.why = "There is no such group."
	case n > 1:
		t.why = "Several groups have this name. Enter the Object ID."
	case !ofDevices(found):
		t.why = "It is not a dynamic group of devices. A rule would remove the members that were added by hand."
	default:
		t.group = found
	}
	return t
}

// dynamic returns how many dynamic groups there are.
func (w *world) dynamic() (n int) {
	for _, g := range w.groups {
		if g.Dynamic() {
			n++
		}
	}
	return n
}

// moves is who joins, leaves and stays with a rule.
type moves struct {
	join, leave, stay, unsure []device
	now                       int
	known                     bool // the members and the devices were read
}

// moves compares the members of a group, as they were saved, with what a rule takes.
func (w *world) moves(ctx context.Context, t target, rule *dynrule.Rule) (moves, error) {
	if t.make || t.group.ID == "" {
		return w.movesOf(nil, rule), ctx.Err()
	}
	section := tenant.DirectMembersSection(t.group.ID)
	if err := w.have.Also(ctx, section); err != nil {
		return moves{}, err
	}
	if _, known := w.have.Gap(section); !known {
		return moves{}, ctx.Err()
	}
	members, err := tenant.All[tenant.Member](ctx, w.have, section)
	return w.movesOf(members, rule), err
}

// movesOf compares members with what a rule takes.
func (w *world) movesOf(members []tenant.Member, rule *dynrule.Rule) moves {
	m, in := moves{known: w.devicesKnown}, map[string]bool{}
	for _, one := range members {
		in[one.ID] = true
	}
	m.now = len(in)
	for _, d := range w.devices {
		answer := rule.Evaluate(d.values).Answer
		switch {
		case answer == access.Unknown:
			m.unsure = append(m.unsure, d)
		case answer == access.Yes && in[d.ID]:
			m.stay = append(m.stay, d)
		case answer == access.Yes:
			m.join = append(m.join, d)
		case in[d.ID]:
			m.leave = append(m.leave, d)
		}
		delete(in, d.ID)
	}
	for _, one := range members { // not among the devices that were read
		if in[one.ID] {
			m.unsure = append(m.unsure, device{ID: one.ID, Name: string(one.Name)})
		}
	}
	return m
}

// table lists the moves by name.
func (m moves) table() report.Table {
	table := report.Table{Columns: []string{"Members", "Devices", "Names"}, Right: []bool{false, true, false},
		Title: "Members: " + strconv.Itoa(m.now) + " now, " + strconv.Itoa(len(m.join)+len(m.stay)) + " with this rule"}
	for _, row := range []struct {
		word string
		all  []device
	}{{"Join", m.join}, {"Leave", m.leave}, {"Stay", m.stay}, {"Not certain", m.unsure}} {
		if len(row.all) > 0 {
			table.Rows = append(table.Rows, []string{row.word, strconv.Itoa(len(row.all)), labels(row.all)})
		}
	}
	return table
}

// few names some devices, and labels as many as one can read.
func few(all []device) string    { return listed(all, 8) + "." }
func labels(all []device) string { return listed(all, 200) }

func listed(all []device, most int) string {
	names := make([]string, 0, min(len(all), most))
	for i, d := range all {
		if i == most {
			return strings.Join(names, ", ") + " and " + strconv.Itoa(len(all)-most) + " more"
		}
		names = append(names, d.label())
	}
	return strings.Join(names, ", ")
}

// lookGroup shows who joins and leaves.
func (d deps) lookGroup(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress, tenant.SectionDevices, tenant.SectionGroups)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Who joins, and who leaves?", v)
	rule, err := readRule(v)
	if err != nil {
		moves{}.show(doc, target{})
		return noRule(doc, err), nil
	}
	t, err := d.resolve(ctx, v, w)
	if err != nil {
		return nil, err
	}
	m, err := w.moves(ctx, t, rule)
	if err != nil {
		return nil, err
	}
	m.show(doc, t)
	w.gaps(doc)
	t.show(doc)
	return doc.Answered(), nil
}

// show puts the moves into a document.
func (m moves) show(doc *frame.Draft, t target) {
	facts := []struct {
		name, label string
		n           int
	}{{"members-now", "Members now", m.now}, {"members-after", "Members with this rule", len(m.join) + len(m.stay)},
		{"join", "Join", len(m.join)}, {"leave", "Leave", len(m.leave)}, {"stay", "Stay", len(m.stay)},
		{"members-uncertain", "Not certain", len(m.unsure)}}
	for _, f := range facts {
		if !m.known || !t.known {
			doc.Fact(f.name, f.label, string(report.Unknown), "Not known")
			continue
		}
		doc.Fact(f.name, f.label, strconv.Itoa(f.n), "")
	}
	if !m.known || !t.known {
		doc.Headline("It is not known who joins or leaves")
		return
	}
	doc.Add(m.table())
	doc.Headline(counted(len(m.join), "device joins", "devices join") + ", " +
		counted(len(m.leave), "device leaves", "devices leave"))
	if len(m.leave) > 0 {
		doc.Find(report.Finding{Code: "leave", Severity: report.Warning,
			Title: counted(len(m.leave), "device leaves the group", "devices leave the group"), Text: few(m.leave),
			Do: "Check that they may lose what the group gives them. The next step names it."})
	}
}

// show puts whether Handrail may change the group into a document.
func (t target) show(doc *frame.Draft) {
	switch {
	case !t.known:
		doc.Fact("may-change", "Handrail can change it", string(report.Unknown), "Not known")
	case t.why != "":
		doc.Find(report.Finding{Code: "no-change", Severity: report.Problem, Subject: t.name,
			Title: "Handrail does not change this group: " + t.name, Text: t.why, Do: "Choose another group or name."})
		doc.Fact("may-change", "Handrail can change it", "no", "")
	default:
		doc.Fact("may-change", "Handrail can change it", "yes", "")
		if t.group.Processing.Is("Paused") {
			doc.Find(report.Finding{Code: "paused", Severity: report.Warning, Subject: t.name,
				Title: "Microsoft does not update this group now", Text: "Its processing is paused.",
				Do: "Make the change here: it turns the processing on again."})
		}
	}
}
