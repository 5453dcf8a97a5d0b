package mfa

import "strings"

// Way is one way to prove who one is, or a set of them.
type Way uint32

// The ways. A mobile phone is two of them: whether it may be texted and whether
// it may be called are two settings.
const (
	Text          Way = 1 << iota // a text message to the mobile phone
	CallMobile                    // a call to the mobile phone
	CallAlternate                 // a call to the second mobile phone, which is never texted
	CallOffice                    // a call to the office phone
	Notify                        // the Authenticator app asks, a number is typed
	PhoneSignIn                   // the Authenticator app in place of the password
	Code                          // a six-digit code from an app
	Token                         // a code from a hardware token
	Passkey
	Hello       // Windows Hello for Business, on its own computer
	Certificate // a certificate that counts as two steps
	Other       // a method that Handrail does not know
	Pass        // Temporary Access Pass
	Mail        // a mail address, for password reset only
	Questions   // security questions, for password reset only

	ownCode   // a code from the Authenticator app itself: a setting of its own
	thirdCode // a code from any other app
	newKey    // some passkey may be registered
)

// Sets of ways.
const (
	Calls     = CallMobile | CallAlternate | CallOffice
	Phones    = Text | Calls
	Lasting   = Phones | Notify | PhoneSignIn | Code | Token | Passkey | Hello | Certificate | Other
	Resistant = Passkey | Hello | Certificate // cannot be phished
)

// order is the order in which Microsoft picks the first prompt where the
// strongest method is preferred (identity.md §3). Windows Hello signs in by
// itself, so it comes last here.
var order = [...]Way{Passkey, Certificate, Notify, PhoneSignIn, Other, Code, Token, Text, CallMobile, CallAlternate, CallOffice, Hello}

// strongest gives the way of set that comes first; 0 where there is none.
func strongest(set Way) Way {
	for _, w := range order {
		if set&w != 0 {
			return w
		}
	}
	return 0
}

// words names ways for a person reading.
var words = []struct {
	way         Way
	title, verb string
}{
	{Text, "a text message", "gets a text message"},
	{CallMobile, "a phone call to the mobile phone", "gets a phone call on the mobile phone"},
	{CallAlternate, "a phone call to the second mobile phone", "gets a phone call on the second mobile phone"},
	{CallOffice, "a phone call to the office phone", "gets a phone call on the office phone"},
	{Notify, "Microsoft Authenticator", "approves the sign-in in Microsoft Authenticator"},
	{PhoneSignIn, "Microsoft Authenticator without a password", "approves the sign-in in Microsoft Authenticator"},
	{Code, "an authenticator app code", "enters an authenticator app code"},
	{Token, "a code from a hardware token", "enters a code from a hardware token"},
	{Passkey, "a passkey", "uses a passkey"},
	{Hello, "Windows Hello", "uses Windows Hello"},
	{Certificate, "a certificate", "uses a certificate"},
	{Other, "a method that Handrail does not know", "uses a method that Handrail does not know"},
	{Pass, "a Temporary Access Pass", "enters a Temporary Access Pass"},
	{Mail, "an email address", "gets an email"},
	{Questions, "security questions", "answers security questions"},
}

// Title names one way in words: "a text message"; "nothing" for 0.
func (w Way) Title() string {
	for _, x := range words {
		if w == x.way {
			return x.title
		}
	}
	return "nothing"
}

// Titles names every way of a set, the first asked first.
func (w Way) Titles() []string {
	var all []string
	for _, one := range append(order[:len(order):len(order)], Pass, Mail, Questions) {
		if w&one != 0 {
			all = append(all, one.Title())
		}
	}
	return all
}

// Registered is what a person has registered, as Microsoft's report names it.
type Registered uint32

// What may be registered.
const (
	MobilePhone Registered = 1 << iota
	AlternatePhone
	OfficePhone
	AppPush
	AppPasswordless
	SoftwareCode
	HardwareCode
	PasskeyBound
	WindowsHello
	CertificateMulti
	CertificateSingle
	TemporaryPass
	Email
	SecurityQuestions
	Unnamed // Microsoft's word for it is not known to Handrail
)

// second are those that can be a second step by themselves.
const second = MobilePhone | AlternatePhone | OfficePhone | AppPush | AppPasswordless | SoftwareCode | HardwareCode |
	PasskeyBound | WindowsHello | CertificateMulti | Unnamed

// reported maps the words of methodsRegistered. The list is open: what is not
// here is Unnamed (identity.md §1.2).
var reported = map[string]Registered{
	"mobilephone": MobilePhone, "alternatemobilephone": AlternatePhone, "officephone": OfficePhone,
	"microsoftauthenticatorpush": AppPush, "microsoftauthenticatorpasswordless": AppPasswordless,
	"softwareonetimepasscode": SoftwareCode, "hardwareonetimepasscode": HardwareCode,
	"fido2": PasskeyBound, "fido2securitykey": PasskeyBound, "passkeydevicebound": PasskeyBound,
	"passkeydeviceboundauthenticator": PasskeyBound, "passkeydeviceboundwindowshello": PasskeyBound,
	"windowshelloforbusiness":     WindowsHello,
	"x509certificatemultifactor":  CertificateMulti,
	"x509certificatesinglefactor": CertificateSingle,
	"temporaryaccesspass":         TemporaryPass, "email": Email, "securityquestion": SecurityQuestions, "securityquestions": SecurityQuestions,
}

// RegisteredOf gives what a word of Microsoft's report means. An empty word is
// nothing; a word that is not known is Unnamed.
func RegisteredOf(word string) Registered {
	if word == "" || strings.EqualFold(word, "none") {
		return 0
	}
	if r, ok := reported[strings.ToLower(word)]; ok {
		return r
	}
	return Unnamed
}

// preferences maps userPreferredMethodForSecondaryAuthentication.
var preferences = map[string]Way{
	"push": Notify | PhoneSignIn, "oath": Code | Token, "voicemobile": CallMobile,
	"voicealternatemobile": CallAlternate, "voiceoffice": CallOffice, "sms": Text,
}

// PreferredOf gives the ways that a person's own default stands for; 0 for none
// and for words that are not known.
func PreferredOf(word string) Way { return preferences[strings.ToLower(word)] }
