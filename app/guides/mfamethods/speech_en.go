package mfamethods

import "handrail/app/identity/mfa"

// english are the texts in English.
var english = speech{
	lost:    "From {{day}}, you can no longer verify your sign-in with {{lost}}.",
	another: "From {{day}}, you verify your sign-in with another method that you have already set up.",
	nothing: "You do not need to do anything. You can see and change your sign-in methods at " +
		"https://aka.ms/mfasetup",
	otherwise: "If you do not, you will be asked to set one up when you next sign in after that day.",
	help:      "If that does not work, ask us.",
	stays:     "The methods that you use today stay.",
	pass:      "We give you a Temporary Access Pass: a code that works for a limited time. Then:",
	never:     "We never send this code by email.",
	passStep:  "1. Open https://aka.ms/mfasetup and sign in with the code.",
	safer:     "It is quicker and safer to set up {{choice}}: https://aka.ms/mfasetup",
	or:        "or",
	any:       "one of the methods that are offered",
	steps: []string{"1. Open https://aka.ms/mfasetup",
		"2. Select “Add sign-in method”.",
		"3. Choose {{choice}}, and follow the instructions."},
	ways: map[mfa.Factor]string{
		mfa.Text:        "a text message",
		mfa.CallMobile:  "a phone call",
		mfa.Notify:      "Microsoft Authenticator",
		mfa.Code:        "a code from an authenticator app",
		mfa.Token:       "a code from a hardware token",
		mfa.Passkey:     "a passkey",
		mfa.Certificate: "a certificate",
		mfa.Other:       "another method",
	},
	offer: map[mfa.Factor]string{
		mfa.Passkey: "a passkey",
		mfa.Notify:  "Microsoft Authenticator",
		mfa.Code:    "an authenticator app",
	},
	parts: map[string]string{
		kindLocked: "You need our help to set up a new method. Call us before that day.",
		kindRegister: "Set up a new sign-in method before that day. It takes about four minutes. Have your " +
			"phone ready:",
		kindBroken: "At the moment, you have no sign-in method that works. Set one up. It takes about four minutes:",
		kindReminded: "From {{day}}, you may be reminded to set up {{remind}} when you sign in. You can skip " +
			"the reminder for now.",
		kindSignIn: "From {{day}}, you can no longer sign in with your phone number alone. Sign in with your " +
			"user name {{user}} and your password instead. If you do not know your password, ask us before that " +
			"day.",
		kindCall:  "Microsoft calls your phone instead of sending a text message. Answer and press the # key.",
		kindOther: "You use another method that you have already set up instead.",
		kindReset: "From {{day}}, you can no longer reset a forgotten password with the methods that you have " +
			"set up. Add another method before that day: https://aka.ms/mfasetup",
		kindUnsure: "From {{day}}, we change which sign-in methods we allow. It may affect you. Before that " +
			"day, open https://aka.ms/mfasetup and check that you have set up {{choice}}. If you cannot, ask us.",
		kindStuck: "At the moment, you have no sign-in method that works. Ask us for help.",
	},
	subjects: map[string]string{
		kindLocked:   "Before {{day}}: set up a new sign-in method",
		kindRegister: "Your sign-in changes on {{day}}",
		kindBroken:   "Set up a sign-in method",
		kindReminded: "A reminder to set up {{remind}} from {{day}}",
		kindSignIn:   "Your sign-in changes on {{day}}",
		kindCall:     "From {{day}}, Microsoft calls you when you sign in",
		kindOther:    "On {{day}} you start to use another sign-in method",
		kindReset:    "Resetting your password from {{day}}",
		kindUnsure:   "Your sign-in may change on {{day}}",
		kindStuck:    "You need our help with your sign-in",
	},
	notice: map[string]string{
		kindRegister: "Do you have no other method? Set up a new one before that day. It takes about four minutes:",
		kindLocked:   "Do you have no other method and cannot set one up? Call us before that day.",
		kindCall:     "Do you get a text message today? Microsoft calls your phone instead. Answer and press the # key.",
		kindOther:    "Do you have another method already? You use that one and do not need to do anything.",
		kindSignIn:   "Do you sign in with your phone number alone? Use your user name and your password instead.",
		kindReminded: "When you sign in, you may be reminded to set up {{remind}}. You can skip the reminder " +
			"for now.",
		kindReset: "Do you reset a forgotten password yourself? Check your methods at aka.ms/mfasetup before " +
			"that day.",
		kindBroken: "Do you have no sign-in method that works? Set one up:",
		kindUnsure: "Check your sign-in methods at aka.ms/mfasetup before that day.",
		kindStuck:  "Do you have no sign-in method that works? Ask us for help.",
	},
	noticeTitle: "Our sign-in changes on {{day}}",
	noticeEnds:  "From {{day}}, some sign-ins can no longer be verified with {{lost}}.",
	noticeHelp:  "Ask us if you need help.",
}
