package graph

import (
	"context"

	"handrail/app/tenant"
)

// SignIn implements tenant.SignInService.
func (o *Connections) SignIn(ctx context.Context, w tenant.Way, tell func(string)) (tenant.Organisation, error) {
	if o.ports.Local != "" {
		o.met.part(false)
		return o.meet(ctx)
	}
	c, err := o.ports.Options.cloud(w.Cloud)
	if err != nil {
		return tenant.Organisation{}, err
	}
	s, err := SignIn(ctx, Way{
		Cloud: c, Client: clientOr(w.Client), Tenant: w.Tenant, Device: w.Device,
		Scopes: tenant.ReadScopes(), Code: tell,
		transport: o.ports.Options.login,
	})
	if err != nil {
		return tenant.Organisation{}, err
	}
	if s.Warning != "" {
		tell(s.Warning)
	}
	g, err := s.Client(o.ports.Options)
	if err != nil {
		return tenant.Organisation{}, err
	}
	org := tenant.Organisation{
		ID: s.Tenant, Name: s.Tenant, Account: s.Account, Cloud: w.Cloud, Client: w.Client, Record: s.Record,
		Added: o.now(),
	}
	if err := g.name(ctx, &org); err != nil && ctx.Err() != nil {
		return org, err
	}
	org.ID = s.Tenant // the sign-in decides
	if err := o.SaveOrganisation(ctx, org); err != nil {
		return org, err
	}
	o.mu.Lock()
	o.clients[org.ID] = g
	o.mu.Unlock()
	return org, o.ShowOrganisation(ctx, org.ID)
}

// Granted implements tenant.SignInService.
func (o *Connections) Granted(ctx context.Context) ([]string, bool, error) {
	g, err := o.Client(ctx)
	if err != nil {
		return nil, false, err
	}
	scopes, known := g.granted()
	return scopes, known, nil
}

// SignOut removes every token of the organisation that is shown from this computer.
func (o *Connections) SignOut(ctx context.Context) error {
	org, err := o.current(ctx)
	if err != nil {
		return err
	}
	return o.signOut(ctx, org)
}

func (o *Connections) signOut(ctx context.Context, org tenant.Organisation) error {
	o.mu.Lock()
	delete(o.clients, org.ID)
	delete(o.writers, org.ID)
	o.mu.Unlock()
	if err := SignOut(org.Record); err != nil {
		return err
	}
	org.Record = ""
	return o.SaveOrganisation(ctx, org)
}

// ForgetOrganisation removes an organisation with its tokens and its cache.
func (o *Connections) ForgetOrganisation(ctx context.Context, id string, reports bool) error {
	o.met.part(true)
	all, _, err := o.keptOrganisations.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, org := range all {
		if org.ID != id {
			continue
		}
		if err := o.signOut(ctx, org); err != nil {
			return err
		}
	}
	o.mu.Lock()
	c := o.caches[id]
	delete(o.caches, id)
	o.mu.Unlock()
	if c != nil {
		if err := c.Close(); err != nil {
			return err
		}
	}
	return o.keptOrganisations.ForgetOrganisation(ctx, id, reports)
}
