package manifest

import (
	"slices"
	"strings"
)

// permissions has the meaning of each permission (Microsoft Learn, "Understanding Outlook
// add-in permissions" and "Requesting permissions for API use in add-ins").
var permissions = map[string]string{
	"restricted":                      "Knows which email or appointment is open, but does not read its content.",
	"readitem":                        "Reads the email or appointment that is open.",
	"readwriteitem":                   "Reads and changes the email or appointment that is open.",
	"readwritemailbox":                "Reads, changes and sends email in the person’s whole mailbox.",
	"readdocument":                    "Reads the document that is open.",
	"readalldocument":                 "Reads the document that is open, with all its parts.",
	"writedocument":                   "Changes the document that is open.",
	"readwritedocument":               "Reads and changes the document that is open.",
	"mailboxitem.restricted.user":     "Knows which email or appointment is open, but does not read its content.",
	"mailboxitem.read.user":           "Reads the email or appointment that is open.",
	"mailboxitem.readwrite.user":      "Reads and changes the email or appointment that is open.",
	"mailbox.readwrite.user":          "Reads, changes and sends email in the person’s whole mailbox.",
	"mailbox.append-on-send.user":     "Adds text to an email when it is sent.",
	"mailbox.appendonsend.user":       "Adds text to an email when it is sent.",
	"mailbox.sharedfolder":            "Works in shared folders.",
	"document.read.user":              "Reads the document that is open.",
	"document.write.user":             "Changes the document that is open.",
	"document.readwrite.user":         "Reads and changes the document that is open.",
	"document.restricted.user":        "Knows which document is open, but does not read its content.",
	"mailboxitem.append-on-send.user": "Adds text to an email when it is sent.",
}

// DescribePermission returns what a permission allows, also for unknown permissions.
func DescribePermission(name string) string {
	if words, ok := permissions[strings.ToLower(name)]; ok {
		return words
	}
	return "Handrail does not know this permission. Ask the publisher what it allows."
}

// weight orders permissions of one type: a higher number allows more; 0 is unknown.
var weight = map[string]int{
	"restricted": 1, "readitem": 2, "readwriteitem": 3, "readwritemailbox": 4,
	"readdocument": 2, "readalldocument": 2, "writedocument": 3, "readwritedocument": 4,
	"mailboxitem.restricted.user": 1, "mailboxitem.read.user": 2, "mailboxitem.readwrite.user": 3,
	"mailbox.readwrite.user":   4,
	"document.restricted.user": 1, "document.read.user": 2, "document.write.user": 3, "document.readwrite.user": 4,
}

// hostWords has the product name of each host.
var hostWords = map[string]string{
	"mailbox": "Outlook", "mail": "Outlook", "workbook": "Excel", "document": "Word", "presentation": "PowerPoint",
	"notebook": "OneNote", "project": "Project", "database": "Access",
}

// HostName returns the product name of a host; an unknown host unchanged.
func HostName(host string) string {
	if words, ok := hostWords[strings.ToLower(host)]; ok {
		return words
	}
	return host
}

func add(all []string, one string) []string {
	if one == "" || slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// short returns the first 60 characters of s.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
