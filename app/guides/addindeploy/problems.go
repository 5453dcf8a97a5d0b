package addindeploy

// problems are what people type who need this guide.
var problems = []string{
	"Give everyone the Zoom button in Outlook",
	"An add-in is missing in Outlook for some people",
	"Install an add-in for a whole group",
	"Who gets an Outlook add-in?",
}
