package mfaenforce

import "handrail/app/mfa"

// way is what is known of one way beside the numbers (identity.md §2.2 and §3,
// with the pages named there).
type way struct {
	hint, licence, sees, later, breaks string
	open                               string   // where it is set
	do                                 []string // what to press
}

const entra = "https://entra.microsoft.com/"

var about = map[string]way{
	mfa.DemandDefaults: {
		hint: "One switch for everybody, in every licence.", licence: "Every licence",
		sees:   "They register an app, not a phone number. Administrators are asked at every sign-in, others when Microsoft thinks it necessary.",
		later:  "Perhaps for 14 days; new organisations no longer may.",
		breaks: "Old mail programs stop. Nobody can be left out, emergency accounts included; the account of directory synchronisation is left out by itself. Do not turn off methods while it is on.",
		open:   entra,
		do:     []string{"Open Identity, then Overview, then Properties.", "Press “Manage security defaults”.", "Choose “Enabled”, then “Save”."},
	},
	mfa.DemandAccess: {
		hint: "You say who is asked and who is left out.", licence: "Entra ID P1",
		sees:   "They are asked when something they open demands it, and register then if they have nothing.",
		later:  "No. Try it first with “Report-only”: it tells what would happen and asks nobody.",
		breaks: "Old mail programs and shared accounts. Security defaults must be off. Leave out the emergency accounts and the account of directory synchronisation.",
		open:   entra,
		do: []string{"Open Protection, then Conditional Access, then Policies.", "Press “New policy”, and give it a name that says what it does.",
			"Under “Users” include all users. Exclude your emergency accounts and the account of directory synchronisation.",
			"Under “Target resources” choose all resources.", "Under “Grant” choose “Require multifactor authentication”.",
			"Choose “Report-only” and create it. Look at the sign-ins for a week, then choose “On”."},
	},
	mfa.DemandAdmins: {
		hint: "The smallest step: those who can do most harm.", licence: "Entra ID P1",
		sees:   "Administrators are asked at every sign-in. For everybody else nothing changes.",
		later:  "No. Try it first with “Report-only”.",
		breaks: "Programs that sign in as an administrator. Roles that Microsoft adds later are not covered by themselves.",
		open:   entra,
		do: []string{"Open Protection, then Conditional Access, then Policies.", "Press “New policy from template”, and choose the one that requires a second step for admins.",
			"Exclude your emergency accounts.", "Choose “Report-only” and create it. Look at the sign-ins for a week, then choose “On”."},
	},
	mfa.DemandPerUser: {
		hint: "An older way. Microsoft advises against it beside Conditional Access.", licence: "Every licence",
		sees:   "“Enabled”: they register at the next sign-in. “Enforced”: they are asked every time.",
		later:  "No.",
		breaks: "Old programs need app passwords, which end when this is turned off again. New people are not covered until somebody adds them.",
		open:   "https://admin.microsoft.com/",
		do:     []string{"Open Users, then Active users.", "Press “Multi-factor authentication”.", "Choose the people, then “Enable”."},
	},
	mfa.DemandRisk: {
		hint: "Makes people register early, without asking them at each sign-in.", licence: "Entra ID P2",
		sees:   "They are asked to register at the next sign-in, and only to register.",
		later:  "For 14 days, unless something demands a second step.",
		breaks: "Nothing by itself: it does not protect a sign-in.",
		open:   entra,
		do:     []string{"Open Protection, then Identity Protection, then the registration policy.", "Choose the people, leave out your emergency accounts, and enforce it."},
	},
	mfa.DemandManaged: {
		hint: "They appear by themselves and begin without asking anybody.", licence: "Entra ID P1",
		sees:   "As with a Conditional Access policy, once Microsoft or you turn it on.",
		later:  "Microsoft turns them on 45 days after they appear, at the earliest; you may do so before, or turn them off.",
		breaks: "As with Conditional Access. You can leave people out.",
		open:   entra,
		do:     []string{"Open Protection, then Conditional Access, then Policies.", "Open each policy whose name begins with “Microsoft-managed”.", "Exclude your emergency accounts, and choose “On” or “Off” yourself."},
	},
	mfa.DemandPortals: {
		hint: "It holds already, for whoever opens those pages.", licence: "Every licence",
		sees:   "Whoever opens Microsoft’s administration pages is asked, also with scripts that change something.",
		later:  "No, and it cannot be turned off.",
		breaks: "Emergency accounts without a second step: give each a passkey.",
		open:   "https://mysignins.microsoft.com/security-info",
		do:     []string{"Sign in as each emergency account.", "Add a passkey or a security key, and try it."},
	},
}

// thenAndNow are the situations of earlier years, and what they are today.
var thenAndNow = [][]string{
	{"Asked person by person, with the old registration page", "A page for a phone number, once", "The one page for everything; person by person still works, and Microsoft advises against it"},
	{"Asked person by person, with the page for both", "One page for the second step and for resetting passwords", "The only page there is"},
	{"Conditional Access, nothing registered", "Registered at the first sign-in that was asked", "The same; if registering itself is guarded, only a Temporary Access Pass helps"},
	{"Password reset turned on, old page", "Registered twice: once for each", "Once, on one page"},
	{"Password reset turned on later", "Asked to register again", "What is registered for signing in counts; from 7 September 2026 only what a person registered counts"},
	{"Password reset only, no second step", "Asked to register, could skip", "Still may be skipped for ever"},
	{"Registration with Identity Protection", "14 days to register", "The same, with Entra ID P2"},
	{"Free basic policies of 2019", "Asked everybody when a sign-in looked risky", "Gone; security defaults took their place"},
	{"Text messages and calls", "Good enough", "Microsoft stops them on 1 February 2027"},
}
