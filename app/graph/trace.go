package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/mail/connector"
	"handrail/app/task"
	"handrail/app/tenant"

	"github.com/microsoftgraph/msgraph-sdk-go/admin"
)

// How much younger the trace must be than the age that Microsoft allows, so that it is still allowed at the last
// request, and how old its end is: what is younger may not be in the trace yet.
const (
	traceSpare  = 2 * time.Hour
	traceSettle = 10 * time.Minute
)

// MessageTrace reads who sent email in the name of some domains, into tenant.TraceSection. How the reading ended is
// the state of the section. It may open a browser to ask for tenant.TraceScope. The error is app.NotFound in a cloud
// that has no message trace.
func (o *Connections) MessageTrace(ctx context.Context, domains []string, report task.Report) error {
	org, err := o.current(ctx)
	if err != nil {
		return err
	}
	if org.Cloud != connector.RuleOf("trace-cloud").Value && org.Cloud != tenant.LocalCloud {
		return app.Errorf(app.NotFound, "Export the trace in the Exchange admin center, and enter its file.",
			"In the cloud of your organisation, Microsoft does not let programs read the message trace.")
	}
	g, id, err := o.allowed(ctx, "export the trace in the Exchange admin center", []string{tenant.TraceScope})
	if err != nil {
		return err
	}
	c, err := o.cache(id)
	if err != nil {
		return err
	}
	defer o.turn(id)()
	_, err = tenant.Refresh(ctx, c, g, []string{tenant.TraceSection(domains)}, report)
	return err
}

// period is a time whose emails are still to be read: from the oldest on, and before the newest.
type period struct{ oldest, newest time.Time }

// String returns the period as the place to continue from.
func (p period) String() string {
	return p.oldest.Format(time.RFC3339) + " " + p.newest.Format(time.RFC3339)
}

// periodOf parses the text of String. ok is false for any other text, and for a period without a time.
func periodOf(text string) (p period, ok bool) {
	oldest, newest, _ := strings.Cut(text, " ")
	var err, err2 error
	p.oldest, err = time.Parse(time.RFC3339, oldest)
	p.newest, err2 = time.Parse(time.RFC3339, newest)
	return p, err == nil && err2 == nil && p.oldest.Before(p.newest)
}

// last returns the newest part that one request may cover, and what remains.
func (p period) last() (part, rest period) {
	start := p.newest.AddDate(0, 0, -connector.RuleNumber("trace-window-days"))
	if start.Before(p.oldest) {
		start = p.oldest
	}
	return period{start, p.newest}, period{p.oldest, start}
}

// fetchTrace reads the message trace from the newest days to the oldest that Microsoft has (Microsoft Learn, List
// messageTraces). Each part of the time is read whole before it is saved.
func (g *Client) fetchTrace(ctx context.Context, s tenant.Section, next string, page func(tenant.Page) error) error {
	src, q, err := g.source(ctx, s)
	if err != nil {
		return err
	}
	_, of := tenant.OnDemand(s.ID)
	t := tracer{source: src, query: q.pages(connector.RuleNumber("trace-page")), domains: strings.Fields(of)}
	days := connector.RuleNumber("trace-days")
	now := g.now().UTC()
	bound := now.AddDate(0, 0, -days).Add(traceSpare).Truncate(time.Hour)
	rest, resumed := periodOf(next)
	if !resumed {
		rest = period{bound, now.Add(-traceSettle).Truncate(time.Minute)}
	}
	if rest.oldest.Before(bound) {
		rest.oldest = bound
	}
	for rest.oldest.Before(rest.newest) {
		part, after := rest.last()
		rows, err := t.part(ctx, part)
		if err != nil {
			return t.incomplete(ctx, now, part, err)
		}
		out := tenant.Page{Rows: rows}
		if after.oldest.Before(after.newest) {
			out.Next = after.String()
		}
		if err := page(out); err != nil {
			return err
		}
		t.done, rest = true, after
		tenant.Note(ctx, fmt.Sprintf("Message trace: %d of %d days", min(days, wholeDays(now, part.oldest)), days))
	}
	return nil
}

