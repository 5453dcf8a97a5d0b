package hunting

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// key is what makes attempts the same.
type key struct {
	kind, effect                uint8
	edge                        bool
	person, device, site, label int32
}

// tally counts rows.
type tally struct {
	ctx      context.Context
	each     func(int)
	columns  columns
	names    []string // of JSON rows
	r        Result
	counts   map[key]int
	people   identities
	devices  names
	sites    names
	labels   names
	fields   map[string]Fields // of texts that were read before
	clock    clock
	short    bool // the last row was too short
	list     bool // there is a list for rows
	deviceOf map[string]Device
	since    int // rows since the last header
}

// mostRemembered is how many texts of AdditionalFields are remembered.
const mostRemembered = 1 << 14

func newTally(ctx context.Context, each func(int)) *tally {
	return &tally{ctx: ctx, each: each, counts: map[key]int{}, people: newIdentities(), devices: names{},
		sites: names{}, labels: names{}, fields: map[string]Fields{}, deviceOf: map[string]Device{}}
}

// names are texts, each with its number.
type names map[string]int32

func (n names) of(text string) int32 {
	if text == "" {
		return -1
	}
	i, ok := n[text]
	if !ok {
		i = int32(len(n))
		n[strings.Clone(text)] = i
	}
	return i
}

func (n names) all() []string {
	all := make([]string, len(n))
	for text, i := range n {
		all[i] = text
	}
	return all
}

// cells counts a row.
func (t *tally) cells(cells []string) error {
	if t.headed(cells) {
		return nil
	}
	t.r.Rows++
	t.since++
	if t.r.Rows%8192 == 0 {
		if err := t.ctx.Err(); err != nil {
			return err
		}
		if t.each != nil {
			t.each(t.r.Rows)
		}
	}
	c := &t.columns
	if t.short = len(cells) != c.count; t.short {
		t.r.Damaged++
		return nil
	}
	action := strings.TrimSpace(cell(cells, c.action))
	if !about(action) {
		t.r.Other++
		return nil
	}
	count := 1
	if c.attempts >= 0 {
		n, err := strconv.Atoi(strings.TrimSpace(cell(cells, c.attempts)))
		if err != nil || n < 1 {
			t.r.Damaged++
			return nil
		}
		count = n
	}
	fields := t.additional(cells)
	kind, effect := classify(action, fields)
	k := key{uint8(slices.Index(Kinds(), kind)), uint8(slices.Index(effects, effect)),
		strings.EqualFold(action, actionEdge), t.person(cells), t.device(cells),
		t.sites.of(Host(cell(cells, c.url))), t.labels.of(fields.label())}
	t.counts[k] += count
	t.clock.row(cells, c, count)
	return nil
}

// headed reports whether a row of a CSV is another header: files that were put together have several, and their
// columns can be in another order.
func (t *tally) headed(cells []string) bool {
	named := func(text string) bool { return strings.EqualFold(strings.Trim(text, " \ufeff"), "ActionType") }
	if t.r.Layout == API || about(strings.TrimSpace(cell(cells, t.columns.action))) || !slices.ContainsFunc(cells, named) {
		return false
	}
	t.limit()
	t.since, t.columns = 0, findColumns(cells)
	for _, name := range t.columns.missing() {
		if !slices.Contains(t.r.Missing, name) {
			t.r.Missing = append(t.r.Missing, name)
		}
	}
	if t.columns.layout() != t.r.Layout {
		t.r.Layout = Portal // of both
	}
	return true
}

// limit notes whether the rows since the last header are as many as Microsoft returns at most.
func (t *tally) limit() {
	if slices.Contains(dated.Limits.Values, t.since) {
		t.r.Cut.Rows = t.since
	}
}

var effects = []Effect{Stopped, WouldBe, Undecidable}

// additional returns what a row says in AdditionalFields; columns of their own win.
func (t *tally) additional(cells []string) Fields {
	c := &t.columns
	text := cell(cells, c.additional)
	f, known := t.fields[text]
	if !known {
		f = additional(text)
		if len(t.fields) < mostRemembered {
			t.fields[strings.Clone(text)] = f
		}
	}
	for _, one := range []struct {
		at   int
		into *string
	}{{c.experience, &f.Experience}, {c.response, &f.ResponseCategory}, {c.displayName, &f.DisplayName},
		{c.application, &f.ApplicationName}, {c.isAudit, &f.IsAudit}} {
		if own := strings.TrimSpace(cell(cells, one.at)); own != "" {
			*one.into = own
		}
	}
	return f
}

// label returns what DisplayName says, where it is not the name of an app.
func (f Fields) label() string {
	text := strings.TrimSpace(f.DisplayName)
	if strings.HasPrefix(strings.ToLower(text), "appname=") {
		return ""
	}
	return text
}

func (t *tally) person(cells []string) int32 {
	c := &t.columns
	upn := strings.TrimSpace(cell(cells, c.upn))
	account, domain := strings.TrimSpace(cell(cells, c.account)), strings.TrimSpace(cell(cells, c.domain))
	if upn == "" && account == "" {
		upn, account = strings.TrimSpace(cell(cells, c.otherUPN)), strings.TrimSpace(cell(cells, c.otherAccount))
	}
	sid, id := strings.TrimSpace(cell(cells, c.sid)), strings.TrimSpace(cell(cells, c.objectID))
	if upn == "" && (system(account) || slices.Contains(dated.SIDs.Values, strings.ToUpper(sid))) {
		return -1
	}
	if account != "" && domain != "" && !strings.Contains(account, `\`) {
		account = domain + `\` + account
	}
	return t.people.of(upn, account, id, sid)
}

func (t *tally) device(cells []string) int32 {
	id, name := strings.TrimSpace(cell(cells, t.columns.deviceID)), strings.TrimSpace(cell(cells, t.columns.device))
	by := id
	if by == "" {
		by = name
	}
	by = strings.ToLower(by)
	i := t.devices.of(by)
	if i >= 0 {
		if old, known := t.deviceOf[by]; !known || old.Name == "" && name != "" {
			t.deviceOf[strings.Clone(by)] = Device{strings.Clone(id), strings.Clone(name)}
		}
	}
	return i
}
