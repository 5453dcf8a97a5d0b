package webfilter

import (
	"slices"
	"testing"

	"handrail/app"
	"handrail/app/powershell"
	"handrail/app/tenant"
)

func TestReport(t *testing.T) {
	for name, text := range map[string]string{
		"English": "Category,Requests,Blocked,Devices\nGambling,\"1,204\",0,3\nChat,7,,1\nLeisure,99,0,9\nCasinos,1,1,1\n",
		"German": "sep=;\r\nKategorie;Zugriffe;Gesperrt;Geräte\r\n" +
			"Gambling;1.204;0;3\r\nChat;7;;1\r\nLeisure;99;0;9\r\nCasinos;1;1;1\r\n",
		"French": "\ufeffKategorie;Zugriffe;Gesperrt\nGambling;1\u202f204;0\nChat;7;\nLeisure;99;0\nCasinos;1;1\n",
		"by sites": "Domain,Category,Requests,Blocked\n" +
			"a.example,Gambling,1200,0\nb.example,Gambling,4,0\nc.example,Chat,7,\nx.example,Casinos,1,1\n",
	} {
		mapping, wrong := ReadMapping("category = Kategorie; attempts = Zugriffe\nblocked = Gesperrt")
		if name == "English" || name == "by sites" {
			mapping = nil
		}
		r, err := ReadReport([]byte(text), mapping)
		if err != nil || len(wrong) > 0 {
			t.Fatal(name, err, wrong)
		}
		attempts, blocked := r.Of("gambling")
		chat, chatBlocked := r.Of("chat")
		if attempts != (Count{1204, true}) || blocked != (Count{0, true}) || chat != (Count{7, true}) || chatBlocked.Known {
			t.Errorf("%s: %+v, %v, %v, %v, %v", name, r, attempts, blocked, chat, chatBlocked)
		}
		if games, _ := r.Of("games"); games.Known || !slices.Equal(r.Unknown, []string{"Casinos"}) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestReportThatCannotBeRead(t *testing.T) {
	for _, text := range []string{"", "Name,Value\nx,1\n", "\x00\x01\x02"} {
		if r, err := ReadReport([]byte(text), nil); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q: %+v, %v", text, r, err)
		}
	}
	r, err := ReadReport([]byte("Category;Requests\nGambling;12,5\nGambling;many\nGambling;\n"), nil)
	if attempts, _ := r.Of("gambling"); err != nil || r.Odd != 3 || attempts.Known {
		t.Errorf("%+v, %v", r, err)
	}
	for _, wrong := range []string{"people = x", "category", "category ="} {
		if _, bad := ReadMapping(wrong); len(bad) != 1 {
			t.Errorf("%q is read", wrong)
		}
	}
}

func TestCategoryOfASite(t *testing.T) {
	r, err := ReadReport([]byte("Domain,Category\nbet-luck.example,Gambling\nshop.example,Games\nshop.example,Weapons\n"+
		"chat.shop.example,Chat\nodd.example,Casinos\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for site, want := range map[string]string{"bet-luck.example": "gambling", "www.Bet-Luck.example": "gambling",
		"shop.example": "", "chat.shop.example": "chat", "other.example": "", "example": "", "odd.example": ""} {
		if got := r.Category(site); got != want {
			t.Errorf("%s is %q, want %q", site, got, want)
		}
	}
}

func TestMachines(t *testing.T) {
	rows, err := powershell.Read([]byte(`[{"ComputerName":"LAPTOP-07","OSPlatform":"Windows 11",
"EnableNetworkProtection":1,
"AMRunningMode":"Normal","RealTimeProtectionEnabled":true,"SmartScreenEnabled":null,"OnboardingStatus":"Onboarded",
"UserPrincipalName":"Ewan@northgate.example","OtherAntivirus":[],
"Browsers":["Microsoft Edge","Google Chrome (QUIC off, ECH not set)"]},
{"ComputerName":"HALL","EnableNetworkProtection":"AuditMode","AMRunningMode":"SxS Passive Mode",
"OtherAntivirus":["Shield"]},
{"DeviceName":"TVM","NetworkProtectionBlocks":0,"AntivirusMode":"0","Browsers":"[\"chrome\"]","AadDeviceId":"AB-C"},
{"DeviceName":"EMPTY"},{"Other":"row"}]`))
	if err != nil {
		t.Fatal(err)
	}
	all := ReadMachines(rows)
	if len(all) != 4 {
		t.Fatalf("%+v", all)
	}
	a := all[0]
	if a.Protection != ModeBlock || a.Antivirus != Active || !a.Windows.Yes || a.SmartScreen.Known || !a.Onboarded.Yes ||
		!slices.Equal(a.UPNs, []string{"ewan@northgate.example"}) ||
		!slices.Equal(a.Browsers, []Browser{{Name: edge}, {"Google Chrome", tenant.Off(), tenant.On()}}) {
		t.Errorf("%+v", a)
	}
	if b := all[1]; b.Protection != ModeAudit || b.Antivirus != Passive || b.Others[0] != "Shield" || b.Browsers != nil {
		t.Errorf("%+v", b)
	}
	if c := all[2]; c.Protection != ModeNotBlock || c.Antivirus != Active || c.EntraID != "ab-c" ||
		c.Browsers[0].Name != "Google Chrome" {
		t.Errorf("%+v", c)
	}
	if d := all[3]; d.Protection != ModeUnknown || d.Antivirus != NotKnown || d.Windows.Known || d.Browsers != nil {
		t.Errorf("%+v", d)
	}
}

func FuzzReport(f *testing.F) {
	f.Add([]byte("Category,Requests\nGambling,\"1,204\"\n"), "category = Kategorie")
	f.Add([]byte("sep=;\nDomain;Category\nx.example;Chat\n"), "")
	f.Fuzz(func(t *testing.T, data []byte, columns string) {
		mapping, _ := ReadMapping(columns)
		r, err := ReadReport(data, mapping)
		if err != nil {
			return
		}
		for _, c := range Categories() {
			if attempts, _ := r.Of(c.ID); attempts.N < 0 || !attempts.Known && attempts.N != 0 {
				t.Fatalf("%+v", attempts)
			}
		}
		r.Category("a.b.example")
	})
}
