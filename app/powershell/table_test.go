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

// A table without its line of dashes is read by its heading.
func TestTableWithoutDashes(t *testing.T) {
	rows, err := Read([]byte("Subject            Kind         FolderName\r\n" +
		"(no subject) here  MissingItem  Sent Items\r\n" +
		"Invoice            CorruptItem  Inbox\r\n"))
	if err != nil || len(rows) != 2 || rows[0].Text("Subject") != "(no subject) here" ||
		rows[0].Text("FolderName") != "Sent Items" || rows[1].Text("kind") != "CorruptItem" {
		t.Errorf("%v, %v", rows, err)
	}
	for _, text := range []string{"Dear all\nsee you", "Subject  Kind", "One  Two\naaaaaaaaaaaa\n"} {
		if rows, err := Read([]byte(text)); err == nil {
			t.Errorf("%q is read as %v", text, rows)
		}
	}
}
