// Package guides lists every guide of Handrail, one line a guide. A new guide is
// one folder beside this file and one line in All.
package guides

import (
	"slices"

	"handrail/app/guide"
	"handrail/app/guides/addindeploy"
	"handrail/app/guides/adminaccess"
	"handrail/app/guides/appblock"
	"handrail/app/guides/backgrounds"
	"handrail/app/guides/connect"
	"handrail/app/guides/connectors"
	"handrail/app/guides/deviceprofiles"
	"handrail/app/guides/enhancedfiltering"
	"handrail/app/guides/header"
	"handrail/app/guides/liveevent"
	"handrail/app/guides/mailhealth"
	"handrail/app/guides/mfaenforce"
	"handrail/app/guides/mfamethods"
	"handrail/app/guides/migration"
	"handrail/app/guides/mtasts"
	"handrail/app/guides/safedocuments"
	"handrail/app/guides/services"
	"handrail/app/guides/syncidentity"
	"handrail/app/guides/teamsaddin"
	"handrail/app/guides/tlsreports"
	"handrail/app/guides/webfilter"
)

// All returns the guides in the order of the catalogue.
func All(s services.Services) (all []guide.Guide) {
	s.HasGuide = func(id string) bool {
		return slices.ContainsFunc(all, func(g guide.Guide) bool { return g.ID == id })
	}
	all = []guide.Guide{
		mtasts.Guide(s),
		tlsreports.Guide(s),
		header.Guide(s),
		enhancedfiltering.Guide(s),
		connectors.Guide(s),
		migration.Guide(s),
		mailhealth.Guide(s),
		addindeploy.Guide(s),
		teamsaddin.Guide(s),
		backgrounds.Guide(s),
		liveevent.Guide(s),
		mfamethods.Guide(s),
		mfaenforce.Guide(s),
		adminaccess.Guide(s),
		syncidentity.Guide(s),
		connect.Guide(s),
		safedocuments.Guide(s),
		deviceprofiles.Guide(s),
		webfilter.Guide(s),
		appblock.Guide(s),
	}
	return all
}
