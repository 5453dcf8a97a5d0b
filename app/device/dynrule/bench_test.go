package dynrule

import (
	"fmt"
	"testing"

	"handrail/app/identity/access"
)

// BenchmarkDevices100000 asks a rule of 100,000 devices; it may take a second.
func BenchmarkDevices100000(b *testing.B) {
	rule := must(b, `(device.enrollmentProfileName -contains "Kiosk") -and (device.deviceOwnership -eq "Company") -and `+
		`-not (device.devicePhysicalIds -any (_ -startsWith "[OrderID]:Test")) -or (device.displayName -match "^HALL-\d+$")`)
	devices := make([]Machine, 100_000)
	for i := range devices {
		devices[i] = Machine{
			"displayName":           Text(fmt.Sprintf("PC-%06d", i)),
			"enrollmentProfileName": Text([]string{"Hall Kiosk", "Kiosk Test", "Office laptops", ""}[i%4]),
			"deviceOwnership":       Text("Company"),
			"devicePhysicalIds":     Texts([]string{"[HWID]:h:1", "[ZTDID]:2", "[OrderID]:North"}),
		}
	}
	for b.Loop() {
		taken := 0
		for _, d := range devices {
			if rule.Evaluate(d).Answer == access.Yes {
				taken++
			}
		}
		if taken != len(devices)/2 {
			b.Fatal(taken)
		}
	}
}
