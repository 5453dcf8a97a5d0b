package exchange

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The browsers of a computer, as webfilter-device.ps1 writes them.
const (
	onlyEdge  = "Microsoft Edge"
	chrome    = "Google Chrome (QUIC off, ECH off)"
	chromeRaw = "Google Chrome (QUIC not set, ECH not set)"
	firefox   = "Mozilla Firefox (ECH off)"
)

// filterDevices are computers of the sample as webfilter-device.ps1 describes them: in most the filter works,
// and each reason why it does not is there. Three computers are not in it.
func filterDevices() (string, error) {
	type computer map[string]any
	var all []computer
	add := func(name, upn string, protection int, mode string, browsers ...string) computer {
		c := computer{"ComputerName": name, "OSPlatform": "Windows", "OnboardingStatus": "Onboarded",
			"EnableNetworkProtection": protection, "AMRunningMode": mode, "AntivirusEnabled": true,
			"RealTimeProtectionEnabled": mode == "Normal", "OtherAntivirus": []string{}, "Browsers": browsers}
		if upn != "" {
			c["UserPrincipalName"] = upn + "@northgate.example"
		}
		all = append(all, c)
		return c
	}
	for i, upn := range []string{"miriam.hale", "ruth.ashdown", "priya.nair", "hannah.weiss", "omar.haddad",
		"nia.morgan"} {
		add(fmt.Sprintf("NCT-LAP-%02d", i+1), upn, 1, "Normal", onlyEdge, chrome)
	}
	add("NCT-RECEPTION", "beatrix.vogel", 1, "SxS Passive Mode", onlyEdge, chrome)["OtherAntivirus"] =
		[]string{"Parish Antivirus"}
	add("NCT-KIOSK-1", "", 2, "Normal", onlyEdge, chrome)
	add("NCT-KIOSK-2", "", 0, "Normal", chrome)
	add("NCT-SRV-FILES", "", 1, "Normal", onlyEdge)
	for i := 1; i <= 4; i++ {
		add(fmt.Sprintf("HALL-KIOSK-%d", i), "", 1, "Normal", onlyEdge, chrome)
	}
	add("HALL-KIOSK-5", "", 1, "Normal", onlyEdge, chromeRaw)
	add("HALL-KIOSK-6", "", 1, "Not running", onlyEdge, chrome)
	add("HALL-FOYER", "irene.costa", 1, "Normal", onlyEdge, firefox)
	for i := 1; i <= 3; i++ {
		add(fmt.Sprintf("YOUTH-KIOSK-%d", i), "", 2, "Normal", onlyEdge, chrome)
	}
	add("TEST-1", "", 1, "Normal", onlyEdge, chrome)
	add("LENT-9", "jakub.nowak", 1, "Normal", onlyEdge, chrome)
	text, err := json.MarshalIndent(all, "", "    ")
	return string(text), err
}

// filterReport is a Web protection report, its table of domains. No category is blocked yet but gambling.
const filterReport = `Domain,Category,Requests,Blocked
bet-luck.example,Gambling,31,22
quick-lotto.example,Gambling,14,9
spin-win.example,Gambling,9,0
swap-files.example,Peer-to-peer,12,4
seedbox.example,Peer-to-peer,6,2
old-arcade.example,Games,"1,208",0
chatter.example,Social networking,"2,310",0
post-box.example,Web-based email,640,0
film-night.example,Streaming media & downloads,388,0
parked.example,Parked domains,17,0
`

// attempt is one row of advanced hunting: how many days ago, how often, and what it was.
type attempt struct {
	days, times                 int
	device, person, site        string
	browser, category, appendix string
}

const filtered = "CustomPolicy"

