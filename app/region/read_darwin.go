package region

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// read asks macOS for the settings of the person, with “defaults” (its manual page).
func read(ctx context.Context) Forms {
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	get := func(name string) string {
		out, _ := exec.CommandContext(ctx, "/usr/bin/defaults", "read", "-g", name).Output() // not set: no output
		return strings.TrimSpace(string(out))
	}
	return fromDefaults(get("AppleLocale"), get("AppleICUDateFormatStrings"), get("AppleFirstWeekday"))
}
