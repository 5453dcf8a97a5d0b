package deviceprofiles

// problems are what people type who need this guide.
var problems = []string{
	"A dynamic group has the wrong computers",
	"Devices from Autopilot or a profile in one group",
	"A new device does not get its settings",
	"What is enrollmentProfileName?",
}
