package webfilter

// problems are what people type who need this guide.
var problems = []string{
	"Block websites on our computers",
	"Young people can open adult or gambling sites",
	"A website is blocked that should not be",
	"Which sites do people open?",
}
