package mtasts

// problems are what people type who need this guide.
var problems = []string{
	"Someone could read email on its way to us",
	"Emails to us are sent without encryption",
	"We need an MTA-STS policy for our domain",
	"A check of our domain says that MTA-STS is missing",
	"Protect the domain of a parish",
}
