// Package release has the address that Handrail asks for the newest version, when a person wants it.
package release

// Newest is that address. It answers {"version":"0.2.0","date":"2026-12-01","page":"https://…"} with the page on the
// same host. While it is empty, Handrail has no button for it and asks no one.
const Newest = ""
