package graphsim

import (
	"strconv"
	"time"
)

// The kinds of profiles with which devices of other systems are set up (Graph beta androidDeviceOwnerEnrollmentProfile,
// depOnboardingSetting and enrollmentProfile).
var (
	androidKind = &kind{name: "androidDeviceOwnerEnrollmentProfile",
		context: "deviceManagement/androidDeviceOwnerEnrollmentProfiles", page: 100, most: 1000}
	appleTokenKind = &kind{name: "depOnboardingSetting", context: "deviceManagement/depOnboardingSettings", page: 100,
		most: 1000}
	appleKind = &kind{name: "enrollmentProfile",
		context: "deviceManagement/depOnboardingSettings/enrollmentProfiles", page: 100, most: 1000}
)

// appleNames are the profiles of Apple. The first was renamed to the second, and its devices keep the old name; no
// device has the last.
var (
	appleNames   = []string{"iPhones 2026", "Youth tablets", "Trustee iPads"}
	androidNames = []string{"Shop tills", "Hall scanners"} // no device has the last
)

// enrolmentRoutes are the lists. Without a licence for Intune they refuse as Microsoft does.
func enrolmentRoutes() []route {
	licensed := func(do func(x *call) *answer) func(x *call) *answer {
		return func(x *call) *answer {
			if x.cloud.options.NoPremium {
				return noIntune()
			}
			return do(x)
		}
	}
	return []route{
		{of: "[]androidDeviceOwnerEnrollmentProfile", pattern: "/deviceManagement/androidDeviceOwnerEnrollmentProfiles",
			beta: true, do: licensed(func(x *call) *answer { return x.list(androidKind, these(x.cloud.named(androidNames))) })},
		{of: "[]depOnboardingSetting", pattern: "/deviceManagement/depOnboardingSettings", beta: true,
			do: licensed(func(x *call) *answer {
				return x.list(appleTokenKind, these([]object{{{"id", x.cloud.guid("apple-token")},
					{"tokenName", "Northgate"}, {"lastModifiedDateTime", x.cloud.base.Add(-40 * 24 * time.Hour)}}}))
			})},
		{of: "[]enrollmentProfile", pattern: "/deviceManagement/depOnboardingSettings/{}/enrollmentProfiles", beta: true,
			do: licensed(func(x *call) *answer {
				if x.arg(0) != x.cloud.guid("apple-token") {
					return notFound(x.arg(0))
				}
				return x.list(appleKind, these(x.cloud.named(appleNames)))
			})},
	}
}

// named returns rows with these names.
func (c *Cloud) named(names []string) []object {
	rows := make([]object, len(names))
	for i, name := range names {
		rows[i] = object{{"id", c.guid("enrolment/" + name + strconv.Itoa(i))}, {"displayName", name}, {"description", ""}}
	}
	return rows
}