func wholeDays(now, since time.Time) int {
	return int((now.Sub(since) + 12*time.Hour) / (24 * time.Hour))
}

// tracer reads parts of a message trace.
type tracer struct {
	source  source
	query   query
	domains []string
	done    bool // a part was read and saved
}

// stamp is a time as the service wants it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// part reads the emails of a part of the time. The filter holds the two bounds and nothing else: the service ignores
// what follows “or”, and does not say so. It takes both bounds in, so an email at the end of a part is left to the
// part that begins there.
func (t *tracer) part(ctx context.Context, w period) ([]tenant.Row, error) {
	q := t.query.where("receivedDateTime ge " + stamp(w.oldest) + " and receivedDateTime le " + stamp(w.newest))
	all, seen, read := map[traceKey]*tenant.TraceRow{}, map[traceMessage]bool{}, 0
	err := (&pager{source: t.source, query: q}).walk(ctx, "", func(p tenant.Page) error {
		for _, row := range p.Rows {
			m := traced{From: noIP}
			if err := json.Unmarshal(row.Body, &m); err != nil || m.Received.IsZero() {
				m = traced{} // it counts as an email of which nothing is known
			} else if !m.Received.Before(w.newest) {
				continue
			}
			t.add(all, seen, m)
		}
		read += len(p.Rows)
		tenant.Note(ctx, fmt.Sprintf("Message trace: %d emails until %s", read, w.newest.Format("2 January 2006")))
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows := make([]tenant.Row, 0, len(all))
	for key, one := range all {
		one.ID = strings.Join([]string{stamp(w.oldest), key.sender, key.from}, " ")
		if one.Other {
			one.ID = stamp(w.oldest) + " other"
		}
		body, err := json.Marshal(one)
		if err != nil {
			return nil, err
		}
		rows = append(rows, tenant.Row{ID: one.ID, Body: body})
	}
	slices.SortFunc(rows, func(a, b tenant.Row) int { return cmp.Compare(a.ID, b.ID) })
	return rows, nil
}

// incomplete returns the error for a trace that broke off. What was read before stays saved, and the next refresh
// continues.
func (t *tracer) incomplete(ctx context.Context, now time.Time, at period, err error) error {
	var no *refusal
	if ctx.Err() != nil || errors.As(err, &no) || !t.done {
		return err
	}
	var s *tenant.SectionError
	if errors.As(err, &s) && s.Err != nil {
		err = s.Err // of the page
	}
	message, _ := app.UserMessage(err)
	var a *answer
	switch {
	case errors.As(err, &s):
		message = s.Message
	case errors.As(err, &a):
		message = fmt.Sprintf("Microsoft answered with status %d.", a.Status)
	}
	return &tenant.SectionError{State: tenant.Incomplete, Err: err, GoOn: true,
		Hint: "Check again. Handrail continues where it stopped.",
		Message: fmt.Sprintf("Incomplete: Handrail read the trace of the last %d days, then: %s",
			wholeDays(now, at.newest), message)}
}

// withoutApp reports whether Microsoft's own app for the message trace is missing in the organisation. The status is
// that of a sign-in that has ended (Microsoft Learn, Graph-based message trace API onboarding guide).
func withoutApp(s tenant.Section, a *answer) bool {
	kind, _ := tenant.OnDemand(s.ID)
	return kind == tenant.Trace && a.Status == http.StatusUnauthorized &&
		strings.Contains(strings.ToLower(a.Message), "service principal")
}

func errWithoutApp(a *answer) error {
	return &tenant.SectionError{State: tenant.NeedsConsent, Err: a,
		Message: "Microsoft’s own app for the message trace is not in your organisation.",
		Hint: "Ask an administrator to add it with New-MgServicePrincipal -AppId " + connector.RuleOf("trace-app").Value +
			". Check again some hours later."}
}

func (s start) traces() ask {
	return get(admin.NewAdminRequestBuilderInternal(s.root, s.adapter).Exchange().Tracing().MessageTraces().
		ToGetRequestInformation)
}
