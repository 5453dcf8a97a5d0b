package tenant

import (
	"encoding/csv"
	"strings"
	"testing"
)

// TestProductName: a part number becomes the name that people know; an unknown one stays. The list is read whole.
func TestProductName(t *testing.T) {
	for part, want := range map[string]string{"SPB": "Microsoft 365 Business Premium",
		"spb": "Microsoft 365 Business Premium", "Microsoft_365_Copilot": "Microsoft 365 Copilot",
		"IDENTITY_THREAT_PROTECTION": "Microsoft 365 E5 Security", "NEW_ONE": "NEW_ONE", "": ""} {
		if got := ProductName(part); got != want {
			t.Errorf("%q is called %q, want %q", part, got, want)
		}
	}
	r := csv.NewReader(strings.NewReader(products))
	r.Comment, r.FieldsPerRecord = '#', 2
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 20 || len(productNames()) != len(rows) {
		t.Errorf("%d rows, %d names, %v", len(rows), len(productNames()), err)
	}
}
