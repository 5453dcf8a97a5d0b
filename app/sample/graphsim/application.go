package graphsim

import "time"

// applicationKind are the app registrations (Graph application).
var applicationKind = &kind{name: "application", context: "applications", page: 100, most: 999}

func applicationRoutes() []route {
	return []route{{of: "[]application", pattern: "/applications", do: applications}}
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
