package graph

import (
	"context"
	"errors"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/task"
	"handrail/app/tenant"
)

// CacheFile is the open cache of one organisation.
type CacheFile interface {
	tenant.Cache
	tenant.People
	Close() error
}

// OfficePorts are what an Office needs.
type OfficePorts struct {
	Kept tenant.Organisations
	// OpenCache opens the cache of one organisation.
	OpenCache func(organisation string) (CacheFile, error)
	Options   Options
	// Local is the address of a test server for Graph on this computer. Then no one signs in, and the organisation is
	// that of the server.
	Local string
}

// keptOrganisations is an alias, so that its method Organisations is not hidden by a field.
type keptOrganisations = tenant.Organisations

// Office holds the connected organisations: their caches and their sign-ins. It implements tenant.Link,
// tenant.Entrance and tenant.Writer.
type Office struct {
	keptOrganisations
	ports OfficePorts

	mu      sync.Mutex
	caches  map[string]CacheFile
	clients map[string]*Client
	writers map[string]*Client     // with what was asked for on the page of a change
	busy    map[string]*sync.Mutex // one refresh at a time for each organisation
	met     meeting
}

// NewOffice returns an Office. It opens nothing and asks for nothing.
func NewOffice(p OfficePorts) *Office {
	return &Office{
		keptOrganisations: p.Kept, ports: p, caches: map[string]CacheFile{}, clients: map[string]*Client{},
		writers: map[string]*Client{}, busy: map[string]*sync.Mutex{},
	}
}

// Close closes the caches.
func (o *Office) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var all error
	for id, c := range o.caches {
		all = errors.Join(all, c.Close())
		delete(o.caches, id)
	}
	return all
}

// current returns the organisation that is shown.
func (o *Office) current(ctx context.Context) (tenant.Organisation, error) {
	if o.ports.Local != "" {
		return o.meet(ctx)
	}
	all, shown, err := o.keptOrganisations.Organisations(ctx)
	if err != nil {
		return tenant.Organisation{}, err
	}
	for _, org := range all {
		if org.ID == shown {
			return org, nil
		}
	}
	return tenant.Organisation{}, errNone()
}

func (o *Office) now() time.Time {
	if o.ports.Options.Now == nil {
		return time.Now().UTC()
	}
	return o.ports.Options.Now().UTC()
}

func errNone() error {
	return app.Errorf(app.NotFound, "Open the guide “Connect your organisation”.", "No organisation is connected.")
}

// cache returns the cache of an organisation, which it opens once.
func (o *Office) cache(id string) (CacheFile, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if c, ok := o.caches[id]; ok {
		return c, nil
	}
	c, err := o.ports.OpenCache(id)
	if err == nil {
		o.caches[id] = c
	}
	return c, err
}

// View implements tenant.Link: it returns the saved data of the organisation that is shown.
func (o *Office) View(ctx context.Context) (tenant.View, error) {
	org, err := o.current(ctx)
	if err != nil {
		return nil, err
	}
	return o.cache(org.ID)
}

// Client returns the client for the organisation that is shown. It never opens a browser; the error is app.Denied
// where no one is signed in.
func (o *Office) Client(ctx context.Context) (*Client, error) {
	org, err := o.current(ctx)
	if err != nil {
		return nil, err
	}
	return o.client(org)
}

func (o *Office) client(org tenant.Organisation) (*Client, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if g, ok := o.clients[org.ID]; ok {
		return g, nil
	}
	var g *Client
	var err error
	switch {
	case o.ports.Local != "":
		g, err = NewLocal(o.ports.Local, o.ports.Options)
	case org.Record == "":
		return nil, errSignIn(nil)
	default:
		g, err = o.resume(org)
	}
	if err == nil {
		o.clients[org.ID] = g
	}
	return g, err
}

func (o *Office) resume(org tenant.Organisation) (*Client, error) {
	c, err := o.ports.Options.cloud(org.Cloud)
	if err != nil {
		return nil, err
	}
	s, err := Resume(Way{
		Cloud: c, Client: clientOr(org.Client), Scopes: tenant.ReadScopes(), transport: o.ports.Options.login,
	}, org.Record)
	if err != nil {
		return nil, err
	}
	return s.Client(o.ports.Options)
}

func clientOr(id string) string {
	if id == "" {
		return SharedClient
	}
	return id
}

// Refresh implements tenant.Link: it reads sections of the organisation that is shown again.
func (o *Office) Refresh(ctx context.Context, ids []string, report task.Report) ([]tenant.Status, error) {
	org, err := o.current(ctx)
	if err != nil {
		return nil, err
	}
	c, err := o.cache(org.ID)
	if err != nil {
		return nil, err
	}
	g, err := o.client(org)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	turn := o.busy[org.ID]
	if turn == nil {
		turn = &sync.Mutex{}
		o.busy[org.ID] = turn
	}
	o.mu.Unlock()
	turn.Lock()
	defer turn.Unlock()
	return tenant.Refresh(ctx, c, g, ids, report)
}

// SignedIn reports whether Microsoft can be asked without a new sign-in.
func (o *Office) SignedIn(ctx context.Context) bool {
	g, err := o.Client(ctx)
	return err == nil && g.signedIn(ctx)
}

// SignIn implements tenant.Entrance.
func (o *Office) SignIn(ctx context.Context, w tenant.Way, tell func(string)) (tenant.Organisation, error) {
	if o.ports.Local != "" {
		o.met.part(false)
		return o.meet(ctx)
	}
	c, err := o.ports.Options.cloud(w.Cloud)
	if err != nil {
		return tenant.Organisation{}, err
	}
	s, err := SignIn(ctx, Way{
		Cloud: c, Client: clientOr(w.Client), Tenant: w.Tenant, Device: w.Device, Scopes: tenant.ReadScopes(), Code: tell,
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

// Granted implements tenant.Entrance.
func (o *Office) Granted(ctx context.Context) ([]string, bool, error) {
	g, err := o.Client(ctx)
	if err != nil {
		return nil, false, err
	}
	scopes, known := g.granted()
	return scopes, known, nil
}

// SignOut removes every token of the organisation that is shown from this computer.
func (o *Office) SignOut(ctx context.Context) error {
	org, err := o.current(ctx)
	if err != nil {
		return err
	}
	return o.signOut(ctx, org)
}

func (o *Office) signOut(ctx context.Context, org tenant.Organisation) error {
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
func (o *Office) ForgetOrganisation(ctx context.Context, id string, reports bool) error {
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
