package graph

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/mail/tlsimport"
	"handrail/app/sample/graphsim"
)

// mailRoom returns the sample with email: three reports and a letter in the inbox, and 120 reports in a folder inside
// it.
func mailRoom(t *testing.T) (*graphsim.Cloud, *Connections) {
	t.Helper()
	c := graphsim.New(graphsim.Options{Now: noon, Mails: func() (all []graphsim.Mail) {
		all = append(all, aMail("Inbox", 1, true), aMail("Inbox", 2, true), aMail("Inbox", 3, false),
			aMail("Inbox", 4, true))
		for i := range 120 {
			all = append(all, aMail("TLS reports", 10+i, true))
		}
		return all
	}})
	base, err := c.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, office(t, t.TempDir(), base)
}

func aMail(folder string, n int, attached bool) graphsim.Mail {
	kind := "text/plain"
	if attached {
		kind = "multipart/report"
	}
	return graphsim.Mail{Folder: folder, Received: noon(),
		Raw: fmt.Appendf(nil, "Subject: mail %d\r\nContent-Type: %s\r\n\r\n%d\r\n", n, kind, n)}
}

// readAll reads a mailbox from cursor to its end.
func readAll(t *testing.T, m *Mailbox, cursor string) (subjects []string, pages int, next string) {
	t.Helper()
	for more := true; more; pages++ {
		page, err := m.Page(context.Background(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		cursor, more = page.Next, page.More
		for _, one := range page.Mails {
			in, err := one.Open()
			if err != nil {
				t.Fatal(err)
			}
			raw, err := io.ReadAll(in)
			if err != nil || !one.SkipIfNoReport {
				t.Fatal(one.SkipIfNoReport, err)
			}
			line, _, _ := strings.Cut(string(raw), "\r\n")
			subjects = append(subjects, strings.TrimPrefix(line, "Subject: mail "))
		}
	}
	return subjects, pages, cursor
}

// TestAMailboxIsReadAndLeftAsItIs reads page by page, without opening letters. Later it reads only what is new, and
// everything again where Microsoft forgot the cursor. It sends nothing but reads.
func TestAMailboxIsReadAndLeftAsItIs(t *testing.T) {
	c, o := mailRoom(t)
	m, err := o.Mailbox(context.Background(), tlsimport.MailLocation{Folder: "inbox"})
	if err != nil {
		t.Fatal(err)
	}
	got, _, next := readAll(t, m, "")
	if strings.Join(got, " ") != "1 2 4" {
		t.Errorf("in the inbox: %v", got)
	}
	c.Deliver(aMail("Inbox", 5, true), aMail("TLS reports", 6, true))
	if got, _, next = readAll(t, m, next); strings.Join(got, " ") != "5" {
		t.Errorf("what is new: %v", got)
	}
	c.Play(graphsim.Fault{Path: "/me/mailFolders/inbox/messages/delta", Effect: graphsim.ExpireToken, Count: 1})
	if got, _, _ = readAll(t, m, next); strings.Join(got, " ") != "1 2 4 5" {
		t.Errorf("after a cursor was forgotten: %v", got)
	}
	inside, err := o.Mailbox(context.Background(), tlsimport.MailLocation{Folder: "Inbox/TLS reports"})
	if err != nil {
		t.Fatal(err)
	}
	got, pages, _ := readAll(t, inside, "")
	if len(got) != 121 || pages != 3 || inside.Source() == m.Source() {
		t.Errorf("%d mails on %d pages of %s", len(got), pages, inside.Source())
	}
	for _, r := range c.Requests() {
		if r.Method != "GET" || strings.Contains(r.URI, "AAMkAGIxN2=") {
			t.Errorf("%s %s", r.Method, r.URI)
		}
	}
}

// TestAMailboxThatCannotBeRead explains what is missing, and contacts no other server.
func TestAMailboxThatCannotBeRead(t *testing.T) {
	c, o := mailRoom(t)
	ctx := context.Background()
	if _, err := o.Mailbox(ctx, tlsimport.MailLocation{Folder: "Inbox/Recipes"}); app.CodeOf(err) != app.NotFound ||
		!strings.Contains(err.Error(), "Recipes") {
		t.Errorf("a folder that is not there: %v", err)
	}
	m, err := o.Mailbox(ctx, tlsimport.MailLocation{Folder: ""})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		fault graphsim.Fault
		code  app.Code
		says  string
	}{
		{graphsim.Fault{Effect: graphsim.Refuse, Status: 403}, app.Denied, "may not read this mailbox"},
		{graphsim.Fault{Effect: graphsim.ForeignLink, Host: "http://192.0.2.1"}, app.Unreachable, "another server"},
		{graphsim.Fault{Effect: graphsim.Refuse, Status: 400}, app.Unreachable, "status 400"},
	} {
		k.fault.Path, k.fault.Count = "/me/mailFolders/inbox/messages/delta", 1
		c.Play(k.fault)
		_, err := m.Page(ctx, "")
		if app.CodeOf(err) != k.code || !strings.Contains(fmt.Sprint(err), k.says) {
			t.Errorf("%+v: %v", k.fault, err)
		}
	}
}
