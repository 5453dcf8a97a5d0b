package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/mail/tlsimport"
	"handrail/app/sample/graphsim"
)

// sought returns an email that came some days before noon.
func sought(folder, subject, kind string, days int) graphsim.Mail {
	return graphsim.Mail{Folder: folder, Received: noon().AddDate(0, 0, -days),
		Raw: fmt.Appendf(nil, "Subject: %s\r\nContent-Type: %s\r\n\r\n", subject, kind)}
}

// searched returns the sample with reports in two folders, and with emails that only look similar. On one of its days
// a search may not find everything at once.
func searched(t *testing.T) (*graphsim.Cloud, *Connections) {
	t.Helper()
	c := graphsim.New(graphsim.Options{Now: noon, Mails: func() (all []graphsim.Mail) {
		for i := range 1200 { // 40 a day for 30 days
			all = append(all, sought("TLS reports",
				fmt.Sprintf("mail %d Report Domain: a.example Submitter: b.example", i), "multipart/report", 200+i%30))
		}
		return append(all,
			sought("Inbox", "mail old Report Domain: a.example", "multipart/report", 364),
			sought("Inbox", "mail today Report-Domain report domain", "multipart/mixed", 0),
			sought("Inbox", "mail older Report Domain: a.example", "multipart/report", 400),
			sought("Inbox", "mail bare Report Domain: a.example", "text/plain", 3),
			sought("Inbox", "mail half Report of the treasurer", "multipart/mixed", 3))
	}})
	base, err := c.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, office(t, t.TempDir(), base)
}

// different returns which emails came, without the words after their names.
func different(subjects []string) map[string]bool {
	all := map[string]bool{}
	for _, s := range subjects {
		all[strings.Fields(s)[0]] = true
	}
	return all
}

// TestAMailboxIsSearched searches all folders, a year back, for more than one search may find. Later it reads only
// what is new. It sends nothing but reads.
func TestAMailboxIsSearched(t *testing.T) {
	c, o := searched(t)
	m, err := o.Mailbox(context.Background(),
		tlsimport.MailLocation{Folder: "Inbox/Nowhere", Words: " Report  Domain "})
	if err != nil {
		t.Fatal(err)
	}
	c.Play(graphsim.Fault{Path: "/me/messages", Effect: graphsim.ExpireToken, Count: 1})
	got, _, next := readAll(t, m, "")
	all := different(got)
	if len(all) != 1202 || !all["old"] || !all["today"] || !all["0"] || !all["1199"] {
		t.Errorf("%d different mails of %d came, old %v, today's %v", len(all), len(got), all["old"], all["today"])
	}
	c.Deliver(sought("Inbox", "mail new Report Domain: a.example", "multipart/report", 0))
	if got, pages, _ := readAll(t, m, next); len(got) != 2 || !different(got)["new"] || pages != 1 {
		t.Errorf("later: %v on %d pages", got, pages)
	}
	for _, r := range c.Requests() {
		if r.Method != "GET" {
			t.Errorf("%s %s", r.Method, r.URI)
		}
	}
	folder, err := o.Mailbox(context.Background(), tlsimport.MailLocation{})
	if err != nil || folder.Source() == m.Source() || !strings.HasSuffix(m.Source(), "/search/report domain") {
		t.Errorf("%v: %s", err, m.Source())
	}
}

// TestASearchThatCannotBeMade holds that no word changes the request, and that no other server is contacted.
func TestASearchThatCannotBeMade(t *testing.T) {
	c, o := searched(t)
	ctx := context.Background()
	for _, words := range []string{`Report" OR subject:"secret`, "from:boss", "a)(b", "x\ny:z", "räport*"} {
		if _, err := o.Mailbox(ctx, tlsimport.MailLocation{Words: words}); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q: %v", words, err)
		}
	}
	m, err := o.Mailbox(ctx, tlsimport.MailLocation{Words: "Bericht für a.example"})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		fault graphsim.Fault
		code  app.Code
	}{
		{graphsim.Fault{Effect: graphsim.Refuse, Status: 403}, app.Denied},
		{graphsim.Fault{Effect: graphsim.Refuse, Status: 400}, app.Unreachable},
	} {
		k.fault.Path, k.fault.Count = "/me/messages", 1
		c.Play(k.fault)
		if _, err := m.Page(ctx, ""); app.CodeOf(err) != k.code {
			t.Errorf("%+v: %v", k.fault, err)
		}
	}
	if m, err = o.Mailbox(ctx, tlsimport.MailLocation{Words: "Report"}); err != nil {
		t.Fatal(err)
	}
	c.Play(graphsim.Fault{Path: "/me/messages", Effect: graphsim.ForeignLink, Host: "http://192.0.2.1", Count: 1})
	_, err = m.Page(ctx, place{from: noon().AddDate(0, 0, -215), days: 30}.String())
	if app.CodeOf(err) != app.Unreachable || !strings.Contains(err.Error(), "another server") {
		t.Errorf("a link elsewhere: %v", err)
	}
	for _, cursor := range []string{"nonsense", "2026-05-01 0 0", "2026-05-01 7 -1", "yesterday 7 0"} {
		if _, ok := placeOf(cursor); ok {
			t.Errorf("%q is a place", cursor)
		}
	}
}
