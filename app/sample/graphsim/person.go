package graphsim

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The domains of the charity, as the mail world of the sample has them.
const (
	mainDomain    = "northgate.example"
	hallDomain    = "hall.northgate.example"
	youthDomain   = "youth.northgate.example"
	initialDomain = "northgatetrust.onmicrosoft.com"
)

//go:embed data/people.txt
var peopleText string

// person is one account.
type person struct {
	place      int
	key        string // of those written by hand
	id         string
	name       string
	upn        string
	mail       string
	job        string
	department string
	guest      bool
	disabled   bool
	away       bool // not there yet
	synced     bool
	resource   bool     // a shared mailbox, a room, a tablet
	groups     uint64   // direct membership, as bits
	methods    []string // as the registration report names them
	preferred  string
	licence    string        // letters, see licences
	seen       time.Duration // since the last sign-in, counted from midnight; negative: never
	perUser    string
	created    time.Time
}

// methodNames are the values of methodsRegistered by the words of
// data/people.txt. The last two are in no list of Microsoft's: how the report
// names a synced passkey is not documented, and something new will come.
var methodNames = map[string]string{
	"m": "mobilePhone", "a": "alternateMobilePhone", "o": "officePhone", "email": "email", "sq": "securityQuestion",
	"push": "microsoftAuthenticatorPush", "pless": "microsoftAuthenticatorPasswordless",
	"totp": "softwareOneTimePasscode",
	"hotp": "hardwareOneTimePasscode", "key": "passKeyDeviceBound", "akey": "passKeyDeviceBoundAuthenticator",
	"whfb": "windowsHelloForBusiness", "cert": "x509CertificateMultiFactor", "tap": "temporaryAccessPass",
	"synced": "passKeySynced", "future": "nearbyDeviceProof",
}

// readPeople reads those written by hand.
func (c *Cloud) readPeople() error {
	c.handKey = map[string]int{}
	for n, f := range table(peopleText, 12) {
		p, err := c.handMade(n, f)
		if err != nil {
			return fmt.Errorf("people.txt: %s: %w", f[0], err)
		}
		c.hand = append(c.hand, p)
		c.handKey[p.key], c.handKey[strings.ToLower(p.upn)] = n, n
	}
	c.people = min(max(c.options.People, len(c.hand)), 10_000_000)
	for _, p := range c.hand {
		p.id = c.personID(p.place)
	}
	return nil
}

// EmergencyAccounts are the sign-in names of the sample's emergency access accounts, one a line.
const EmergencyAccounts = "breakglass1@" + initialDomain + "\nbreakglass2@" + initialDomain

func (c *Cloud) handMade(n int, f []string) (*person, error) {
	p := &person{place: n, key: f[0], name: f[1], job: f[2], department: f[3], preferred: f[8], licence: f[9],
		perUser: f[11], seen: -1}
	flags := "," + f[5] + ","
	p.synced, p.disabled, p.resource = strings.Contains(flags, ",s,"), strings.Contains(flags, ",d,"),
		strings.Contains(flags, ",r,")
	groups := splitList(f[6])
	if strings.Contains(flags, ",f,") {
		groups = append(groups, "ownchoice")
	}
	switch home := map[string]string{"n": mainDomain, "h": hallDomain, "y": youthDomain,
		"o": initialDomain}[f[4]]; home {
	case "":
		p.guest, p.mail = true, f[0]+"@"+f[4]
		p.upn = f[0] + "_" + f[4] + "#EXT#@" + initialDomain
		groups = append(groups, "externals")
	case initialDomain:
		p.upn = f[0] + "@" + home
		if p.key == "sync" {
			p.upn = "Sync_NCT-DC1_4e5b7c20a1f3@" + home
		}
		groups = append(groups, "everyone")
	default:
		p.upn = f[0] + "@" + home
		if p.licence != "" || p.resource {
			p.mail = p.upn
		}
		groups = append(groups, "everyone")
	}
	for _, key := range groups {
		g, err := c.groupPlace(key)
		if err != nil {
			return nil, err
		}
		p.groups |= 1 << g
	}
	for _, word := range splitList(f[7]) {
		name, ok := methodNames[word]
		if !ok {
			return nil, fmt.Errorf("no method is called %q", word)
		}
		p.methods = append(p.methods, name)
	}
	if f[10] != "-" {
		days, err := strconv.ParseFloat(f[10], 64)
		if err != nil {
			return nil, err
		}
		p.seen = time.Duration(days * 24 * float64(time.Hour)).Round(time.Second)
	}
	if p.perUser == "" {
		p.perUser = "disabled"
	}
	p.created = time.Date(2016, 4, 12, 8, 0, 0, 0, time.UTC).Add(time.Duration(n) * 37 * 24 * time.Hour)
	return p, nil
}

