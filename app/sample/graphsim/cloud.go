// Package graphsim is Microsoft Graph for the sample organisation: the tenant of
// Northgate Community Trust, served over HTTP as Graph serves one, with the
// paging, queries, batches, errors and limits that Microsoft documents.
//
// All data follows from the seed and the day of the clock, so that two starts on one day
// serve the same. About 90 people are written by hand, each for a state that a guide must
// handle; others are generated from their index on request, so that 100,000 need no
// memory. Writes are stored (in a file too, if one is set) and change what depends on
// them: who can complete MFA, and how policies apply to the sign-ins.
//
// Fault describes faults that tests turn on. Where Microsoft documents nothing, the package
// does what Graph does in practice, and the comment says so.
package graphsim

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"handrail/app"
)

// TenantID is the id of the sample's tenant, whatever the seed.
const TenantID = "3f9d2c1e-7a54-4b86-9c0d-5e1f8a2b6c47"

// Options choose a sample organisation.
type Options struct {
	People  int           // 0, or fewer than written by hand: those written by hand; at most 10,000,000
	Seed    uint64        // another seed gives other ids and other generated people
	Now     app.Clock     // nil: the system's
	Latency time.Duration // waited before every answer
	// NoPremium removes the P1 and P2 licences: the registration report, the sign-ins and
	// signInActivity are refused. There are no Conditional Access policies, and none can be created.
	NoPremium bool
	// Defaults turns security defaults on, with no Conditional Access policy.
	Defaults bool
	// PerUserMFA serves perUserMfaState on /users, as some programs by others
	// rely on. Microsoft does not document it, so it is off.
	PerUserMFA bool
	// Mails returns the emails in the mailbox of the signed-in person, the oldest first. It
	// is called once, when the mailbox is first read. May be nil.
	Mails func() []Mail
	// Diary is the file that stores writes for the next start; "" stores none.
	Diary string
}

// Cloud is the running organisation.
type Cloud struct {
	options Options
	seed    uint64
	people  int
	now     app.Clock
	base    time.Time // midnight UTC of the day it was made: ages count from here

	hand    []*person
	handKey map[string]int // key and address of those written by hand → place
	tenant  object         // data/tenant.json
	groups  []*group
	byGroup map[string]int // id and key → place in groups
	// Places of the groups that generated people are in.
	everyone, externals, districts int
	down                           []uint64 // group → the groups inside it and itself, as bits
	up                             []uint64 // group → the groups it is inside of and itself, as bits
	inside                         []uint64 // group → the groups directly inside it, as bits
	devices                        []device
	intune                         map[string][]*intuneItem // by list
	roles                          []object
	holders                        []holder
	admins                         map[int]bool // people who hold a role now
	unassigned                     time.Time    // when a role was last taken from somebody
	events                         []event      // sign-ins, the latest first
	routes                         []route
	used                           func() map[string]int // licences given out, counted once
	fewer                          map[string]int        // licences not bought yet, by letter
	begun                          sync.Once             // the mailbox was filled
	mails                          []keptMail
	townhalls                      []*townhall

	mu       sync.RWMutex
	methods  object   // the authentication methods policy with its beta parts
	rules    rules    // what follows from it
	access   []object // Conditional Access policies
	deleted  []object
	defaults object
	perUser  map[int]string // per-user state, where written
	passes   map[int]object // temporary access passes, where written
	faults   []*armed
	writes   []Write
	audits   []object // the audit log, the earliest first
	acting   Actor    // who does what is done by hand
	diary    string   // where writes are kept; "" until those of earlier runs are done again
	requests []Request
	served   uint64

	server   *http.Server
	zippers  sync.Pool
	stopping sync.WaitGroup
}

// Write is a request that changed something.
type Write struct {
	Method string
	Path   string // after the version
	Beta   bool
	Body   []byte // as received, unpacked
	At     time.Time
	By     Actor
}

// Request is a request that arrived. Part is set if it came inside a $batch.
type Request struct {
	Method string
	URI    string // path with version, and query
	Header http.Header
	Part   bool
	At     time.Time
}

// keptRequests is how many requests are remembered.
const keptRequests = 5000

// New makes an organisation. It panics where the data of this package are wrong.
func New(o Options) *Cloud {
	c := &Cloud{options: o, seed: mix(o.Seed), now: o.Now, perUser: map[int]string{}, passes: map[int]object{},
		fewer: map[string]int{}}
	if c.now == nil {
		c.now = time.Now
	}
	c.base = c.now().UTC().Truncate(24 * time.Hour)
	c.zippers.New = newZipper
	for _, step := range []func() error{c.readGroups, c.readPeople, c.readRoles, c.readTenant, c.readDevices,
		c.readIntune, c.readPolicies} {
		if err := step(); err != nil {
			panic("cloud: " + err.Error())
		}
	}
	c.events = c.makeEvents()
	c.routes = routes()
	c.countAgain()
	c.townhalls = []*townhall{c.carols()}
	c.everyday()
	c.recall()
	return c
}

// Handler serves /v1.0 and /beta.
func (c *Cloud) Handler() http.Handler { return http.HandlerFunc(c.serve) }

// Start listens on a loopback port that the system chooses and returns the address to use
// as Graph's, which ends in /v1.0.
func (c *Cloud) Start() (baseURL string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		e := app.Errorf(app.Denied, "Check whether a security program stops servers on this computer.",
			"The sample organisation could not open its port.")
		e.Err = err
		return "", e
	}
	c.server = &http.Server{Handler: c.Handler(), ReadHeaderTimeout: 10 * time.Second}
	c.stopping.Go(func() { _ = c.server.Serve(l) })
	return fmt.Sprintf("http://%s/v1.0", l.Addr()), nil
}

// Close stops the server and waits for it.
func (c *Cloud) Close() error {
	if c.server == nil {
		return nil
	}
	err := c.server.Close()
	c.stopping.Wait()
	return err
}

// Writes returns every write that was carried out, the earliest first. What only
// reads by POST, and what was refused, is not among them.
func (c *Cloud) Writes() []Write {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return append([]Write(nil), c.writes...)
}

// Requests returns the requests that arrived, the earliest first; at most the last
// 5,000.
func (c *Cloud) Requests() []Request {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return append([]Request(nil), c.requests...)
}

// ForgetRequests empties the list of Requests.
func (c *Cloud) ForgetRequests() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests = nil
}

// note remembers a request.
func (c *Cloud) note(r Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.requests) >= keptRequests {
		c.requests = append(c.requests[:0:0], c.requests[keptRequests/10:]...)
	}
	c.requests = append(c.requests, r)
}

// nextRequestID returns the ids of answers, the same ones in every run.
func (c *Cloud) nextRequestID() string {
	c.mu.Lock()
	c.served++
	n := c.served
	c.mu.Unlock()
	return guidOf(uint32(mix(n^c.seed)), mix(n+c.seed))
}
