package addin

import "strings"

// permissions in plain words (Microsoft, "Understanding Outlook add-in
// permissions" and "Requesting permissions for API use in add-ins").
var permissions = map[string]string{
	"restricted":                      "Knows which mail or appointment is open, and reads nothing of what it says.",
	"readitem":                        "Reads the mail or appointment that is open.",
	"readwriteitem":                   "Reads and changes the mail or appointment that is open.",
	"readwritemailbox":                "Reads, changes and sends in the whole mailbox of the person.",
	"readdocument":                    "Reads the document that is open.",
	"readalldocument":                 "Reads the document that is open, with all its parts.",
	"writedocument":                   "Writes into the document that is open.",
	"readwritedocument":               "Reads and changes the document that is open.",
	"mailboxitem.restricted.user":     "Knows which mail or appointment is open, and reads nothing of what it says.",
	"mailboxitem.read.user":           "Reads the mail or appointment that is open.",
	"mailboxitem.readwrite.user":      "Reads and changes the mail or appointment that is open.",
	"mailbox.readwrite.user":          "Reads, changes and sends in the whole mailbox of the person.",
	"mailbox.append-on-send.user":     "Adds text to a mail when it is sent.",
	"mailbox.appendonsend.user":       "Adds text to a mail when it is sent.",
	"mailbox.sharedfolder":            "Works in folders that others have shared.",
	"document.read.user":              "Reads the document that is open.",
	"document.write.user":             "Writes into the document that is open.",
	"document.readwrite.user":         "Reads and changes the document that is open.",
	"document.restricted.user":        "Knows which document is open, and reads nothing of what it says.",
	"mailboxitem.append-on-send.user": "Adds text to a mail when it is sent.",
}

// PermissionWords says what a permission allows; an unknown one is called that.
func PermissionWords(name string) string {
	if words, ok := permissions[strings.ToLower(name)]; ok {
		return words
	}
	return "Handrail does not know this permission. Ask the maker what it allows."
}

// weight orders permissions of one kind: more is a wider right; 0 is unknown.
var weight = map[string]int{
	"restricted": 1, "readitem": 2, "readwriteitem": 3, "readwritemailbox": 4,
	"readdocument": 2, "readalldocument": 2, "writedocument": 3, "readwritedocument": 4,
	"mailboxitem.restricted.user": 1, "mailboxitem.read.user": 2, "mailboxitem.readwrite.user": 3, "mailbox.readwrite.user": 4,
	"document.restricted.user": 1, "document.read.user": 2, "document.write.user": 3, "document.readwrite.user": 4,
}

// hostWords calls a host as people do.
var hostWords = map[string]string{
	"mailbox": "Outlook", "mail": "Outlook", "workbook": "Excel", "document": "Word", "presentation": "PowerPoint",
	"notebook": "OneNote", "project": "Project", "database": "Access",
}

// HostWords calls a host as people do; an unknown one as it is written.
func HostWords(host string) string {
	if words, ok := hostWords[strings.ToLower(host)]; ok {
		return words
	}
	return host
}
