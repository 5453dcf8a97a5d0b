package cloud

import (
	"strings"
	"testing"
)

// TestTheMailbox: changes come page by page with a link to what comes later, and
// a mail as it was sent.
func TestTheMailbox(t *testing.T) {
	c := New(Options{Seed: 1, Now: noon, Mails: func() (all []Mail) {
		for range 12 {
			all = append(all, Mail{Folder: inbox, Received: noon(), Raw: []byte("Subject: Dinner\r\nContent-Type: text/plain\r\n\r\nAt eight?\r\n")})
		}
		return append(all, Mail{Folder: "Reports", Received: noon(), Raw: []byte("Subject: R\r\nContent-Type: multipart/report\r\n\r\n")})
	}})
	first := get(t, c, "/v1.0/me/mailFolders/inbox/messages/delta?$select=hasAttachments")
	next, _ := first.body["@odata.nextLink"].(string)
	if len(first.rows(t)) != mailPage || next == "" || first.body["@odata.deltaLink"] != nil {
		t.Fatalf("%d rows, %s", len(first.rows(t)), first.text)
	}
	path := func(link string) string { return link[strings.Index(link, "/v1.0"):] }
	last := get(t, c, path(next))
	later, _ := last.body["@odata.deltaLink"].(string)
	if len(last.rows(t)) != 2 || later == "" {
		t.Fatalf("%s", last.text)
	}
	if none := get(t, c, path(later)); len(none.rows(t)) != 0 {
		t.Errorf("nothing is new, and %s came", none.text)
	}
	c.Deliver(Mail{Folder: inbox, Received: noon(), Raw: []byte("Subject: New\r\n\r\n")})
	fresh := get(t, c, path(later)).rows(t)
	if len(fresh) != 1 || fresh[0]["hasAttachments"] != false {
		t.Errorf("%v came", fresh)
	}
	if id, _ := fresh[0]["id"].(string); !strings.HasPrefix(get(t, c, "/v1.0/me/messages/"+id+"/$value").text, "Subject: New") {
		t.Error("the mail is not as it was sent")
	}
	folder := get(t, c, "/v1.0/me/mailFolders/inbox/childFolders?$filter=displayName eq 'Reports'").rows(t)
	if len(folder) != 1 {
		t.Fatal("no folder Reports")
	}
	inside := get(t, c, "/v1.0/me/mailFolders/"+folder[0]["id"].(string)+"/messages/delta").rows(t)
	if len(inside) != 1 || inside[0]["hasAttachments"] != true {
		t.Errorf("in the folder: %v", inside)
	}
	if got := get(t, c, "/v1.0/me/mailFolders/nowhere/messages/delta"); got.status != 404 {
		t.Errorf("a folder that is not there: %d", got.status)
	}
}

// oneMail is a mailbox with one letter.
func oneMail() []Mail {
	return []Mail{{Folder: inbox, Received: noon(), Raw: []byte("Subject: a\r\n\r\nb\r\n")}}
}
