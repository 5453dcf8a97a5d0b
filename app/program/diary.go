package program

import (
	"context"
	"os"
	"path/filepath"

	"handrail/app/guide"
	"handrail/app/guide/diary"
	"handrail/app/tenant"
	"handrail/app/terminal"
	"handrail/store"
)

var _ diary.Places = (*store.Store)(nil)

// Diary returns what the changes of the organisation shown are found in; of everything where none is connected.
func (p *Program) Diary(ctx context.Context) (diary.Source, error) {
	return diary.Load(ctx, diary.Ports{Guides: p.Guides, Visits: p.Store, Confirmations: p.Store,
		Entries: func(ctx context.Context) (all []guide.JournalEntry, name string, err error) {
			org, ok, err := tenant.Current(ctx, p.Store)
			switch {
			case err != nil:
				return nil, "", err
			case !ok:
				all, err = p.Store.Entries(ctx, "")
			default:
				all, err = p.Store.EntriesOf(ctx, org.ID)
			}
			return all, org.Name, err
		}})
}

// saved reports whether there is a store for these flags already, so that a file can be compared with it.
func saved(f terminal.Flags) bool {
	folder, err := dataFolder(f)
	if err != nil {
		return false
	}
	_, err = os.Stat(filepath.Join(folder, store.FileName))
	return err == nil
}
