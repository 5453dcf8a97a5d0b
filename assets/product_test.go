package assets

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestProduct(t *testing.T) {
	for part, want := range map[string]string{"SPB": "Microsoft 365 Business Premium",
		"spb": "Microsoft 365 Business Premium", "NEW_OF_TOMORROW": "", "": ""} {
		if got, ok := Product(part); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", part, got, ok)
		}
	}
	r := csv.NewReader(strings.NewReader(products))
	r.Comment, r.FieldsPerRecord = '#', 2
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 20 || len(productNames()) != len(rows) {
		t.Errorf("%d rows, %d names, %v", len(rows), len(productNames()), err)
	}
}
