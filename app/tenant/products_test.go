package tenant

import "testing"

// TestProductName: a part number becomes the name that people know; an unknown one stays.
func TestProductName(t *testing.T) {
	for part, want := range map[string]string{"SPB": "Microsoft 365 Business Premium", "spb": "Microsoft 365 Business Premium",
		"IDENTITY_THREAT_PROTECTION": "Microsoft 365 E5 Security", "NEW_ONE": "NEW_ONE", "": ""} {
		if got := ProductName(part); got != want {
			t.Errorf("%q is called %q, want %q", part, got, want)
		}
	}
	if n := len(productNames()); n < 15 {
		t.Errorf("only %d products", n)
	}
}
