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
	indicator.AuditOrder:      "Microsoft does not say where Audit stands",
	indicator.SchemeDiffers:   "the row is for another kind of address",
	indicator.PathNotSure:     "Microsoft does not say whether this path is meant",
	indicator.GroupNotKnown:   "depends on the device group",
	indicator.FilterMissing:   "depends on the web filter",
	indicator.AddressMissing:  "unless a row with its IP address decides",
}

// faultWords are the title and the text for what is wrong with a row.
var faultWords = map[indicator.Code][2]string{
	indicator.TypeRefused:      {"a type that Microsoft refuses", "this type cannot be imported."},
	indicator.ValueRefused:     {"a value that Microsoft refuses", "this is not a value of its type."},
	indicator.ActionRefused:    {"an action that Microsoft refuses", "use Allowed, Audit, Warn, Block or BlockAndRemediate."},
	indicator.FilesOnly:        {"an action for files only", "BlockAndRemediate is for files."},
	indicator.TitleMissing:     {"a row without a title", "Microsoft needs a title."},
	indicator.TextMissing:      {"a row without a description", "Microsoft needs a description."},
	indicator.SeverityRefused:  {"a severity that Microsoft refuses", "use Informational, Low, Medium or High."},
	indicator.CategoryRefused:  {"a category that Microsoft refuses", "write it as the portal does, as SuspiciousActivity."},
	indicator.DateRefused:      {"a date that Microsoft refuses", "write it as 2026-12-31T00:00:00.0Z."},
	indicator.AlertRefused:     {"an alert that is not yes or no", "use True or False."},
	indicator.RangeRefused:     {"a range of addresses", "Microsoft takes single addresses only."},
	indicator.InternalRefused:  {"an address inside a network", "Microsoft takes addresses of the internet only."},
	indicator.Expired:          {"a row that has expired", "Microsoft deletes it."},
	indicator.CategoryNotKnown: {"a category that no page lists", "it is not known whether Microsoft takes it."},
	indicator.PathOnlyInEdge:   {"a full path over HTTPS", "only Microsoft Edge sees the path. Other browsers open it."},
	indicator.SharedName:       {"a name that many share", "many organisations have their own names under it."},
}
