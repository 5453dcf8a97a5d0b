package connect

// problems are what people type who need this guide.
var problems = []string{
	"Sign in to Microsoft 365 with Handrail",
	"Handrail shows no people",
	"A permission or consent is missing",
	"Work for another organisation",
}
