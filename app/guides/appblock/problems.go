package appblock

// problems are what people type who need this guide.
var problems = []string{
	"People use apps that we do not know",
	"Block risky or unknown cloud apps",
	"Files are uploaded to strange services",
	"Which apps are safe to use?",
}
