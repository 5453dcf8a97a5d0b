package graphsim

import "time"

// applicationKind are the app registrations (Graph application).
var applicationKind = &kind{name: "application", context: "applications", page: 100, most: 999}

func applicationRoutes() []route {
	return []route{{of: "[]application", pattern: "/applications", do: applications},
		{of: "[]companySubscription", pattern: "/directory/subscriptions", do: subscriptions}}
}

// subscriptionKind are the subscriptions behind the licences (Graph companySubscription).
var subscriptionKind = &kind{name: "companySubscription", context: "directory/subscriptions", page: 100, most: 999}

// subscriptions answers with one for each product, which are renewed in different months.
func subscriptions(x *call) *answer {
	c := x.cloud
	var rows []object
	for i, p := range products {
		rows = append(rows, object{{"id", c.guid("subscription/" + p.sku)}, {"commerceSubscriptionId",
			c.guid("commerce/" + p.part)}, {"createdDateTime", c.base.AddDate(-1, i, 0).Truncate(time.Second)},
			{"isTrial", false}, {"nextLifecycleDateTime", c.base.AddDate(0, 2+i, 0).Truncate(24 * time.Hour)},
			{"skuId", p.sku}, {"skuPartNumber", p.part}, {"status", "Enabled"}, {"totalLicenses", p.enabled}})
	}
	return x.list(subscriptionKind, these(rows))
}

// applications answers with an app that has a secret and a certificate which expire, and one without either.
func applications(x *call) *answer {
	c := x.cloud
	secret := object{{"customKeyIdentifier", nil}, {"displayName", "Nightly copy"},
		{"endDateTime", c.base.AddDate(0, 0, 25).Truncate(time.Second)}, {"hint", "Q7x"},
		{"keyId", c.guid("app-secret")}, {"secretText", nil}, {"startDateTime", c.base.AddDate(-1, 0, 25)}}
	certificate := object{{"customKeyIdentifier", nil}, {"displayName", "CN=backup.northgate.example"},
		{"endDateTime", c.base.AddDate(0, 7, 0).Truncate(time.Second)}, {"key", nil},
		{"keyId", c.guid("app-certificate")}, {"startDateTime", c.base.AddDate(-1, 7, 0)},
		{"type", "AsymmetricX509Cert"}, {"usage", "Verify"}}
	rows := []object{
		{{"id", c.guid("app/backup")}, {"appId", c.guid("app-id/backup")}, {"displayName", "Backup of mailboxes"},
			{"passwordCredentials", []any{secret}}, {"keyCredentials", []any{certificate}}},
		{{"id", c.guid("app/website")}, {"appId", c.guid("app-id/website")}, {"displayName", "Website sign-in"},
			{"passwordCredentials", []any{}}, {"keyCredentials", []any{}}},
	}
	return x.list(applicationKind, these(rows))
}
