package affected

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"handrail/app/csvtable"
	"handrail/app/letter"
	"handrail/app/ownerfile"
	"handrail/app/task"
)

// Split is how a list is divided into parts, each of which someone can work on.
type Split string

// The splits.
const (
	Whole          Split = ""
	EachFate       Split = "effect"
	EachDepartment Split = "department"
	EachManager    Split = "manager"
)

// Splits returns every split.
func Splits() []Split { return []Split{Whole, EachFate, EachDepartment, EachManager} }

// Part is a part of a list.
type Part struct {
	Title string
	Word  string // for a file name: a number, then letters that every system takes
	Who   []int
}

// Parts divides people. Their order stays; the parts are in the order of the fates, else by name
// with those without a name last.
func (l *List) Parts(who []int, by Split) []Part {
	if by == Whole {
		return []Part{{"Everyone", "everyone", who}}
	}
	order := map[Split]Order{EachFate: WorstFirst, EachDepartment: ByDepartment, EachManager: ByManager}[by]
	sorted := append([]int{}, who...)
	l.Sort(sorted, order)
	var all []Part
	last := ""
	for _, i := range sorted {
		key, title, word := l.share(i, by)
		if len(all) == 0 || key != last {
			last = key
			all = append(all, Part{Title: title, Word: fmt.Sprintf("%02d-%s", len(all)+1, word)})
		}
		all[len(all)-1].Who = append(all[len(all)-1].Who, i)
	}
	return all
}

// share returns what parts a person by a split: what is compared, the title, and a word.
func (l *List) share(i int, by Split) (key, title, word string) {
	p := &l.People[i]
	s := p.Department
	switch by {
	case EachFate:
		f := l.Fates[p.Fate]
		return f.Code, f.Title, f.Code
	case EachManager:
		return fmt.Sprint(p.Manager.key(), p.Manager.Known), p.Manager.Label("No manager recorded"), p.Manager.PersonWord()
	}
	return fmt.Sprint(s.key(), s.Known), s.Label("No department recorded"), s.FileWord()
}

// FileWord returns the part of a file name for a share, of letters that every system takes.
func (s Share) FileWord() string {
	word := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r == ' ', r == '-', r == '/', r == '&':
			return '-'
		}
		return -1
	}, strings.ToLower(s.Name)), "-")
	switch {
	case word != "":
		return word[:min(len(word), 40)]
	case s.Name != "":
		return "other-letters"
	case s.Known:
		return "none"
	}
	return "not-read"
}

// PersonWord returns the part of a file name for what a person has to do with: it says nothing about them. Index lists
// who is meant.
func (s Share) PersonWord() string {
	if s.Name != "" {
		return "manager"
	}
	return s.FileWord()
}

// IndexName is the name of the file that lists which manager each file is for.
const IndexName = "00-managers.csv"

// Index returns as CSV which file or folder, with its ending, is for whom, and how many people it has.
func Index(parts []Part, ending string) []byte {
	rows := [][]string{{"File", "Manager", "People"}}
	for _, p := range parts {
		rows = append(rows, []string{p.Word + ending, p.Title, strconv.Itoa(len(p.Who))})
	}
	return csvtable.Write(rows)
}

// writeIndex writes the list of parts into a folder where their names say nothing about them.
func writeIndex(folder string, parts []Part, by Split, ending string) error {
	if by != EachManager || len(parts) == 0 {
		return nil
	}
	return ownerfile.WriteFile(filepath.Join(folder, IndexName), Index(parts, ending))
}

// WriteLists writes a table for each part of people into a folder. Nothing that is there is
// replaced: the error is then fs.ErrExist.
func (l *List) WriteLists(ctx context.Context, folder string, who []int, k Known, by Split) error {
	parts := l.Parts(who, by)
	if err := writeIndex(folder, parts, by, ".csv"); err != nil {
		return err
	}
	for _, part := range parts {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if err := ownerfile.WriteFile(filepath.Join(folder, part.Word+".csv"), l.Table(part.Who, k)); err != nil {
			return err
		}
	}
	return nil
}

// Table returns people as a table for a spreadsheet, as CSV. No cell can be run as a formula.
func (l *List) Table(who []int, k Known) []byte {
	rows := make([][]string, 1, len(who)+1)
	rows[0] = columns
	for _, i := range who {
		rows = append(rows, l.row(i, k))
	}
	return csvtable.Write(rows)
}

// Letters returns the letters to people, those without one left out.
func (l *List) Letters(who []int) (all []letter.Letter) {
	for _, i := range who {
		if one, ok := l.Letter(i); ok {
			all = append(all, one)
		}
	}
	return all
}

// Writable returns those of people for whom there is a letter.
func (l *List) Writable(who []int) (all []int) {
	for _, i := range who {
		if _, ok := l.Letter(i); ok {
			all = append(all, i)
		}
	}
	return all
}

// WriteLetters writes the letters to people into a folder, and returns how many there are. A
// file is named by a number and the fate, never by the person. What was written before an error
// or a stop stays there.
func (l *List) WriteLetters(ctx context.Context, folder string, who []int, form letter.Form, by Split,
	rep task.Report) (n int, err error) {
	parts := l.Parts(l.Writable(who), by)
	total := 0
	for _, p := range parts {
		total += len(p.Who)
	}
	ending := map[bool]string{true: ".csv"}[form == letter.Merge]
	if err := writeIndex(folder, parts, by, ending); err != nil {
		return 0, err
	}
	for _, part := range parts {
		into := folder
		if by != Whole && form != letter.Merge {
			into = filepath.Join(folder, part.Word)
			if err := ownerfile.Mkdir(into); err != nil {
				return n, err
			}
		}
		if form == letter.Merge {
			if err := ownerfile.WriteFile(filepath.Join(folder, part.Word+".csv"),
				letter.Table(l.Letters(part.Who))); err != nil {
				return n, err
			}
			n += len(part.Who)
			continue
		}
		for at, i := range part.Who {
			if ctx.Err() != nil {
				return n, context.Cause(ctx)
			}
			name := fmt.Sprintf("%05d-%s.%s", at+1, l.Fate(i).Code, form)
			if err := l.writeLetter(filepath.Join(into, name), i, form); err != nil {
				return n, err
			}
			if n++; rep != nil && n%100 == 0 {
				rep(task.Progress{Done: n, Total: total, Note: "Writing letters"})
			}
		}
	}
	return n, nil
}

func (l *List) writeLetter(path string, i int, form letter.Form) error {
	one, _ := l.Letter(i)
	write := one.WriteDraft
	if form == letter.Texts {
		write = one.WriteText
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	f, err := ownerfile.Create(path)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, &b); err != nil {
		return errors.Join(err, f.Close(), os.Remove(path))
	}
	return f.Close()
}
