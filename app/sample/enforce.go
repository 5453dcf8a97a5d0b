package sample

import (
	"fmt"
	"net/http"
	"strings"

	"handrail/app"
	"handrail/app/guide"
)

// mfaEnforce is the guide whose handover is a setting that requires MFA.
const mfaEnforce = "mfa-enforce"

// The options of that guide which the sample can turn on. Security defaults are not among them: they cannot be on beside
// the policies that the sample has.
const (
	wayEveryone = "conditional-access"
	wayAdmins   = "conditional-access-admins"
)

// policyBody is a policy that requires MFA, with whom it includes.
const policyBody = `{"displayName":%q,"state":"enabled","conditions":{"clientAppTypes":["all"],
	"applications":{"includeApplications":["All"]},
	"users":{%s,"excludeUsers":["{{user:breakglass1}}","{{user:breakglass2}}"]}},
	"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`

// adminRoles are the roles of Microsoft’s template for administrators that someone in the sample has.
var adminRoles = []string{"Global Administrator", "Exchange Administrator", "SharePoint Administrator",
	"Security Administrator", "User Administrator", "Helpdesk Administrator", "Billing Administrator"}

// practiseMFA makes the policy that a visit hands over.
func (s *Sample) practiseMFA(v guide.Visit) error {
	if s.Cloud == nil {
		return app.Errorf(app.NotFound, "Start Handrail again.", "The sample organisation is not there.")
	}
	name, users := "Require MFA for everyone", `"includeUsers":["All"]`
	if v.Answer("way") == wayAdmins {
		var ids []string
		for _, role := range adminRoles {
			if id := s.Cloud.Named("role", role); id != "" {
				ids = append(ids, `"`+id+`"`)
			}
		}
		name, users = "Require MFA for administrators", `"includeRoles":[`+strings.Join(ids, ",")+`]`
	}
	err := s.Cloud.Do(http.MethodPost, "/identity/conditionalAccess/policies", fmt.Sprintf(policyBody, name, users))
	if err != nil {
		e := app.Errorf(app.Invalid, "Check the setting again.", "The sample organisation could not create the policy.")
		e.Err = err
		return e
	}
	return nil
}
