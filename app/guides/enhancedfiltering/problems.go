package enhancedfiltering

// problems are what people type who need this guide.
var problems = []string{
	"Every email seems to come from our own spam filter",
	"Microsoft 365 trusts the wrong sender behind Mimecast",
	"Good email is junk since we have another filter in front",
	"SPF fails for email that came through our filter",
}
