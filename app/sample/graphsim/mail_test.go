package graphsim

import (
	"strings"
	"testing"
)

// TestTheMailbox: changes come page by page with a link to what comes later, and
// an email as it was sent.
func TestTheMailbox(t *testing.T) {
	c := New(Options{Seed: 1, Now: noon, Mails: func() (all []Mail) {
		for range 12 {
			all = append(all, Mail{Folder: inbox, Received: noon(),
				Raw: []byte("Subject: Dinner\r\nContent-Type: text/plain\r\n\r\nAt eight?\r\n")})
		}
		return append(all, Mail{Folder: "Reports", Received: noon(),
			Raw: []byte("Subject: R\r\nContent-Type: multipart/report\r\n\r\n")})
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
	if id, _ := fresh[0]["id"].(string); !strings.HasPrefix(get(t, c, "/v1.0/me/messages/"+id+"/$value").text,
		"Subject: New") {
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

// TestMailsAreFound: terms that must all hold, the latest first, and no more than
// a search finds.
func TestMailsAreFound(t *testing.T) {
	c := New(Options{Seed: 1, Now: noon, Mails: func() (all []Mail) {
		for i := range 1100 {
			all = append(all, Mail{Folder: "Reports", Received: noon().AddDate(0, 0, -i%10),
				Raw: []byte("Subject: Report Domain: a.example\r\nContent-Type: multipart/report\r\n\r\n")})
		}
		return append(all, Mail{Folder: inbox, Received: noon().AddDate(0, 0, -3),
			Raw: []byte("Subject: Reporting\r\n\r\n")})
	}})
	count := func(search string) (n int) {
		t.Helper()
		path := "/v1.0/me/messages?$top=1000&$select=subject,receivedDateTime&$search=" +
			strings.NewReplacer(" ", "%20", `"`, "%22", ">", "%3E", "<", "%3C").Replace(search)
		for path != "" {
			page := get(t, c, path)
			if page.status != 200 {
				t.Fatalf("%s: %s", search, page.text)
			}
			n += len(page.rows(t))
			next, _ := page.body["@odata.nextLink"].(string)
			if path = ""; next != "" {
				path = next[strings.Index(next, "/v1.0"):]
			}
		}
		return n
	}
	day := func(back int) string { return noon().AddDate(0, 0, -back).Format("01/02/2006") }
	for search, want := range map[string]int{
		`"subject:report"`: 1000, `"subject:reporting"`: 1, `"Reporting"`: 1, `"hasAttachments:false"`: 1,
		`"subject:Domain AND received>=` + day(1) + ` AND received<=` + day(0) + `"`: 220,
		`"subject:report AND subject:reporting"`:                                     0,
	} {
		if n := count(search); n != want {
			t.Errorf("%s finds %d mails, want %d", search, n, want)
		}
	}
	for _, wrong := range []string{"subject:report", `%22colour:red%22`, `%22received%3E=yesterday%22`,
		`%22subject:%22a%22%22`} {
		if got := get(t, c, "/v1.0/me/messages?$search="+wrong); got.status != 400 {
			t.Errorf("%s: %d", wrong, got.status)
		}
	}
	if rows := get(t, c, "/v1.0/me/messages?$top=1").rows(t); len(rows) != 1 {
		t.Error("without a search all are given")
	}
}
