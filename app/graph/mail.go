package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"sync"

	"handrail/app"
	"handrail/app/graph/shape"
	"handrail/app/mail/tlsimport"
	"handrail/app/tenant"
)

// MailScope is the permission to read email. It is asked for only where a person chose to have a mailbox read.
const MailScope = "Mail.Read"

// How many emails a page has, and how many are fetched at once: Outlook answers four requests to one mailbox at a
// time (Microsoft Learn, Microsoft Graph service-specific throttling limits).
const (
	mailPage  = 50
	mailAhead = 4
)

// Mailbox is one folder in the mailbox of the person who is signed in, or a search in all folders. It only reads: no
// email is moved, marked or deleted.
type Mailbox struct {
	client *Client
	folder string   // its id, or a well-known name
	words  []string // looked for in every folder; nil: the folder is read
	owner  string   // whose it is, and where, in words that stay
	pages  int      // read so far
}

// Mailbox opens a folder or a search. A folder is “Inbox”, or names with slashes between them such as
// “Inbox/Reports”. It may open a browser to ask for MailScope. The error is app.NotFound where there is no such
// folder or no mailbox.
func (o *Connections) Mailbox(ctx context.Context, place tlsimport.MailLocation) (*Mailbox, error) {
	words, err := searchWords(place.Words)
	if err != nil {
		return nil, err
	}
	org, err := o.current(ctx)
	if err != nil {
		return nil, err
	}
	g, _, err := o.allowed(ctx, "save the emails as files", []string{MailScope})
	if err != nil {
		return nil, err
	}
	m := &Mailbox{client: g, words: words, owner: org.ID + "/" + strings.ToLower(org.Account) + "/"}
	if len(words) > 0 {
		m.owner += "search/" + strings.ToLower(strings.Join(words, " "))
		return m, nil
	}
	if m.folder, err = g.mailFolder(ctx, place.Folder); err != nil {
		return nil, notMailed(err)
	}
	m.owner += m.folder
	return m, nil
}

// Source returns the name under which the progress in this folder or search is saved.
func (m *Mailbox) Source() string { return m.owner }

// mailFolder returns the ID of a folder by its path (Microsoft Learn, List childFolders).
func (g *Client) mailFolder(ctx context.Context, path string) (id string, err error) {
	id = ""
	for name := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '\\' }) {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if id == "" && strings.EqualFold(name, "inbox") {
			id = "inbox" // by this name in every language
			continue
		}
		folders := g.from(func(s start) ask {
			if id == "" {
				return get(s.me().MailFolders().ToGetRequestInformation)
			}
			return get(s.me().MailFolders().ByMailFolderId(id).ChildFolders().ToGetRequestInformation)
		})
		body, err := folders.read(ctx, selecting("id", "displayName").where("displayName eq "+quoted(name)))
		if err != nil {
			return "", err
		}
		c, err := shape.Page(body)
		if err != nil {
			return "", err
		}
		if len(c.Value) == 0 {
			return "", app.Errorf(app.NotFound,
				"Enter the name as Outlook shows it. For a folder inside another, enter for example Inbox/Reports.",
				"Handrail could not find the email folder “%s”.", name)
		}
		id = shape.IDOf(c.Value[0])
	}
	if id == "" {
		id = "inbox"
	}
	return id, nil
}

// mails is a page of changes in a folder (Microsoft Learn, message: delta).
type mails struct {
	Value []struct {
		ID       tenant.Text     `json:"id"`
		Received tenant.When     `json:"receivedDateTime"`
		Attached *bool           `json:"hasAttachments"`
		Removed  json.RawMessage `json:"@removed"`
	} `json:"value"`
	Next  tenant.Text `json:"@odata.nextLink"`
	Delta tenant.Text `json:"@odata.deltaLink"`
}

