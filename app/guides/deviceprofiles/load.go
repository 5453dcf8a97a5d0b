package deviceprofiles

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/device/dynrule"
	"handrail/app/guide/frame"
	"handrail/app/task"
	"handrail/app/tenant"
)

// device is a device as a rule sees it.
type device struct {
	ID, Name, System string
	DeviceID         string // by which Autopilot knows it
	Profile          string
	Read             bool // its profile name was read
	values           dynrule.Machine
}

// properties are the names that rules have for the properties of Graph's resource device.
var properties = map[string]string{
	"id": "objectId", "accountEnabled": "accountEnabled", "deviceCategory": "deviceCategory", "deviceId": "deviceId",
	"mdmAppId": "deviceManagementAppId", "manufacturer": "deviceManufacturer", "model": "deviceModel",
	"displayName": "displayName", "operatingSystem": "deviceOSType", "operatingSystemVersion": "deviceOSVersion",
	"deviceOwnership": "deviceOwnership", "physicalIds": "devicePhysicalIds", "trustType": "deviceTrustType",
	"enrollmentProfileName": "enrollmentProfileName", "isRooted": "isRooted", "managementType": "managementType",
	"profileType": "profileType", "systemLabels": "systemLabels",
}

// UnmarshalJSON reads a row of the devices. What it does not have was never read.
func (d *device) UnmarshalJSON(b []byte) error {
	var row map[string]json.RawMessage
	if err := json.Unmarshal(b, &row); err != nil {
		return err
	}
	d.values = dynrule.Machine{}
	for graph, name := range properties {
		d.values[name] = value(row[graph])
	}
	for i := range 15 { // Microsoft's metadata does not name them, so they are not asked for
		d.values["extensionAttribute"+strconv.Itoa(i+1)] = dynrule.Unread()
	}
	d.ID, d.Name = text(row["id"]), text(row["displayName"])
	d.DeviceID = text(row["deviceId"])
	d.System, d.Profile = text(row["operatingSystem"]), text(row["enrollmentProfileName"])
	d.Read = row["enrollmentProfileName"] != nil
	return nil
}

func text(raw json.RawMessage) string { return tenant.FieldText(raw) }

// value returns a value of Graph as a rule sees it.
func value(raw json.RawMessage) dynrule.Value {
	var decoded any
	if len(raw) == 0 || json.Unmarshal(raw, &decoded) != nil {
		return dynrule.Unread()
	}
	switch x := decoded.(type) {
	case nil:
		return dynrule.Null()
	case bool:
		return dynrule.Bool(x)
	case string:
		return dynrule.Text(x)
	case []any:
		items := make([]dynrule.Value, len(x))
		for i, one := range x {
			s, ok := one.(string)
			if !ok {
				return dynrule.Unread()
			}
			items[i] = dynrule.Text(s)
		}
		return dynrule.List(items...)
	}
	return dynrule.Unread()
}

// label returns what a person knows a device by.
func (d device) label() string {
	if d.Name != "" {
		return d.Name
	}
	return d.ID
}

// world is what the guide knows of the organisation.
type world struct {
	have         *tenant.Required
	devices      []device
	devicesKnown bool
	groups       []tenant.Group
	groupsKnown  bool
}

// load reads sections, and returns the devices and groups among them.
func (d deps) load(ctx context.Context, progress task.Report, sections ...string) (*world, error) {
	return d.loadFrom(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress}, sections...)
}

// loadAgain is load, and reads again what is older than it should be.
func (d deps) loadAgain(ctx context.Context, progress task.Report, sections ...string) (*world, error) {
	return d.loadFrom(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress, Renew: true},
		sections...)
}

func (d deps) loadFrom(ctx context.Context, from tenant.Request, sections ...string) (*world, error) {
	have, err := tenant.Require(ctx, from, sections...)
	if err != nil {
		return nil, err
	}
	w := &world{have: have}
	if slices.Contains(sections, tenant.SectionDevices) {
		if _, w.devicesKnown = have.Gap(tenant.SectionDevices); w.devicesKnown {
			if w.devices, err = tenant.All[device](ctx, have, tenant.SectionDevices); err != nil {
				return nil, err
			}
		}
	}
	if slices.Contains(sections, tenant.SectionGroups) {
		if _, w.groupsKnown = have.Gap(tenant.SectionGroups); w.groupsKnown {
			if w.groups, err = tenant.All[tenant.Group](ctx, have, tenant.SectionGroups); err != nil {
				return nil, err
			}
		}
	}
	return w, ctx.Err()
}

// gaps puts what is not known, or not known as it is now, into a document. Of licences and assignments of groups,
// reach.show says it.
func (w *world) gaps(doc *frame.Draft) {
	not := func(g tenant.Gap) bool { return apart(g.Section) }
	doc.Find(frame.NotRead(slices.DeleteFunc(slices.Clone(w.have.Missing), not))...)
	doc.Find(frame.Doubtful(slices.DeleteFunc(slices.Clone(w.have.Doubtful), not))...)
	if i := slices.IndexFunc(w.have.Doubtful, not); i >= 0 { // one says it for all
		old := w.have.Doubtful[i]
		old.Title = "What is assigned to groups"
		doc.Find(frame.Doubtful([]tenant.Gap{old})...)
	}
}

// group returns the group with a name or an ID, and how many there are.
func (w *world) group(name string) (found tenant.Group, n int) {
	for _, g := range w.groups {
		if g.Name.Is(name) || strings.EqualFold(g.ID, name) {
			found = g
			n++
		}
	}
	return found, n
}

// named returns the devices with one of several profile names. Names are compared as rules do.
func (w *world) named(names []string) (all []device) {
	for _, one := range w.devices {
		if has(names, one.Profile) {
			all = append(all, one)
		}
	}
	return all
}

func has(names []string, profile string) bool {
	return profile != "" && slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, profile) })
}
