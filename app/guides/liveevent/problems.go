package liveevent

// problems are what people type who need this guide.
var problems = []string{
	"Stream a service on Sunday",
	"People at home should see our event",
	"A town hall or webinar in Teams",
	"Who does what, and when, at our event?",
	"How many people watched?",
}
