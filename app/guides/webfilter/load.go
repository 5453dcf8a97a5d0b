package webfilter

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// These are reasons that only the guide can find: it knows which devices the organisation has.
const (
	notInFile rules.Reason = "not-in-file" // the organisation has the device, and the file does not
	twoOfName rules.Reason = "same-name"   // two devices have the name, and the file has no ID
)

// device is a device with the answer.
type device struct {
	rules.Check
	Name   string
	System string
	Why    rules.Reason // where the guide knows no more; empty: the check decides
}

// world is what is known of the organisation and its devices.
type world struct {
	licence  rules.Licence
	devices  []device
	given    bool  // a file with devices was entered
	err      error // of that file
	apart    error // why no organisation could be asked
	listed   bool  // the devices of the organisation were read
	left     int   // devices that are turned off in Entra
	missing  []tenant.Gap
	doubtful []tenant.Gap
	names    map[string]string // of people, by UPN in small letters
}

// load reads the devices of the organisation, and what the file says of them.
func (d deps) load(ctx context.Context, v *guide.Visit, progress task.Report) (*world, error) {
	w := &world{names: map[string]string{}}
	read, err := d.machines(v, w)
	if err != nil {
		return nil, err
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		tenant.SectionDevices, tenant.SectionUsers, tenant.SectionLicences)
	if app.CodeOf(err) == app.NotFound {
		w.apart = err
		for _, m := range read {
			w.devices = append(w.devices, checked(m))
		}
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	w.missing, w.doubtful = have.Missing, have.Doubtful
	plans, err := w.people(ctx, have)
	if err != nil {
		return nil, err
	}
	for i := range read {
		read[i].Licensed = w.licensed(read[i].UPNs, plans)
	}
	return w, w.join(ctx, have, read)
}

// machines returns the devices of the files that were entered. A file that cannot be read is no reason to
// stop: nothing is known of its devices.
func (d deps) machines(v *guide.Visit, w *world) (all []rules.Read, err error) {
	answer := v.Answer(askDevices)
	parts := ask.Rows(answer)
	if slices.ContainsFunc(parts, func(line string) bool { return !isPath(line) }) {
		parts = []string{answer}
	}
	for _, part := range parts {
		got, err := export.Read(part, d.Files.Read)
		w.given = w.given || got.Given
		if err != nil {
			w.err = err
			continue
		}
		all = append(all, rules.ReadMachines(got.Rows)...)
	}
	return all, nil
}

// isPath reports whether a line is a full path, which may stand in quotation marks.
func isPath(line string) bool {
	line = strings.Trim(line, `"'`)
	return strings.HasPrefix(line, "/") || strings.HasPrefix(line, `\\`) ||
		len(line) > 3 && line[1] == ':' && strings.ContainsAny(line[2:3], `\/`)
}

// people reads the names of people, and which of them have the filter.
func (w *world) people(ctx context.Context, have *tenant.Required) (map[string]tenant.Standing, error) {
	var licences *tenant.Licensing
	if _, known := have.Gap(tenant.SectionLicences); known {
		all, err := tenant.LicensingOf(ctx, have)
		if err != nil {
			return nil, err
		}
		licences = all
		w.licence = rules.LicenceOf(all.Has)
	}
	plans := map[string]tenant.Standing{}
	if _, known := have.Gap(tenant.SectionUsers); !known {
		return plans, nil
	}
	err := tenant.Each(ctx, have, tenant.SectionUsers, func(u tenant.User) error {
		upn := strings.ToLower(string(u.UPN))
		w.names[upn] = string(u.Name)
		plans[upn] = licences.Of(u, rules.PlanIDs()...).Standing
		return nil
	})
	return plans, err
}

// licensed returns whether someone who uses a device has the filter. Where no one is named, only an
// organisation without any plan is a no.
func (w *world) licensed(upns []string, plans map[string]tenant.Standing) tenant.Flag {
	if w.licence.Filter.No() {
		return tenant.Off()
	}
	if len(upns) == 0 {
		return tenant.Flag{}
	}
	all := tenant.Off()
	for _, upn := range upns {
		switch plans[strings.ToLower(upn)] {
		case tenant.PlanOn:
			return tenant.On()
		case tenant.PlanOff, tenant.PlanNone:
		default:
			all = tenant.Flag{}
		}
	}
	return all
}

func checked(m rules.Read) device {
	return device{Check: rules.Judge(m.Machine), Name: m.Name}
}

// gaps returns what is not known, as findings.
func (w *world) gaps() (found []report.Finding) {
	found = append(frame.NotRead(w.missing), frame.Doubtful(w.doubtful)...)
	if w.apart != nil {
		found = append(found, frame.NotKnown("not-connected", "Handrail could not read your organisation", w.apart))
	}
	switch {
	case w.err != nil:
		found = append(found, frame.NotKnown("devices-unread", "Handrail could not read the file with devices", w.err))
	case !w.given:
		found = append(found, report.Finding{Code: "devices-none", Severity: report.Unknown,
			Title: "It is not known how your devices are set", Text: "You have not entered a file with devices.",
			Do: "Run the second query, or webfilter-device.ps1, and enter the result."})
	}
	return found
}
