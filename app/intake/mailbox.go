package intake

import (
	"context"
	"io"
)

// Mailbox returns mails page by page, and never moves, marks or deletes one.
type Mailbox interface {
	// Page returns the mails from cursor on ("" begins). The cursor is the mailbox's
	// own word and is kept as it is.
	Page(ctx context.Context, cursor string) (Page, error)
}

// Place is where in a person's mailbox reports are: in Folder ("" the inbox), or,
// with Words set, in every folder, in mails whose subject has all of these words.
type Place struct{ Folder, Words string }

// Page is some mails, and where to go on after them: with the next page where
// there is more, else with what comes later.
type Page struct {
	Mails []Item
	Next  string
	More  bool
}

// Mailbox takes in a mailbox. The place of the next page is kept together with
// the reports of the page before, so that whoever was stopped goes on there, and
// whoever comes later sees only what is new.
// Source names the mailbox and the folder or search in it.
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
