package addindeploy

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/addin/manifest"
	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const hostile = `Robert’); $(Remove-Item *) "x" #>` + "\u202e"

// world is an organisation with one group of each kind, all with hostile names.
func world() *tenanttest.Organisation {
	o := &tenanttest.Organisation{At: noon.Add(-time.Hour), Account: "ada@northgate.example"}
	o.Add(tenant.SectionLicences, `{"id":"l","skuId":"s1","capabilityStatus":"Enabled",`+
		`"servicePlans":[{"servicePlanId":"e1","servicePlanName":"EXCHANGE_S_STANDARD"}]}`)
	person := func(id, more string) string {
		name, _ := json.Marshal(hostile + id)
		return fmt.Sprintf(`{"id":%q,"displayName":%s,"userPrincipalName":"%s’@northgate.example",`+
			`"accountEnabled":true,"userType":"Member"%s}`, id, name, id, more)
	}
	const licensed = `,"mail":"m@northgate.example","assignedLicenses":[{"skuId":"s1","disabledPlans":[]}]`
	o.Add(tenant.SectionUsers, `{"id":"ada","displayName":"Ada","userPrincipalName":"ada@northgate.example",`+
		`"accountEnabled":true,"userType":"Member","mail":"ada@northgate.example","assignedLicenses":[{"skuId":"s1"}]}`,
		person("ben", licensed), person("cai", licensed), person("dot", ""))
	o.Add(tenant.SectionRoles, `{"id":"r","principalId":"ada","roleDefinitionId":"`+globalAdministrator+
		`","directoryScopeId":"/"}`)
	group := func(id string, mail, security bool) string {
		name, _ := json.Marshal(hostile + id)
		return fmt.Sprintf(`{"id":%q,"displayName":%s,"mail":"%s@northgate.example","mailEnabled":%v,`+
			`"securityEnabled":%v,"groupTypes":[]}`, id, name, id, mail, security)
	}
	o.Add(tenant.SectionGroups, group("outer", true, false), group("inner", false, true))
	row := func(kind, id string) string {
		return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.%s","id":%q}`, kind, id)
	}
	o.Add(tenant.DirectMembersSection("outer"), row("user", "ada"), row("user", "dot"), row("group", "inner"))
	o.Add(tenant.ParentsSection("outer"))
	o.Add(tenant.DirectMembersSection("inner"), row("user", "ben"), row("user", "cai"))
	o.Add(tenant.ParentsSection("inner"), row("group", "outer"))
	return o
}

const zoomManifest = `<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" ` +
	`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
	`xsi:type="MailApp"><Id>c7740fe1-f1ea-4869-9bec-fc827930b38f</Id>` +
	`<Version>VERSION</Version><ProviderName>P</ProviderName><DefaultLocale>en-US</DefaultLocale>
