package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/app/mail/tlsreport"
	"handrail/app/report"

	"modernc.org/sqlite"
)

// asked is every statement that a store of this test asked, with arguments that it had once.
type asked struct {
	mu  sync.Mutex
	all map[string][]any
}

func (a *asked) note(query string, args []driver.NamedValue) {
	a.mu.Lock()
	defer a.mu.Unlock()
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg.Value
	}
	a.all[query] = values
}

// noting is the driver of SQLite that writes down what is asked.
type noting struct {
	*sqlite.Driver
	asked *asked
}

func (d noting) Open(name string) (driver.Conn, error) {
	c, err := d.Driver.Open(name)
	return notingConn{c, d.asked}, err
}

type notingConn struct {
	driver.Conn
	asked *asked
}

func (c notingConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
}

func (c notingConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	c.asked.note(q, args)
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, q, args)
}

func (c notingConn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	c.asked.note(q, args)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, q, args)
}

func (c notingConn) PrepareContext(ctx context.Context, q string) (driver.Stmt, error) {
	c.asked.note(q, nil)
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, q)
}

// growing are the tables that grow with use.
var growing = []string{"visit", "answer", "outcome", "journal", "report", "tls_report", "tls_policy", "tls_failure",
	"tls_raw", "place", "again", "confirmation", "form"}

// whole are the statements that read a whole table because all of it is asked for, with why. A list of some rows, or a
// look at one, never does.
var whole = map[string]string{
	"SELECT id, guide, subject, step, page, started, changed, ended FROM visit ORDER BY changed DESC, id": "all visits",
	"SELECT visit, name, draft, text FROM answer":                                                         "all visits",
	"SELECT visit, step, state, at, report, note, until, facts, headline, rests FROM outcome":             "all visits",
	"SELECT visit, step, at, severity, title, text, rests FROM again ORDER BY visit":                      "all visits",
	"SELECT id, at, visit, guide, step, what, old, new, state, report FROM journal ORDER BY id":           "all of it",
	"SELECT id, at, visit, guide, step, what, old, new, state, report FROM journal j WHERE CASE ifnull((SELECT " +
		"organisation FROM visit WHERE id = j.visit), '') WHEN '' THEN (SELECT count(*) = 1 AND max(id = ?1 AND added <= " +
		"j.at) FROM organisation) ELSE (SELECT organisation = ?1 FROM visit WHERE id = j.visit) END ORDER BY id": "a diary",
	"SELECT e.at, e.visit, e.guide, e.step, coalesce(o.name, ''), e.account, e.plan FROM confirmation e LEFT JOIN " +
		"organisation o ON o.id = e.organisation ORDER BY e.id": "a diary",
	"SELECT id, guide, step, visit, title, subject, at, worst, coalesce((SELECT max(number) FROM place WHERE report = " +
		"report.id AND removed = ''), 0) FROM report ORDER BY at DESC, rowid DESC": "all reports",
	"SELECT id, guide, step, visit, title, subject, at, worst, 0 FROM report ORDER BY at DESC, rowid DESC": "a search: it " +
		"stops at a full page",
	"SELECT id, domain, day, organisation, report, starts, ends, succeeded, failed, signed, signed_by, signed_why, odd, " +
		"source, taken FROM tls_report WHERE signed <> ? ORDER BY day DESC, id DESC LIMIT ?": "it stops at the limit: few fail",
	"SELECT number, report, saved, content, hash, removed, why = 'age' FROM place ORDER BY number":           "all reports",
	"SELECT id FROM report WHERE id NOT IN (SELECT report FROM place WHERE removed = '') ORDER BY at, rowid": "the same",
}