// Page implements tlsimport.Mailbox: it returns the emails that came into the folder since cursor, and where to
// continue. Emails without an attachment are left out unopened. Where Microsoft has forgotten the cursor, all emails
// are returned again. The name of an email is its time: its subject is private where it holds no report.
func (m *Mailbox) Page(ctx context.Context, cursor string) (p tlsimport.Page, err error) {
	if len(m.words) > 0 {
		return m.found(ctx, cursor)
	}
	src, q := m.list()
	page, err := m.page(ctx, src, q, cursor)
	if cursor != "" && forgotten(err) {
		page, err = m.page(ctx, src, q, "")
	}
	if err != nil {
		return p, notMailed(err)
	}
	link := string(page.Next)
	if p.More = link != ""; !p.More {
		link = string(page.Delta)
	}
	p.Next = m.client.relative(link)
	switch {
	case link == "" || !within(link, m.client.cloud.Root):
		return tlsimport.Page{}, notMailed(&refusal{hostOf(link)})
	case p.More && p.Next == cursor:
		return tlsimport.Page{}, errSamePage()
	}
	p.Mails = m.items(ctx, page)
	return p, nil
}

func errSamePage() error {
	return app.Errorf(app.Unreachable, "Try again later. The emails read so far are saved.",
		"Microsoft returned the same page of emails twice.")
}

// items returns the emails of a page that have an attachment. Opening one fetches it, and those after it.
func (m *Mailbox) items(ctx context.Context, page mails) (all []tlsimport.Item) {
	var get []func() ([]byte, error)
	for _, one := range page.Value {
		if len(one.Removed) > 0 || one.Attached != nil && !*one.Attached || one.ID == "" {
			continue
		}
		get = append(get, sync.OnceValues(func() ([]byte, error) { return m.client.mail(ctx, string(one.ID)) }))
		name := "Email of " + one.Received.UTC().Format("2 January 2006, 15:04")
		all = append(all, tlsimport.Item{Name: name, SkipIfNoReport: true})
	}
	for i := range all {
		all[i].Open = func() (io.ReadCloser, error) {
			for _, next := range get[i+1 : min(i+mailAhead, len(get))] {
				go func() { _, _ = next() }()
			}
			raw, err := get[i]()
			return io.NopCloser(bytes.NewReader(raw)), err
		}
	}
	return all
}

// list returns what is read page by page, and what is asked for: the changes in a folder, or the mails of all folders.
func (m *Mailbox) list() (source, query) {
	q := query{headers: map[string]string{"Prefer": "odata.maxpagesize=" + strconv.Itoa(mailPage)}}
	if len(m.words) > 0 {
		q.Select = []string{"id", "receivedDateTime", "hasAttachments"}
		all := func(s start) ask { return get(s.me().Messages().ToGetRequestInformation) }
		return m.client.from(all), q.pages(foundPage)
	}
	q.Select = []string{"receivedDateTime", "hasAttachments"}
	return m.client.from(func(s start) ask {
		return get(s.me().MailFolders().ByMailFolderId(m.folder).Messages().Delta().ToGetRequestInformation)
	}), q
}

// page reads one page: at cursor, or the first of q.
func (m *Mailbox) page(ctx context.Context, src source, q query, cursor string) (p mails, err error) {
	if m.pages++; m.pages > mostPages {
		return p, app.Errorf(app.Unreachable, "Start again. Handrail continues where it stopped.",
			"There are more than %d pages of emails, so Handrail paused.", mostPages)
	}
	r, err := (&pager{source: src, query: q}).request(ctx, cursor)
	if err != nil {
		return p, err
	}
	body, err := m.client.send(ctx, r)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(body, &p); err != nil || p.Value == nil {
		return mails{}, app.Errorf(app.Unreachable, "Try again. If it happens again, copy the technical details.",
			"Handrail could not read Microsoft’s answer about your emails.")
	}
	return p, nil
}

// mail returns one email as it was sent (Microsoft Learn, Get MIME content of a message).
func (g *Client) mail(ctx context.Context, id string) ([]byte, error) {
	r, err := g.start().me().Messages().ByMessageId(id).Content().ToGetRequestInformation(ctx, nil)
	if err != nil {
		return nil, err
	}
	r.Headers.Remove("Accept")
	r.Headers.Add("Accept", "text/plain, */*")
	body, err := g.send(ctx, r)
	if err != nil {
		return nil, notMailed(err)
	}
	return body, nil
}
