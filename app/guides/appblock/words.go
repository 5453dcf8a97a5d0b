package appblock

import "handrail/app/device/indicator"

// outcomeWords are the outcomes of a simulation.
var outcomeWords = map[indicator.Outcome]string{
	indicator.Allowed: "Opens", indicator.Warned: "Opens after a warning", indicator.Blocked: "Blocked",
	indicator.NotKnown: "Not known",
}

// reasonWords are why an outcome is not known, or only on a condition.
var reasonWords = map[indicator.Reason]string{
	indicator.BrowserNotKnown: "depends on the browser",
	indicator.HostOrder:       "Microsoft does not say which of two names wins",
	indicator.AuditOrder:      "Microsoft does not say whether Audit wins",
	indicator.SchemeDiffers:   "the row is for another kind of address",
	indicator.PathNotSure:     "Microsoft does not say whether this path is meant",
	indicator.GroupNotKnown:   "depends on the device group",
	indicator.ActionNotKnown:  "its action is not one of Microsoft’s",
	indicator.FilterMissing:   "depends on the web filter",
	indicator.AddressMissing:  "unless a row with its IP address decides",
}

// faultWords are the title and the text for what is wrong with a row.
var faultWords = map[indicator.Code][2]string{
	indicator.TypeRefused:  {"A type that Microsoft refuses", "this type cannot be imported."},
	indicator.ValueRefused: {"A value that Microsoft refuses", "this is not a value of its type."},
	indicator.ActionRefused: {"An action that Microsoft refuses",
		"use Allowed, Audit, Warn, Block or BlockAndRemediate."},
	indicator.FilesOnly:        {"An action for files only", "BlockAndRemediate is for files."},
	indicator.TitleMissing:     {"A row without a title", "Microsoft needs a title."},
	indicator.TextMissing:      {"A row without a description", "Microsoft needs a description."},
	indicator.SeverityRefused:  {"A severity that Microsoft refuses", "use Informational, Low, Medium or High."},
	indicator.CategoryRefused:  {"A category that Microsoft refuses", "write it as Microsoft does: SuspiciousActivity."},
	indicator.DateRefused:      {"A date that Microsoft refuses", "write it as 2026-12-31T00:00:00.0Z."},
	indicator.AlertRefused:     {"An alert that is not yes or no", "use True or False."},
	indicator.RangeRefused:     {"A range of addresses", "Microsoft takes single addresses only."},
	indicator.InternalRefused:  {"An address inside a network", "Microsoft takes addresses of the internet only."},
	indicator.Expired:          {"A row that has expired", "Microsoft deletes it."},
	indicator.CategoryNotKnown: {"A category that no page lists", "it is not known whether Microsoft takes it."},
	indicator.PathOnlyInEdge:   {"A full path over HTTPS", "only Microsoft Edge sees the path. Other browsers open it."},
	indicator.SharedName:       {"A name that many share", "many organisations have their own names under it."},
}