// table reads lines of fields with bars between; # begins a remark. A field in
// quotes is a Go string. It panics on another number of fields: the data are ours.
func table(text string, fields int) (rows [][]string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		row := strings.Split(line+" ", "|")
		if len(row) != fields {
			panic(fmt.Sprintf("cloud: %d fields, not %d: %s", len(row), fields, line))
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
			if s, err := strconv.Unquote(row[i]); err == nil {
				row[i] = s
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// The parts of generated people.
var (
	givenNames = strings.Fields("Adele Bilal Chiara Dorota Emeka Farah Gustav Hanna Imran Jelena Karim Lucia Mateus " +
		"Nadia Oskar Petra Quentin Rania Simon Tamara Ulrich Vera Wanda Xavier Yasmin Zoltan")
	familyNames = strings.Fields("Abbott Berg Castillo Dietrich Eriksen Fontaine Grant Hughes Ivanov Jansen Khan " +
		"Larsen Meyer Novak Oliveira Park Quinn Rossi Schmidt Torres Ueda Vargas Walsh Young Zeman")
	jobs = []string{"Volunteer", "Youth volunteer", "Driver", "Choir member", "Adviser", "Visitor", "Trustee",
		"Caretaker"}
	departments = []string{"Volunteers", "Youth", "Food bank", "Advice", "Pastoral care", "Building", "Fundraising",
		"Office"}
	homes = []string{mainDomain, mainDomain, hallDomain, youthDomain}
	// methodSets are what generated people have registered; the first are common.
	methodSets = [][]string{
		{"mobilePhone"}, {"microsoftAuthenticatorPush"}, {"mobilePhone", "microsoftAuthenticatorPush"}, {},
		{"mobilePhone"}, {"microsoftAuthenticatorPush", "softwareOneTimePasscode"},
		{"mobilePhone", "email"}, {"passKeyDeviceBoundAuthenticator", "microsoftAuthenticatorPush"},
		{"softwareOneTimePasscode"}, {"email"}, {"passKeySynced"}, {"officePhone"},
		{"microsoftAuthenticatorPush"}, {"mobilePhone", "softwareOneTimePasscode"}, {"passKeyDeviceBound"},
		{"alternateMobilePhone", "mobilePhone"},
	}
)

// person returns the account at a place, made anew unless it is written by hand.
func (c *Cloud) person(i int) *person {
	if i < len(c.hand) {
		return c.hand[i]
	}
	x := mix(c.seed ^ uint64(i)*0x2545f4914f6cdd1d)
	pick := func(bits uint64, of int) int { return int(x>>bits&0xffff) % of }
	given, family, d := givenNames[pick(0, len(givenNames))], familyNames[pick(6, len(familyNames))],
		pick(12, len(departments))
	p := &person{
		place: i, id: c.personID(i), name: given + " " + family, job: jobs[pick(20, len(jobs))],
		department: departments[d],
		guest:      pick(24, 20) == 0, disabled: pick(28, 25) == 0, synced: pick(31, 3) != 0, seen: -1,
		perUser: "disabled",
		methods: methodSets[pick(35, len(methodSets))], licence: [...]string{"P", "P", "B", "B", ""}[pick(39, 5)],
		created: time.Date(2018, 1, 8, 9, 0, 0, 0, time.UTC).Add(time.Duration(x%(6*365*24)) * time.Hour),
	}
	address := strings.ToLower(given+"."+family) + "." + strconv.Itoa(i)
	if p.guest {
		p.synced, p.licence, p.mail = false, "", address+"@partner.example"
		p.upn = address + "_partner.example#EXT#@" + initialDomain
		p.groups = 1 << c.externals
	} else {
		p.upn = address + "@" + homes[pick(43, len(homes))]
		if p.licence != "" {
			p.mail = p.upn
		}
		p.groups = 1<<c.everyone | 1<<(c.districts+d)
	}
	if len(p.methods) > 0 {
		p.preferred = preferredOf[p.methods[0]]
	}
	if pick(47, 12) != 0 {
		p.seen = time.Duration(x>>13%(120*24*3600)) * time.Second
	}
	return p
}

// preferredOf is the default second step that goes with a first method.
var preferredOf = map[string]string{
	"mobilePhone": "sms", "alternateMobilePhone": "voiceAlternateMobile", "officePhone": "voiceOffice",
	"microsoftAuthenticatorPush": "push", "softwareOneTimePasscode": "oath", "passKeyDeviceBoundAuthenticator": "push",
	"passKeyDeviceBound": "none", "passKeySynced": "none",
}

// findPerson returns the account with an id or a sign-in name.
func (c *Cloud) findPerson(key string) (*person, bool) {
	if i, ok := c.personPlace(strings.ToLower(key)); ok {
		return c.person(i), true
	}
	key = strings.ToLower(key)
	if i, ok := c.handKey[key]; ok && strings.Contains(key, "@") {
		return c.hand[i], true
	}
	name, _, _ := strings.Cut(key, "@")
	name, _, _ = strings.Cut(name, "_")
	i, err := strconv.Atoi(name[strings.LastIndexByte(name, '.')+1:])
	if err != nil || i < len(c.hand) || i >= c.people {
		return nil, false
	}
	p := c.person(i)
	return p, strings.EqualFold(p.upn, key)
}
