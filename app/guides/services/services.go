// Package services names what guides need of the outside, in four groups with the
// same names from the wiring to the guide. A guide takes the whole and uses what it
// needs; where a field is nil, the program cannot do that, and the guide says so.
//
// The functions return at once when their context is cancelled.
package services

import (
	"context"
	"io"
	"time"

	"handrail/app"
	"handrail/app/event/attendance"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/spf"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/task"
	"handrail/app/tenant"
)

// Services is what guides need of the outside.
type Services struct {
	Mail   Mail
	Tenant Tenant
	Events Events
	Files  Files

	// HasGuide reports whether there is a guide with an ID; nil: only the guide itself.
	HasGuide func(id string) bool

	Now          app.Clock
	Journal      guide.Journal          // what was changed, exactly; needed with Tenant.Writer
	Observations guide.ObservationStore // what was seen earlier; nil saves nothing
}

// Timed returns s with the clock of the system, if it has none.
func (s Services) Timed() Services {
	if s.Now == nil {
		s.Now = time.Now
	}
	return s
}

// Mail is what can be asked about mail domains and their reports.
type Mail struct {
	// Check checks everything that a sending server sees of a domain.
	Check mailcheck.Func
	// CheckAll does so for several domains side by side; nil: one after the other.
	CheckAll mailcheck.AllFunc
	// Health checks domains side by side: who receives, who may send, what is encrypted.
	Health health.Func
	// Receivers asks DNS which servers take email for a domain; nil: DNS cannot be asked.
	Receivers mailcheck.Receivers
	// SPF evaluates who may send email of a domain, for one address; nil: DNS cannot be asked.
	SPF spf.Func
	// Reports holds the TLS reports on this computer; nil: there are none.
	Reports tlsreport.Store
	// Thresholds returns when reports are enough to decide; nil is the default.
	Thresholds func(context.Context) (tlsreport.Thresholds, error)
	// Import reads files and folders with TLS reports; nil where none can be saved.
	Import func(ctx context.Context, paths []string, each func(tlsimport.Result) error) (tlsimport.Totals, error)
	// ImportMailbox reads them from the person's mailbox; nil where there is none.
	ImportMailbox func(ctx context.Context, at tlsimport.MailLocation,
		each func(tlsimport.Result) error) (tlsimport.Totals, error)
	// ReportsPath and MailFolder are offered as the place of the reports; may be empty.
	ReportsPath, MailFolder string
}

// Tenant is the organisation that is connected; its fields are nil where none is.
type Tenant struct {
	Connection tenant.Connection
	SignIn     tenant.SignInService
	Writer     tenant.Writer // nil: changes are handed over
	// Evaluator asks Microsoft what the policies would do with a sign-in; nil: no one can be asked.
	Evaluator tenant.Evaluator
	// Rules asks Microsoft whether a rule of a dynamic group takes a device; nil: no one can be asked.
	Rules  tenant.RuleEvaluator
	People *mfa.Cache // the organisation as it was loaded last; nil loads it each time
	// MessageTrace reads who sent email in the name of some domains, into tenant.TraceSection; nil: it cannot be read.
	// It may ask for a permission in the browser.
	MessageTrace func(ctx context.Context, domains []string, report task.Report) error
}

// Events is what is known of events in Teams.
type Events struct {
	Attendance attendance.Keeper // nil saves nothing
	Runs       runsheet.Runs     // nil: no event day was ever run
	// Attended asks Microsoft who was at the event with a link on a day.
	Attended func(ctx context.Context, link string, at time.Time) ([][]byte, error)
	// LinkTarget asks where a short link redirects to.
	LinkTarget func(ctx context.Context, link string) (string, error)
}

// Files reads what the person names; where a function is nil, only pasted text is read.
type Files struct {
	Read         func(path string) ([]byte, error)
	ReadManifest func(path string) ([]byte, error) // also takes a folder with a manifest in it
	// Open opens a file of any size, to be read piece by piece; the caller closes it.
	Open    func(path string) (io.ReadCloser, error)
	Answers Answers
}

// Answers are the paths of files with what the scripts of guides printed, and of an
// email. They are offered; usually empty.
type Answers struct {
	Checks string // of checks.ps1
	Addins string // of addins.ps1, before anything was deployed
	Later  string // of addins.ps1, once the add-in was deployed
	Email  string // an email whose header can be read

	Migrations string // of migrations.ps1
	Migrated   string // of migrations.ps1, once the commands were run

	Connectors  string // of connectors.ps1
	Certificate string // the certificate of a server
	Trace       string // a message trace
	Test        string // an email that was sent to check the connectors

	Filtering    string // of filtering.ps1
	Through      string // an email that came through a filter
	ThroughLater string // a later one, once Enhanced Filtering was on

	SafeDocuments      string // of safe-documents.ps1
	SafeDocumentsLater string // of safe-documents.ps1, once the commands were run

	FilterDevices   string // of webfilter-device.ps1, or the hunting query for devices
	FilterReport    string // a Web protection report
	Hunting         string // attempts, as advanced hunting exports them
	HuntingLater    string // the same, once the policy is set
	Apps            string // an export of the discovered apps
	Indicators      string // an export of the indicators
	IndicatorsLater string // a later one, once the block list was imported

	Picture     string // a picture for a background in Teams
	Backgrounds string // of backgrounds.ps1
}
