package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"handrail/app"
	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// meeting is the organisation of a test server, asked for once.
type meeting struct {
	mu     sync.Mutex
	org    tenant.Organisation
	parted bool // the person had it forgotten, so it waits for a new sign-in
}

func (m *meeting) part(parted bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.org, m.parted = tenant.Organisation{}, parted
}

// Organisations implements tenant.Organisations. The organisation of a test server needs no sign-in: it is saved and
// shown first.
func (o *Connections) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	if o.ports.Local != "" {
		if _, err := o.meet(ctx); err != nil && app.CodeOf(err) != app.NotFound {
			return nil, "", err
		}
	}
	return o.keptOrganisations.Organisations(ctx)
}

// meet returns the organisation of a test server, and saves it. Where the server is gone, the organisation that was
// shown last can still be read.
func (o *Connections) meet(ctx context.Context) (tenant.Organisation, error) {
	o.met.mu.Lock()
	defer o.met.mu.Unlock()
	switch {
	case o.met.parted:
		return tenant.Organisation{}, errNone()
	case o.met.org.ID != "":
		return o.met.org, nil
	}
	all, shown, err := o.keptOrganisations.Organisations(ctx)
	if err != nil {
		return tenant.Organisation{}, err
	}
	org, err := o.ask(ctx)
	if err != nil {
		i := slices.IndexFunc(all, func(k tenant.Organisation) bool {
			return k.ID == shown && k.Cloud == tenant.LocalCloud
		})
		if i < 0 || ctx.Err() != nil {
			return tenant.Organisation{}, err
		}
		return all[i], nil
	}
	if i := slices.IndexFunc(all, func(k tenant.Organisation) bool { return k.ID == org.ID }); i >= 0 {
		org.Added = all[i].Added
	}
	if !slices.Contains(all, org) {
		if err := o.SaveOrganisation(ctx, org); err != nil {
			return org, err
		}
	}
	if shown != org.ID {
		if err := o.ShowOrganisation(ctx, org.ID); err != nil {
			return org, err
		}
	}
	o.met.org = org
	return org, nil
}

// ask asks a test server for its organisation. One that does not answer gets a name from its address.
func (o *Connections) ask(ctx context.Context) (tenant.Organisation, error) {
	sum := sha256.Sum256([]byte(o.ports.Local))
	org := tenant.Organisation{
		ID: "local-" + hex.EncodeToString(sum[:6]), Name: "A test server on this computer", Account: "nobody",
		Cloud: tenant.LocalCloud, Added: o.now(),
	}
	g, err := NewLocal(o.ports.Local, o.ports.Options)
	if err != nil {
		return org, err
	}
	var a *answer
	if err := g.name(ctx, &org); err != nil && !errors.As(err, &a) {
		return org, err
	}
	if err := g.self(ctx, &org); err != nil && !errors.As(err, &a) {
		return org, err
	}
	return org, nil
}

// self asks for the account that reads.
func (g *Client) self(ctx context.Context, org *tenant.Organisation) error {
	account := g.from(func(s start) ask { return get(s.me().ToGetRequestInformation) })
	body, err := account.read(ctx, selecting("userPrincipalName"))
	if err != nil {
		return err
	}
	var me tenant.User
	if json.Unmarshal(body, &me) == nil && me.UPN != "" {
		org.Account = string(me.UPN)
	}
	return nil
}

// name asks for the ID, the name and the initial domain of an organisation.
func (g *Client) name(ctx context.Context, org *tenant.Organisation) error {
	src, q, err := g.byID(ctx, tenant.SectionOrganisation)
	if err != nil {
		return err
	}
	body, err := src.read(ctx, q)
	if err != nil {
		return err
	}
	c, err := shape.Page(body)
	if err != nil || len(c.Value) == 0 {
		return err
	}
	var info tenant.OrganisationInfo
	if err := json.Unmarshal(c.Value[0], &info); err != nil {
		return err
	}
	if info.ID != "" {
		org.ID = info.ID
	}
	if info.Name != "" {
		org.Name = string(info.Name)
	}
	for _, d := range info.Domains {
		if d.Initial.Known && d.Initial.Yes || org.Domain == "" {
			org.Domain = string(d.Name)
		}
	}
	return nil
}
