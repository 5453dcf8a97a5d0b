package backgrounds

// problems are what people type who need this guide.
var problems = []string{
	"The text in my Teams background is back to front",
	"My background picture is mirrored",
	"Give everyone our logo as a Teams background",
	"Teams refuses my background picture",
}