// TestNoQueryScansWhatGrows: every method of the store is called, and SQLite plans each of its statements without
// a scan of a table that grows.
func TestNoQueryScansWhatGrows(t *testing.T) {
	a := &asked{all: map[string][]any{}}
	sql.Register("noting", noting{&sqlite.Driver{}, a})
	driverName = "noting"
	t.Cleanup(func() { driverName = "sqlite" })
	s := mustOpen(t, t.TempDir())
	driverName = "sqlite"
	must(t, s.SaveVisit(t.Context(), aVisit("x", "parish.example")))
	_, err := s.SaveReport(t.Context(), aReport("one"))
	must(t, err)
	clear(a.all) // what opening asked
	callAll(t, s)
	if len(a.all) < 80 {
		t.Errorf("only %d statements were asked", len(a.all))
	}
	used := map[string]bool{}
	for _, query := range slices.Sorted(maps.Keys(a.all)) {
		plan := stepsOf(t, s, query, a.all[query])
		short := strings.Join(strings.Fields(query), " ")
		for _, table := range scanned(query, plan) {
			if _, ok := whole[short]; ok {
				used[short] = true
				continue
			}
			t.Errorf("%s is scanned by\n%s\n%s", table, short, strings.Join(plan, "\n"))
		}
	}
	for short := range whole {
		if !used[short] {
			t.Errorf("no such statement scans anything: %s", short)
		}
	}
}

// TestAScanIsSeen: the test above sees a scan under another name of the table, and through an index.
func TestAScanIsSeen(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for query, want := range map[string]string{
		"SELECT id FROM report WHERE title = 'x'":                           "report",
		"SELECT r.id FROM report r WHERE r.title = 'x'":                     "report",
		"SELECT count(*) FROM tls_report AS t":                              "tls_report",
		"SELECT id FROM report WHERE id = 'x'":                              "",
		"SELECT visit FROM outcome WHERE state IN ('waiting', 'problem')":   "",
		"SELECT id FROM report ORDER BY at DESC LIMIT 5":                    "",
		"SELECT id FROM report ORDER BY title DESC LIMIT 5":                 "report",
		"SELECT id FROM report WHERE title = 'x' ORDER BY at DESC LIMIT 5":  "report",
		"SELECT name FROM setting":                                          "",
		"DELETE FROM journal WHERE guide = 'x'":                             "journal",
		"SELECT v.id FROM visit v JOIN outcome o ON o.visit = v.id LIMIT 1": "",
	} {
		got := strings.Join(scanned(query, stepsOf(t, s, query, nil)), " ")
		if got != want {
			t.Errorf("%s: %q, not %q", query, got, want)
		}
	}
}

// stepsOf returns the lines of the plan of a statement; none where it has none.
func stepsOf(t *testing.T, s *Store, query string, args []any) (lines []string) {
	t.Helper()
	if first := strings.ToUpper(strings.Fields(query)[0]); first == "PRAGMA" || first == "VACUUM" {
		return nil
	}
	if len(args) == 0 { // of a prepared one they are not known
		args = make([]any, max(strings.Count(query, "?"), 0))
	}
	r, err := s.write.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer r.Close()
	for r.Next() {
		var id, parent, unused int
		var line string
		must(t, r.Scan(&id, &parent, &unused, &line))
		lines = append(lines, line)
	}
	must(t, r.Err())
	return lines
}

var (
	scan    = regexp.MustCompile(`^SCAN (\w+)(.*)$`)
	renamed = regexp.MustCompile(`(?i)\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(\w+)\b`)
)

