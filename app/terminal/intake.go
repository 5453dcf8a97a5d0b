package terminal

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
)

// importFiles takes in files of a kind.
func importFiles(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	const kinds = "The kinds are: tlsrpt, attendance."
	if len(words) > 1 {
		words = append(words[:1:1], expanded(words[1:])...)
	}
	switch {
	case len(words) == 0:
		return 0, app.Errorf(app.Invalid, "Write it as in “handrail import tlsrpt FOLDER”. "+kinds,
			"“import” takes a kind of file and the files.")
	case words[0] == "attendance" && len(words) > 1:
		return importAttendance(ctx, w, f, o, words[1:])
	case words[0] != "tlsrpt" && words[0] != "attendance":
		return 0, app.Errorf(app.NotFound, kinds, "Handrail cannot import files of the kind “%s”.", words[0])
	case len(words) == 1:
		return 0, app.Errorf(app.Invalid, "Write it as in “handrail import "+words[0]+" FOLDER”.",
			"“import %s” takes files or folders.", words[0])
	case o.keep != "":
		return 0, app.Errorf(app.Invalid, "Leave it out.", "-keep is for attendance only.")
	}
	h, err := w.house(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.tidyAndClose(ctx)
	if err := h.saves(); err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(w.Out, 64<<10)
	print := &imported{out: out, json: o.json, ours: h.ours(ctx), at: h.Clock().UTC()}
	if err := print.begin(); err != nil {
		return 0, err
	}
	in := tlsimport.Intake{Keeper: h.TLS, Keys: h.Keys, Now: h.Clock, Each: print.result, Progress: w.intakeProgress()}
	totals, err := in.Files(ctx, words[1:])
	if err != nil {
		_ = print.end(totals, nil) // what was saved so far is shown
		return 0, err
	}
	news, err := h.renew(ctx, totals.About)
	if err != nil {
		w.warn("Some domains could not be checked again with the new reports.",
			"Open the window, or run the guide “tls-reports”.")
	}
	if err := print.end(totals, news); err != nil {
		return 0, err
	}
	switch {
	case totals.New+totals.Known == 0 && totals.Rejected > 0:
		w.warn("None of the files could be read.", "The list shows the reason for each.")
		return NotDone, nil
	case totals.Files == 0:
		w.warn("There are no files in this folder.", "Choose another folder.")
		return NotDone, nil
	case totals.Rejected > 0 || totals.Failed > 0:
		return Act, nil
	}
	return Fine, nil
}

// ours returns the mail domains that the person walks guides for. A report for
// another domain is kept, and set apart.
func (h *Program) ours(ctx context.Context) map[string]bool {
	ours := map[string]bool{}
	visits, err := h.Visits.Visits(ctx)
	if err != nil {
		return ours
	}
	for _, d := range tlsview.Own(visits) {
		ours[tlsreport.CleanDomain(d.ASCII)] = true
	}
	return ours
}

// renew checks again what rests on new reports, and saves the results for Home.
func (h *Program) renew(ctx context.Context, about map[string]int) (news []string, err error) {
	if len(about) == 0 || h.Visits == nil {
		return nil, nil
	}
	visits, err := h.Visits.Visits(ctx)
	if err != nil {
		return nil, err
	}
	looker := guide.Looker{Library: h.Library, Now: h.Clock}
	all, err := looker.Renew(ctx, h.Guides, visits, tlsview.Arrived(about))
	for len(all) > 0 {
		id, n := all[0].Visit, 1
		for n < len(all) && all[n].Visit == id {
			n++
		}
		v := visits[slices.IndexFunc(visits, func(v guide.Visit) bool { return v.ID == id })]
		s := guide.Open(all[0].Guide, v)
		if line := guide.ApplyAll(s, all[:n], h.Clock()); line != "" {
			err = errors.Join(err, h.Visits.SaveVisit(ctx, s.Visit()))
			news = append(news, line)
		}
		all = all[n:]
	}
	return news, err
}

// intakeProgress returns what prints the progress of an import; nil unless a person watches.
func (w Environment) intakeProgress() func(tlsimport.Progress) {
	if !w.Progress {
		return nil
	}
	return func(p tlsimport.Progress) { _, _ = fmt.Fprintf(w.overwritten(), "\r%d of %d files", p.Done, p.Of) }
}

// imported prints results as they come, so that a hundred thousand files take no
// more memory than one.
type imported struct {
	out   *bufio.Writer
	json  bool
	ours  map[string]bool
	at    time.Time
	lines int
}

type importRow struct {
	Path         string          `json:"path"`
	Part         string          `json:"part,omitempty"`
	State        tlsreport.State `json:"state"`
	Code         string          `json:"code,omitempty"`
	Reason       string          `json:"reason,omitempty"`
	Organisation string          `json:"organisation,omitempty"`
	ReportID     string          `json:"reportId,omitempty"`
	Start        *time.Time      `json:"start,omitempty"`
	End          *time.Time      `json:"end,omitempty"`
	Signed       string          `json:"signed,omitempty"`
	SignedWhy    string          `json:"signedWhy,omitempty"`
	Odd          []string        `json:"odd,omitempty"`
	Policies     []importPolicy  `json:"policies,omitempty"`
}

type importPolicy struct {
	Domain   string         `json:"domain"`
	Ours     bool           `json:"ours"`
	Type     string         `json:"type"`
	MX       []string       `json:"mx,omitempty"`
	Sessions int64          `json:"sessions"`
	Failures int64          `json:"failures"`
	Details  []importDetail `json:"details,omitempty"`
}

type importDetail struct {
	Result string `json:"result"`
	Host   string `json:"host,omitempty"`
	From   string `json:"sendingIp,omitempty"`
	Count  int64  `json:"count"`
}

type importTotals struct {
	Files    int   `json:"files"`
	New      int   `json:"new"`
	Known    int   `json:"known"`
	Rejected int   `json:"rejected"`
	Sessions int64 `json:"sessions"`
	Failures int64 `json:"failures"`
}

func (p *imported) begin() error {
	if !p.json {
		return nil
	}
	_, err := fmt.Fprintf(p.out, "{\n\"kind\": \"tlsrpt\",\n\"at\": %q,\n\"files\": [", p.at.Format(time.RFC3339))
	return err
}

func (p *imported) result(r tlsimport.Result) error {
	p.lines++
	if !p.json {
		return p.line(r)
	}
	row := importRow{Path: r.Path, Part: r.Part, State: r.State, Code: r.Code, Reason: r.Reason}
	if rep := r.Report; rep != nil {
		row.Organisation, row.ReportID, row.Start, row.End = rep.Organisation, rep.ID, &rep.Start, &rep.End
		row.Signed, row.SignedWhy, row.Odd = string(rep.Signed.State), rep.Signed.Why, rep.Anomalies
		for _, one := range rep.Policies {
			policy := importPolicy{Domain: one.Domain, Ours: p.ours[one.Domain], Type: one.Type, MX: one.MX,
				Sessions: one.Succeeded + one.Failed, Failures: one.Failed}
			for _, f := range one.Failures {
				policy.Details = append(policy.Details, importDetail{f.Result, f.Host, f.SendingIP, f.Count})
			}
			row.Policies = append(row.Policies, policy)
		}
	}
	raw, err := json.Marshal(row)
	if err != nil {
		return err
	}
	comma := "\n"
	if p.lines > 1 {
		comma = ",\n"
	}
	_, _ = p.out.WriteString(comma) // its error is that of the next
	_, err = p.out.Write(raw)
	return err
}

// line is one result for a person.
func (p *imported) line(r tlsimport.Result) error {
	name := clean.Name(r.Path)
	if r.Part != "" {
		name += " (" + clean.Name(r.Part) + ")"
	}
	if r.Report == nil {
		_, err := clean.Fprintf(p.out, "%-9s %s\n          %s\n", r.State, name, r.Reason)
		return err
	}
	who := r.Report.Organisation
	if who == "" {
		who = "No organisation named"
	}
	if _, err := clean.Fprintf(p.out, "%-9s %s\n          %s, %s\n", r.State, name, who,
		r.Report.Day().Format(time.DateOnly)); err != nil {
		return err
	}
	for _, one := range r.Report.Policies {
		apart := ""
		if !p.ours[one.Domain] {
			apart = ", not one of your domains so far"
		}
		if _, err := clean.Fprintf(p.out, "          %s (%s): %s, %d failed%s\n", one.Domain, one.Type,
			counted(one.Succeeded+one.Failed, "session", "sessions"), one.Failed, apart); err != nil {
			return err
		}
	}
	if tlsreport.Unread(r.Report.Anomalies) {
		if _, err := fmt.Fprintln(p.out,
			"          A number in it is missing or cannot be right, so sessions may have failed."); err != nil {
			return err
		}
	}
	if r.Report.Signed.State == tlsreport.SignatureInvalid {
		_, err := clean.Fprintf(p.out, "          It does not count. %s\n", r.Report.Signed.Why)
		return err
	}
	return nil
}

func (p *imported) end(t tlsimport.Totals, news []string) error {
	if p.json {
		raw, err := json.Marshal(importTotals{t.Files, t.New, t.Known, t.Rejected, t.Succeeded + t.Failed, t.Failed})
		if err != nil {
			return err
		}
		if len(news) > 0 {
			line, err := json.Marshal(news)
			if err != nil {
				return err
			}
			raw = fmt.Appendf(raw, ",\n\"news\": %s", line)
		}
		if _, err := fmt.Fprintf(p.out, "\n],\n\"totals\": %s\n}\n", raw); err != nil {
			return err
		}
		return p.out.Flush()
	}
	_, err := fmt.Fprintf(p.out, "%s: %s, %d known, %d rejected. The new reports cover %s, %d failed.\n",
		counted(t.Files, "file", "files"), counted(t.New, "new report", "new reports"), t.Known, t.Rejected,
		counted(t.Succeeded+t.Failed, "session", "sessions"), t.Failed)
	for _, line := range news {
		if err == nil {
			_, err = clean.Fprintf(p.out, "%s\n", line)
		}
	}
	if err != nil {
		return err
	}
	return p.out.Flush()
}
