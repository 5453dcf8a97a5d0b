package mfamethods

// problems are what people type who need this guide.
var problems = []string{
	"Lost phone",
	"Someone has a new phone number and cannot sign in",
	"Microsoft ends text messages for sign-in",
	"End text messages for everyone",
	"People still use phone calls to sign in",
	"Set up passkeys or Microsoft Authenticator",
}
