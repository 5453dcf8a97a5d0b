package webfilter

import (
	"context"
	"slices"
	"strings"

	rules "handrail/app/device/webfilter"
	"handrail/app/tenant"
)

// row is a device as the organisation has it.
type row struct {
	tenant.Device
	DeviceID tenant.Text `json:"deviceId"`
}

// join puts what the file says to the devices of the organisation: by ID, else by a name that only one
// device has.
func (w *world) join(ctx context.Context, have *tenant.Required, read []rules.Read) error {
	var rows []row
	if _, known := have.Gap(tenant.SectionDevices); known {
		w.listed = true
		if err := tenant.Each(ctx, have, tenant.SectionDevices, func(r row) error {
			if r.Enabled.No() {
				w.left++
			} else {
				rows = append(rows, r)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	used := make([]bool, len(read))
	for _, r := range rows {
		i, why := matching(r, rows, read)
		dev := device{Name: string(r.Name), System: string(r.System), Why: why}
		switch {
		case i >= 0:
			used[i] = true
			dev = checked(read[i])
			dev.Name, dev.System = string(r.Name), string(r.System)
		case !windows(r):
			dev.Check, dev.Why = rules.Check{Verdict: rules.Unsure, Reasons: []rules.Reason{rules.OtherSystem}},
				rules.OtherSystem
		default:
			if why == twoOfName { // the row is of one of them, and no other device
				for i, m := range read {
					used[i] = used[i] || m.EntraID == "" && short(m.Name) == short(dev.Name)
				}
			}
			dev.Check = rules.Check{Verdict: rules.Unsure, Reasons: []rules.Reason{why}}
		}
		w.devices = append(w.devices, dev)
	}
	for i, m := range read {
		if !used[i] {
			w.devices = append(w.devices, checked(m))
		}
	}
	return nil
}

// windows reports whether a device can have a filter that Handrail judges. A system that was not read may be.
func windows(r row) bool {
	return r.System == "" || strings.HasPrefix(strings.ToLower(string(r.System)), "windows")
}

// matching returns which device of a file is r; -1 with the reason where none is.
func matching(r row, rows []row, read []rules.Read) (int, rules.Reason) {
	if id := strings.ToLower(string(r.DeviceID)); id != "" {
		if i := slices.IndexFunc(read, func(m rules.Read) bool { return m.EntraID == id }); i >= 0 {
			return i, ""
		}
	}
	same := func(name string) bool { return short(name) == short(string(r.Name)) }
	found, n := -1, 0
	for i, m := range read {
		if m.EntraID == "" && same(m.Name) {
			found, n = i, n+1
		}
	}
	others := 0
	for _, o := range rows {
		if same(string(o.Name)) {
			others++
		}
	}
	switch {
	case n == 0:
		return -1, notInFile
	case n > 1 || others > 1:
		return -1, twoOfName
	}
	return found, ""
}

// short returns the name of a computer without its domain, in small letters.
func short(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(name)), ".")
	return name
}
