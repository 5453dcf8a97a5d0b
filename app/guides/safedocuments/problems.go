package safedocuments

// problems are what people type who need this guide.
var problems = []string{
	"A Word file from outside opens only in Protected View",
	"Dangerous attachments and downloaded documents",
	"Does Safe Documents work for us?",
	"People select Enable Editing in every file",
}
