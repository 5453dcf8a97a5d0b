package teamslink

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestALinkInTheLinkOfAnySite: whatever site put a link around a meeting, and however it is written there.
func TestALinkInTheLinkOfAnySite(t *testing.T) {
	whole := room + "%7d"
	query, path := url.QueryEscape(whole), url.PathEscape(whole)
	coded := base64.StdEncoding.EncodeToString([]byte(whole))
	for _, text := range []string{
		"https://secure-web.cisco.com/1qX_y-Z/" + path,
		"https://eu-west-1.protection.sophos.com/?d=microsoft.com&u=" + coded + "&i=NjQ&t=bA&h=0f",
		"https://protect2.fireeye.com/v1/url?k=3132-50bb&q=1&e=0a&u=" + query,
		"https://url.avanan.click/v2/___" + whole + "___.YXAzOm5vcnRo",
		"https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=" + query + "&umid=7",
		"https://l.facebook.com/l.php?u=" + query + "&h=AT0",
		"https://www.google.co.uk/url?q=" + query,
		"https://mail.parish.example/owa/redir.aspx?REF=9&URL=" + query,
		"https://news.example/r/" + whole,
		"https://news.example/?to=" + whole, // not escaped
		"https://a.example/?next=" + url.QueryEscape("https://b.example/?to="+query),
	} {
		l, err := Parse(text)
		if err != nil || l.Kind != Meeting || l.Tenant != ours || !l.Redirect ||
			!slices.Equal(l.Judge(ours), []Code{WasWrapped, ForAll}) || strings.ContainsAny(l.Text, "\"{}") {
			t.Errorf("%.90s:\n%+v, %v (%v)", text, l, l.Judge(ours), err)
		}
	}
	for _, text := range []string{"https://protect-eu.mimecast.com/s/AbC?domain=teams.microsoft.com",
		"https://url.uk.m.mimecastprotect.com/s/AbC", "https://secure-web.cisco.com/1qX_y-Z/sealed"} {
		if l, err := Parse(text); err != nil || !slices.Equal(l.Judge(ours), []Code{IsShort}) {
			t.Errorf("%s: %+v (%v)", text, l, err)
		}
	}
	two := "https://a.example/?x=" + query + "&y=" + url.QueryEscape(strings.Replace(whole, "ZDVj", "WWWW", 1))
	if l, err := Parse(two); err != nil || l.Kind != OtherPlace {
		t.Errorf("one of two is chosen: %+v (%v)", l, err)
	}
}

// TestAPartOfALinkIsMissing: it is called incomplete, and nothing is said about what would stand in the missing part.
func TestAPartOfALinkIsMissing(t *testing.T) {
	const event = "https://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574"
	for _, text := range []string{room, strings.Split(room, "?")[0], room[:len(room)-40], room[:70],
		event[:60], event + "@", event + "@72f988bf", "https://events.teams.microsoft.com/event/",
		"https://teams.microsoft.com/meet/", "https://teams.microsoft.com/meet/28a",
		"https://teams.microsoft.com/light-meetings/launch?p=abc&anon=true"} {
		l, err := Parse(text)
		if codes := l.Judge(ours); err != nil || !slices.Contains(codes, OddThread) ||
			slices.Contains(codes, NoTenant) || slices.Contains(codes, Good) {
			t.Errorf("%s: %+v, %v (%v)", text, l, codes, err)
		}
	}
}

// TestWhatTheBrowserShows: pages of the web client, and the page on which an event is watched.
func TestWhatTheBrowserShows(t *testing.T) {
	for text, want := range map[string]Kind{
		"https://teams.microsoft.com/v2/meet/281734650912?p=x":                                              MeetingID,
		"https://teams.microsoft.com/v2/?meetingjoin=true#/meet/281734650912?p=x":                           MeetingID,
		"https://teams.microsoft.com/v2" + strings.SplitAfter(room, ".com")[1] + "%7d":                      Meeting,
		"https://teams.microsoft.com/convene/townhall?eventId=83c6ec1e-2522-4918-910f-c529b4fb0574@" + ours: EventPage,
	} {
		l, err := Parse(text)
		if err != nil || l.Kind != want || l.Event == "" || l.Cut {
			t.Errorf("%s: %+v (%v)", text, l, err)
		}
	}
}

// TestALongTextIsReadAtOnce: of many lines, or of many links inside one another.
func TestALongTextIsReadAtOnce(t *testing.T) {
	nested := room
	for range 12 {
		nested = "https://a.example/?x=" + url.QueryEscape(nested) + "&y=" + url.QueryEscape(nested[:min(len(nested), 300)])
	}
	begun := time.Now()
	for _, text := range []string{strings.Repeat("h\n", 30_000), "https://" + strings.Repeat("a\n", 30_000), nested,
		"https://a.example/?" + strings.Repeat("x=https://b.example/&", 380)} {
		_, _ = Parse(text)
	}
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("read after %v", took)
	}
}

// TestALinkThatWasCopiedBadly: with marks that cannot be seen, over several lines, or out of the source of an email.
func TestALinkThatWasCopiedBadly(t *testing.T) {
	whole := room + "%7d"
	for _, text := range []string{"\ufeff" + whole, whole[:40] + "\u200b" + whole[40:], "\u00a0" + whole + "\u00a0",
		whole[:60] + "\n" + whole[60:], whole[:50] + "=\r\n" + whole[50:120] + "=\r\n" + whole[120:],
		"> " + whole[:70] + "\n> " + whole[70:], strings.Replace(whole, "context=", "context=3D", 1)} {
		l, err := Parse(text)
		if err != nil || l.Kind != Meeting || l.Tenant != ours || l.Event != "19:meeting_ZDVj@thread.v2" {
			t.Errorf("%q: %+v (%v)", text, l, err)
		}
	}
	short := "https://teams.microsoft.com/meet/281734650912?p=Hk3s"
	if l, err := Parse(short + "\nPasscode:Hk3s"); err != nil || l.Text != short {
		t.Errorf("what follows a link became a part of it: %+v (%v)", l, err)
	}
	odd := strings.Replace(room, "context=%7b", "context=%7b%22IsBroadcastMeeting%22%3a%22true%22%2c", 1) + "%7d"
	if l, err := Parse(odd); err != nil || l.Form != Presenter {
		t.Errorf("a link for presenters: %+v (%v)", l, err)
	}
}
