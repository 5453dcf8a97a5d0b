package domainpart

// The states of parts. Others are those of the packages that read them, such as mtasts.
const (
	Servers    = "servers"     // MX records name the servers
	OwnAddress = "own-address" // there is no MX record, so email goes to the domain's own address
	Declared   = "null"        // the domain declares that it receives no email (RFC 7505)
	Nothing    = "none"        // nothing receives its email
	NoDomain   = "no-domain"   // DNS has no such domain

	Valid   = "valid"
	Absent  = "absent"
	Invalid = "invalid"
	Several = "several" // more than one record, where only one counts

	Signed   = "signed"
	Unsigned = "unsigned"
)

// Server is a mail server. The lower Pref is, the earlier senders try it.
type Server struct {
	Name string `json:"name"`
	Pref uint16 `json:"pref"`
}

// MXForm is the form of MX.
type MXForm struct {
	ID      string   `json:"id"`
	State   string   `json:"state"`
	Servers []Server `json:"servers"`
}

// Names returns the names of the servers.
func (f MXForm) Names() (names []string) {
	for _, s := range f.Servers {
		names = append(names, s.Name)
	}
	return names
}

// TextForm is the form of SPF, DKIM, Record and Reports: DNS records of text.
type TextForm struct {
	ID      string   `json:"id"`
	State   string   `json:"state"`
	Records []string `json:"records"` // brought into one form
	Values  []string `json:"values"`  // what matters of them: the ID of a policy, the addresses for reports
}

// DMARCForm is the form of DMARC.
type DMARCForm struct {
	ID      string   `json:"id"`
	State   string   `json:"state"`
	At      string   `json:"at"`     // the domain that has the record; "" for none
	Policy  string   `json:"policy"` // that receivers by RFC 9989 apply
	Testing bool     `json:"testing"`
	Percent int      `json:"percent"` // for receivers by RFC 7489
	Reports []string `json:"reports"`
	Records []string `json:"records"`
}

// PolicyForm is the form of Policy.
type PolicyForm struct {
	ID     string   `json:"id"`
	State  string   `json:"state"`
	Fault  string   `json:"fault"` // why it is not valid
	Mode   string   `json:"mode"`
	MX     []string `json:"mx"`
	MaxAge int64    `json:"maxAge"` // seconds that senders cache it
}

// CertificateForm is the form of Certificate. Until changes with every renewal.
type CertificateForm struct {
	ID     string   `json:"id"`
	State  string   `json:"state"`
	Fault  string   `json:"fault"` // why a sender refuses it
	Issuer string   `json:"issuer"`
	Names  []string `json:"names"`
	Until  string   `json:"until"` // in RFC 3339
	Soon   bool     `json:"soon"`  // it expires within two weeks
}

// ListForm is the form of NameServers and DANE.
type ListForm struct {
	ID     string   `json:"id"`
	Values []string `json:"values"`
}

// StateForm is the form of DNSSEC.
type StateForm struct {
	ID    string `json:"id"`
	State string `json:"state"`
}
