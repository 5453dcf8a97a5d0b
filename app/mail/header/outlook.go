package header

import (
	"strings"

	"handrail/app"
	"handrail/app/csvtable"
	"handrail/app/mail/outlookfile"
)

// isOutlook reports whether data is what Outlook saves.
func isOutlook(data []byte) bool { return outlookfile.Is(data) }

// The properties of [MS-OXPROPS]: PidTagTransportMessageHeaders and PidTagBody, each in
// UTF-16 (001F) or in the code page of the computer (001E).
var (
	headerStreams = []string{"__substg1.0_007D001F", "__substg1.0_007D001E"}
	bodyStreams   = []string{"__substg1.0_1000001F", "__substg1.0_1000001E"}
)

// outlook returns the header and the text of the email in a file of Outlook. An email that
// is attached to it has its own header, which counts where the outer one has none.
func (m *Message) outlook(data []byte) (text, body string, err error) {
	var inner string
	err = outlookfile.Streams(data, MaxText, func(folder []string, name string) bool {
		return among(headerStreams, name) || len(folder) == 0 && among(bodyStreams, name)
	}, func(folder []string, name string, stream []byte) error {
		got := decoded(stream, strings.HasSuffix(name, "1F"))
		switch {
		case among(bodyStreams, name):
			body = got
		case len(folder) == 0:
			text = got
		case inner == "":
			inner = got
		}
		return nil
	})
	if err != nil {
		return "", "", err
	}
	if strings.TrimSpace(text) == "" && inner != "" {
		m.note(NoOwnHeader, 0)
		text = inner
	}
	if strings.TrimSpace(text) == "" {
		return "", body, app.Errorf(app.Invalid, "Use an email that was received, not one that was sent or drafted.",
			"Outlook saved no header with this email.")
	}
	return text, body, nil
}

func among(all []string, name string) bool {
	for _, one := range all {
		if strings.EqualFold(one, name) {
			return true
		}
	}
	return false
}

// decoded returns the text of a stream; empty where it is none.
func decoded(stream []byte, wide bool) string {
	if wide {
		stream = append([]byte{0xff, 0xfe}, stream...)
	}
	for len(stream) > 1 && stream[len(stream)-1] == 0 && (!wide || stream[len(stream)-2] == 0) { // the end mark
		stream = stream[:len(stream)-1-btoi(wide)]
	}
	text, err := csvtable.Decode(stream)
	if err != nil {
		return ""
	}
	return text
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
