package graph

import (
	"context"
	"errors"
	"sync"
	"time"

	"handrail/app/task"
	"handrail/app/tenant"
)

// CacheFile is the open cache of one organisation.
type CacheFile interface {
	tenant.Cache
	tenant.People
	Close() error
}

// ConnectionPorts are what an Office needs.
type ConnectionPorts struct {
	Kept tenant.Organisations
	// OpenCache opens the cache of one organisation.
	OpenCache func(organisation string) (CacheFile, error)
	Options   Options
	// Refreshed is called after every section of an organisation was read. nil does nothing.
	Refreshed func(ctx context.Context, v tenant.View)
	// ReadOnly reports whether nothing may be changed. nil: it may.
	ReadOnly func(ctx context.Context) (bool, error)
	// Local is the address of a test server for Graph on this computer. Then no one signs in, and the organisation is
	// that of the server.
	Local string
}

// keptOrganisations is an alias, so that its method Organisations is not hidden by a field.
type keptOrganisations = tenant.Organisations

// Connections holds the connected organisations: their caches and their sign-ins. It implements tenant.Connection,
// tenant.SignInService and tenant.Writer.
type Connections struct {
	keptOrganisations
	ports ConnectionPorts

	mu      sync.Mutex
	caches  map[string]CacheFile
	clients map[string]*Client
	writers map[string]*Client     // with what was asked for on the page of a change
	busy    map[string]*sync.Mutex // one refresh at a time for each organisation
	met     meeting
}

// NewConnections returns an Office. It opens nothing and asks for nothing.
func NewConnections(p ConnectionPorts) *Connections {
	return &Connections{
		keptOrganisations: p.Kept, ports: p, caches: map[string]CacheFile{}, clients: map[string]*Client{},
		writers: map[string]*Client{}, busy: map[string]*sync.Mutex{},
	}
}

// Close closes the caches.
func (o *Connections) Close() error {
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
func (o *Connections) current(ctx context.Context) (tenant.Organisation, error) {
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

func (o *Connections) now() time.Time {
	if o.ports.Options.Now == nil {
		return time.Now().UTC()
	}
	return o.ports.Options.Now().UTC()
}

func errNone() error {
	return tenant.NoOrganisation("Open the guide “Connect your organisation”.")
}

// cache returns the cache of an organisation, which it opens once.
func (o *Connections) cache(id string) (CacheFile, error) {
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

// View implements tenant.Connection: it returns the saved data of the organisation that is shown.
func (o *Connections) View(ctx context.Context) (tenant.View, error) {
	org, err := o.current(ctx)
	if err != nil {
		return nil, err
	}
	return o.cache(org.ID)
}

// Client returns the client for the organisation that is shown. It never opens a browser; the error is app.Denied
// where no one is signed in.
func (o *Connections) Client(ctx context.Context) (*Client, error) {
	org, err := o.current(ctx)
	if err != nil {
		return nil, err
	}
	return o.client(org)
}

func (o *Connections) client(org tenant.Organisation) (*Client, error) {
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

func (o *Connections) resume(org tenant.Organisation) (*Client, error) {
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

// Refresh implements tenant.Connection: it reads sections of the organisation that is shown again.
func (o *Connections) Refresh(ctx context.Context, ids []string, report task.Report) ([]tenant.Status, error) {
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
	defer o.turn(org.ID)()
	all, err := tenant.Refresh(ctx, c, g, ids, report)
	if err == nil && len(ids) == 0 && o.ports.Refreshed != nil {
		o.ports.Refreshed(ctx, c)
	}
	return all, err
}

// turn waits until nothing else is read of an organisation. It returns what lets the next one read.
func (o *Connections) turn(id string) func() {
	o.mu.Lock()
	turn := o.busy[id]
	if turn == nil {
		turn = &sync.Mutex{}
		o.busy[id] = turn
	}
	o.mu.Unlock()
	turn.Lock()
	return turn.Unlock
}

// SignedIn reports whether Microsoft can be asked without a new sign-in.
func (o *Connections) SignedIn(ctx context.Context) bool {
	g, err := o.Client(ctx)
	return err == nil && g.signedIn(ctx)
}
