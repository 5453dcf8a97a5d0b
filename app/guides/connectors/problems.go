package connectors

// problems are what people type who need this guide.
var problems = []string{
	"Our printer or scanner cannot send email any more",
	"Emails from our own server are refused",
	"The contact form on our website sends nothing",
	"The certificate of our mail server has changed",
	"Email arrives through the wrong connector",
}
