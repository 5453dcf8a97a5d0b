package tenant

import (
	"slices"
	"strings"
)

// TraceScope is the permission to read the message trace. It is asked for only where a person chose to have the trace
// read.
const TraceScope = "ExchangeMessageTrace.Read.All"

// TraceRow is what is saved of a message trace: the emails of one sender from one address in a part of the time. No
// subject and no recipient is saved, and of senders in other domains only how many emails they sent, unless the name of
// their domain is not in ASCII.
type TraceRow struct {
	ID       string `json:"id"`
	Sender   Text   `json:"senderAddress"`
	From     Text   `json:"fromIP"`
	Messages int    `json:"messages"`
	Last     When   `json:"last"`            // zero of senders in other domains
	Other    bool   `json:"other,omitempty"` // of senders in other domains
}

// TraceSection returns the ID of the section with the message trace of some domains.
func TraceSection(domains []string) string {
	all := slices.Clone(domains)
	slices.Sort(all)
	return string(Trace) + "/" + strings.Join(slices.Compact(all), " ")
}
