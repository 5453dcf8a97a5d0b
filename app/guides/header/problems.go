package header

// problems are what people type who need this guide.
var problems = []string{
	"Email goes to junk",
	"An email was put in quarantine",
	"Our newsletter lands in the spam folder",
	"An email to someone was returned or refused",
	"Is this email forged?",
}
