package terminal

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"handrail/app"
	"handrail/app/affected"
	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/letter"
	"handrail/app/ownerfile"
	"handrail/app/task"
)

// letters writes files for the people of each step that has a list of them: into a folder for the
// step, a list of everyone, lists by effect, department and manager, a draft for each person, and
// a table for a mail merge. It prints the folders, and never a name.
func (w Environment) letters(ctx context.Context, k *walk, folder string, rep task.Report) error {
	if err := ownerfile.MkdirAll(folder); err != nil {
		return cannotWrite(folder, err)
	}
	wrote := false
	for _, s := range k.guide.Steps {
		if s.People == nil || k.passed[s.ID] {
			continue
		}
		l, err := peopleOf(ctx, k, s)
		if err != nil {
			return err
		}
		path := filepath.Join(folder, s.ID)
		n, err := writePeople(ctx, path, l, rep)
		if errors.Is(err, fs.ErrExist) {
			return &app.Error{Code: app.Invalid, Message: "There is already a folder " + path + ".",
				Hint: "Choose another folder: Handrail does not replace letters.", Err: err}
		}
		if err != nil {
			return cannotWrite(path, err)
		}
		wrote = true
		_, _ = clean.Fprintf(w.Err, "%s: %s, in %s\n", s.Title, guide.Count(n, "letter", "letters"), path)
	}
	if !wrote {
		return app.Errorf(app.NotFound, "Leave out -letters, or give the answers that the guide asks for.",
			"With these answers, this guide has no list of people to write to.")
	}
	return nil
}

// peopleOf returns the people of a step, with the answers of the walk.
func peopleOf(ctx context.Context, k *walk, s guide.Step) (*affected.List, error) {
	seen := k.visit.Clone()
	return s.People(ctx, &seen)
}

// writePeople writes the files for a list into a new folder, and returns how many letters there are.
func writePeople(ctx context.Context, path string, l *affected.List, rep task.Report) (n int, err error) {
	if err := ownerfile.Mkdir(path); err != nil {
		return 0, err
	}
	who := l.Find(affected.Everyone, "", nil)
	for _, by := range affected.Splits() {
		into := filepath.Join(path, "people")
		if by != affected.Whole {
			into = filepath.Join(path, "people-by-"+string(by))
		}
		if err := ownerfile.Mkdir(into); err != nil {
			return 0, err
		}
		if err := l.WriteLists(ctx, into, who, nil, by); err != nil {
			return 0, err
		}
	}
	for _, form := range []letter.Form{letter.Merge, letter.Drafts} {
		into := filepath.Join(path, map[letter.Form]string{letter.Merge: "mail-merge", letter.Drafts: "drafts"}[form])
		if err := ownerfile.Mkdir(into); err != nil {
			return 0, err
		}
		if n, err = l.WriteLetters(ctx, into, who, form, affected.Whole, rep); err != nil {
			return n, err
		}
	}
	return n, nil
}
