package graphsim

import (
	"slices"
	"strconv"
	"time"
)

// The kinds of Autopilot (Graph windowsAutopilotDeviceIdentity and windowsAutopilotDeploymentProfile).
var (
	autopilotKind = &kind{name: "windowsAutopilotDeviceIdentity",
		context: "deviceManagement/windowsAutopilotDeviceIdentities", page: 1000, most: 1000}
	profileKind = &kind{name: "windowsAutopilotDeploymentProfile",
		context: "deviceManagement/windowsAutopilotDeploymentProfiles", page: 1000, most: 1000,
		expand: []string{"assignments"}, expander: autopilotAssigned}
)

// autopilotNames are the profiles of Autopilot. No device has the last.
var autopilotNames = []string{"Hall Kiosk", "Hall Kiosk - Youth Club", "Kiosk Test", "Office laptops",
	"Trustee laptops"}

// autopilotDevices answers with the computers that a profile of Autopilot set up, and one that is
// still in its box.
func autopilotDevices(x *call) *answer {
	var rows []object
	for i, d := range x.cloud.devices {
		if slices.Contains(autopilotNames, d.body.str("enrollmentProfileName")) {
			rows = append(rows, x.cloud.autopilotRow(i, d.body.str("displayName"), d.body.str("deviceId"), "enrolled"))
		}
	}
	return x.list(autopilotKind, these(append(rows,
		x.cloud.autopilotRow(len(x.cloud.devices), "", "", "notContacted"))))
}

func (c *Cloud) autopilotRow(i int, name, device, state string) object {
	return object{
		{"id", c.guid("autopilot/" + strconv.Itoa(i))}, {"groupTag", ""}, {"purchaseOrderIdentifier", ""},
		{"serialNumber", "NCT-" + strconv.Itoa(7000+i)}, {"productKey", ""}, {"manufacturer", "Contoso"},
		{"model", "Desk 2"}, {"enrollmentState", state}, {"lastContactedDateTime", c.base.Add(-24 * time.Hour)},
		{"addressableUserName", ""}, {"userPrincipalName", ""}, {"resourceName", ""}, {"skuNumber", ""},
		{"systemFamily", ""}, {"azureActiveDirectoryDeviceId", device}, {"managedDeviceId", ""}, {"displayName", name},
	}
}

// autopilotProfiles answers with the profiles.
func autopilotProfiles(x *call) *answer {
	rows := make([]object, len(autopilotNames))
	for i, name := range autopilotNames {
		made := x.cloud.base.Add(-time.Duration(300-i) * 24 * time.Hour)
		rows[i] = object{{"id", x.cloud.guid("autopilot-profile/" + strconv.Itoa(i))}, {"displayName", name},
			{"description", ""}, {"createdDateTime", made}, {"lastModifiedDateTime", made}, {"deviceType", "windowsPc"},
			{"deviceNameTemplate", ""}, {"locale", "en-GB"}, {"preprovisioningAllowed", false},
			{"roleScopeTagIds", []string{"0"}}}
	}
	return x.list(profileKind, these(rows))
}
