package deviceprofiles

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/device/dynrule"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// name is a profile name with the devices that have it.
type name struct {
	Profile string
	Devices []device
}

// systems returns the systems of the devices, each once.
func (n name) systems() string {
	var all []string
	for _, d := range n.Devices {
		if d.System != "" && !slices.Contains(all, d.System) {
			all = append(all, d.System)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// selfNamed reports whether a device reports the name itself.
func (n name) selfNamed() bool {
	return strings.HasPrefix(strings.ToLower(n.Profile), strings.ToLower(dynrule.SelfPrefix()))
}

// names returns the names that devices have, the most used first, how many devices have none, and
// of how many the name was not read.
func (w *world) names() (all []name, empty, unread int) {
	at := map[string]int{}
	for _, d := range w.devices {
		switch {
		case !d.Read:
			unread++
			continue
		case d.Profile == "":
			empty++
			continue
		}
		key := strings.ToLower(d.Profile)
		i, seen := at[key]
		if !seen {
			i = len(all)
			at[key], all = i, append(all, name{Profile: d.Profile})
		}
		all[i].Devices = append(all[i].Devices, d)
	}
	slices.SortFunc(all, func(a, b name) int {
		return cmp.Or(cmp.Compare(len(b.Devices), len(a.Devices)), cmp.Compare(a.Profile, b.Profile))
	})
	return all, empty, unread
}

// counted returns a number with its word.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func devicesOf(n int) string { return counted(n, "device", "devices") }

// lookNames lists the profile names in use.
func (d deps) lookNames(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress, tenant.SectionDevices, tenant.SectionGroups, tenant.SectionAccess,
		tenant.SectionAutopilot, tenant.SectionProfiles, tenant.IntuneSection(tenant.EnrolmentApple),
		tenant.IntuneSection(tenant.EnrolmentAndroid), tenant.SectionLicences)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Which profile names are in use?", v)
	p, err := w.readProfiles(ctx)
	if err != nil {
		return nil, err
	}
	if !w.devicesKnown {
		for _, f := range [][2]string{{"devices", "Devices"}, {"names", "Profile names"}, {"empty", "Without a name"},
			{"without-profile", "Names that no profile has now"}} {
			doc.Fact(f[0], f[1], string(report.Unknown), "Not known")
		}
		doc.Headline("Your devices are not known")
	} else {
		w.showNames(doc, p)
	}
	w.showUnused(doc, p)
	if err := w.showFrozen(ctx, doc); err != nil {
		return nil, err
	}
	w.gaps(doc)
	w.offer(doc)
	if err := w.showAutopilot(ctx, doc); err != nil {
		return nil, err
	}
	return doc.Answered(), nil
}

// offer offers the first dynamic group of devices as the one to change.
func (w *world) offer(doc *frame.Draft) {
	for _, g := range w.groups {
		if ofDevices(g) {
			doc.Fact("device-group", "A dynamic group of devices", string(g.Name), "")
			return
		}
	}
}

// showNames puts the names, and what a person must know of them, into a document.
func (w *world) showNames(doc *frame.Draft, p profiles) {
	all, empty, unread := w.names()
	table := report.Table{Title: "Profile names", Columns: []string{"Profile name", "Devices", "Systems", "Profile"},
		Right: []bool{false, true, false, false}}
	for _, n := range all {
		table.Rows = append(table.Rows, []string{n.Profile, strconv.Itoa(len(n.Devices)), n.systems(),
			p.of(n.Profile)})
		if n.selfNamed() {
			doc.Find(report.Finding{Code: "self-named", Severity: report.Warning, Subject: n.Profile,
				Title: "Devices report this name themselves: " + n.Profile,
				Text:  "Any computer can report a name that begins with " + dynrule.SelfPrefix() + ".",
				Do:    "Compare the whole name, and never give a profile such a name."})
		}
	}
	doc.Add(table)
	p.showGone(doc, all)
	if empty > 0 {
		doc.Find(report.Finding{Code: "no-name", Severity: report.Note,
			Title: devicesOf(empty) + " without a profile name",
			Text:  "No rule that compares the name takes them for certain."})
	}
	if unread > 0 {
		doc.Find(report.Finding{Code: "name-unread", Severity: report.Unknown,
			Title: "The names of " + devicesOf(unread) + " are not known",
			Text:  "The saved data is older than this guide.", Do: "Refresh “Devices” on the page Organisation."})
	}
	doc.Add(report.Text{Text: "Microsoft documents the name for Apple devices, for dedicated Android devices and for " +
		"Autopilot. Handrail shows what your devices really have."},
		report.Text{Text: "Renaming or deleting a profile moves no device. Each device keeps its profile name."})
	doc.Fact("devices", "Devices", strconv.Itoa(len(w.devices)), "")
	doc.Fact("names", "Profile names", strconv.Itoa(len(all)), "")
	doc.Fact("empty", "Without a name", strconv.Itoa(empty), "")
	doc.Headline("No device has a profile name")
	if len(all) > 0 {
		doc.Fact("most-used", "Most used name", all[0].Profile, "")
		doc.Headline(counted(len(all), "profile name", "profile names") + " on " + devicesOf(len(w.devices)))
	}
}

// mostRows is how many devices a table has.
const mostRows = 1000

// lookDevices lists the devices with the chosen names.
func (d deps) lookDevices(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress, tenant.SectionDevices)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Which devices do you mean?", v)
	w.gaps(doc)
	if !w.devicesKnown {
		doc.Headline("Your devices are not known")
		doc.Fact("chosen", "Devices that you mean", string(report.Unknown), "Not known")
		return doc.Answered(), nil
	}
	mean := w.named(chosen(v))
	table := report.Table{Title: "Devices", Columns: []string{"Device", "Profile name", "System"}}
	for _, one := range mean[:min(len(mean), mostRows)] {
		table.Rows = append(table.Rows, []string{one.label(), one.Profile, one.System})
	}
	for _, n := range chosen(v) {
		if len(w.named([]string{n})) == 0 {
			doc.Find(report.Finding{Code: "no-device", Severity: report.Warning, Subject: n,
				Title: "No device has this name: " + n,
				Text:  "If a profile was renamed, its devices keep the former name. Only new devices get the new one.",
				Do:    "Check the spelling, or add the former name."})
		}
	}
	if len(mean) > 0 {
		doc.Headline("You mean " + devicesOf(len(mean)))
		doc.Find(report.Finding{Code: "chosen", Severity: report.OK, Title: "You mean " + devicesOf(len(mean))})
	}
	if len(mean) == 0 {
		doc.Headline("No device has the name that you chose")
	}
	doc.Add(table)
	if len(mean) > mostRows {
		doc.Add(report.Text{Text: "The table has the first " + strconv.Itoa(mostRows) + " of " + devicesOf(len(mean)) + "."})
	}
	doc.Fact("chosen", "Devices that you mean", strconv.Itoa(len(mean)), "")
	return doc.Answered(), nil
}
