package tlsimport

import (
	"context"
	"io"
)

// Mailbox returns emails page by page, and never moves, marks or deletes one.
type Mailbox interface {
	// Page returns the emails from cursor on ("" is the start). The mailbox defines
	// the cursor, and it is stored unchanged.
	Page(ctx context.Context, cursor string) (Page, error)
}

// MailLocation is where in a person's mailbox reports are: in Folder ("" the inbox), or,
// with Words set, in every folder, in emails whose subject has all of these words.
type MailLocation struct{ Folder, Words string }

// Page is some emails, and the cursor after them: of the next page if there is
// more, else of emails that arrive later.
type Page struct {
	Mails []Item
	Next  string
	More  bool
}

// Mailbox imports a mailbox. The cursor of the next page is stored together with
// the reports of the page before, so that an interrupted import continues there,
// and a later one reads only new emails. source names the mailbox and the folder or search in it.
func (i Intake) Mailbox(ctx context.Context, source string, box Mailbox) (Totals, error) {
	cursor, err := i.Keeper.TLSCursor(ctx, source)
	if err != nil {
		return Totals{}, err
	}
	return i.run(ctx, source, &pages{box: box, cursor: cursor})
}

// pages walks through a mailbox.
type pages struct {
	box    Mailbox
	cursor string
	page   []Item
	begun  bool
	more   bool
}

func (p *pages) of() int { return 0 }

func (p *pages) next(ctx context.Context) (Item, *string, error) {
	var mark *string
	for len(p.page) == 0 {
		if p.begun {
			mark = &p.cursor
			if !p.more {
				return Item{}, mark, io.EOF
			}
		}
		begin := p.cursor
		page, err := p.box.Page(ctx, begin)
		if err != nil {
			return Item{}, nil, err
		}
		if mark != nil {
			mark = &begin
		}
		p.page, p.cursor, p.more, p.begun = page.Mails, page.Next, page.More, true
	}
	it := p.page[0]
	p.page = p.page[1:]
	return it, mark, nil
}
