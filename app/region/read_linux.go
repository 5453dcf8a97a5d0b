package region

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"time"
)

// read asks the program “locale” of the C library, which knows LC_ALL, LC_TIME and LC_PAPER (POSIX, “locale”). Where
// it is missing, the names of the locales say the region.
func read(ctx context.Context) Forms {
	name := ""
	for _, variable := range []string{"LC_ALL", "LC_TIME", "LANG"} {
		if name = os.Getenv(variable); name != "" {
			break
		}
	}
	if base, _, _ := strings.Cut(name, "."); base == "" || base == "C" || base == "POSIX" {
		return Standard() // of no country: its day is that of the United States, and no one chose it
	}
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	out, err := exec.CommandContext(ctx, "/usr/bin/locale", "-k", "LC_TIME", "LC_PAPER").Output()
	f := fromLocale(string(out))
	if err == nil && f.Day != "" {
		return f
	}
	return ofRegion(regionOf(name))
}

// fromLocale reads what “locale -k” prints.
func fromLocale(text string) Forms {
	f := Standard()
	f.Day = ""
	set := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			set[name] = strings.Trim(value, `"`)
		}
	}
	f.Day = fromPosix(set["d_fmt"])
	// first_weekday counts from the day of week-1stday: 19971130 is a Sunday, 19971201 a Monday.
	if first := set["first_weekday"]; len(first) == 1 && first >= "1" && first <= "7" {
		base := 0
		if set["week-1stday"] == "19971201" {
			base = 1
		}
		f.First = time.Weekday((base + int(first[0]-'1')) % 7)
	}
	f.Letter = set["height"] == "279"
	return f
}