// attempts are those of the last four weeks, before the policy.
var attempts = []attempt{
	{2, 9, "NCT-LAP-02", "ruth.ashdown", "bet-luck.example", "msedge.exe", filtered, ""},
	{3, 4, "NCT-LAP-05", "omar.haddad", "swap-files.example", "chrome.exe", filtered, ""},
	{3, 3, "NCT-LAP-04", "hannah.weiss", "quick-lotto.example", "msedge.exe", filtered, ""},
	{5, 7, "NCT-KIOSK-1", "", "spin-win.example", "chrome.exe", filtered, ""},
	{6, 2, "YOUTH-KIOSK-1", "samuel.eze", "seedbox.example", "chrome.exe", filtered, ""},
	{8, 5, "NCT-LAP-03", "priya.nair", "bet-luck.example", "msedge.exe", filtered, ""},
	{9, 1, "HALL-KIOSK-2", "tomasz.wrobel", "quick-lotto.example", "chrome.exe", filtered, ""},
	{11, 6, "NCT-LAP-06", "nia.morgan", "bet-luck.example", "msedge.exe", filtered, ""},
	{12, 2, "HALL-FOYER", "irene.costa", "quick-lotto.example", "firefox.exe", filtered, ""},
	{14, 3, "NCT-RECEPTION", "beatrix.vogel", "spin-win.example", "msedge.exe", filtered, ""},
	{15, 4, "YOUTH-KIOSK-2", "samuel.eze", "swap-files.example", "chrome.exe", filtered, ""},
	{17, 2, "NCT-LAP-01", "miriam.hale", "lucky-draw.example", "msedge.exe", filtered, ""},
	{18, 5, "NCT-LAP-05", "omar.haddad", "chatclip.example", "msedge.exe", "CustomBlockList", "ChatClip"},
	{19, 4, "YOUTH-KIOSK-3", "leon.brandt", "chatclip.example", "msedge.exe", "CustomBlockList", "ChatClip"},
	{20, 3, "NCT-LAP-04", "hannah.weiss", "old-shop.example", "msedge.exe", "CustomBlockList", ""},
	{22, 2, "NCT-LAP-02", "ruth.ashdown", "parcel-fee.example", "msedge.exe", "Phishing", ""},
	{23, 1, "NCT-KIOSK-1", "", "free-codec.example", "chrome.exe", "CmdCtrl", ""},
	{25, 3, "HALL-KIOSK-1", "tomasz.wrobel", "harvest-songs.example", "msedge.exe", "", ""},
}

// laterAttempts are those since the policy.
var laterAttempts = []attempt{
	{0, 2, "NCT-LAP-02", "ruth.ashdown", "bet-luck.example", "msedge.exe", filtered, ""},
	{0, 1, "HALL-KIOSK-2", "tomasz.wrobel", "quick-lotto.example", "chrome.exe", filtered, ""},
	{0, 3, "YOUTH-KIOSK-1", "samuel.eze", "swap-files.example", "chrome.exe", filtered, ""},
	{0, 1, "NCT-LAP-04", "hannah.weiss", "old-shop.example", "msedge.exe", "CustomBlockList", ""},
}

// hunting writes attempts as the portal exports them. Where network protection is in audit mode, it only
// records; Edge blocks.
func hunting(all []attempt, day time.Time) (string, error) {
	var b strings.Builder
	b.WriteString("Timestamp,DeviceId,DeviceName,ActionType,RemoteUrl,InitiatingProcessFileName," +
		"InitiatingProcessAccountUpn,InitiatingProcessAccountName,AdditionalFields\n")
	for i, a := range all {
		action, fields := "SmartScreenUrlWarning", map[string]string{}
		switch {
		case a.browser == "msedge.exe":
			if a.category != "" {
				fields["Experience"] = a.category
			}
		default:
			audit := strings.HasPrefix(a.device, "YOUTH") || a.device == "NCT-KIOSK-1"
			action = map[bool]string{true: "ExploitGuardNetworkProtectionAudited",
				false: "ExploitGuardNetworkProtectionBlocked"}[audit]
			fields["IsAudit"], fields["ResponseCategory"] = fmt.Sprint(audit), a.category
		}
		if a.appendix != "" {
			fields["ApplicationName"] = a.appendix
		}
		text, err := json.Marshal(fields)
		if err != nil {
			return "", err
		}
		upn, account := "", "SYSTEM"
		if a.person != "" {
			upn, account = a.person+"@northgate.example", a.person
		}
		for n := range a.times {
			at := day.AddDate(0, 0, -a.days).Add(time.Duration(8*60+7*i+n) * time.Minute)
			fmt.Fprintf(&b, "%s,%s,%s,%s,https://%s/,%s,%s,%s,\"%s\"\n", at.Format("2006-01-02T15:04:05.0000000Z"),
				strings.ToLower(a.device), a.device, action, a.site, a.browser, upn, account,
				strings.ReplaceAll(string(text), `"`, `""`))
		}
	}
	return b.String(), nil
}

// filterFiles returns the files for the web filter, by path. Times in them change once a day.
func filterFiles(a Answers, now time.Time) (map[string]string, error) {
	day := now.UTC().Truncate(24 * time.Hour)
	devices, err := filterDevices()
	if err != nil {
		return nil, err
	}
	before, err := hunting(attempts, day)
	if err != nil {
		return nil, err
	}
	after, err := hunting(laterAttempts, day)
	return map[string]string{a.FilterDevices: devices, a.FilterReport: strings.TrimSpace(filterReport),
		a.Hunting: strings.TrimSpace(before), a.HuntingLater: strings.TrimSpace(after)}, err
}
