package graphsim

import (
	_ "embed"
	"fmt"
	"strconv"
	"time"
)

//go:embed data/devices.txt
var devicesText string

// deviceKind is /devices (api-reference/v1.0/api/device-list.md).
var deviceKind = &kind{
	name: "device", context: "devices", page: 100, most: 999, advanced: true,
	fields: []string{"id", "deletedDateTime", "accountEnabled", "approximateLastSignInDateTime",
		"complianceExpirationDateTime", "deviceCategory", "deviceId", "deviceMetadata",
		"deviceOwnership", "deviceVersion", "displayName", "enrollmentProfileName", "enrollmentType", "isCompliant",
		"isManaged", "isRooted", "managementType", "manufacturer",
		"mdmAppId", "model", "onPremisesLastSyncDateTime", "onPremisesSyncEnabled", "operatingSystem",
		"operatingSystemVersion", "physicalIds", "profileType",
		"registrationDateTime", "systemLabels", "trustType", "alternativeSecurityIds"},
	filter: map[string]string{
		"id": "eq ne not in", "displayName": "eq ne not ge le in startswith",
		"operatingSystem": "eq ne not ge le in startswith", "operatingSystemVersion": "eq ne not ge le in startswith",
		"accountEnabled": "eq ne not in", "isCompliant": "eq ne not in", "isManaged": "eq ne not in",
		"approximateLastSignInDateTime": "eq ne not ge le", "trustType": "eq in",
		"deviceId": "eq ne not in", "enrollmentProfileName": "eq ne not in", "onPremisesSyncEnabled": "eq ne not in",
	},
	order: []string{"displayName", "approximateLastSignInDateTime"},
}

// device is a computer or phone; group is the key of the group it is in.
type device struct {
	body  object
	group string
}

// readDevices reads data/devices.txt.
func (c *Cloud) readDevices() error {
	for i, f := range table(devicesText, 10) {
		var seen any
		if f[7] != "" {
			days, err := strconv.ParseFloat(f[7], 64)
			if err != nil {
				return fmt.Errorf("devices.txt: %w", err)
			}
			seen = c.base.Add(-time.Duration(days * 24 * float64(time.Hour)))
		}
		c.devices = append(c.devices, device{c.deviceBody(i, f, seen), f[9]})
	}
	return nil
}

func (c *Cloud) deviceBody(i int, f []string, seen any) object {
	yes := func(s string) any { // empty is not known
		if s == "" {
			return nil
		}
		return s == "true"
	}
	company := "Company"
	if f[3] == "Workplace" {
		company = "Personal"
	}
	var onSite, mdm any
	if f[3] == "ServerAd" {
		onSite = true
	}
	if yes(f[5]) == true {
		mdm = "0000000a-0000-0000-c000-000000000000"
	}
	return object{
		{"id", c.guid("device/" + strconv.Itoa(i))}, {"deletedDateTime", nil}, {"accountEnabled", yes(f[6])},
		{"approximateLastSignInDateTime", seen}, {"complianceExpirationDateTime", nil},
		{"deviceCategory", nil}, {"deviceId", c.guid("device-id/" + strconv.Itoa(i))}, {"deviceMetadata", nil},
		{"deviceOwnership", company}, {"deviceVersion", 2}, {"displayName", f[0]},
		{"enrollmentProfileName", orNull(f[8])}, {"enrollmentType", nil}, {"isCompliant", yes(f[4])},
		{"isManaged", yes(f[5])}, {"isRooted", nil}, {"managementType", nil}, {"manufacturer", nil},
		{"mdmAppId", mdm}, {"model", nil}, {"onPremisesLastSyncDateTime", nil}, {"onPremisesSyncEnabled", onSite},
		{"operatingSystem", f[1]}, {"operatingSystemVersion", f[2]},
		{"physicalIds", []string{}}, {"profileType", "RegisteredDevice"},
		{"registrationDateTime", time.Date(2022, 1, 10, 10, 0, 0, 0,
			time.UTC).Add(time.Duration(i) * 53 * 24 * time.Hour)},
		{"systemLabels", []string{}}, {"trustType", f[3]}, {"alternativeSecurityIds", []object{}},
	}
}

func (c *Cloud) deviceRows() source {
	return source{len(c.devices), func(i int) row { return c.devices[i].body }}
}

func devices(x *call) *answer { return x.list(deviceKind, x.cloud.deviceRows()) }

func oneDevice(x *call) *answer {
	for _, d := range x.cloud.devices {
		if d.body.str("id") == x.arg(0) {
			return x.entity(deviceKind, d.body)
		}
	}
	return notFound(x.arg(0))
}
