package guides

import (
	"context"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/guide/guidetest"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/task"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// world is the data of the guides in these tests: one domain in each condition.
var world = map[string]func(*mailcheck.State){
	"bare.northgate.example": func(*mailcheck.State) {},
	"ready.northgate.example": func(s *mailcheck.State) {
		announced(s, "20261101T080000Z")
		served(s, mtasts.Policy{Mode: mtasts.Testing, MX: []string{"*.mail.protection.outlook.com"}, MaxAge: 86400})
	},
	"strict.northgate.example": func(s *mailcheck.State) {
		announced(s, "1")
		served(s, mtasts.Policy{Mode: mtasts.Enforce, MX: []string{"*.mx.microsoft"}, MaxAge: 604800})
	},
	"leaving.northgate.example": func(s *mailcheck.State) {
		announced(s, "2")
		served(s, mtasts.Policy{Mode: mtasts.None, MX: []string{"*.mail.protection.outlook.com"}, MaxAge: 86400})
	},
	"quiet.northgate.example": func(s *mailcheck.State) { s.Hosts, s.Null = nil, true },
	"void.northgate.example":  func(s *mailcheck.State) { s.Hosts = nil },
}

func domains() []string {
	var names []string
	for name := range world {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func announced(s *mailcheck.State, id string) {
	s.RecordState, s.Record = "valid", mtasts.Selected{State: "valid", Record: &mtasts.Record{ID: id}}
}

func served(s *mailcheck.State, p mtasts.Policy) {
	body := []byte(p.String())
	s.PolicyState, s.Effective = "valid", string(p.Mode)
	s.Policy = mtasts.Fetched{Status: 200, MediaType: "text/plain", Body: body, Policy: &p, Trusted: true, DaysLeft: 60}
	for i, h := range s.Hosts {
		s.Hosts[i].Covered = map[bool]string{true: "yes", false: "no"}[p.Covers(h.Name)]
	}
}

func check(ctx context.Context, d dns.Domain, _ task.Report) (*mailcheck.State, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := &mailcheck.State{
		Domain: d, At: noon, Server: "192.0.2.53", RecordState: "absent", PolicyState: "absent", ReportingState: "absent", Effective: "absent",
		Hosts: []mailcheck.Host{{Name: "northgate-example.mail.protection.outlook.com", Covered: "no", Probe: smtpprobe.Result{State: "untested", Reason: "blocked"}}},
	}
	if change, ok := world[d.ASCII]; ok {
		change(s)
	}
	return s, nil
}

// readManifest returns the same manifest for one path, and an error for others.
func readManifest(path string) ([]byte, error) {
	if path != typical["manifest"] {
		return nil, app.Errorf(app.NotFound, "Look at the name of the file.", "There is no such file.")
	}
	return []byte(`<OfficeApp xmlns:xsi="x" xsi:type="MailApp"><Id>a7ca6c74-33fb-43a4-a3e4-781078f0eff5</Id><Version>1.0.0.0</Version><ProviderName>Zoom</ProviderName>
<DefaultLocale>en-US</DefaultLocale><DisplayName DefaultValue="Meet"/><Description DefaultValue="Meetings"/><Hosts><Host Name="Mailbox"/></Hosts><Permissions>ReadWriteMailbox</Permissions>
<VersionOverrides><Hosts><Host><ExtensionPoint xsi:type="AppointmentOrganizerCommandSurface"/></Host></Hosts></VersionOverrides></OfficeApp>`), nil
}

func env() services.Services {
	return services.Services{
		Mail:         services.Mail{Check: check},
		Tenant:       services.Tenant{Connection: office{}, SignIn: office{}},
		Files:        services.Files{Read: readManifest},
		Observations: &guidetest.Notes{}, Now: func() time.Time { return noon },
	}
}
