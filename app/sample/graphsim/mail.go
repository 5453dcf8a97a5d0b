package graphsim

import (
	"bytes"
	"cmp"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Mail is an email in the mailbox of the person who is signed in.
type Mail struct {
	Folder   string // "Inbox", or a folder inside it
	Received time.Time
	Raw      []byte // as it was sent
}

// keptMail is an email with the properties that Graph returns.
type keptMail struct {
	Mail
	body object
}

// inbox is the name of the folder that every mailbox has.
const inbox = "Inbox"

// The default and the maximum number of emails on a page of changes (message-delta.md).
const (
	mailPage = 10
	mailMost = 1000
)

// mailFolderKind is /me/mailFolders (api-reference/v1.0/api/user-list-mailfolders.md).
var mailFolderKind = &kind{
	name: "mailFolder", context: "users('me')/mailFolders", page: 10, most: 250,
	fields: []string{"id", "displayName", "parentFolderId", "childFolderCount", "unreadItemCount", "totalItemCount",
		"isHidden"},
	filter: map[string]string{"displayName": "eq ne startswith", "id": "eq"},
}

// messageKind is what a page of changes has of an email.
var messageKind = &kind{name: "message", context: "Collection(message)",
	fields: []string{"id", "receivedDateTime", "hasAttachments", "subject", "isRead", "internetMessageId",
		"parentFolderId"}}

// Deliver puts emails into the mailbox.
func (c *Cloud) Deliver(all ...Mail) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mailbox() // those of the beginning come first
	for _, m := range all {
		c.mails = append(c.mails, c.keep(m))
	}
}

// mailbox returns the emails in the order in which they came; made when first asked for.
func (c *Cloud) mailbox() []keptMail {
	c.begun.Do(func() {
		if c.options.Mails == nil {
			return
		}
		for _, m := range c.options.Mails() {
			c.mails = append(c.mails, c.keep(m))
		}
	})
	return c.mails
}

func (c *Cloud) keep(m Mail) keptMail {
	subject, id, attached := "", "", false
	if read, err := mail.ReadMessage(bytes.NewReader(m.Raw)); err == nil {
		kind := strings.ToLower(read.Header.Get("Content-Type"))
		subject, id, attached = read.Header.Get("Subject"), read.Header.Get("Message-ID"), kind != "" &&
			!strings.HasPrefix(kind, "text/")
	}
	return keptMail{m, object{
		{"@odata.etag", `W/"` + strconv.Itoa(len(c.mails)) + `"`}, {"id", mailID(len(c.mails))},
		{"receivedDateTime", m.Received.UTC()}, {"hasAttachments", attached},
		{"subject", subject}, {"isRead", false}, {"internetMessageId", orNull(id)},
		{"parentFolderId", folderID(m.Folder)},
	}}
}

func mailID(i int) string { return "AAMkAGIxN" + strconv.Itoa(i) + "=" }

func folderID(name string) string {
	return "AQMkAGIx" + strings.Map(func(r rune) rune {
		if r == ' ' || r == '/' {
			return '-'
		}
		return r
	}, name)
}

