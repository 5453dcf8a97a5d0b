package header

import (
	"encoding/json"
	"net/netip"
	"strings"

	"handrail/app/mail/header"
	"handrail/app/report"
)

// data returns a value as JSON for programs.
func data(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil // names and texts can always be written
	}
	return raw
}

// hop is one server for programs. Times are in seconds; null is not known.
type hop struct {
	Index   int      `json:"index"`
	From    string   `json:"from"`
	Name    string   `json:"name"`
	PTR     string   `json:"ptr"`
	Address string   `json:"address"`
	By      string   `json:"by"`
	With    string   `json:"with"`
	Via     string   `json:"via"`
	ID      string   `json:"id"`
	For     string   `json:"for"`
	TLS     string   `json:"tls"`
	Version string   `json:"tls-version"`
	Cipher  string   `json:"cipher"`
	At      string   `json:"at"`
	Delay   *float64 `json:"delay"`
	Skew    float64  `json:"skew"`
	Over    int      `json:"over"`
	Service bool     `json:"exchange-online"`
	Edge    bool     `json:"edge"`
	Raw     string   `json:"raw"`
}

// hops lists the servers in the order in which they took the email.
func hops(m *header.Message) report.Entries {
	list := report.Entries{Name: "hops", Title: "The way, from server to server"}
	for i := len(m.Hops) - 1; i >= 0; i-- {
		h := &m.Hops[i]
		row := hop{Index: i, From: h.From, Name: h.Name, PTR: h.PTR, Address: text(h.Addr), By: h.By, With: h.With,
			Via: h.Via, ID: h.ID, For: h.For, TLS: string(h.TLS.State), Version: h.TLS.Version, Cipher: h.TLS.Cipher,
			Skew: h.Skew.Seconds(), Over: h.Over, Service: h.Service, Edge: h.Edge, Raw: h.Raw}
		if !h.At.IsZero() {
			row.At = h.At.Format("2006-01-02T15:04:05.999Z")
		}
		if h.Delayed {
			seconds := h.Delay.Seconds()
			row.Delay = &seconds
		}
		e := report.Entry{Title: name(h.Name, h.Addr) + " to " + name(h.ByName, h.ByAddr), About: clock(*h),
			Severity: report.OK, State: waited(h), Data: data(row)}
		if h.TLS.State == header.Plaintext && header.Public(h.Addr) || h.TLS.Old() {
			e.Severity = report.Warning
		}
		if h.Skew > 0 {
			e.Severity = report.Note
		}
		e.Open = &report.Document{Title: e.Title, Blocks: []report.Block{
			report.Facts{Rows: []report.Fact{
				{Label: "Handed over by", Value: h.From}, {Label: "Its address", Value: or(text(h.Addr), "Not written")},
				{Label: "Its name in DNS", Value: or(h.PTR, "Not written")}, {Label: "Taken by", Value: h.By},
				{Label: "How", Value: strings.TrimSpace(h.With + " " + h.Via)}, {Label: "Encrypted", Value: secured(h.TLS)},
				{Label: "Number of the server", Value: h.ID}, {Label: "For", Value: or(h.For, "Not written")},
				{Label: "When", Value: clock(*h)}, {Label: "Since the server before", Value: waited(h)},
			}},
			report.Code{Label: "As it stands in the header", Text: "Received: " + h.Raw}}}
		list.Items = append(list.Items, e)
	}
	return list
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// name returns what a server is called.
func name(called string, addr interface{ String() string }) string {
	if called != "" {
		return called
	}
	if a := addr.String(); a != "invalid IP" {
		return a
	}
	return "unknown server"
}

// waited returns the time since the server before, in words.
func waited(h *header.Hop) string {
	switch {
	case h.At.IsZero():
		return "No time"
	case h.Skew > 0:
		return "Clocks differ"
	case !h.Delayed:
		return "First time"
	}
	return lasted(h.Delay)
}

func secured(t header.TLS) string {
	switch t.State {
	case header.Encrypted:
		return strings.TrimSpace("Yes " + strings.TrimSpace(t.Version+" "+t.Cipher))
	case header.Plaintext:
		return "No"
	case header.Local:
		return "Within one server"
	}
	return "Not written"
}

// text returns an address; empty where there is none.
func text(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}
