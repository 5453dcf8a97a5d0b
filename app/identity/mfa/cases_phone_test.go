package mfa

// The rules for turning off text messages and phone calls. A mobile phone is a text
// message and a phone call, which have separate settings.
var phoneRows = []row{
	// Row 1: another method besides the phone keeps multifactor authentication.
	{"Authenticator besides", "mobile push", "sms app", "sms-off", "", "no-change"},
	{"code besides", "mobile code", "sms code", "sms-off", "", "no-change"},
	{"passkey besides", "mobile key", "sms fido", "sms-off", "", "no-change"},
	{"Windows Hello besides keeps it; the phone was asked first", "mobile hello", "sms", "sms-off", "", "asked-differently"},
	{"hardware token besides", "mobile hard", "sms hard", "sms-off", "", "no-change"},
	{"certificate besides", "mobile cert", "sms cert", "sms-off", "", "no-change"},
	{"Authenticator without password besides", "mobile pless", "sms app", "sms-off", "", "no-change"},
	{"both phones methods off, app stays", "mobile push", "sms voice app", "sms-off,voice-off", "", "no-change"},
	{"app and key stay", "mobile push key", "sms app fido", "sms-off", "", "no-change"},

	// Row 2: the default is a phone, something else is allowed.
	{"default text, app allowed", "mobile push", "sms app", "sms-off", "sys=no pref=sms", "asked-differently"},
	{"default call, code allowed", "mobile code", "voice code", "voice-off", "sys=no pref=voiceMobile", "asked-differently"},
	{"default office call, app allowed", "office push", "voice app", "voice-off", "sys=no pref=voiceOffice", "asked-differently"},
	{"default second phone, app allowed", "alt push", "voice app", "voice-off", "sys=no pref=voiceAlternateMobile", "asked-differently"},
	{"default is the app already", "mobile push", "sms app", "sms-off", "sys=no pref=push", "no-change"},
	{"the own default does not count where the strongest is preferred", "mobile push", "sms app", "sms-off", "sys=yes pref=sms", "no-change"},
	{"default text, default unusable, passkey comes", "mobile key", "sms fido", "sms-off", "sys=no pref=sms", "asked-differently"},
	{"default call stays when texts go", "mobile push", "sms voice app", "sms-off", "sys=no pref=voiceMobile", "no-change"},
	{"no default said, strongest is taken", "mobile push", "sms app", "sms-off", "sys=no", "no-change"},
	{"an empty default is none", "mobile code", "sms code", "sms-off", "sys=no pref=", "no-change"},

	// Row 3: only a mobile phone, texts off, calls on.
	{"call in place of text", "mobile", "sms voice", "sms-off", "", "call-instead"},
	{"the same with own default text", "mobile", "sms voice", "sms-off", "sys=no pref=sms", "call-instead"},
	{"who is called already stays called", "mobile", "sms voice", "sms-off", "sys=no pref=voiceMobile", "no-change"},
	{"own default among phones counts where phones are strongest", "mobile", "sms voice", "sms-off", "sys=yes pref=voiceMobile", "no-change"},
	{"office phone calls instead", "mobile office", "sms voice", "sms-off", "", "call-instead"},
	{"texts off where texts were off", "mobile", "voice", "sms-off", "", "no-change"},
	{"calls off, texts stay", "mobile", "sms voice", "voice-off", "", "no-change"},
	{"calls off, who was called is texted", "mobile", "sms voice", "voice-off", "sys=no pref=voiceMobile", "asked-differently"},

	// Row 4: only a second or office phone, calls off.
	{"second phone, calls off", "alt", "voice app", "voice-off", "", "must-register"},
	{"office phone, calls off", "office", "voice app", "voice-off", "", "must-register"},
	{"both, calls off", "alt office", "voice fido", "voice-off", "", "must-register"},
	{"second phone is never texted", "alt", "sms voice app", "voice-off", "", "must-register"},
	{"office phone is never texted", "office", "sms voice app", "voice-off", "", "must-register"},
	{"texts off means nothing to a second phone", "alt", "sms voice app", "sms-off", "", "no-change"},
	{"texts off means nothing to an office phone", "office", "sms voice app", "sms-off", "", "no-change"},
	{"office phones were never allowed", "office", "voice-office app", "voice-off", "", "already-broken"},
	{"office phone not allowed, mobile is", "office mobile", "voice-office app", "voice-off", "", "must-register"},

	// Row 5: only phones, both off.
	{"only a mobile phone", "mobile", "sms voice app", "sms-off,voice-off", "", "must-register"},
	{"every phone", "mobile alt office", "sms voice fido", "sms-off,voice-off", "", "must-register"},
	{"texts off, calls were off", "mobile", "sms app", "sms-off", "", "must-register"},
	{"calls off, texts were off", "mobile", "voice app", "voice-off", "", "must-register"},
	{"code app may be registered", "mobile", "sms code", "sms-off", "", "must-register"},
	{"calls may be registered", "mobile", "sms voice", "sms-off", "", "call-instead"},
	{"asked by security defaults", "mobile", "sms app", "sms-off", "asked=defaults", "must-register"},
	{"asked person by person", "mobile", "sms app", "sms-off", "asked=user", "must-register"},
	{"mail is no second step", "mobile mail", "sms app mail", "sms-off", "", "must-register"},
	{"questions are no second step", "mobile q", "sms app", "sms-off", "", "must-register"},
	{"a single-factor certificate is no second step", "mobile cert1", "sms app cert", "sms-off", "", "must-register"},
	{"a registered app that is off does not help", "mobile push", "sms fido", "sms-off", "", "must-register"},
	{"nothing else is on at all", "mobile", "sms", "sms-off", "", "locked-out"},
	{"hardware tokens are handed out, not registered alone", "mobile", "sms hard", "sms-off", "", "locked-out"},
	{"passkeys that nobody may register alone", "mobile", "sms fido-noself", "sms-off", "", "locked-out"},

	// Row 6: registering is guarded.
	{"guarded", "mobile", "sms app", "sms-off", "guard", "locked-out"},
	{"guarded, with a pass", "mobile tap", "sms app tap", "sms-off", "guard pass", "must-register"},
	{"guarded, the pass has run out", "mobile tap", "sms app tap", "sms-off", "guard", "locked-out"},
	{"guarded, except for a group", "mobile", "sms app", "sms-off", "guard/=g in=g", "must-register"},
	{"guarded for another group", "mobile", "sms app", "sms-off", "guard@=g", "must-register"},
	{"guarded for the person's group", "mobile", "sms app", "sms-off", "guard@=g in=g", "locked-out"},
	{"guarded, but another method stays", "mobile push", "sms app", "sms-off", "guard", "no-change"},
	{"guarded, called instead", "mobile", "sms voice", "sms-off", "guard", "call-instead"},
	{"guarded, nobody asks: not locked out, but nothing works", "mobile", "sms app", "sms-off", "guard asked=no", "must-register"},
	{"guarded, calls off too", "mobile", "sms voice app", "sms-off,voice-off", "guard", "locked-out"},
	{"guarded in the office phone's case", "office", "voice app", "voice-off", "guard", "locked-out"},

	// Row 7: password reset.
	{"reset relied on the phone, one needed", "mobile key", "sms fido", "sms-off", "sspr need=1", "loses-sspr"},
	{"the app resets too", "mobile push", "sms app", "sms-off", "sspr need=1", "no-change"},
	{"the app alone is not two", "mobile push", "sms app", "sms-off", "sspr need=2", "loses-sspr"},
	{"reset by code stays", "mobile push code", "sms app code", "sms-off", "sspr need=1", "no-change"},
	{"reset by mail stays", "mobile mail push", "sms app mail", "sms-off", "sspr need=1", "no-change"},
	{"two needed, phone and mail", "mobile mail push", "sms app mail", "sms-off", "sspr need=2", "no-change"},
	{"two needed, phone and mail only", "mobile mail key", "sms fido mail", "sms-off", "sspr need=2", "loses-sspr"},
	{"two needed, questions help", "mobile mail q key", "sms fido mail", "sms-off", "sspr need=2", "no-change"},
	{"a call still resets", "mobile push", "sms voice app", "sms-off", "sspr need=1", "no-change"},
	{"office phone resets", "mobile office push", "sms voice app", "sms-off", "sspr need=1", "no-change"},
	{"both gone", "mobile office key", "sms voice fido", "sms-off,voice-off", "sspr need=1", "loses-sspr"},
	{"together with registering", "mobile", "sms app", "sms-off", "sspr need=1", "must-register loses-sspr"},
	{"together with a lock-out", "mobile", "sms app", "sms-off", "sspr need=1 guard", "locked-out loses-sspr"},
	{"who could not reset loses nothing", "mobile push", "sms app", "sms-off", "need=1", "no-change"},
	{"also where nobody asks", "mobile", "sms app", "sms-off", "asked=no sspr need=1", "must-register loses-sspr"},
	{"concept-sspr-howitworks: administrators need two", "mobile mail key", "sms fido mail", "sms-off", "sspr need=1 admin", "loses-sspr"},
	{"concept-sspr-howitworks: the second phone resets nothing", "mobile alt key", "sms voice fido", "sms-off,voice-off", "sspr need=1", "loses-sspr"},

	// Rows 9 to 11: guests, signing in by number, those without a row.
	{"guests as others", "mobile", "sms app", "sms-off", "guest", "must-register"},
	{"signs in by number", "mobile push", "sms! app", "sms-off", "ready=yes", "loses-sms-sign-in"},
	{"may sign in by number, phones not read", "mobile push", "sms! app", "sms-off", "", "loses-sms-sign-in"},
	{"the phone is not ready for it", "mobile push", "sms! app", "sms-off", "ready=no", "no-change"},
	{"the target is not for signing in", "mobile push", "sms app", "sms-off", "", "no-change"},
	{"no phone, nothing to lose", "push", "sms! app", "sms-off", "", "no-change"},
	{"with registering", "mobile", "sms! app", "sms-off", "ready=yes", "must-register loses-sms-sign-in"},
	{"calls off leaves it", "mobile push", "sms! voice app", "voice-off", "ready=yes", "no-change"},
	{"no row in the report", "mobile", "sms app", "sms-off", "absent", "not-in-report"},
	{"blocked accounts have none", "", "sms app", "sms-off", "absent blocked", "not-in-report"},
	{"the report was not read", "mobile", "sms app", "sms-off", "unread", "unknown"},
}

// Row 8, RADIUS and AD FS: the default still matters there and Handrail cannot
// see it. The guide shows a warning.