<DisplayName DefaultValue="Robert’); $(Remove-Item *)"/><Description DefaultValue="d"/>` +
	`<IconUrl DefaultValue="https://a.example/i.png"/><Hosts><Host Name="Mailbox"/></Hosts>` +
	`<FormSettings><Form><DesktopSettings><SourceLocation DefaultValue="https://a.example/p.html"/></DesktopSettings>` +
	`</Form></FormSettings><Permissions>` +
	`PERMISSION</Permissions></OfficeApp>`

func testDeps(o *tenanttest.Organisation) deps {
	files := map[string]string{"/m.xml": strings.NewReplacer("VERSION", "1.1", "PERMISSION", "ReadWriteMailbox").
		Replace(zoomManifest), "/old.xml": strings.NewReplacer("VERSION", "1.0", "PERMISSION",
		"ReadItem").Replace(zoomManifest),
		"/bad.xml": "<OfficeApp><Id>x</Name>",
		"/list.json": `[{"ProductId":"A7CA6C74-33fb-43a4-a3e4-781078f0eff5","DisplayName":"Zoom",` +
			`"StatusCode":"Enabled"}]`}
	return deps{Services: services.Services{Tenant: services.Tenant{Connection: o},
		Files: services.Files{Read: func(path string) ([]byte, error) {
			if text, ok := files[path]; ok {
				return []byte(text), nil
			}
			return nil, app.Errorf(app.NotFound, "Look again.", "There is no such file.")
		}}, Now: func() time.Time { return noon }}}
}

func visit(answers ...string) *guide.Visit {
	v := &guide.Visit{ID: "v", Guide: ID, Outcomes: map[string]guide.Outcome{},
		Answers: map[string]string{askAddin: manifest.Zoom.Asset, askAim: "deploy", askSeller: "microsoft",
			askWho: "groups", askGroups: "outer", askMethod: "fixed", askPhones: "no", askWay: "script"}}
	for i := 0; i+1 < len(answers); i += 2 {
		v.Answers[answers[i]] = answers[i+1]
	}
	return v
}

func codes(doc *report.Document) string {
	var all []string
	for _, f := range doc.Findings() {
		all = append(all, f.Code+"="+string(f.Severity))
	}
	return strings.Join(all, " ")
}

func TestWhichTellsWhatIsInAManifest(t *testing.T) {
	for name, c := range map[string]struct {
		v                        *guide.Visit
		manifest, asset, product string
		codes                    []string
	}{
		"Zoom": {visit(), "none", "WA104381712", manifest.Zoom.ID,
			[]string{"manifest-none=note", "zoom-two=note"}},
		"variant": {visit(askManifest, "/m.xml", askBefore, "/old.xml"), "good", "unknown-or-none",
			manifest.ZoomSSO.ID, []string{"manifest-wide=warning", "update-consent=warning"}},
		"backwards": {visit(askManifest, "/old.xml", askBefore, "/m.xml"), "good", "unknown-or-none",
			manifest.ZoomSSO.ID, []string{"update-not-newer=problem"}},
		"the old one is broken": {visit(askManifest, "/m.xml", askBefore, "/bad.xml"), "good", "unknown-or-none",
			manifest.ZoomSSO.ID, []string{"before-unread=unknown"}},
		"broken": {visit(askManifest, "/bad.xml"), "broken", "WA104381712", manifest.Zoom.ID,
			[]string{"manifest-end-tag=problem"}},
		"not there": {visit(askManifest, "/no.xml"), "unreadable", "WA104381712", manifest.Zoom.ID,
			[]string{"manifest-unread=problem"}},
		"from store": {visit(askAddin, fromStore, askStore, "WA200004157"), "none", "WA200004157", "not-known",
			[]string{"manifest-none=note"}},
	} {
		doc, err := testDeps(world()).lookWhich(context.Background(), c.v, nil)
		if err != nil {
			t.Fatal(err)
		}
		f := doc.Facts()
		if f["manifest"] != c.manifest || f["asset-id"] != c.asset || f["product-id"] != c.product {
			t.Errorf("%s: %v", name, f)
		}
		for _, b := range doc.Blocks {
			facts, _ := b.(report.Facts)
			for _, row := range facts.Rows {
				if row.Name == "product-id" && (row.Text == "" || row.Detail == (row.Value == "not-known")) {
					t.Errorf("%s: %+v", name, row)
				}
			}
		}
		for _, want := range c.codes {
			if !strings.Contains(" "+codes(doc)+" ", " "+want+" ") {
				t.Errorf("%s: %s lacks %s", name, codes(doc), want)
			}
		}
	}
}

func TestChecksPassNeedOrAreNotTested(t *testing.T) {
	const good = `[{"AppsForOfficeEnabled":true,"EwsEnabled":null,"OAuth2ClientProfileEnabled":true},` +
		`{"Name":"Default","IsDefault":true,"AssignedRoles":["My Custom Apps"]},{"Task":"x","ResultType":"Success"}]`
	const bad = "AppsForOfficeEnabled : False\nEwsEnabled : False\nOAuth2ClientProfileEnabled : False"
	for name, c := range map[string]struct {
		v    *guide.Visit
		want map[string]string
	}{
		"nothing given": {visit(askSeller, "unknown"),
			map[string]string{"role": pass, "licences": pass, "seller": notTested, "apps": notTested, "ews": notTested,
				"oauth": notTested, "self-install": notTested}},
		"all good": {visit(askChecks, good),
			map[string]string{"seller": pass, "apps": pass, "ews": notTested, "oauth": pass, "self-install": pass}},
		"all bad": {visit(askChecks, bad, askSeller, "godaddy"),
			map[string]string{"seller": needs, "apps": needs, "ews": needs, "oauth": needs, "self-install": notTested}},
		"failed test": {visit(askChecks,
			`[{"OAuth2ClientProfileEnabled":true},{"ResultType":{"value":2,"Value":"Error"}}]`),
			map[string]string{"oauth": needs, "apps": notTested}},
		"no such file": {visit(askChecks, "/no.json"), map[string]string{"apps": notTested}},
	} {
		doc, err := testDeps(world()).lookMay(context.Background(), c.v, nil)
		if err != nil {
			t.Fatal(err)
		}
		for check, want := range c.want {
			if got := doc.Facts()["check/"+check]; got != want {
				t.Errorf("%s: %s is %s, want %s", name, check, got, want)
			}
		}
	}
}

func TestDeployedIsFoundByID(t *testing.T) {
	for name, c := range map[string]struct {
		v           *guide.Visit
		state, code string
	}{
		"the same":       {visit(askInstalled, "/list.json"), "yes", "deployed-already=note"},
		"the other Zoom": {visit(askInstalled, "/list.json", askManifest, "/m.xml"), "no", "zoom-twice=warning"},
		"both": {visit(askInstalled, `[{"ProductId":"`+manifest.Zoom.ID+`"},{"ProductId":"`+
			manifest.ZoomSSO.ID+`"}]`), "yes", "zoom-twice=warning"},
		"none":          {visit(askInstalled, "[]"), "no", ""},
		"not asked":     {visit(), "not-asked", "deployed-unknown=unknown"},
		"another thing": {visit(askInstalled, `[{"Name":"x"}]`), "unknown", "installed-other=unknown"},
		"some without an id": {visit(askInstalled, `[{"ProductId":"11111111-2222-4333-8444-555555555555"},`+
			`{"ProductId":null}]`), "unknown", "installed-incomplete=unknown"},
		"null": {visit(askInstalled, "null"), "unknown", "installed-other=unknown"},
		"only a prompt": {visit(askInstalled, "PS C:\\> Get-OrganizationAddIn\nPS C:\\>"), "unknown",
			"installed-other=unknown"},
		"not whole": {visit(askInstalled, `[{"Name":`), "unknown", "installed-unread=unknown"},
		"no known id": {visit(askInstalled, "/list.json", askAddin, "WA200004157"), "unknown",
			"deployed-unknown=unknown"},
	} {
		doc, err := testDeps(world()).lookMay(context.Background(), c.v, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Facts()["deployed"]; got != c.state || !strings.Contains(codes(doc), c.code) {
			t.Errorf("%s: %s, %s", name, got, codes(doc))
		}
	}
}

