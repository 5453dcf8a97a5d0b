package appblock

import (
	"context"
	"slices"

	"handrail/app"
	"handrail/app/device/appblock"
	"handrail/app/device/indicator"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// world is what is known of the discovered apps.
type world struct {
	apps    []appblock.App
	known   bool
	unread  int  // rows of Microsoft that could not be read
	named   bool // the source knows people
	streams []appblock.Stream
	stream  appblock.Stream
	export  appblock.Export
	err     error // of the export, or why no organisation could be asked
	given   bool  // an export was entered
	have    *tenant.Required
	needs   appblock.Needs
}

// load reads the apps from Microsoft or from the export.
func (d deps) load(ctx context.Context, v *guide.Visit, progress task.Report) (*world, error) {
	w := &world{needs: appblock.NewNeeds(ask.Items(v.Answer(askNeeded)))}
	if v.Answer(askFrom) == fromFile {
		w.readExport(v, d.Files.Read)
		return w, ctx.Err()
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		tenant.SectionStreams)
	if app.CodeOf(err) == app.NotFound {
		w.err = err
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	w.have = have
	if _, known := have.Gap(tenant.SectionStreams); !known {
		return w, ctx.Err()
	}
	if w.streams, err = tenant.All[appblock.Stream](ctx, have, tenant.SectionStreams); err != nil {
		return nil, err
	}
	var ok bool
	if w.stream, ok = appblock.Choose(w.streams, v.Answer(askReport)); !ok {
		return w, ctx.Err()
	}
	w.named = w.stream.Named()
	section := tenant.DiscoveredSection(w.stream.ID)
	if err := have.Also(ctx, section); err != nil {
		return nil, err
	}
	if _, known := have.Gap(section); !known {
		return w, ctx.Err()
	}
	w.known = true
	return w, have.Each(ctx, section, func(_ string, body []byte) error {
		a, err := appblock.Decode(body, w.named)
		if err != nil || a.Label() == "" {
			w.unread++
			return nil
		}
		w.apps = append(w.apps, a)
		return nil
	})
}

// readExport reads the apps from the file that was entered.
func (w *world) readExport(v *guide.Visit, file func(string) ([]byte, error)) {
	data, given, err := export.Text(v.Answer(askExport), isText, file)
	w.given, w.err = given, err
	if !given || err != nil {
		return
	}
	by, err := appblock.ParseColumns(v.Answer(askColumns))
	if err == nil {
		w.export, err = appblock.ReadExport(data, by)
	}
	w.apps, w.err, w.known = w.export.Apps, err, err == nil
	_, w.named = w.export.Columns[appblock.FieldPeople]
}

// gaps returns what is not known, as findings.
func (w *world) gaps(v *guide.Visit) (found []report.Finding) {
	if w.have != nil {
		found = append(frame.NotRead(w.have.Missing), frame.Doubtful(w.have.Doubtful)...)
	}
	const export = "Export Discovered apps in Microsoft Defender, and enter the file."
	switch {
	case w.err != nil && v.Answer(askFrom) == fromFile:
		found = append(found, frame.NotKnown("export-unread", "Handrail could not read the export", w.err))
	case w.err != nil:
		found = append(found, frame.NotKnown("not-connected", "Handrail could not read the discovered apps", w.err))
	case v.Answer(askFrom) == fromFile && !w.given:
		found = append(found, report.Finding{Code: "export-none", Severity: report.Unknown,
			Title: "It is not known which apps people use", Text: "You have not entered an export.", Do: export})
	case w.streams != nil && w.stream.ID == "" && v.Answer(askReport) != "":
		found = append(found, report.Finding{Code: "report-unknown", Severity: report.Unknown,
			Title: "There is no such report", Text: "No report has this name or ID, or several have the name.",
			Do: "Enter the ID of a report from the list."})
	case w.have != nil && len(w.have.Missing) == 0 && w.stream.ID == "":
		found = append(found, report.Finding{Code: "no-reports", Severity: report.Unknown,
			Title: "There is no report with data", Text: "Defender for Cloud Apps has not discovered anything.",
			Do: "Turn on “Microsoft Defender for Cloud Apps” in the advanced features of Microsoft Defender."})
	}
	found = append(found, w.lost()...)
	if w.known && !w.named {
		found = append(found, report.Finding{Code: "people-unknown", Severity: report.Unknown,
			Title: "Handrail does not know who uses the apps", Text: "This source has no names of people. A count of 0 there " +
				"does not mean that no one uses an app.", Do: "Use the report “Defender-managed endpoints” if you have it."})
	}
	if w.known && !w.tagged() {
		found = append(found, report.Finding{Code: "tags-unknown", Severity: report.Unknown,
			Title: "Handrail does not know the tags of the apps",
			Text:  "So approved apps and apps that cannot be blocked are not set apart." + w.foreign(),
			Do:    "Name the column with the tags, or read the apps from Microsoft."})
	}
	return found
}

// missing returns how many apps are not counted, because their rows cannot be read.
func (w *world) missing() int { return w.unread + w.export.Nameless }

// lost is about rows that cannot be read, or not whole.
func (w *world) lost() (found []report.Finding) {
	if n := w.missing(); n > 0 {
		found = append(found, report.Finding{Code: "rows-unread", Severity: report.Unknown,
			Title: guide.Count(n, "row", "rows") + " of the discovery cannot be read",
			Text:  "They have no name of an app, or another form. Handrail does not count them."})
	}
	if len(w.export.Odd) > 0 {
		found = append(found, report.Finding{Code: "scores-unread", Severity: report.Unknown,
			Title: "Some scores cannot be read", Text: "For example: " + short(w.export.Odd) +
				". These apps count as apps without a score.", Do: "Name the column with the scores from 0 to 10."})
	}
	return found
}

// tags are the tags of the apps, each once; ours reports whether one of them is Microsoft's.
func (w *world) tags() (all []string, ours bool) {
	for _, a := range w.apps {
		for _, tag := range a.Tags {
			if !slices.Contains(all, tag) {
				all = append(all, tag)
			}
		}
		ours = ours || a.Tagged(appblock.TagProtected) || a.Tagged(appblock.TagSanctioned) ||
			a.Tagged(appblock.TagUnsanctioned) || a.Tagged(appblock.TagMonitored)
	}
	return all, ours
}

// foreign names the tags of a file in another language.
func (w *world) foreign() string {
	if all, ours := w.tags(); len(all) > 0 && !ours {
		return " Handrail does not recognise these tags: " + short(all) + "."
	}
	return ""
}

// tagged reports whether the tags of every app are known. A file in another language has tags, and none that
// Handrail knows.
func (w *world) tagged() bool {
	if w.export.Columns != nil && w.foreign() != "" {
		return false
	}
	for _, a := range w.apps {
		if !a.TagsKnown {
			return false
		}
	}
	return true
}

// list returns an indicator list that was entered.
func (d deps) list(answer string) (l indicator.List, given bool, err error) {
	data, given, err := export.Text(answer, isText, d.Files.Read)
	if !given || err != nil {
		return l, given, err
	}
	l, err = indicator.Read(data)
	return l, true, err
}
