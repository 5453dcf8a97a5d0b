package teamslink

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	zxing "github.com/makiuchi-d/gozxing/qrcode"

	"handrail/app/conformance/shared"
)

const (
	ours   = "72f988bf-86f1-41af-91ab-2d7cd011db47"
	theirs = "f7a17af6-1c5c-4a36-aa8b-f5be247aa4ba"
	room   = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZDVj%40thread.v2/0?context=%7b%22Tid%22%3a%22" +
		ours + "%22%2c%22Oid%22%3a%221cd068e4-5b08-4e75-a7f9-7b4e067a0820%22"
)

func TestLinks(t *testing.T) {
	for text, want := range map[string]struct {
		kind   Kind
		form   Form
		tenant string
		codes  []Code
	}{
		room + "%7d": {Meeting, Everyone, ours, []Code{ForAll}},
		room + "%2c%22IsBroadcastMeeting%22%3atrue%7d": {LiveEvent,
			Presenter, ours, []Code{ForPresenters, EventsRetiring}},
		room + "%2c%22IsBroadcastMeeting%22%3atrue%7d&btype=a&role=a": {LiveEvent, Attendee,
			ours, []Code{Good, EventsRetiring}},
		room + "%2c%22IsBroadcastMeeting%22%3atrue%2c%22role%22%3a%22a%22%7d": {LiveEvent, Attendee,
			ours, []Code{Good, EventsRetiring}},
		strings.Replace(room, ours, theirs, 1) +
			"%7d": {Meeting, Everyone, theirs, []Code{OtherTenant, ForAll}},
		"https://teams.microsoft.com/l/meetup-join/19%3ameet/0": {Meeting, Everyone,
			"", []Code{OddThread, ForAll}},
		"https://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574@" +
			ours: {EventPage, Attendee, ours, []Code{Good}},
		"https://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574@" +
			theirs: {EventPage, Attendee, theirs, []Code{OtherTenant}},
		" <https://teams.microsoft.com/meet/23456789012345?p=abc> ": {MeetingID, Everyone,
			"", []Code{NoTenant, ForAll}},
		"https://teams.live.com/meet/9876": {Personal, Everyone,
			"", []Code{IsPersonal}},
		"https://teams.microsoft.com/l/channel/19%3aabc/General": {Team, Unknown, "",
			[]Code{NotAnEvent}},
		"https://northgate.sharepoint.com/:v:/s/x": {Recording, Everyone,
			"", []Code{NotAnEvent}},
		"rebrand.ly/parish":        {Short, Unknown, "", []Code{IsShort}},
		"https://example.org/live": {OtherPlace, Unknown, "", []Code{NotAnEvent}},
		"https://teams.microsoft.com.evil.example/l/meetup-join/1": {OtherPlace, Unknown, "", []Code{NotAnEvent}},
		"http://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574@" +
			ours: {EventPage, Attendee, ours, []Code{NotSecure}},
		"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevents.teams.microsoft.com%2Fevent%2F83c6" +
			"ec1e-2522-4918-910f-c529b4fb0574%40" + ours + "&data=x": {EventPage, Attendee, ours, []Code{WasWrapped}},
	} {
		l, err := Parse(text)
		if err != nil || l.Kind != want.kind || l.Form != want.form || l.Tenant != want.tenant ||
			!slices.Equal(l.Judge(ours), want.codes) {
			t.Errorf("%.90s:\n%+v, %v (%v), want %+v", text, l, l.Judge(ours), err, want)
		}
	}
	for _, text := range []string{"", "hello", "two https://a.example https://b.example",
		"https://user@teams.microsoft.com/meet/1", "file:///etc/passwd", "javascript:alert(1)"} {
		if l, err := Parse(text); err == nil {
			t.Errorf("%q passes for a link: %+v", text, l)
		}
	}
}

// TestLinksByOthers: each line of the collection names what it is.
func TestLinksByOthers(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "event", "links"), "join-link-examples.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]struct {
		kind Kind
		form Form
	}{
		"meeting": {Meeting, Everyone}, "live-event-no-role": {LiveEvent, Presenter},
		"live-event-attendee-template": {Template, Attendee}, "event-page": {EventPage, Attendee},
	}
	seen := 0
	for line := range strings.Lines(string(data)) {
		name, text, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		l, err := Parse(text)
		w := want[name]
		if err != nil || l.Kind != w.kind || l.Form != w.form || l.Kind != Template && l.Tenant == "" {
			t.Errorf("%s: %+v (%v)", name, l, err)
		}
		seen++
	}
	if seen != len(want) {
		t.Errorf("%d links, %d expectations", seen, len(want))
	}
}

// TestAnotherProgramReadsTheCode: a QR code that only its maker understands is none.
func TestAnotherProgramReadsTheCode(t *testing.T) {
	for _, link := range []string{"https://rebrand.ly/parish", room + "%7d",
		"https://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574@" + ours} {
		data, err := QR(link, 480)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
		if err != nil {
			t.Fatal(err)
		}
		got, err := zxing.NewQRCodeReader().Decode(bitmap, nil)
		if err != nil || got.GetText() != link {
			t.Errorf("%s is read as %v (%v)", link, got, err)
		}
	}
	if _, err := QR(strings.Repeat("x", 5000), 480); err == nil {
		t.Error("a code for anything")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(room + "%7d")
	f.Add("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx")
	f.Add("http://x.safelinks.protection.outlook.com/?url=https%3a%2f%2fx\rl")
	f.Fuzz(func(t *testing.T, text string) {
		if l, err := Parse(text); err == nil && len(l.Judge(ours)) == 0 {
			t.Fatalf("%q is judged by nothing", text)
		}
	})
}
