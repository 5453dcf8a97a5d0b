package powershell

import "testing"

// TestTables: as a console prints them, aligned left and right, with wide values.
func TestTables(t *testing.T) {
	const text = "\r\n\r\n" +
		"Name                  On   Count Note\r\n" +
		"----                  --   ----- ----\r\n" +
		"A policy for staff  True       5 of the\r\n" +
		"B                  False 1234567\r\n\r\n" +
		"Mode      Identity\r\n----      --------\r\nTeamsOnly Tag:Kiosk and more\r\n"
	rows, err := Read([]byte(text))
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range []map[string]string{
		{"Name": "A policy for staff", "On": "True", "Count": "5", "Note": "of the"},
		{"Name": "B", "On": "False", "Count": "1234567", "Note": ""},
		{"Mode": "TeamsOnly", "Identity": "Tag:Kiosk and more"},
	} {
		for name, value := range want {
			if got := rows[i].Text(name); got != value {
				t.Errorf("row %d: %s is %q, want %q", i, name, got, value)
			}
		}
	}
	if yes, known := rows[1].Flag("On"); yes || !known {
		t.Error("False is not read as no")
	}
	if _, err := Read([]byte("One Two\n--- ---\naaaaaaaaaa\n")); err == nil {
		t.Error("a line across two columns is read")
	}
}