// folders returns the inbox, or the folders inside it.
func (c *Cloud) folders(inside bool) (all []object) {
	count := map[string]int{inbox: 0}
	for _, m := range c.mailbox() {
		count[m.Folder]++
	}
	names := []string{}
	for name := range count {
		if (name != inbox) == inside {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		parent, children := folderID(inbox), 0
		if name == inbox {
			parent, children = folderID("root"), len(count)-1
		}
		all = append(all, object{{"id", folderID(name)}, {"displayName", name}, {"parentFolderId", parent},
			{"childFolderCount", children},
			{"unreadItemCount", count[name]}, {"totalItemCount", count[name]}, {"isHidden", false}})
	}
	return all
}

// folder returns the name of a folder by its id or well-known name; "" for none.
func (c *Cloud) folder(id string) string {
	if strings.EqualFold(id, "inbox") {
		return inbox
	}
	for _, inside := range []bool{false, true} {
		for _, f := range c.folders(inside) {
			if f.str("id") == id {
				return f.str("displayName")
			}
		}
	}
	return ""
}

func mailRoutes() []route {
	return []route{
		{of: "[]mailFolder", pattern: "/me/mailFolders",
			do: func(x *call) *answer { return x.list(mailFolderKind, these(x.cloud.folders(false))) }},
		{of: "[]mailFolder", pattern: "/me/mailFolders/{}/childFolders", do: childFolders},
		{of: "[]message", pattern: "/me/mailFolders/{}/messages/delta", do: mailChanges},
		{of: "[]message", pattern: "/me/messages", do: mailsFound},
		{of: "mime", pattern: "/me/messages/{}/$value", do: mailText},
	}
}

func childFolders(x *call) *answer {
	switch x.cloud.folder(x.arg(0)) {
	case "":
		return itemNotFound()
	case inbox:
		return x.list(mailFolderKind, these(x.cloud.folders(true)))
	}
	return x.list(mailFolderKind, these([]object{}))
}

// itemNotFound is Outlook's answer where an email or folder does not exist.
func itemNotFound() *answer {
	return refuse(404, "ErrorItemNotFound", "The specified object was not found in the store.")
}

// mailChanges returns the emails that came since a link was given: a page of them,
// with the link to the next page or to what comes later.
func mailChanges(x *call) *answer {
	name := x.cloud.folder(x.arg(0))
	if name == "" {
		return itemNotFound()
	}
	q, err := url.ParseQuery(x.rawQuery)
	if err != nil {
		return refuse(400, "BadRequest", "The query part of the address cannot be read.")
	}
	at := 0
	for _, token := range []string{q.Get("$skiptoken"), q.Get("$deltatoken")} {
		if token == "" {
			continue
		}
		if x.playing(ExpireToken) {
			return refuse(410, "SyncStateNotFound", "The sync state generation is not found; startSync must be called.")
		}
		if at, err = strconv.Atoi(strings.TrimPrefix(token, "m")); err != nil || at < 0 || at > len(x.cloud.mailbox()) {
			return refuse(400, "ErrorInvalidUrlQuery", "The provided delta token is not valid.")
		}
	}
	size := mailPage
	if wish, found := strings.CutPrefix(x.header.Get("Prefer"), "odata.maxpagesize="); found {
		if n, err := strconv.Atoi(wish); err == nil && n > 0 {
			size = min(n, mailMost)
		}
	}
	selected := strings.FieldsFunc(q.Get("$select"), func(r rune) bool { return r == ',' })
	all := x.cloud.mailbox()
	body := appendText([]byte(`{"@odata.context":`), x.base+"/$metadata#"+messageKind.context)
	rows := []byte{}
	for n := 0; at < len(all) && n < size; at++ {
		if all[at].Folder != name {
			continue
		}
		if n++; n > 1 {
			rows = append(rows, ',')
		}
		row := append(object{{"@odata.type", "#microsoft.graph.message"}},
			slices.DeleteFunc(slices.Clone(all[at].body), func(f field) bool {
				return len(selected) > 0 && f.name != "id" && f.name != "@odata.etag" &&
					!slices.Contains(selected, f.name)
			})...)
		rows = appendValue(rows, row)
	}
	link := x.base + x.path + "?$deltatoken=m" + strconv.Itoa(at)
	key := `,"@odata.deltaLink":`
	if slices.ContainsFunc(all[at:], func(m keptMail) bool { return m.Folder == name }) {
		link, key = x.base+x.path+"?$skiptoken=m"+strconv.Itoa(at), `,"@odata.nextLink":`
	}
	if len(selected) > 0 {
		link += "&$select=" + strings.Join(selected, ",")
	}
	if f := x.faultOf(ForeignLink); f != nil {
		link = cmp.Or(f.Host, "https://graph.microsoft.example") + "/v1.0" + x.path + "?$skiptoken=m1"
	}
	body = appendText(append(body, key...), link)
	body = append(append(append(body, `,"value":[`...), rows...), ']', '}')
	return &answer{status: http.StatusOK, body: body}
}

// mailText returns an email as it was sent (outlook-get-mime-message.md).
func mailText(x *call) *answer {
	for _, m := range x.cloud.mailbox() {
		if m.body.str("id") == x.arg(0) {
			return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/plain"}}, body: m.Raw}
		}
	}
	return itemNotFound()
}
