package mailhealth

// problems are what people type who need this guide.
var problems = []string{
	"Others send email in our name",
	"No email arrives",
	"Is our email set up right?",
	"SPF, DKIM and DMARC: what is missing?",
	"Someone got a forged email from our address",
}
