// Package guides lists every guide of Handrail, one line a guide. A new guide is
// one folder beside this file and one line in All.
package guides

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/event/attendance"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guides/addindeploy"
	"handrail/app/guides/connect"
	"handrail/app/guides/liveevent"
	"handrail/app/guides/mfaenforce"
	"handrail/app/guides/mfamethods"
	"handrail/app/guides/mtasts"
	"handrail/app/guides/teamsaddin"
	"handrail/app/guides/tlsreports"
	"handrail/app/identity/mfa"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/task"
	"handrail/app/tenant"
)

// Env holds the services that guides need. Its functions return at once when their
// context is cancelled.
type Env struct {
	// MailCheck checks everything that a sending server sees of a domain.
	MailCheck func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error)
	Memory    guide.Memory // earlier observations; nil saves nothing
	// ReportsFolder is the suggested folder of TLS reports; may be empty.
	ReportsFolder string
	Clock         app.Clock
	// Tenant and Entrance connect to the organisation; may be nil.
	Tenant   tenant.Link
	Entrance tenant.Entrance
	// Reports returns the saved TLS reports; ImportReports imports files and folders
	// with more. Nil if nothing can be saved.
	Reports       tlsreport.Shelf
	ImportReports func(ctx context.Context, paths []string, each func(tlsimport.Result) error) (tlsimport.Totals, error)
	// ReportThresholds returns when TLS reports are enough; nil means the defaults.
	ReportThresholds func(context.Context) (tlsreport.Thresholds, error)
	// ImportMailbox imports them from the person's mailbox and may ask for permission;
	// ReportsMailFolder is the suggested folder. May be nil.
	ImportMailbox     func(ctx context.Context, place tlsimport.Place, each func(tlsimport.Result) error) (tlsimport.Totals, error)
	ReportsMailFolder string
	// Attendance stores who was at events, Runs the event days; may be nil.
	Attendance attendance.Keeper
	Runs       runsheet.Runs
	// Writer makes changes at Microsoft, Journal stores exactly what was changed;
	// without them guides hand over the changes.
	Writer  tenant.Writer
	Journal guide.Journal
	// Attended asks Microsoft who was at an event; may be nil.
	Attended func(ctx context.Context, link string, at time.Time) ([][]byte, error)
	// LinkTarget returns the target of a short link; may be nil.
	LinkTarget func(ctx context.Context, link string) (string, error)
	// Answers are suggested files with the output of the add-in scripts.
	Answers addindeploy.Answers
	// ReadFile reads a file that the person names; nil if only pasted text is read.
	// ReadManifest also accepts a folder with the manifest of an add-in.
	ReadFile, ReadManifest func(path string) ([]byte, error)
}

// All returns the guides in the order of the catalogue.
func All(e Env) []guide.Guide {
	kept := new(mfa.Kept)
	return []guide.Guide{
		mtasts.Guide(mtasts.Deps{Check: e.MailCheck, Memory: e.Memory, Now: e.Clock}),
		tlsreports.Guide(tlsreports.Deps{Check: e.MailCheck, Memory: e.Memory, Shelf: e.Reports, Import: e.ImportReports, Folder: e.ReportsFolder, ImportMails: e.ImportMailbox, Thresholds: e.ReportThresholds, MailFolder: e.ReportsMailFolder, Now: e.Clock}),
		mfamethods.Guide(mfamethods.Deps{Link: e.Tenant, Kept: kept, Writer: e.Writer, Journal: e.Journal, Memory: e.Memory, Now: e.Clock}),
		mfaenforce.Guide(mfaenforce.Deps{Link: e.Tenant, Kept: kept, Now: e.Clock}),
		addindeploy.Guide(addindeploy.Deps{Link: e.Tenant, Answers: e.Answers, ReadFile: e.ReadFile, ReadManifest: e.ReadManifest, Now: e.Clock}),
		teamsaddin.Guide(teamsaddin.Deps{ReadFile: e.ReadFile, Now: e.Clock}),
		liveevent.Guide(liveevent.Deps{Link: e.Tenant, Attended: e.Attended, Target: e.LinkTarget, Writer: e.Writer, Journal: e.Journal, Memory: e.Memory, Read: e.ReadFile, Attendance: e.Attendance, Runs: e.Runs, Now: e.Clock}),
		connect.Guide(connect.Deps{Link: e.Tenant, Entrance: e.Entrance, Now: e.Clock}),
	}
}
