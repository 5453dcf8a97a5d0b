package teamsaddin

// problems are what people type who need this guide.
var problems = []string{
	"The Teams button is missing in Outlook",
	"I cannot add a Teams meeting to an invitation",
	"The meeting add-in disappears from Outlook again and again",
}
