package webfilter

import (
	"context"
	"slices"
	"strconv"
	"strings"

	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// readReport returns the Web protection report; nil where none was entered or it cannot be read.
func (d deps) readReport(v *guide.Visit) (r *rules.Report, given bool, err error) {
	table := func(text string) bool { return strings.ContainsAny(strings.TrimSpace(text), "\n") }
	data, given, err := export.Text(v.Answer(askReport), table, d.Files.Read)
	if !given || err != nil {
		return nil, given, err
	}
	columns, _ := rules.ReadMapping(v.Answer(askColumns))
	r, err = rules.ReadReport(data, columns)
	return r, true, err
}

// lookCategories returns what the report counted for each category.
func (d deps) lookCategories(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	all, err := chosen(v.Answer(askCategories))
	if err != nil {
		return nil, err
	}
	r, given, failed := d.readReport(v)
	doc := d.draft("Which categories?")
	doc.Find(reportGaps(r, given, failed)...)
	doc.Find(cared(all)...)
	sum, known, silent := total(r, all)
	switch {
	case len(all) == 0:
		doc.Headline("The policy would only record, and block nothing")
		doc.Find(auditOnly)
	case !known || sum == 0 && partial(r, silent):
		known = false
		doc.Headline("It is not known how often these sites are opened")
	default:
		words := attemptsOf(r, sum, silent)
		doc.Headline(strings.ToUpper(words[:1]) + words[1:] + " in the report to open a site of " + called(all))
	}
	if r != nil && len(silent) > 0 {
		doc.Find(report.Finding{Code: "not-in-report", Severity: report.Unknown,
			Title: "The report has no row for " + called(silent),
			Text:  "A report that was exported in part, or for other days, does not have every category.",
			Do:    "Check the days and filters of the report."})
	}
	doc.Findings("", "What to know")
	doc.Add(tables(r, all)...)
	doc.Fact("categories", "Categories to block", strconv.Itoa(len(all)), "")
	number := strconv.Itoa(sum)
	if !known {
		number = string(report.Unknown)
	}
	doc.Fact("report-attempts", "Attempts in the report", number, "")
	doc.Fact("report", "Web protection report", map[bool]string{true: "read", false: string(report.Unknown)}[r != nil],
		map[bool]string{true: "Read", false: "Not read"}[r != nil])
	doc.Facts("In numbers")
	return doc.Done(), nil
}

// total adds up the attempts of categories, and returns those that the report does not have.
func total(r *rules.Report, all []rules.Category) (sum int, known bool, silent []rules.Category) {
	if r == nil {
		return 0, false, all
	}
	for _, c := range all {
		if n, _ := r.Of(c.ID); n.Known {
			sum, known = sum+n.N, true
		} else {
			silent = append(silent, c)
		}
	}
	return sum, known, silent
}

// partial reports whether a sum of the report can be too low: a row or a category is missing or cannot be read.
func partial(r *rules.Report, silent []rules.Category) bool {
	return len(silent) > 0 || r.Odd > 0 || len(r.Unknown) > 0
}

// attemptsOf returns a sum of the report in words.
func attemptsOf(r *rules.Report, sum int, silent []rules.Category) string {
	words := guide.Count(sum, "attempt", "attempts")
	if partial(r, silent) {
		return "at least " + words
	}
	return words
}

func reportGaps(r *rules.Report, given bool, err error) (found []report.Finding) {
	switch {
	case err != nil:
		return append(found, frame.NotKnown("report-unread", "Handrail could not read the report", err))
	case !given:
		return append(found, report.Finding{Code: "report-none", Severity: report.Unknown,
			Title: "You have not entered a Web protection report",
			Text:  "It counts every category, also those that are not blocked. Nothing else does.",
			Do:    "In Microsoft Defender, go to Reports > Web protection, and export the table."})
	}
	if len(r.Unknown) > 0 {
		found = append(found, report.Finding{Code: "report-names", Severity: report.Unknown,
			Title: "The report has categories that Handrail does not know",
			Text:  guide.Some(r.Unknown, 5) + ". Handrail does not count them.",
			Do:    "Export the report with Microsoft Defender in English."})
	}
	if r.Odd > 0 {
		found = append(found, report.Finding{Code: "report-numbers", Severity: report.Unknown,
			Title: "The number of attempts cannot be read in " + guide.Count(r.Odd, "row", "rows"),
			Text:  "Handrail does not count these rows. The sum can be too low."})
	}
	return found
}

// cared returns what to look at twice, once for each reason.
func cared(all []rules.Category) (found []report.Finding) {
	seen := map[rules.Care]bool{}
	for _, c := range all {
		if c.Care != "" && !seen[c.Care] {
			seen[c.Care] = true
			found = append(found, careWords[c.Care])
		}
	}
	return found
}

var auditOnly = report.Finding{Code: "records-only", Severity: report.Note,
	Title: "A policy without categories only records",
	Text:  "It fills the Web protection report. On devices where the filter does not work, it records nothing."}

// tables have every category: first those that were chosen or that the report has, then the others by parent.
func tables(r *rules.Report, all []rules.Category) []report.Block {
	has := report.Table{Columns: []string{"Category", "Plan", "Attempts", "Blocked"},
		Right: []bool{false, false, true, true}}
	rest := report.Table{Title: "The other categories", Columns: []string{"Parent", "Categories"}}
	if r != nil {
		rest.Title = "Not in the report"
	}
	others := map[string][]string{}
	for _, c := range rules.Categories() {
		choice := "Record"
		if slices.Contains(all, c) {
			choice = "Block"
		}
		var n, b rules.Count
		if r != nil {
			n, b = r.Of(c.ID)
		}
		if choice == "Block" || n.Known {
			has.Rows = append(has.Rows, []string{c.Name, choice, shown(n), shown(b)})
			continue
		}
		others[c.Parent] = append(others[c.Parent], c.Name)
	}
	slices.SortStableFunc(has.Rows, func(a, b []string) int { return strings.Compare(a[1], b[1]) }) // “Block” first
	for _, p := range rules.Parents() {
		if len(others[p]) > 0 {
			rest.Rows = append(rest.Rows, []string{p, strings.Join(others[p], ", ")})
		}
	}
	return []report.Block{has, rest}
}

func shown(c rules.Count) string {
	if !c.Known {
		return "Not known"
	}
	return guide.Figures(c.N)
}
