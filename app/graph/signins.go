package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"handrail/app/graph/shape"
	"handrail/app/tenant"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// fetchSignIns reads the sign-in log from the beta, which alone shows the steps by which people verified a sign-in
// (Microsoft Learn, authenticationDetail resource type). Where it is closed, the log is read without the steps.
func (g *Client) fetchSignIns(ctx context.Context, next string, page func(tenant.Page) error) error {
	const without = "Handrail could not read how people verified their sign-ins: Microsoft Graph beta did not answer."
	src, q, err := g.byID(ctx, tenant.SectionSignIns)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(next, version+"/") {
		p := &pager{source: g.inBeta(src), query: q, change: withSteps}
		if err = p.walk(ctx, next, page); p.pages > 0 || !closed(err) {
			return err
		}
		next = ""
	}
	return (&pager{source: src, query: q}).walk(ctx, next, func(out tenant.Page) error {
		out.Notes = append(out.Notes, without)
		return page(out)
	})
}

// fetchBackground reads the newest sign-ins of a person in which no one took part. Only the beta has them (Microsoft
// Learn, signIn resource type). There may be thousands a day, so one page is read.
func (g *Client) fetchBackground(ctx context.Context, s tenant.Section, page func(tenant.Page) error) error {
	src, q, err := g.source(ctx, s)
	if err != nil {
		return err
	}
	_, of := tenant.OnDemand(s.ID)
	q = q.where(*q.Filter + " and userId eq " + quoted(of) + " and signInEventTypes/any(t: t eq 'nonInteractiveUser')")
	r, err := g.inBeta(src).request(ctx, q)
	if err != nil {
		return err
	}
	c, _, err := g.page(ctx, r)
	if err != nil {
		return err
	}
	rows, err := withSteps(ctx, shape.Rows(c.Value))
	if err != nil {
		return err
	}
	out := tenant.Page{Rows: rows}
	if c.Next != "" {
		out.Notes = []string{tenant.NoteNewest}
	}
	return page(out)
}

// inBeta returns the source at the same address of the beta. The builders of the SDK know v1.0 only.
func (g *Client) inBeta(src source) source {
	return source{g, func(s start) ask {
		return func(ctx context.Context) (*abs.RequestInformation, error) {
			r, err := src.build(s)(ctx)
			if err == nil {
				r.UrlTemplate = strings.Replace(r.UrlTemplate, "{+baseurl}", g.cloud.Root+"/"+beta, 1)
			}
			return r, err
		}
	}}
}

// closed reports whether Microsoft answered, but not with a list. A later answer may then still come from v1.0.
func closed(err error) bool {
	var a *answer
	if errors.As(err, &a) {
		return a.Status != http.StatusUnauthorized && a.Status != http.StatusTooManyRequests
	}
	return errors.Is(err, shape.ErrUnreadable)
}

// stepsProperty is the property of a sign-in that holds its steps.
const stepsProperty = "authenticationDetails"

// signInProperties are the properties of a sign-in that v1.0 has (Microsoft Learn, signIn resource type). What only
// the beta has is not saved, apart from the steps: parts of it hold telephone numbers.
var signInProperties = func() map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(`id createdDateTime userDisplayName userPrincipalName userId appId appDisplayName
		ipAddress clientAppUsed correlationId conditionalAccessStatus appliedConditionalAccessPolicies isInteractive
		deviceDetail location riskDetail riskLevelAggregated riskLevelDuringSignIn riskState riskEventTypes
		riskEventTypes_v2 resourceDisplayName resourceId status`) {
		all[name] = true
	}
	return all
}()

// authenticationStep is what is saved of a step: authenticationMethodDetail, which may hold a telephone number, is not.
type authenticationStep struct {
	Method      json.RawMessage `json:"authenticationMethod,omitempty"`
	At          json.RawMessage `json:"authenticationStepDateTime,omitempty"`
	Requirement json.RawMessage `json:"authenticationStepRequirement,omitempty"`
	Result      json.RawMessage `json:"authenticationStepResultDetail,omitempty"`
	Succeeded   json.RawMessage `json:"succeeded,omitempty"`
}

// withSteps leaves of each sign-in what v1.0 has, and its steps.
func withSteps(_ context.Context, rows []tenant.Row) ([]tenant.Row, error) {
	for i := range rows {
		some := map[string]json.RawMessage{}
		err := tenant.Fields(rows[i].Body, func(name string, raw []byte) {
			var steps []authenticationStep
			switch {
			case signInProperties[name]:
				some[name] = append(json.RawMessage{}, raw...)
			case name == stepsProperty && json.Unmarshal(raw, &steps) == nil && steps != nil:
				some[name], _ = json.Marshal(steps) // it was just read
			}
		})
		if err != nil {
			return nil, err
		}
		if rows[i].Body, err = json.Marshal(some); err != nil {
			return nil, err
		}
	}
	return rows, nil
}
