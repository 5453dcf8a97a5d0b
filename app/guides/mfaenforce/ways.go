package mfaenforce

import (
	"time"

	"handrail/app/identity/mfa"
)

// way describes one option in words (Microsoft Learn: Plan a Microsoft Entra
// multifactor authentication deployment, and the pages about each option).
type way struct {
	hint, licence, sees, later, breaks string
	open                               string   // the admin center
	do                                 []string // the steps there
}

const entra = "https://entra.microsoft.com/"

var about = map[string]way{
	mfa.DemandDefaults: {
		hint: "One switch for everyone, in every licence.", licence: "Every licence",
		sees: "They register an app, not a phone number. Administrators must use MFA at every sign-in, " +
			"others when Microsoft considers it necessary.",
		breaks: "Old email programs stop working. You cannot exclude anyone, not even emergency access accounts. " +
			"The account of directory synchronisation is excluded automatically. " +
			"Do not turn off methods while it is on.",
		open: entra,
		do: []string{"Go to Entra ID > Overview > Properties.", "Select “Manage security defaults”.",
			"Choose “Enabled”, then select “Save”."},
	},
	mfa.DemandAccess: {
		hint: "You decide who needs MFA and who is excluded.", licence: "Entra ID P1",
		sees: "They must use MFA when they open something that requires it. " +
			"Anyone without a method registers one then.",
		later: "No. Test it first with “Report-only”: it shows what would happen and affects no one.",
		breaks: "Old email programs and shared accounts stop working. Security defaults must be off. " +
			"Exclude the emergency access accounts and the account of directory synchronisation.",
		open: entra,
		do: []string{"Go to Entra ID > Conditional Access > Policies.",
			"Select “New policy” and enter a name that describes it.",
			"Under “Users”, include all users. Exclude your emergency access accounts and the account of directory " +
				"synchronisation.",
			"Under “Target resources”, choose all resources.",
			"Under “Grant”, choose “Require multifactor authentication”.",
			"Choose “Report-only” and create the policy. Check the sign-ins for a week, then choose “On”."},
	},
	mfa.DemandAdmins: {
		hint: "The smallest change: it covers the accounts that can do most harm.", licence: "Entra ID P1",
		sees:  "Administrators must use MFA at every sign-in. Nothing changes for anyone else.",
		later: "No. Test it first with “Report-only”.",
		breaks: "Programs that sign in as an administrator stop working. " +
			"The policy does not automatically cover roles that Microsoft adds later.",
		open: entra,
		do: []string{"Go to Entra ID > Conditional Access > Policies.",
			"Select “New policy from template”, then “Require multifactor authentication for admins”.",
			"Exclude your emergency access accounts.",
			"Choose “Report-only” and create the policy. Check the sign-ins for a week, then choose “On”."},
	},
	mfa.DemandPerUser: {
		hint:    "An older option. Microsoft advises against it together with Conditional Access.",
		licence: "Every licence",
		sees:    "“Enabled”: they register at the next sign-in. “Enforced”: they must always use MFA.",
		later:   "No.",
		breaks: "Old programs need app passwords, which end when you turn it off again. " +
			"New people are not covered until someone adds them.",
		open: entra,
		do: []string{"Go to Entra ID > Users, then select “Per-user MFA”.", "Select the people.",
			"Select “Enable MFA”."},
	},
	mfa.DemandRisk: {
		hint: "People register early, but do not need MFA at each sign-in.", licence: "Entra ID P2",
		sees:   "At the next sign-in, they must register a method. They need to do nothing else.",
		later:  "For 14 days, unless something else requires MFA.",
		breaks: "Nothing stops working. This option does not protect sign-ins.",
		open:   entra,
		do: []string{"Go to ID Protection > Dashboard > Multifactor authentication registration policy.",
			"Choose the people, exclude your emergency access accounts, and enforce the policy."},
	},
	mfa.DemandManaged: {
		hint: "Microsoft adds them automatically. At first they affect no one.", licence: "Entra ID P1",
		sees:   "The same as with a Conditional Access policy, once Microsoft or you turn it on.",
		later:  "Microsoft turns them on 45 days after they appear or later. You can turn them on or off before.",
		breaks: "The same as with Conditional Access. You can exclude people.",
		open:   entra,
		do: []string{"Go to Entra ID > Conditional Access > Policies.",
			"Open each policy whose name begins with “Microsoft-managed”.",
			"Exclude your emergency access accounts, then choose “On” or “Off”."},
	},
	mfa.DemandPortals: {
		hint: "Microsoft already requires this from anyone who opens an admin center.", licence: "Every licence",
		sees:   "Anyone who opens a Microsoft admin center must use MFA. So must scripts that change something.",
		later:  "No, and you cannot turn it off.",
		breaks: "Emergency access accounts without MFA cannot sign in. Give each one a passkey.",
		open:   "https://mysignins.microsoft.com/security-info",
		do:     []string{"Sign in as each emergency access account.", "Add a passkey or a security key, and test it."},
	},
}

// later returns whether people can put an option off at now. With security defaults, Microsoft
// has been changing that.
func later(id string, now time.Time) string {
	if id == mfa.DemandDefaults {
		return mfa.RegistrationGrace().Sentence(now)
	}
	return about[id].later
}

// thenAndNow are situations of 2019, with the rules of then and of today.
var thenAndNow = [][]string{
	{"Per-user MFA with the old registration page", "A page for a phone number, once",
		"One page for all methods. Per-user MFA still works, but Microsoft advises against it"},
	{"Per-user MFA with combined registration", "One page for MFA and password reset", "The only registration page"},
	{"Conditional Access, nothing registered", "People registered at the first sign-in that required MFA",
		"The same. If a policy protects registration, people need a Temporary Access Pass"},
	{"Password reset turned on, old page", "People registered twice: once for each", "Once, on one page"},
	{"Password reset turned on later", "People had to register again",
		"Sign-in methods count. From 7 September 2026, only methods that people registered themselves count"},
	{"Password reset only, no MFA", "People were asked to register, and could skip it",
		"People can still skip it permanently"},
	{"Registration with ID Protection", "14 days to register", "The same, with Entra ID P2"},
	{"Free baseline policies of 2019", "Required MFA from everyone at risky sign-ins",
		"Ended. Security defaults replaced them"},
	{"Text messages and phone calls", "Considered good enough", "Microsoft ends them on " +
		mfa.DayWords(mfa.Retirements().First) + ", for Global Administrators and external users on " +
		mfa.DayWords(mfa.Retirements().Last)},
}
