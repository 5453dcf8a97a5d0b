package mfa

import "strings"

// Factor is a form of verification, or a set of them.
type Factor uint32

// The ways. A mobile phone is two of them: text messages and phone calls have separate
// settings.
const (
	Text          Factor = 1 << iota // a text message to the mobile phone
	CallMobile                       // a phone call to the mobile phone
	CallAlternate                    // a phone call to the second mobile phone, which gets no text messages
	CallOffice                       // a phone call to the office phone
	Notify                           // a Microsoft Authenticator notification with a number to enter
	PhoneSignIn                      // Microsoft Authenticator instead of the password
	Code                             // a six-digit code from an app
	Token                            // a code from a hardware token
	Passkey
	Hello       // Windows Hello for Business, on its own computer only
	Certificate // a multifactor certificate
	Other       // a method that Handrail does not know
	Pass        // Temporary Access Pass
	Mail        // an email address, for password reset only
	Questions   // security questions, for password reset only

	ownCode   // a code from Microsoft Authenticator, which has its own setting
	thirdCode // a code from any other app
	newKey    // a passkey can be registered

	remindsApp // the registration campaign asks for Microsoft Authenticator
)

// Sets of ways.
const (
	Calls             = CallMobile | CallAlternate | CallOffice
	Phones            = Text | Calls
	Persistent        = Phones | Notify | PhoneSignIn | Code | Token | Passkey | Hello | Certificate | Other
	PhishingResistant = Passkey | Hello | Certificate // phishing-resistant
)

// order is the order in which Microsoft chooses the first prompt if the strongest
// method is preferred (Microsoft Learn: concept-system-preferred-multifactor-
// authentication). Windows Hello needs no prompt, so it comes last here.
var order = [...]Factor{Passkey, Certificate, Notify, PhoneSignIn, Other, Code, Token, Text, CallMobile, CallAlternate,
	CallOffice, Hello}

// strongest returns the way of set that comes first, or 0.
func strongest(set Factor) Factor {
	for _, w := range order {
		if set&w != 0 {
			return w
		}
	}
	return 0
}

// words are the words for each way.
var words = []struct {
	way         Factor
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

// Title returns the words for one way, such as "a text message"; "nothing" for 0.
func (w Factor) Title() string {
	for _, x := range words {
		if w == x.way {
			return x.title
		}
	}
	return "nothing"
}

// Titles returns the titles of a set, first prompt first.
func (w Factor) Titles() []string {
	var all []string
	for _, one := range append(order[:len(order):len(order)], Pass, Mail, Questions) {
		if w&one != 0 {
			all = append(all, one.Title())
		}
	}
	return all
}

// Registered is a set of methods in Microsoft's registration report.
type Registered uint32

// The methods that can be registered.
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
	Unnamed // a method that Handrail does not know
)

// second are the methods that are enough for MFA.
const second = MobilePhone | AlternatePhone | OfficePhone | AppPush | AppPasswordless | SoftwareCode | HardwareCode |
	PasskeyBound | WindowsHello | CertificateMulti | Unnamed

// reported maps the values of methodsRegistered (Microsoft Graph resource
// userRegistrationDetails). Values that are not here are Unnamed.
var reported = map[string]Registered{
	"mobilephone": MobilePhone, "alternatemobilephone": AlternatePhone, "officephone": OfficePhone,
	"microsoftauthenticatorpush": AppPush, "microsoftauthenticatorpasswordless": AppPasswordless,
	"softwareonetimepasscode": SoftwareCode, "hardwareonetimepasscode": HardwareCode,
	"fido2": PasskeyBound, "fido2securitykey": PasskeyBound, "passkeydevicebound": PasskeyBound,
	"passkeydeviceboundauthenticator": PasskeyBound, "passkeydeviceboundwindowshello": PasskeyBound,
	"windowshelloforbusiness":     WindowsHello,
	"x509certificatemultifactor":  CertificateMulti,
	"x509certificatesinglefactor": CertificateSingle,
	"temporaryaccesspass":         TemporaryPass, "email": Email, "securityquestion": SecurityQuestions,
	"securityquestions": SecurityQuestions,
}

// RegisteredOf returns the method for a value of methodsRegistered: 0 for an empty
// value, Unnamed for an unknown one.
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
var preferences = map[string]Factor{
	"push": Notify | PhoneSignIn, "oath": Code | Token, "voicemobile": CallMobile,
	"voicealternatemobile": CallAlternate, "voiceoffice": CallOffice, "sms": Text,
}

// PreferredOf returns the ways that a person's own default means; 0 for none and for
// unknown values.
func PreferredOf(word string) Factor { return preferences[strings.ToLower(word)] }

// factorCodes are the names of the ways for programs. They are stable.
var factorCodes = map[Factor]string{
	Text: "text-message", CallMobile: "call-mobile", CallAlternate: "call-alternate-mobile", CallOffice: "call-office",
	Notify: "authenticator", PhoneSignIn: "authenticator-passwordless", Code: "app-code", Token: "hardware-token",
	Passkey: "passkey", Hello: "windows-hello", Certificate: "certificate", Other: "other",
}

// Codes returns the stable names of a set, first prompt first; never nil.
func (w Factor) Codes() []string {
	all := []string{}
	for _, one := range order {
		if w&one != 0 {
			all = append(all, factorCodes[one])
		}
	}
	return all
}
