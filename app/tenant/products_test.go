package tenant

import "testing"

// TestProductName: a part number becomes the name that people know; an unknown one stays. The list is read whole.
func TestProductName(t *testing.T) {
	for part, want := range map[string]string{"SPB": "Microsoft 365 Business Premium",
		"spb": "Microsoft 365 Business Premium", "Microsoft_365_Copilot": "Microsoft 365 Copilot",
		"IDENTITY_THREAT_PROTECTION": "Microsoft 365 E5 Security", "NEW_ONE": "NEW_ONE", "part": "part", "": ""} {
		if got := ProductName(part); got != want {
			t.Errorf("%q is called %q, want %q", part, got, want)
		}
	}
	if rows := rowsOf(products, 2); len(rows) < 20 || len(productNames()) != len(rows) {
		t.Errorf("%d rows, %d names", len(rows), len(productNames()))
	}
}
