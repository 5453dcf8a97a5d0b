// Package exchange writes the output of the guides' scripts for the sample organisation, which
// has no Exchange: files in the format of Windows PowerShell.
package exchange

import (
	"bytes"
	_ "embed"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/ownerfile"
)

// Answers are the paths of the files; "" if they could not be written.
type Answers struct {
	Checks string // from checks.ps1
	Addins string // from addins.ps1, before the deployment
	Later  string // from addins.ps1, after Zoom for Outlook was deployed to everyone
	Email  string // an email that a person saved

	Migrations string // from migrations.ps1, before the commands
	Migrated   string // from migrations.ps1, after those who need no approval were finished

	Connectors  string // from connectors.ps1
	Certificate string // of the server at the main office
	Trace       string // a message trace of the Exchange admin center
	Test        string // an email that was sent to check the connectors

	Filtering    string // from filtering.ps1
	Through      string // an email that came through the filter
	ThroughLater string // a later one, with Enhanced Filtering

	SafeDocuments      string // from safe-documents.ps1, before the change
	SafeDocumentsLater string // from safe-documents.ps1, after it

	FilterDevices   string // from webfilter-device.ps1, on each computer
	FilterReport    string // a Web protection report
	Hunting         string // attempts of four weeks, from advanced hunting
	HuntingLater    string // attempts since the policy
	Apps            string // an export of a part of the discovered apps
	Indicators      string // an export of the indicators
	IndicatorsLater string // a later one, with the block list

	Picture     string // a picture with words
	Backgrounds string // from backgrounds.ps1
}

// email went to Junk Email, because SPF checked the filter in front of Exchange Online.
//
//go:embed email.txt
var email string

// through came through the filter before Enhanced Filtering was on, later after it.
//
//go:embed through.txt
var through string

//go:embed later.txt
var later string

// filtering is the output of filtering.ps1: the connector of the filter, a rule that lets all
// of its email pass, and people with several addresses.
//
//go:embed filtering.json
var filtering string

const checks = `[
    {"AppsForOfficeEnabled":true,"EwsEnabled":null,"OAuth2ClientProfileEnabled":true},
    {"Name":"Default Role Assignment Policy","IsDefault":true,"AssignedRoles":["MyBaseOptions",
        "MyContactInformation","My Marketplace Apps","My Custom Apps"]},
    {"Name":"Volunteers","IsDefault":false,"AssignedRoles":["MyBaseOptions"]},
    {"Task":"Checking EWS API Call Under Oauth","ResultType":{"value":0,"Value":"Success"}}
]`

const rooms = `{"ProductId":"5d0f7a4e-6c21-4b8e-9a3d-2f4b7c1e8d60","DisplayName":"Room finder",` +
	`"StatusCode":"Enabled","IsAssignedToEveryone":true,"OfficeProducts":["Outlook"]}`

const zoom = `{"ProductId":"a7ca6c74-33fb-43a4-a3e4-781078f0eff5","DisplayName":"Zoom for Outlook",` +
	`"StatusCode":"Enabled","IsAssignedToEveryone":true,"OfficeProducts":["Outlook"]}`

const backgrounds = `[
    {"Identity":"Global","VideoFiltersMode":"AllFilters"},
    {"Identity":"Tag:Reception","VideoFiltersMode":"BlurAndDefaultBackgrounds"},
    {"Identity":"Global","EnableMeetingBackgroundImages":true}
]`

// safeDocuments is the policy as safe-documents.ps1 writes it; the switch is on, and open is whether
// people may click through.
func safeDocuments(open bool) string {
	return `{"Identity":"Default","EnableSafeDocs":true,"AllowSafeDocsOpen":` + strconv.FormatBool(open) + `}`
}

// Write writes the files into folder and creates it if needed. Times in them are near now. It does not touch files with
// the same contents.
func Write(folder string, now time.Time) (a Answers, err error) {
	if err := ownerfile.MkdirAll(folder); err != nil {
		return Answers{}, err
	}
	before, err := migrations(now, false)
	if err != nil {
		return Answers{}, err
	}
	after, err := migrations(now, true)
	if err != nil {
		return Answers{}, err
	}
	settings, err := connectors()
	if err != nil {
		return Answers{}, err
	}
	a = paths(folder)
	if err := writePicture(a.Picture); err != nil {
		return Answers{}, err
	}
	filter, err := filterFiles(a, now)
	if err != nil {
		return Answers{}, err
	}
	texts := map[string]string{a.Checks: checks, a.Addins: "[" + rooms + "]", a.Later: "[" + rooms +
		",\n" + zoom + "]", a.Email: email, a.Migrations: before, a.Migrated: after,
		a.Connectors: settings, a.Certificate: certificate, a.Trace: trace(now), a.Test: test,
		a.Filtering: strings.TrimSpace(filtering), a.Through: through, a.ThroughLater: later,
		a.Backgrounds: backgrounds, a.SafeDocuments: "[" + safeDocuments(true) + "]",
		a.Apps: discoveredApps, a.Indicators: indicators, a.IndicatorsLater: indicatorsLater,
		a.SafeDocumentsLater: "[" + safeDocuments(false) + "]"}
	maps.Copy(texts, filter)
	for path, text := range texts {
		if err := save(path, text); err != nil {
			return Answers{}, err
		}
	}
	return a, nil
}

// save writes a text as Out-File of Windows PowerShell does: with CRLF, and a byte order mark before JSON and CSV.
func save(path, text string) error {
	data := []byte(strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
	if ext := filepath.Ext(path); ext == ".json" || ext == ".csv" {
		data = append([]byte("\uFEFF"), data...)
	}
	if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() {
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
			return nil
		}
	}
	return app.WriteFileAtomic(path, func(w io.Writer) error { _, err := w.Write(data); return err })
}

// paths returns where the files are in a folder.
func paths(folder string) Answers {
	in := func(name string) string { return filepath.Join(folder, name) }
	return Answers{
		Checks: in("handrail-checks.json"), Addins: in("handrail-addins.json"), Later: in("handrail-addins-later.json"),
		Email:      in("your-application.eml"),
		Migrations: in("handrail-migrations.json"), Migrated: in("handrail-migrations-later.json"),
		Connectors: in("handrail-connectors.json"), Certificate: in("mail.northgate.example.pem"),
		Trace: in("message-trace.csv"), Test: in("test-of-the-connectors.eml"),
		Filtering: in("handrail-filtering.json"), Through: in("summer-programme.eml"),
		ThroughLater:  in("summer-programme-later.eml"),
		SafeDocuments: in("handrail-safe-documents.json"), SafeDocumentsLater: in("handrail-safe-documents-later.json"),
		FilterDevices: in("handrail-webfilter.json"), FilterReport: in("web-protection.csv"),
		Hunting: in("hunting.csv"), HuntingLater: in("hunting-later.csv"),
		Apps: in("discovered-apps.csv"), Indicators: in("indicators.csv"), IndicatorsLater: in("indicators-later.csv"),
		Picture: in("northgate-hall.png"), Backgrounds: in("handrail-backgrounds.json"),
	}
}