func TestLeftOutPeopleAndTheFlatCopy(t *testing.T) {
	ctx, d := context.Background(), testDeps(world())
	doc, err := d.lookReach(ctx, visit(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, b := range doc.Blocks {
		e, ok := b.(report.Entries)
		if !ok {
			continue
		}
		for _, item := range e.Items {
			var one leftOut
			if err := json.Unmarshal(item.Program(), &one); err != nil || len(one.Reasons) == 0 {
				t.Fatal(err, string(item.Data))
			}
			got[one.ID] = one.Reasons[0].Code
			if one.Reasons[0].Code == "nested-group" &&
				(one.Reasons[0].Group != hostile+"outer" || one.Reasons[0].Via != hostile+"inner") {
				t.Errorf("%+v", one.Reasons[0])
			}
		}
	}
	if fmt.Sprint(got) != "map[ben:nested-group cai:nested-group dot:no-mailbox]" {
		t.Errorf("%v", got)
	}
	h, err := d.hand(ctx, visit())
	if err != nil || len(h.Bundles) != 2 || h.Bundles[0].ID != "script" || h.Bundles[1].ID != "flat" {
		t.Fatalf("%v %+v", err, h)
	}
	table := string(h.Bundles[1].Files[0].Data)
	for _, want := range []string{"ada@", "ben’@", "cai’@"} {
		if !strings.Contains(table, want) {
			t.Errorf("%s is not in the flat copy:\n%s", want, table)
		}
	}
	if strings.Contains(table, "dot") || strings.Contains(table, "\u202e") {
		t.Errorf("the flat copy holds more than it should:\n%s", table)
	}
}

func TestNamesThatNobodyHas(t *testing.T) {
	doc, err := testDeps(world()).lookReach(context.Background(), visit(askGroups, "nobody\ninner"), nil)
	if err != nil || !strings.Contains(codes(doc), "name-unknown=problem") ||
		!strings.Contains(codes(doc), "group-kind=problem") || !strings.Contains(codes(doc), "group-inside=problem") {
		t.Errorf("%v %s", err, codes(doc))
	}
	o := world()
	delete(o.States, tenant.ParentsSection("outer"))
	o.Out = true
	if doc, err = testDeps(o).lookReach(context.Background(), visit(), nil); err != nil ||
		!strings.Contains(codes(doc), "group-unread=unknown") || doc.Facts()["not-known"] != "1" {
		t.Errorf("%v %s %v", err, codes(doc), doc.Facts())
	}
}

var variables = regexp.MustCompile(`\$[A-Za-z_]+`)

// Every aim has its clicks, and a script where Microsoft has a command for it.
func TestEveryAimIsHandedOver(t *testing.T) {
	for aim, command := range map[string]string{"deploy": "New-OrganizationAddIn",
		"widen": "Set-OrganizationAddInAssignments", "method": "", "update": "-ManifestPath $ManifestPath",
		"off": "-Enabled $false", "on": "-Enabled $true", "remove": "Remove-OrganizationAddIn"} {
		for _, way := range []string{"portal", "older", "script"} {
			v := visit(askAim, aim, askWay, way, askManifest, "/m.xml")
			h, err := testDeps(world()).hand(context.Background(), v)
			if err != nil || h.Done == "" {
				t.Fatal(aim, way, err)
			}
			script := ""
			for _, b := range h.Bundles {
				if b.ID == "script" {
					script = string(b.Files[0].Data)
				}
			}
			if wanted := way == "script" && command != ""; wanted != strings.Contains(script, command) &&
				command != "" || !wanted && len(h.Links) == 0 {
				t.Errorf("%s, %s: %d links, script:\n%s", aim, way, len(h.Links), script)
			}
			for _, name := range variables.FindAllString(script, -1) { // each is a parameter, or set in the body
				own := strings.Contains(script, "] "+name+" = ") || strings.Contains(script, name+" = ")
				if !own && !slices.Contains([]string{"$PSCmdlet", "$_", "$true", "$false"}, name) {
					t.Errorf("%s: nothing sets %s in\n%s", aim, name, script)
				}
			}
			for _, l := range h.Links {
				if err := app.ValidateLink(l.URL); err != nil {
					t.Error(err)
				}
			}
			p, err := testDeps(world()).plan(context.Background(), v)
			if err != nil || !p.ByHand || p.Undo == "" && p.NoUndo == "" || len(p.Affected) < 2 {
				t.Errorf("%s: %v %+v", aim, err, p)
			}
			if text := message(v, target{name: "X"}); len(text) < 60 {
				t.Errorf("%s: people are told %q", aim, text)
			}
		}
	}
}

func TestItWaitsADayAndThenThree(t *testing.T) {
	d := testDeps(world())
	for age, want := range map[time.Duration]time.Duration{0: promised, 23 * time.Hour: promised,
		25 * time.Hour: atWorst} {
		v := visit()
		v.Outcomes[stepDeploy] = guide.Outcome{State: guide.Completed, At: noon.Add(-age)}
		if u, err := d.waitArrived(context.Background(), v); err != nil || !u.At.Equal(noon.Add(-age).Add(want)) {
			t.Errorf("%v after: %v, %v", age, u, err)
		}
	}
	for answer, want := range map[string]string{"/list.json": "yes", "[]": "no", "": "not-asked"} {
		doc, err := d.lookArrived(context.Background(), visit(askAfter, answer), nil)
		if err != nil || doc.Facts()["arrived"] != want {
			t.Errorf("%s: %v %v", answer, err, doc.Facts())
		}
	}
}
