package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// own are the sections that need code of their own: what they hold is put together from several answers, or is read in
// another way where the first is closed.
var own = map[string]func(g *Client, ctx context.Context, next string, page func(tenant.Page) error) error{
	tenant.SectionUsers:        (*Client).fetchUsers,
	tenant.SectionRegistration: (*Client).fetchRegistration,
	tenant.SectionPerUserMFA:   (*Client).fetchPerUser,
	tenant.SectionMethods:      (*Client).fetchMethods,
	tenant.SectionAccess:       (*Client).fetchAccess,
	tenant.SectionDefaults:     (*Client).fetchDefaults,
	tenant.SectionRoles:        (*Client).fetchRoles,
	tenant.SectionSignIns:      (*Client).fetchSignIns,
	tenant.SectionAudit:        (*Client).fetchAudits,
	tenant.SectionDifferences:  (*Client).fetchDifferences,
}

// Fetch implements tenant.Source. next is what an earlier Fetch passed in its page: an address below the cloud's root.
func (g *Client) Fetch(ctx context.Context, section, next string, page func(tenant.Page) error) error {
	s, known := tenant.SectionByID(section)
	if !known {
		return app.Errorf(app.Internal, "Try again. If it happens again, copy the technical details.",
			"Handrail has no data called “%s”.", section)
	}
	rows := 0
	counted := func(p tenant.Page) error {
		rows += len(p.Rows)
		return page(p)
	}
	var err error
	if fetch, ok := own[s.ID]; ok {
		err = fetch(g, ctx, next, counted)
	} else {
		switch kind, _ := tenant.OnDemand(s.ID); kind {
		case tenant.Manager:
			err = g.fetchManager(ctx, s, counted)
		case tenant.EnrolmentApple:
			err = g.fetchApple(ctx, s, counted)
		case tenant.Background:
			err = g.fetchBackground(ctx, s, counted)
		case tenant.Trace:
			err = g.fetchTrace(ctx, s, next, counted)
		default:
			err = g.fetch(ctx, s, next, counted)
		}
	}
	if err == nil && next == "" && rows == 0 && slices.Contains(neverEmpty, s.ID) {
		err = shape.Unreadable("it has an empty list, which no organisation has")
	}
	if err == nil {
		return nil
	}
	return g.section(s, err)
}

// neverEmpty are the sections of which every organisation has at least one row: the person who is signed in, the
// organisation itself, its first domain and the roles of Microsoft.
var neverEmpty = []string{tenant.SectionUsers, tenant.SectionOrganisation, tenant.SectionDomains,
	tenant.SectionDefinitions}

// fetch reads a section as its row describes it.
func (g *Client) fetch(ctx context.Context, s tenant.Section, next string, page func(tenant.Page) error) error {
	src, q, err := g.source(ctx, s)
	if err != nil {
		return err
	}
	p := &pager{source: src, query: q}
	if len(s.Never) > 0 {
		p.change = func(_ context.Context, rows []tenant.Row) ([]tenant.Row, error) { return rows, leaveOut(s.Never, rows) }
	}
	if s.Extra.Name != "" {
		p.change = func(ctx context.Context, rows []tenant.Row) ([]tenant.Row, error) {
			return rows, g.addExtra(ctx, s, rows)
		}
	}
	return p.walk(ctx, next, page)
}

// fetchUsers reads people with the time of their last sign-in. Without a licence or permission for that, it reads
// them without.
func (g *Client) fetchUsers(ctx context.Context, next string, page func(tenant.Page) error) error {
	src, q, err := g.byID(ctx, tenant.SectionUsers)
	if err != nil {
		return err
	}
	p := &pager{source: src, query: withSignIn(q)}
	if err = p.walk(ctx, next, page); p.pages > 0 || !deniedProperty(err) {
		return err
	}
	return (&pager{source: src, query: q}).walk(ctx, "", func(out tenant.Page) error {
		out.Notes = append(out.Notes, tenant.NoteNoSignIn)
		return page(out)
	})
}

// deniedProperty reports whether a request failed because of something it asked for, rather than as a whole.
func deniedProperty(err error) bool {
	var a *answer
	return errors.As(err, &a) && (a.Status == http.StatusForbidden || a.Status == http.StatusBadRequest)
}

// addExtra adds the section's Extra to each row. Rows whose list could not be read stay without one.
func (g *Client) addExtra(ctx context.Context, s tenant.Section, rows []tenant.Row) error {
	paths := make([]string, len(rows))
	for i, r := range rows {
		var err error
		if paths[i], err = g.from(func(at start) ask { return endpoints[s.ID].extra(at, r.ID) }).path(ctx); err != nil {
			return err
		}
	}
	parts, err := g.batch(ctx, version, paths)
	if err != nil {
		return err
	}
	for i, p := range parts {
		if p.Err != nil {
			continue // unknown, and shown as that
		}
		c, err := shape.Page(p.Body)
		if err != nil {
			continue
		}
		// The order of the list has no meaning, and changes.
		slices.SortFunc(c.Value, func(a, b json.RawMessage) int { return strings.Compare(shape.IDOf(a), shape.IDOf(b)) })
		if rows[i].Body, err = with(rows[i].Body, s.Extra.Name, c.Value); err != nil {
			return err
		}
	}
	return nil
}

// fetchDefaults reads whether security defaults are on.
func (g *Client) fetchDefaults(ctx context.Context, _ string, page func(tenant.Page) error) error {
	out, err := g.fetchObject(ctx, tenant.SectionDefaults)
	if err != nil {
		return err
	}
	return page(out)
}

// fetchMethods reads the methods policy with the parts that only the beta has. It is one object: there is no next page.
func (g *Client) fetchMethods(ctx context.Context, _ string, page func(tenant.Page) error) error {
	out, err := g.fetchObject(ctx, tenant.SectionMethods)
	if err != nil {
		return err
	}
	beta, err := g.methodsBeta(ctx)
	if err != nil {
		return err
	}
	if beta == nil {
		out.Notes = []string{"Handrail could not find out whether Microsoft asks for the strongest method first: " +
			"Microsoft Graph beta did not answer."}
	}
	for i := range out.Rows {
		out.Rows[i].ID = tenant.SectionMethods // one policy; its id differs between samples
		if beta != nil {
			if out.Rows[i].Body, err = with(out.Rows[i].Body, "handrailBeta", beta); err != nil {
				return err
			}
		}
	}
	return page(out)
}

// with returns a JSON object with one more member. The others stay as they came.
func with(object json.RawMessage, name string, value any) (json.RawMessage, error) {
	add, err := json.Marshal(map[string]any{name: value})
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(string(object))
	if len(text) < 2 || text[0] != '{' {
		return nil, errors.New("graph: no object to add to")
	}
	if inner := strings.TrimSpace(text[1 : len(text)-1]); inner != "" {
		return json.RawMessage(text[:len(text)-1] + "," + string(add[1:])), nil
	}
	return add, nil
}
