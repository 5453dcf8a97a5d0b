package webfilter

import (
	"handrail/app/device/hunting"
	rules "handrail/app/device/webfilter"
	"handrail/app/report"
)

var verdictWords = map[rules.Verdict]string{rules.Works: "In every browser", rules.EdgeOnly: "In Edge only",
	rules.Partly: "In part", rules.Fails: "Not at all", rules.Unsure: "Not known"}

// worstFirst is the order in which devices are shown.
var worstFirst = []rules.Verdict{rules.Fails, rules.Partly, rules.EdgeOnly, rules.Unsure, rules.Works}

var severityOf = map[rules.Verdict]report.Severity{rules.Works: report.OK, rules.EdgeOnly: report.Warning,
	rules.Partly: report.Warning, rules.Fails: report.Problem, rules.Unsure: report.Unknown}

// reason is how a reason is shown: before the number of devices, in a list, and what to do.
type reason struct {
	severity               report.Severity // empty: as serious as the worst device
	title, short, text, do string
}

var reasonWords = map[rules.Reason]reason{
	rules.NoLicence: {"", "There is no licence for ", "No licence",
		"The filter needs a licence for each person who uses a device.",
		"Assign a licence with Microsoft Defender for Endpoint or Defender for Business."},
	rules.NotOnboarded: {"", "Microsoft Defender does not manage ", "Not onboarded", "The filter needs Defender.",
		"In Microsoft Defender, go to Settings > Endpoints > Onboarding."},
	rules.AntivirusOff: {"", "Microsoft’s antivirus is turned off on ", "Antivirus off",
		"Without Microsoft Defender Antivirus, the filter does not work at all.", "Turn on Microsoft Defender Antivirus."},
	rules.AntivirusOther: {"", "Another antivirus runs on ", "Another antivirus",
		"Beside another antivirus, the filter works in Edge only.",
		"Remove the other antivirus, or let people use Edge only."},
	rules.ProtectionOff: {"", "Network protection is off on ", "Network protection off", "Only Edge can be filtered.",
		"Set network protection to block mode. The step “Set up the policy” shows how."},
	rules.ProtectionNot: {"", "Network protection does not block on ", "Network protection not in block mode",
		"It is off, or it only records. Only Edge can be filtered.",
		"Set network protection to block mode. The step “Set up the policy” shows how."},
	rules.ProtectionAudit: {"", "Network protection only records on ", "Network protection only records",
		"Edge is filtered, other browsers are not.",
		"Set network protection to block mode. The step “Set up the policy” shows how."},
	rules.RealTimeOff: {"", "Real-time protection is off on ", "Real-time protection off",
		"Network protection needs it.", "Turn on real-time protection."},
	rules.SmartScreenOff: {"", "SmartScreen is off on ", "SmartScreen off", "Edge is not filtered.",
		"Turn on SmartScreen in Microsoft Edge by a policy."},
	rules.BrowserOther: {"", "The filter does not support a browser on ", "Unsupported browser",
		"Microsoft names Edge, Chrome, Firefox, Brave, Opera and Internet Explorer.", "Remove the other browser."},
	rules.QUICOn: {"", "QUIC is allowed on ", "QUIC allowed", "Sites that use it are not filtered in that browser.",
		"Turn off QUIC by a policy of the browser (QuicAllowed)."},
	rules.ECHOn: {"", "Encrypted Client Hello is allowed on ", "Encrypted Client Hello allowed",
		"Sites that use it are not filtered in that browser.",
		"Turn it off by a policy of the browser (EncryptedClientHelloEnabled)."},
	rules.AntivirusUnknown: {"", "It is not known which antivirus runs on ", "Antivirus not known",
		"The file does not show it.", "Run webfilter-device.ps1 on each computer listed here."},
	rules.ProtectionUnread: {"", "Network protection is not known on ", "Network protection not known",
		"The file does not show it.", "Run webfilter-device.ps1 on each computer listed here."},
	rules.QUICUnknown: {"", "It is not known whether QUIC is allowed on ", "QUIC not known",
		"The file does not show the policies of the browsers.", "Run webfilter-device.ps1 on each computer listed here."},
	rules.ECHUnknown: {"", "Encrypted Client Hello is not known on ", "Encrypted Client Hello not known",
		"The file does not show the policies of the browsers.", "Run webfilter-device.ps1 on each computer listed here."},
	twoOfName: {report.Unknown, "Two devices have the same name: ", "Same name twice",
		"The file does not show the device ID of Entra, so Handrail does not guess.", "Use the second query."},
	notInFile: {report.Unknown, "The file does not include ", "Not in the file",
		"A device is missing if Defender does not manage it, or had no report from it for 30 days.",
		"Check each device in Microsoft Defender > Assets > Devices."},
	rules.OtherSystem: {report.Note, "Handrail cannot check ", "Not Windows",
		"Handrail checks Windows only. Phones, tablets, Macs and Linux have their own web protection.", ""},
}

// conditionWords are what must hold, because it was not read.
var conditionWords = map[rules.Reason]string{rules.NoLicence: "its user has a licence",
	rules.NotOnboarded: "Defender manages it", rules.SmartScreenOff: "SmartScreen is on",
	rules.RealTimeOff: "real-time protection is on"}

// kindWords are the kinds of what stopped an attempt.
var kindWords = map[hunting.Kind]string{hunting.App: "App that you already block",
	hunting.Indicator: "Site on your own block list", hunting.Threat: "Phishing or malware",
	hunting.Allowed: "Site that you allow", hunting.Unknown: "Kind not known"}

// careWords are why a category needs a second look.
var careWords = map[rules.Care]report.Finding{
	rules.CareUncategorized: {Code: "uncategorized", Severity: report.Warning,
		Title: "Microsoft warns against blocking “Uncategorized”",
		Text: "It has only newly registered and parked domains, not every unknown site. " +
			"Microsoft says that blocking it could lead to unexpected results.",
		Do: "Leave it out, or watch the report first."},
	rules.CareWebMail: {Code: "web-mail", Severity: report.Warning, Title: "“Web-based email” is often needed",
		Text: "Volunteers and trustees may use their own email for your work.",
		Do:   "Ask before you block it, or allow the services that people need."},
	rules.CareProxies: {Code: "proxies", Severity: report.Note, Title: "“Illegal software” includes remote proxies",
		Text: "Services that pass traffic on are in this category."},
}
