package attendance

import "testing"

func TestNoPhoneNumberIsKeptInAnyForm(t *testing.T) {
	for name, want := range map[string]string{
		"+44 20 7946 0958":               byPhone,
		"442079460958 (Unverified)":      byPhone,
		"+44 20 7946-0958 (Guest)":       byPhone,
		"tel:+442079460958;ext=77":       byPhone,
		"TEL: 020 7946 0958 ext. 12":     byPhone,
		"(020) 7946 0958 x12":            byPhone,
		"+44 20 **** 0958":               byPhone,
		"44xxxxxx0958":                   byPhone,
		"+44 20 •••• 958":                byPhone,
		"٠٢٠٧٩٤٦٠٩٥٨":                    byPhone,
		"＋４４ ２０ ７９４６ ０９５８":               byPhone,
		"\u202a+44 20 7946 0958\u202c":   byPhone,
		"0207‑946‑0958":                  byPhone,
		"2079460958 (nicht verifiziert)": byPhone,
		"Phone: 020.7946.0958":           byPhone,
		"sip:+442079460958":              byPhone,
		"12345":                          byPhone,
		"Dora Long +44 20 7946 0958":     "Dora Long",
		"Dora Long (020 7946 0958)":      "Dora Long",
		"Class of 2026":                  "Class of 2026",
		"Room 12 (Guest)":                "Room 12 (Guest)",
		"Dora Long":                      "Dora Long",
		"Max Extra":                      "Max Extra",
	} {
		r := &Report{Title: "Call with " + name, People: []Person{{Name: name}}}
		r.forget()
		if got := r.People[0].Name; got != want {
			t.Errorf("%q is kept as %q, want %q", name, got, want)
		}
		if rest, found := withoutPhone(r.Title); found {
			t.Errorf("the title %q still has a number: %q", r.Title, rest)
		}
	}
	for address, want := range map[string]bool{
		"tel:+442079460958": true, "442079460958@pstn.example": true, "+442079460958@sip.example": true,
		"2079460958": true, "dora.long@parish.example": false, "dora1984@parish.example": false,
	} {
		if got := phoneAddress(address); got != want {
			t.Errorf("%q is a phone number: %v", address, got)
		}
	}
}