// scanned returns the tables that grow and are scanned. A scan of a partial index is none, and neither is one in the
// order of the rows that stops at a limit.
func scanned(query string, plan []string) (all []string) {
	names := map[string]string{}
	for _, m := range renamed.FindAllStringSubmatch(query, -1) {
		names[m[2]] = m[1]
	}
	sorted := slices.ContainsFunc(plan, func(line string) bool {
		return strings.Contains(line, "TEMP B-TREE FOR ORDER BY") ||
			strings.Contains(line, "TEMP B-TREE FOR GROUP BY")
	})
	query = strings.Join(strings.Fields(query), " ")
	after := query[max(0, strings.LastIndex(query, " FROM ")):]
	limited := strings.Contains(after, "LIMIT ") && !strings.Contains(after, "WHERE ") && !sorted
	for _, line := range plan {
		m := scan.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		table := m[1]
		if real, ok := names[table]; ok && !slices.Contains(growing, table) {
			table = real
		}
		partial := strings.Contains(m[2], "outcome_open") || strings.Contains(m[2], "journal_sent") ||
			strings.Contains(m[2], "tls_report_unread")
		if slices.Contains(growing, table) && !partial && !limited {
			all = append(all, table)
		}
	}
	return all
}

// callAll calls every method of the store with made-up arguments, and some with others too. What they return does not
// matter: an odd argument may be refused after its queries.
func callAll(t *testing.T, s *Store) {
	t.Helper()
	ctx, v := t.Context(), reflect.ValueOf(s)
	last := []string{"DeleteReport", "DeleteVisit", "ForgetOrganisation"}
	never := []string{"Close", "Seal"}
	for _, round := range []bool{false, true} {
		for i := range v.NumMethod() {
			name := v.Type().Method(i).Name
			if slices.Contains(never, name) || slices.Contains(last, name) != round {
				continue
			}
			m := v.Method(i)
			args := make([]reflect.Value, m.Type().NumIn())
			for at := range args {
				args[at] = made(m.Type().In(at), ctx, 0)
			}
			m.Call(args)
		}
	}
	for _, f := range []tlsreport.Filter{{}, {Domain: "parish.example"}, {From: noon, To: noon.Add(48 * time.Hour)}} {
		_, _ = s.TLSReports(ctx, f, 0, 10)
		_, _ = s.TLSReports(ctx, f, 5, 10)
	}
	for _, by := range []tlsreport.GroupBy{tlsreport.ByDay, tlsreport.ByOrganisation, tlsreport.ByDomain, tlsreport.ByType,
		tlsreport.ByResult, tlsreport.ByHost} {
		_, _ = s.TLSSums(ctx, by, tlsreport.Filter{Domain: "parish.example"})
	}
	_, _ = s.ReportPage(ctx, report.Page{Limit: 10})
	_, _ = s.ReportPage(ctx, report.Page{Since: noon})
	_, _ = s.ReportPage(ctx, report.Page{Limit: 10, Skip: 10})
	_, _ = s.ReportPage(ctx, report.Page{IDs: []string{"a", "b"}})
	_, _ = s.ReportPage(ctx, report.Page{Limit: 10, Keep: func(report.SavedReport) bool { return true }})
	_, _ = s.Entries(ctx, "")
	_, _ = s.Confirmations(ctx, "")
	_ = s.ForgetOrganisation(ctx, "x", true)
	must(t, s.SaveVisit(ctx, aVisit("x", "parish.example")))
	must(t, s.DeleteVisit(ctx, "x"))
}

// made returns a value of a type in which every field is set.
func made(of reflect.Type, ctx context.Context, depth int) reflect.Value {
	v := reflect.New(of).Elem()
	switch {
	case of == reflect.TypeFor[context.Context]():
		return reflect.ValueOf(ctx)
	case of == reflect.TypeFor[time.Time]():
		return reflect.ValueOf(noon)
	case depth > 4:
		return v
	}
	switch of.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Slice:
		if of.Elem().Kind() != reflect.Interface {
			v = reflect.Append(v, made(of.Elem(), ctx, depth+1))
		}
	case reflect.Pointer:
		v.Set(reflect.New(of.Elem()))
		v.Elem().Set(made(of.Elem(), ctx, depth+1))
	case reflect.Struct:
		for i := range of.NumField() {
			if of.Field(i).IsExported() {
				v.Field(i).Set(made(of.Field(i).Type, ctx, depth+1))
			}
		}
	}
	return v
}
