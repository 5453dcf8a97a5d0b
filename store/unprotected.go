package store

import (
	"context"
	"errors"

	"handrail/app/ownerfile"
)

// toldUnprotected is the setting that saves which folder’s drive was named.
const toldUnprotected = "told-unprotected"

// unprotected returns a notice where the drive saves no permissions, as most USB sticks do: Handrail works there, but
// others can read its files. Each folder is named once.
func (s *Store) unprotected(ctx context.Context) []Notice {
	if s.scratch != "" || !errors.Is(ownerfile.Tighten(s.path), ownerfile.ErrUnsupported) {
		return nil
	}
	if all, err := s.Settings(ctx); err == nil && all[toldUnprotected] == s.folder {
		return nil
	}
	_ = s.SetSetting(ctx, toldUnprotected, s.folder) // a drive that cannot be written is named each time
	return []Notice{{
		"unprotected", "The drive with Handrail’s data cannot protect files: everyone who uses this computer or the " +
			"drive can read them. The folder is " + s.folder + ".",
		"Everything works here too. To protect the data, close Handrail, move the folder to a disk that saves " +
			"permissions, and start Handrail with -data FOLDER.",
	}}
}
