package program

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app/terminal"
)

// zones are far from each other, from whole hours and from the sample's own.
var zones = []string{"Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/St_Johns"}

// passing is what may differ between two runs: how long an answer took, ports and ids.
// What the clock of this computer shows is said to be just that.
var passing = regexp.MustCompile(`[0-9.]+ (milli|micro)?seconds?|a moment|127\.0\.0\.1:[0-9]+|[0-9a-f]{16}|` +
	`the clock of this computer shows [A-Za-z]+ [0-9:]+`)

// TestTimeIsTheSameInEveryZone runs guides late on a leap day: the zone of the computer
// changes no date, no deadline and no advice.
func TestTimeIsTheSameInEveryZone(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for _, id := range []string{"tls-reports", "mfa-methods", "live-event"} {
		first := ""
		for _, name := range zones {
			loc, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			time.Local = loc
			data := t.TempDir()
			var out, errs bytes.Buffer
			status := runTerminal(t, &out, &errs, "run", id, "-sample", "-data", data, "-json",
				"-now", "2028-02-29T23:30:00Z")
			if status == terminal.NotDone || errs.Len() > 0 {
				t.Fatalf("%s in %s ends with %d: %s", id, name, status, errs.String())
			}
			folder := strings.NewReplacer(data, "DATA", strings.ReplaceAll(data, `\`, `\\`), "DATA") // as in JSON
			text := passing.ReplaceAllString(folder.Replace(out.String()), "…")
			if first == "" {
				first = text
			}
			if text != first {
				a, b := strings.Split(first, "\n"), strings.Split(text, "\n")
				for i := range min(len(a), len(b)) {
					if a[i] != b[i] {
						t.Errorf("%s in %s: %s, in %s %s", id, name, b[i], zones[0], a[i])
						break
					}
				}
			}
		}
	}
}

// TestAClockThatWasPutBack: what was saved in a year to come has no age below zero, and
// is not lost.
func TestAClockThatWasPutBack(t *testing.T) {
	data := t.TempDir()
	run := func(now string, args ...string) string {
		var out, errs bytes.Buffer
		args = append(args, "-sample", "-data", data, "-now", now)
		if status := runTerminal(t, &out, &errs, args...); status == terminal.NotDone || errs.Len() > 0 {
			t.Fatalf("%q at %s ends with %d: %s", args, now, status, errs.String())
		}
		return out.String()
	}
	run("2028-02-29T12:00:00Z", "run", "tls-reports")
	run("2028-02-29T12:00:00Z", "sync")
	id := regexp.MustCompile(`"id": ?"[^"]+"`)
	later := id.FindAllString(run("2028-02-29T12:00:00Z", "reports", "-json"), -1)
	for _, args := range [][]string{{"guides"}, {"sync"}, {"run", "tls-reports"}, {"run", "mfa-methods"}} {
		text := run("2027-02-28T12:00:00Z", args...)
		ago := regexp.MustCompile(`-[0-9]+ (second|minute|hour|day|week|month|year)`)
		if negative := ago.FindString(text); negative != "" {
			t.Errorf("%q says %q", args, negative)
		}
	}
	now := run("2027-02-28T12:00:00Z", "reports", "-json")
	for _, one := range later {
		if !strings.Contains(now, one) {
			t.Errorf("the report %s is lost", one)
		}
	}
	if len(later) == 0 {
		t.Error("there were no reports")
	}
}
