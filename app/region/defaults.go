package region

import (
	"regexp"
	"time"
)

// What “defaults” prints of a dictionary: 1 = "dd/MM/y"; and gregorian = 2;
var (
	shortOfMac = regexp.MustCompile(`(?m)^\s*1\s*=\s*"?([^";]+)"?;`)
	firstOfMac = regexp.MustCompile(`gregorian\s*=\s*"?([1-7])"?;`)
)

// fromDefaults returns the forms of macOS: those of the region, unless the person chose others. There, 1 is Sunday.
func fromDefaults(locale, formats, first string) Forms {
	f := ofRegion(regionOf(locale))
	if m := shortOfMac.FindStringSubmatch(formats); m != nil {
		if own := fromPattern(m[1]); own != "" {
			f.Day = own
		}
	}
	if m := firstOfMac.FindStringSubmatch(first); m != nil {
		f.First = time.Weekday(m[1][0] - '1')
	}
	return f
}
