package manifest

import (
	"slices"
	"strings"
	"testing"
)

// soundMail is a mail add-in without faults.
const soundMail = `<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="MailApp">
<Id>1c0d9f2d-95a4-4a0c-8a42-6b7f0c1d2e3f</Id>
<Version>4</Version>
<ProviderName>Choir</ProviderName>
<DefaultLocale>en-GB</DefaultLocale>
<DisplayName DefaultValue="Choir list"/>
<Description DefaultValue="Shows who sings."/>
<IconUrl DefaultValue="https://choir.example/i.png"/>
<AppDomains><AppDomain>https://choir.example</AppDomain></AppDomains>
<Hosts><Host Name="Mailbox"/></Hosts>
<FormSettings><Form xsi:type="ItemEdit"><DesktopSettings>
<SourceLocation DefaultValue="https://choir.example/p.html"/>
</DesktopSettings></Form></FormSettings>
<Permissions>ReadItem</Permissions>
<VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides" xsi:type="VersionOverridesV1_0">
<ExtensionPoint xsi:type="LaunchEvent"><LaunchEvents><LaunchEvent Type="OnNewMessageCompose"/></LaunchEvents>
</ExtensionPoint>
<Resources><ShortStrings>
<String id="one" DefaultValue="One"/>
</ShortStrings><LongStrings><String id="two" DefaultValue="Two"/></LongStrings></Resources>
</VersionOverrides>
</OfficeApp>`

// TestElementsFollowTheirPages: each fault has its code, its line and a remedy.
func TestElementsFollowTheirPages(t *testing.T) {
	for name, want := range map[string]struct {
		old, new, code string
		line           int
		blocking       bool
	}{
		"an Id in braces": {"<Id>1c0d9f2d-95a4-4a0c-8a42-6b7f0c1d2e3f<",
			"<Id>{1c0d9f2d-95a4-4a0c-8a42-6b7f0c1d2e3f}<", "bad-id", 3, true},
		"five parts":            {">4<", ">1.2.3.4.5<", "bad-version", 4, true},
		"a document's right":    {"ReadItem", "ReadDocument", "bad-permission", 15, true},
		"a right in lower case": {"ReadItem", "readitem", "bad-permission", 15, true},
		"no forms": {`<FormSettings><Form xsi:type="ItemEdit"><DesktopSettings>
<SourceLocation DefaultValue="https://choir.example/p.html"/>
</DesktopSettings></Form></FormSettings>`, "", "missing-form-settings", 1, true},
		"no page": {`<SourceLocation DefaultValue="https://choir.example/p.html"/>`, "",
			"missing-source-location", 12, true},
		"too low": {"</DesktopSettings>", "<RequestedHeight>31</RequestedHeight></DesktopSettings>",
			"bad-height", 14, true},
		"no number": {"</DesktopSettings>", "<RequestedHeight>tall</RequestedHeight></DesktopSettings>",
			"bad-height", 14, true},
		"a domain with a page": {"https://choir.example</", "https://choir.example/a</", "app-domain-path", 10, true},
		"a slash":              {"https://choir.example</", "https://choir.example/</", "app-domain-slash", 10, false},
		"a bare domain":        {"https://choir.example</", "choir.example</", "app-domain-protocol", 10, false},
		"a misspelled event":   {"OnNewMessageCompose", "OnNewMesageCompose", "bad-event", 17, true},
		"an unknown event":     {"OnNewMessageCompose", "OnTaskFinishedByMe", "event-unknown", 17, false},
		"a long text":          {`"Two"`, `"` + strings.Repeat("é", 251) + `"`, "long-string", 21, true},
		"an unknown program":   {`Name="Mailbox"`, `Name="Outlook"`, "bad-value", 11, true},
		"an unknown form":      {`"ItemEdit"`, `"ItemWrite"`, "bad-value", 12, true},
		"an unknown send mode": {`"OnNewMessageCompose"`, `"OnMessageSend" SendMode="Ask"`, "bad-value", 17, true},
		"a language by name":   {">en-GB<", ">English<", "bad-locale", 6, true},
		"an icon of one size": {"<ExtensionPoint",
			`<DesktopFormFactor><Icon><Image size="16"/><Image size="32"/></Icon>` +
				"</DesktopFormFactor><ExtensionPoint", "missing-icon-size", 17, true},
		"a name twice": {`id="two"`, `id="one"`, "resource-twice", 21, true},
	} {
		text := strings.Replace(soundMail, want.old, want.new, 1)
		m := Read([]byte(text))
		if text == soundMail || m.Readable() == want.blocking {
			t.Errorf("%s: readable %v, %+v", name, m.Readable(), m.Faults)
		}
		if !slices.ContainsFunc(m.Faults, func(f Fault) bool {
			return f.Code == want.code && f.Line == want.line && f.Do != "" && f.Blocking == want.blocking
		}) {
			t.Errorf("%s: %+v, want %s in line %d", name, m.Faults, want.code, want.line)
		}
	}
	for _, sound := range []string{soundMail,
		strings.Replace(soundMail, `"One"`, `"`+strings.Repeat("é", 125)+`"`, 1)} {
		if m := Read([]byte(sound)); len(m.Faults) != 0 {
			t.Errorf("a sound manifest: %+v", m.Faults)
		}
	}
}
