// Package guides lists every guide of Handrail, one line a guide. A new guide is
// one folder beside this file and one line in All.
package guides

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/attendance"
	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/guides/addindeploy"
	"handrail/app/guides/connect"
	"handrail/app/guides/liveevent"
	"handrail/app/guides/mfaenforce"
	"handrail/app/guides/mfamethods"
	"handrail/app/guides/mtasts"
	"handrail/app/guides/teamsaddin"
	"handrail/app/guides/tlsreports"
	"handrail/app/inbound"
	"handrail/app/intake"
	"handrail/app/mfa"
	"handrail/app/runsheet"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tlsreport"
)

// Env is what guides need of the world outside. Its functions stop at once when
// their context is cancelled.
type Env struct {
	// MailCheck looks at everything a sending server sees of a domain.
	MailCheck func(context.Context, dns.Domain, task.Report) (*inbound.State, error)
	Memory    guide.Memory // what was seen earlier; nil keeps nothing
	// ReportsFolder is offered as the place of TLS reports; may be empty.
	ReportsFolder string
	Clock         app.Clock
	// Tenant and Entrance lead to the organisation; nil where there is none.
	Tenant   tenant.Link
	Entrance tenant.Entrance
	// Reports gives the TLS reports that are kept; ImportReports takes in files and
	// folders with more. Nil where nothing can be kept.
	Reports       tlsreport.Shelf
	ImportReports func(ctx context.Context, paths []string, each func(intake.Result) error) (intake.Totals, error)
	// ReportThresholds gives when TLS reports are enough; nil is the usual.
	ReportThresholds func(context.Context) (tlsreport.Thresholds, error)
	// ImportMailbox takes them in from the person's mailbox, which it may ask for;
	// ReportsMailFolder is offered. Nil where there is none.
	ImportMailbox     func(ctx context.Context, place intake.Place, each func(intake.Result) error) (intake.Totals, error)
	ReportsMailFolder string
	// Attendance keeps who was at events, Runs how their days went; may be nil.
	Attendance attendance.Keeper
	Runs       runsheet.Runs
	// Writer changes things at Microsoft, Journal keeps what was changed exactly;
	// without them the changes are handed over.
	Writer  tenant.Writer
	Journal guide.Journal
	// Attended asks Microsoft who was at an event; nil where that cannot be asked.
	Attended func(ctx context.Context, link string, at time.Time) ([][]byte, error)
	// LinkTarget asks where a short link leads; nil where that cannot be asked.
	LinkTarget func(ctx context.Context, link string) (string, error)
	// Answers are files with what the scripts of the guide to add-ins wrote, offered.
	Answers addindeploy.Answers
	// ReadFile reads a file that the person names; nil where only pasted text is read.
	// ReadManifest also takes a folder with the manifest of an add-in in it.
	ReadFile, ReadManifest func(path string) ([]byte, error)
}

// All gives the guides in the order of the catalogue.
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
