package syncidentity

// problems are what people type who need this guide.
var problems = []string{
	"Directory sync has stopped",
	"New people from our own server do not appear in Microsoft 365",
	"Passwords no longer sync",
	"Entra Connect shows an error after a new policy",
}
