// Package guides lists every guide of Handrail, one line a guide. A new guide is
// one folder beside this file and one line in All.
package guides

import (
	"handrail/app/guide"
	"handrail/app/guides/addindeploy"
	"handrail/app/guides/adminaccess"
	"handrail/app/guides/connect"
	"handrail/app/guides/liveevent"
	"handrail/app/guides/mailhealth"
	"handrail/app/guides/mfaenforce"
	"handrail/app/guides/mfamethods"
	"handrail/app/guides/mtasts"
	"handrail/app/guides/services"
	"handrail/app/guides/syncidentity"
	"handrail/app/guides/teamsaddin"
	"handrail/app/guides/tlsreports"
)

// All returns the guides in the order of the catalogue.
func All(s services.Services) []guide.Guide {
	return []guide.Guide{
		mtasts.Guide(s),
		tlsreports.Guide(s),
		mailhealth.Guide(s),
		mfamethods.Guide(s),
		mfaenforce.Guide(s),
		adminaccess.Guide(s),
		syncidentity.Guide(s),
		addindeploy.Guide(s),
		teamsaddin.Guide(s),
		liveevent.Guide(s),
		connect.Guide(s),
	}
}
