// Package exchange holds what the scripts of the guides would write in the sample
// organisation, which has no Exchange to ask: files as Windows PowerShell makes them.
package exchange

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"handrail/app"
)

// Answers are the paths of the files; "" where they could not be written.
type Answers struct {
	Checks string // of checks.ps1
	Addins string // of addins.ps1, before anything was deployed
	Later  string // of addins.ps1, once Zoom for Outlook was deployed to everyone
}

const checks = `[
    {"AppsForOfficeEnabled":true,"EwsEnabled":null,"OAuth2ClientProfileEnabled":true},
    {"Name":"Default Role Assignment Policy","IsDefault":true,"AssignedRoles":["MyBaseOptions","MyContactInformation","My Marketplace Apps","My Custom Apps"]},
    {"Name":"Volunteers","IsDefault":false,"AssignedRoles":["MyBaseOptions"]},
    {"Task":"Checking EWS API Call Under Oauth","ResultType":{"value":0,"Value":"Success"}}
]`

const rooms = `{"ProductId":"5d0f7a4e-6c21-4b8e-9a3d-2f4b7c1e8d60","DisplayName":"Room finder","StatusCode":"Enabled","IsAssignedToEveryone":true,"OfficeProducts":["Outlook"]}`

const zoom = `{"ProductId":"a7ca6c74-33fb-43a4-a3e4-781078f0eff5","DisplayName":"Zoom for Outlook","StatusCode":"Enabled","IsAssignedToEveryone":true,"OfficeProducts":["Outlook"]}`

// Write writes the files into a folder, which it makes. Files that are there with
// the same content stay as they are.
func Write(folder string) (a Answers, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Answers{}, err
	}
	a = Answers{filepath.Join(folder, "handrail-checks.json"), filepath.Join(folder, "handrail-addins.json"), filepath.Join(folder, "handrail-addins-later.json")}
	for path, text := range map[string]string{a.Checks: checks, a.Addins: "[" + rooms + "]", a.Later: "[" + rooms + ",\n" + zoom + "]"} {
		// Out-File of Windows PowerShell writes a mark at the start and CRLF.
		data := []byte("\uFEFF" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
			continue
		}
		if err := app.WriteWhole(path, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
			return Answers{}, err
		}
	}
	return a, nil
}
