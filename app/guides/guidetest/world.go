package guidetest

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/identity/mfa"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
)

// World is everything outside, in memory: a fictional organisation, email domains in
// each condition, reports, an earlier event and files.
type World struct {
	Office  *Office
	Journal *Journal
	Notes   *Notes
}

// New returns a World as it is before anything was changed.
func New() *World { return &World{Office: newOffice(), Journal: &Journal{}, Notes: &Notes{}} }

// Services returns the services of w. No field is nil.
func (w *World) Services() services.Services {
	return services.Services{
		Mail: services.Mail{
			Check: check, Receivers: receivers, Health: checkHealth, SPF: checkSPF, Reports: reports{},
			ReportsPath: "/files/reports", MailFolder: "TLS reports",
			Thresholds: func(ctx context.Context) (tlsreport.Thresholds, error) {
				return tlsreport.DefaultThresholds(), ctx.Err()
			},
			Import: func(ctx context.Context, _ []string, each func(tlsimport.Result) error) (tlsimport.Totals, error) {
				return imported(ctx, each)
			},
			ImportMailbox: func(ctx context.Context, _ tlsimport.MailLocation,
				each func(tlsimport.Result) error) (tlsimport.Totals, error) {
				return imported(ctx, each)
			},
		},
		Tenant: services.Tenant{Connection: w.Office, SignIn: w.Office, Writer: w.Office, Evaluator: w.Office,
			Rules: w.Office, People: &mfa.Cache{}, MessageTrace: w.Office.MessageTrace},
		Events: services.Events{Attendance: events{}, Runs: events{map[string]runsheet.Run{}}, Attended: attended,
			LinkTarget: linkTarget},
		Files: services.Files{Read: readFile, ReadManifest: readFile,
			Answers: services.Answers{Migrations: migrationsPath, Migrated: migratedPath, Connectors: connectorsPath,
				Certificate: certificatePath, Trace: tracePath, Test: testPath,
				Filtering: filteringPath, Through: throughPath,
				SafeDocuments: safeDocumentsPath, SafeDocumentsLater: safeDocsLaterPath,
				FilterDevices: filterDevicesPath, FilterReport: filterReportPath, Hunting: huntingPath,
				HuntingLater: huntingLaterPath,
				Apps:         appsPath, Indicators: indicatorsPath, IndicatorsLater: indicatorsLaterPath,
				Picture: picturePath, Backgrounds: backgroundsPath}, Open: openFile},
		Journal: w.Journal, Observations: w.Notes, Now: func() time.Time { return Noon },
	}
}

// Plain returns the services of w without what Handrail can do only with a
// connection that may write and with imported reports: changes are handed over.
func (w *World) Plain() services.Services {
	s := w.Services()
	return services.Services{
		Mail:         services.Mail{Check: s.Mail.Check, Receivers: s.Mail.Receivers, Health: s.Mail.Health},
		Tenant:       services.Tenant{Connection: s.Tenant.Connection, SignIn: s.Tenant.SignIn},
		Files:        services.Files{Read: s.Files.Read},
		Observations: s.Observations, Now: s.Now,
	}
}

// Answers are the answers of the people in a World to questions without a default.
// A guide with another such question gets a line here.
func Answers() map[string]string {
	return map[string]string{
		"domain":   "ready.northgate.example",
		"client":   "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
		"tenant":   "northgate.onmicrosoft.com",
		"manifest": manifestPath,
		"store-id": "WA200004157",
		"groups":   "Trustees",
		"people":   "ben@northgate.example",
		"waves":    "Trustees",

		"new-hosts": "mail.northgate.example",
		"message":   email,
		"batch":     "Wave 1",

		"categories": "Gambling, Web-based email",
		"picture":    picturePath,

		"emergency-group-name": "Trustees",
		"sync-group-name":      "Trustees",
		"ranges":               "203.0.113.0/24\n10.0.0.0/8",
		"pilot":                "ann@northgate.example",
		"profiles":             "Hall Kiosk",
		"group-name":           "Kiosks",
	}
}

// email is the header of an email that came through a filter.
const email = `Authentication-Results: spf=fail (sender IP is 203.0.113.24) smtp.mailfrom=riverside-fund.example;
 dkim=fail (body hash did not verify) header.d=riverside-fund.example; dmarc=fail action=none
 header.from=riverside-fund.example; compauth=fail reason=001
Received: from out1.mailfilter.example (203.0.113.24) by mx1.mail.protection.outlook.com (10.152.40.79)
 with Microsoft SMTP Server (version=TLS1_2, cipher=X); Tue, 24 Nov 2026 09:02:55 +0000
Received: from smtp.riverside-fund.example (198.51.100.25) by out1.mailfilter.example with ESMTPS;
 Tue, 24 Nov 2026 09:02:14 +0000
From: Riverside Fund <grants@riverside-fund.example>
To: Ann <ann@filtered.northgate.example>
X-Forefront-Antispam-Report: CIP:203.0.113.24;CTRY:GB;SCL:5;SFV:SPM;H:out1.mailfilter.example;CAT:SPOOF;DIR:INB;`

const manifestPath = "/files/manifest.xml"

// readFile returns the same manifest for one path, some exports, and an error for others.
func readFile(path string) ([]byte, error) {
	for _, files := range []map[string]string{exports, connectors} {
		if text, ok := files[path]; ok {
			return []byte(text), nil
		}
	}
	switch path {
	case picturePath:
		return picture()
	case throughPath:
		return []byte(email), nil
	}
	if path != manifestPath {
		return nil, app.Errorf(app.NotFound, "Look at the name of the file.", "There is no such file.")
	}
	return []byte(`<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" ` +
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
		`xsi:type="MailApp"><Id>a7ca6c74-33fb-43a4-a3e4-781078f0eff5</Id>
<Version>1.0.0.0</Version><ProviderName>Zoom</ProviderName><DefaultLocale>en-US</DefaultLocale>
<DisplayName DefaultValue="Meet"/><Description DefaultValue="Meetings"/><Hosts><Host Name="Mailbox"/></Hosts>
<Permissions>ReadWriteMailbox</Permissions><VersionOverrides
xmlns="http://schemas.microsoft.com/office/mailappversionoverrides"><Hosts><Host>
<ExtensionPoint xsi:type="AppointmentOrganizerCommandSurface"/></Host></Hosts></VersionOverrides></OfficeApp>`), nil
}

// openFile is readFile for files of any size.
func openFile(path string) (io.ReadCloser, error) {
	data, err := readFile(path)
	return io.NopCloser(bytes.NewReader(data)), err
}

// Subjects returns the subjects that visits of g can have in a World.
func Subjects(g guide.Guide) []string {
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			if a.Name != g.Subject {
				continue
			}
			if a.Options == nil && a.Default != nil {
				if text := a.Default(&guide.Visit{Answers: map[string]string{}}); text != "" {
					return []string{text}
				}
			}
			if text, ok := Answers()[a.Name]; ok && a.Options == nil && !slices.Contains(Domains(), text) {
				return []string{text, Domains()[0]} // what is there, and what is not
			}
			if a.Options == nil {
				return Domains()
			}
			var all []string
			for _, o := range a.Options(&guide.Visit{Answers: map[string]string{}}) {
				all = append(all, o.Value)
			}
			return all
		}
	}
	return Domains()
}
