package tlsreports

// problems are what people type who need this guide.
var problems = []string{
	"We get TLS reports and no one reads them",
	"Can we set MTA-STS from testing to enforce?",
	"Senders cannot deliver to us since we have the policy",
	"What are these JSON files that Google sends?",
}
