package mfaenforce

// problems are what people type who need this guide.
var problems = []string{
	"An account was hacked or its password stolen",
	"Some people sign in with only a password",
	"Our insurance asks for MFA",
	"Turn on two-step verification for everyone",
}
