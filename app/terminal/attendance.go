package terminal

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/csvtable"
	"handrail/app/event/attendance"
)

// attended is what became of one file. Its names are stable. Start and End have
// no zone where the file has none.
type attended struct {
	Path      string           `json:"path"`
	State     attendance.State `json:"state"`
	Reason    string           `json:"reason,omitempty"`
	Hint      string           `json:"hint,omitempty"`
	Kind      attendance.Kind  `json:"kind,omitempty"`
	Title     string           `json:"title,omitempty"`
	Start     string           `json:"start,omitempty"`
	End       string           `json:"end,omitempty"`
	Attendees int              `json:"attendees"`
	Peak      int              `json:"peak"`
	PeakAt    string           `json:"peakAt,omitempty"`
	Median    int              `json:"medianStaySeconds"`
	Odd       []string         `json:"odd,omitempty"`
}

type attendedTotals struct {
	Files    int `json:"files"`
	New      int `json:"new"`
	Known    int `json:"known"`
	Rejected int `json:"rejected"`
}

// importAttendance takes in attendance reports.
func importAttendance(ctx context.Context, w Environment, f Flags, o options, paths []string) (int, error) {
	keep := attendance.Retention(o.keep)
	switch keep {
	case "":
		keep = attendance.KeepNumbers
	case attendance.KeepNumbers, attendance.KeepNames, attendance.KeepAll:
	default:
		return 0, app.Errorf(app.Invalid, "Write -keep numbers, -keep names or -keep all.", "-keep “%s” is not known.",
			o.keep)
	}
	h, err := w.house(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.tidyAndClose(ctx)
	if err := h.saves(); err != nil {
		return 0, err
	}
	result := struct {
		Kind   string         `json:"kind"`
		At     time.Time      `json:"at"`
		Keep   string         `json:"keep"`
		Files  []attended     `json:"files"`
		Totals attendedTotals `json:"totals"`
	}{"attendance", h.Clock().UTC(), string(keep), []attended{}, attendedTotals{}}
	for _, path := range paths {
		for _, file := range filesOf(path) {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			row, err := h.attended(ctx, file, keep)
			if err != nil {
				return 0, err
			}
			result.Files = append(result.Files, row)
			result.Totals.add(row.State)
		}
	}
	if o.json {
		err = writeJSON(w.Out, result)
	} else {
		err = w.printAttended(result.Files, result.Totals)
	}
	if err != nil {
		return 0, err
	}
	switch t := result.Totals; {
	case t.Files == 0:
		w.warn("There are no files in this folder.", "Choose another folder.")
		return NotDone, nil
	case t.New+t.Known == 0:
		w.warn("None of the files could be read.", "The list shows the reason for each.")
		return NotDone, nil
	case t.Rejected > 0:
		return Act, nil
	}
	return Fine, nil
}

func (t *attendedTotals) add(s attendance.State) {
	t.Files++
	switch s {
	case attendance.New:
		t.New++
	case attendance.Known:
		t.Known++
	default:
		t.Rejected++
	}
}

// filesOf returns a file, or the files of a folder in the order of their names.
// Links in a folder are not followed.
func filesOf(path string) []string {
	if st, err := os.Stat(path); err != nil || !st.IsDir() {
		return []string{path}
	}
	var all []string
	_ = filepath.WalkDir(path, func(name string, d fs.DirEntry,
		err error) error { // what cannot be opened is told file by file
		if err == nil && app.IsFile(d.Type()) {
			all = append(all, name)
		}
		return nil
	})
	return all
}

// attended takes in one file. Only a store that cannot keep is an error.
func (h *Program) attended(ctx context.Context, path string, keep attendance.Retention) (attended, error) {
	row := attended{Path: path, State: attendance.Rejected}
	r, err := readAttendance(path)
	if err != nil {
		row.Reason, row.Hint = app.UserMessage(err)
		return row, nil
	}
	peak, at := r.Peak()
	row.Kind, row.Title, row.Attendees, row.Peak, row.Odd = r.Kind, r.Title, len(r.People), peak, r.Odd
	row.Start, row.End, row.PeakAt = clockOf(r, r.Start), clockOf(r, r.End), clockOf(r, at)
	row.Median = int(r.MedianStay() / time.Second)
	r.Redact(keep)
	row.State, err = h.Attendance.KeepAttendance(ctx, r, keep, path, h.Clock().UTC())
	return row, err
}

func readAttendance(path string) (*attendance.Report, error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, &app.Error{Code: app.NotFound, Message: "The file cannot be opened.",
			Hint: "Check its name and whether you may read it.", Err: err}
	case !app.IsFile(st.Mode()) || st.Size() > csvtable.Most:
		return nil, app.Errorf(app.Invalid, "Choose the report file that you downloaded from Teams.",
			"This is not a file, or it is larger than 64 MB.")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &app.Error{Code: app.NotFound, Message: "The file cannot be opened.",
			Hint: "Check whether you may read it.", Err: err}
	}
	return attendance.Read(data)
}

// clockOf writes a time: with Z where the report is in UTC, else without a zone,
// because the file has none.
func clockOf(r *attendance.Report, t time.Time) string {
	if r.Zoned {
		return t.UTC().Format(time.RFC3339)
	}
	return t.Format("2006-01-02T15:04:05")
}

// kindWords names the kinds of reports for a person, and clock writes their times.
var (
	kindWords = map[attendance.Kind]string{attendance.Live: "Live event", attendance.Meeting2020: "Meeting",
		attendance.Meeting2021: "Meeting", attendance.Meeting: "Meeting", attendance.Graph: "Data from Microsoft"}
	clock = strings.NewReplacer("T", " ", "Z", " UTC")
)

func (w Environment) printAttended(files []attended, t attendedTotals) error {
	for _, f := range files {
		line := f.Reason
		if f.State != attendance.Rejected {
			line = fmt.Sprintf("%s, %s to %s: %s, at most %d at once", kindWords[f.Kind], clock.Replace(f.Start),
				clock.Replace(f.End), counted(f.Attendees, "person", "people"), f.Peak)
		}
		if _, err := clean.Fprintf(w.Out, "%-9s %s\n          %s\n", f.State, clean.Name(f.Path),
			line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w.Out, "%s: %d new, %d known, %d rejected.\n", counted(t.Files, "file", "files"), t.New,
		t.Known, t.Rejected)
	return err
}
