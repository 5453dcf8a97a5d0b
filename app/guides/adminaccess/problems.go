package adminaccess

// problems are what people type who need this guide.
var problems = []string{
	"Administrators sign in with only a password",
	"What if no administrator can sign in?",
	"We have no emergency account",
	"Who are our administrators?",
}
