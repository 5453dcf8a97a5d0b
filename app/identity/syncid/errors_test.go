package syncid

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// codes are the codes of what a text means.
func codes(text string) string {
	var all []string
	for _, f := range Explain(text) {
		all = append(all, f.Code)
	}
	return strings.Join(all, " ")
}

const schedulerOf = `PS C:\> Get-ADSyncScheduler

AllowedSyncCycleInterval            : 00:30:00
CurrentlyEffectiveSyncCycleInterval : 00:30:00
CustomizedSyncCycleInterval         :
NextSyncCyclePolicyType             : Delta
NextSyncCycleStartTimeInUTC         : 3/7/2026 6:47:23 AM
PurgeRunHistoryInterval             : 7.00:00:00
SyncCycleEnabled                    : True
MaintenanceEnabled                  : True
StagingModeEnabled                  : False
SchedulerSuspended                  : False
SyncCycleInProgress                 : False`

const modal = `Start-ADSyncSyncCycle : System.Management.Automation.CmdletInvocationException: ` +
	`System.InvalidOperationException: Showing a modal dialog box or form when the application is not running in ` +
	`UserInteractive mode is not a valid operation.`

func TestErrorsAreExplained(t *testing.T) {
	for text, want := range map[string]string{
		modal: "modal-dialog",
		"Get-ADSyncScheduler : System.InvalidOperationException: Showing a modal dialog box or form when": "modal-dialog",
		"Log Name: Application\nSource: ADSync\nEvent ID: 6900\nLevel: Error":                             "event-6900",
		"Protokollname: Application\nEreignis-ID: 6900":                                                   "event-6900",
		"“The ADSync service is not allowed to interact with the desktop to authenticate Sync_x@y”":       "event-6900",
		"port 6900 is closed":                      "",
		"Event ID 904 ... and before it event 906": "event-904",
		"event 904 alone":                          "",
		"build 19041, port 9060":                   "",
		"AADSTS50076: Due to a configuration change made by your administrator": "AADSTS50076",
		"AADSTS500761": "", "xAADSTS50076": "",
		`{"error":"interaction_required","error_codes":[53003],"suberror":"message_only"}`: "AADSTS53003",
		"Sign-in error code: 53003": "AADSTS53003", "Error code 50158": "AADSTS50158", "error code 53": "",
		"AADSTS53003: Access has been blocked by Conditional Access policies.": "blocked-by-policy AADSTS53003",
		"AADSTS530003: Your device is required to be managed":                  "AADSTS530003",
		"AADSTS53000 and AADSTS530002":                                         "AADSTS53000 AADSTS530002",
		"error (InvalidHardMatch)":                                             "InvalidHardMatch",
		"Hard match operation blocked due to security hardening.":              "hard-match-blocked",
		"stopped-extension-dll-exception":                                      "stopped-extension",
		schedulerOf:                                                            "scheduler-on",
		strings.Replace(schedulerOf, "True", "False", 1):                       "scheduler-off",
		strings.Replace(schedulerOf, "StagingModeEnabled                  : False",
			"StagingModeEnabled                  : True", 1): "staging-mode",
		strings.Replace(schedulerOf, "SchedulerSuspended                  : False",
			"SchedulerSuspended                  : True", 1): "scheduler-suspended",
		"PS C:\\> Start-ADSyncSyncCycle -PolicyType Delta\n\n Result\n ------\n Success": "cycle-started",
		"Start-ADSyncSyncCycle : The term 'Start-ADSyncSyncCycle' is not recognized as":  "no-module",
		"Sync is already running. Cannot start a new run till this one completes.":       "already-running",
		"something else went wrong": "", "": "", "AADSTS99999: a code of tomorrow": "", "Event ID 611": "",
	} {
		if got := codes(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestEveryErrorHasWords: also that each code comes once, and is about something known.
func TestEveryErrorHasWords(t *testing.T) {
	about := []string{"policy", "password", "account", "object", "network", "server", AboutNote}
	seen := map[string]bool{}
	for _, f := range faults() {
		if f.Code == "" || f.Title == "" || f.Text == "" || f.Do == "" || !slices.Contains(about, f.About) || seen[f.Code] {
			t.Errorf("%+v", f)
		}
		seen[f.Code] = true
	}
}

// wrapped breaks a text as a console of some width does.
func wrapped(text string, width int, end string) string {
	var out strings.Builder
	for len(text) > width {
		out.WriteString(strings.TrimRight(text[:width], " ") + end)
		text = text[width:]
	}
	return out.String() + text
}

// TestEveryErrorInEveryWidth: at whatever place a console breaks a text.
func TestEveryErrorInEveryWidth(t *testing.T) {
	for _, f := range faults() {
		for _, parts := range f.ways {
			if slices.ContainsFunc(parts, func(p string) bool { return len(p) <= short }) {
				continue // a number of few digits is never put together
			}
			text := "At line:1 char:1 " + strings.Join(parts, " and then ") + " (and more)"
			for width := 12; width < 100; width++ {
				for _, end := range []string{"\r\n", "\n", "\n     | ", "\n> "} {
					if got := wrapped(text, width, end); !strings.Contains(" "+codes(got)+" ", " "+f.Code+" ") {
						t.Fatalf("%s, %d wide: %q", f.Code, width, got)
					}
				}
			}
		}
	}
}

// TestABrokenNumberIsNoOtherNumber: the digits on the next line of a full line belong to it.
func TestABrokenNumberIsNoOtherNumber(t *testing.T) {
	full := strings.Repeat("x", 80) + " AADSTS53000"
	if got := codes(full + "\n3: more"); got != "" && got != "AADSTS530003" {
		t.Errorf("a code that goes on: %q", got)
	}
	if got := codes("AADSTS53000\n2026-11-26 08:00"); got != "AADSTS53000" {
		t.Errorf("a day on the next line: %q", got)
	}
}

// TestEveryErrorInEveryEncoding: as programs and editors hand over a text.
func TestEveryErrorInEveryEncoding(t *testing.T) {
	halves := func(text string, high bool) string {
		var out []rune
		for _, u := range utf16.Encode([]rune(text)) {
			pair := []rune{rune(u & 0xff), rune(u >> 8)}
			if high {
				slices.Reverse(pair)
			}
			out = append(out, pair...)
		}
		return string(out)
	}
	for name, as := range map[string]func(string) string{
		"in capitals":         strings.ToUpper,
		"with a mark":         func(s string) string { return "\ufeff" + s },
		"UTF-16 as Latin-1":   func(s string) string { return "ÿþ" + halves(s, false) },
		"UTF-16, high first":  func(s string) string { return "þÿ" + halves(s, true) },
		"hard spaces":         strings.NewReplacer(" ", "\u00a0").Replace,
		"hard hyphens":        strings.NewReplacer("-", "\u2011").Replace,
		"dashes of an editor": strings.NewReplacer("-", "–").Replace,
		"soft hyphens":        func(s string) string { return s[:3] + "\u00ad" + s[3:] },
		"zero width":          func(s string) string { return s[:2] + "\u200b" + s[2:] },
		"tabs":                strings.NewReplacer(" ", "\t").Replace,
		"more spaces":         strings.NewReplacer(" ", "   ").Replace,
		"full width": func(s string) string {
			return strings.Map(func(r rune) rune {
				if r > ' ' && r <= '~' {
					return r - '!' + '！'
				}
				return r
			}, s)
		},
		"quoted in a mail":       func(s string) string { return "> > " + s },
		"only a carriage return": func(s string) string { return "x\r" + s + "\ry" },
	} {
		for _, f := range faults() {
			text := as(strings.Join(f.ways[0], " . "))
			if got := codes(text); !strings.Contains(" "+got+" ", " "+f.Code+" ") {
				t.Errorf("%s, %s: %q means %q", f.Code, name, text, got)
			}
		}
	}
}
