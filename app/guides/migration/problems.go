package migration

// problems are what people type who need this guide.
var problems = []string{
	"A mailbox migration is stuck",
	"The move to Exchange Online does not finish",
	"Some emails were skipped when a mailbox moved",
	"A migration batch failed with bad items",
}
