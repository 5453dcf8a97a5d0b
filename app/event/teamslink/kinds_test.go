package teamslink

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestOneMeetingInManyForms: whatever stands around a link, the meeting inside is judged.
func TestOneMeetingInManyForms(t *testing.T) {
	whole := room + "%7d"
	u, err := url.Parse(whole)
	if err != nil {
		t.Fatal(err)
	}
	path := u.EscapedPath() + "?" + u.RawQuery
	stars := strings.ReplaceAll(whole, "%", "*")
	percents := base64.RawURLEncoding.EncodeToString([]byte(strings.Repeat("%", strings.Count(whole, "%"))))
	coords := base64.StdEncoding.EncodeToString([]byte(`{"conversationId":"19:meeting_ZDVj@thread.v2","tenantId":"` +
		ours + `","messageId":"0"}`))
	safe := "https://gcc02.safelinks.protection.outlook.com/?url=" + url.QueryEscape(whole) + "&data=05&reserved=0"
	for text, want := range map[string]Code{
		safe: WasWrapped,
		"https://www.google.com/url?q=" + url.QueryEscape(whole) + "&sa=D&ust=1":              WasWrapped,
		"https://linkprotect.cudasvc.com/url?a=" + url.QueryEscape(whole) + "&c=E,1,x&typo=1": WasWrapped,
		"https://urldefense.com/v3/__" + stars + "__;" + percents + "!!Ab!c$":                 WasWrapped,
		"https://urldefense.proofpoint.com/v2/url?u=" +
			strings.NewReplacer("/", "_", "%", "-25", ":", "-3A", "-", "-2D",
				"_", "-5F", "=", "-3D", "?", "-3F").Replace(whole) + "&d=Dw": WasWrapped,
		"https://linkprotect.cudasvc.com/url?a=" + url.QueryEscape(safe): WasWrapped,
		"https://teams.microsoft.com/dl/launcher/launcher.html?url=" + url.QueryEscape("/_#"+path) +
			"&type=meetup-join": FromAddressBar,
		"https://teams.microsoft.com/_#" + path + "&anon=true":                                          FromAddressBar,
		"https://teams.cloud.microsoft/v2/?meetingjoin=true#" + path:                                    FromAddressBar,
		"https://teams.microsoft.com/light-meetings/launch?agent=web&coords=" + url.QueryEscape(coords): FromAddressBar,
		"msteams:" + path:                             NotSecure,
		"msteams://teams.microsoft.com" + path:        NotSecure,
		"Come and join: " + whole + ".\nSee you soon": FromText,
		"(" + whole + "&amp;x=1).":                    ForAll,
		strings.ReplaceAll(whole, "%", "%25"):         ForAll,
	} {
		l, err := Parse(text)
		codes := l.Judge(ours)
		if err != nil || l.Kind != Meeting || l.Event != "19:meeting_ZDVj@thread.v2" || l.Tenant != ours ||
			!slices.Contains(codes, want) {
			t.Errorf("%.120s:\n%+v, %v (%v), want %s", text, l, codes, err, want)
		}
		for _, never := range []Code{OddThread, NotAnEvent, OtherTenant} {
			if slices.Contains(codes, never) {
				t.Errorf("%.120s: %s", text, never)
			}
		}
	}
}

// TestMeetingsOfChannelsAndClouds: each has its own form of ID, and all are whole.
func TestMeetingsOfChannelsAndClouds(t *testing.T) {
	query := "?context=%7b%22Tid%22%3a%22" + ours + "%22%7d"
	for path, event := range map[string]string{
		"teams.microsoft.com/l/meetup-join/19%3a0aB_c-9%40thread.tacv2/1755":        "19:0aB_c-9@thread.tacv2/1755",
		"teams.microsoft.com/l/meetup-join/19:77aa@thread.skype/1699":               "19:77aa@thread.skype/1699",
		"gov.teams.microsoft.us/l/meetup-join/19%3agcch%3ameeting_9f%40thread.v2/0": "19:gcch:meeting_9f@thread.v2",
		"dod.teams.microsoft.us/l/meetup-join/19%3adod%3ameeting_9f%40thread.v2/0":  "19:dod:meeting_9f@thread.v2",
	} {
		l, err := Parse("https://" + path + query)
		if err != nil || l.Kind != Meeting || l.Event != event || !slices.Equal(l.Judge(ours), []Code{ForAll}) {
			t.Errorf("%s: %+v, %v (%v)", path, l, l.Judge(ours), err)
		}
	}
	a, _ := Parse("https://teams.microsoft.com/l/meetup-join/19%3a77aa%40thread.tacv2/1755" + query)
	b, _ := Parse("https://teams.microsoft.com/l/meetup-join/19%3a77aa%40thread.tacv2/1756" + query)
	if same, known := Same(a, b); same || !known {
		t.Error("two meetings of one channel are the same")
	}
	page, _ := Parse("https://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574@" + ours)
	if _, known := Same(a, page); known {
		t.Error("the page of an event is compared with a meeting")
	}
	l, err := Parse("https://teams.microsoft.com/registration/Zz,Yy,Xx?mode=read&tenantId=" + theirs)
	if err != nil || l.Form != Attendee || l.Kind != EventPage || !slices.Equal(l.Judge(ours), []Code{OtherTenant}) {
		t.Errorf("registration: %+v, %v", l, err)
	}
}

// TestTextWithSeveralMeetings: Handrail does not choose one of them.
func TestTextWithSeveralMeetings(t *testing.T) {
	two := "https://teams.microsoft.com/meet/111 and https://teams.microsoft.com/meet/222"
	if l, err := Parse(two); err == nil {
		t.Errorf("%+v is taken", l)
	}
	more := "Join https://teams.microsoft.com/meet/111?p=a\nNeed help? https://aka.ms/JoinTeamsMeeting | Options " +
		"https://teams.microsoft.com/meetingOptions/?organizerId=1"
	if l, err := Parse(more); err != nil || l.Event != "111" || !l.Picked {
		t.Errorf("%+v, %v", l, err)
	}
}
