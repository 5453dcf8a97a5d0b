package program

import "testing"

// TestTheSampleFinishesItsMigrations: the sample's export has someone in each condition, and
// the export after the commands shows those who could finish as complete.
func TestTheSampleFinishesItsMigrations(t *testing.T) {
	facts, blocks := walked(t, "migration", nil)
	expect(t, facts, map[string]string{"people": "9", "can-finish": "7", "to-approve": "1", "support": "1",
		"own-date": "1", "lists-missing": "0", "lost-permissions": "203", "chosen": "6", "finish": "6",
		"completed": "yes", "after-finished": "6", "after-same": "3"})
	if blocks < 8 {
		t.Errorf("%d blocks: the script, and what to look at, to change and to undo", blocks)
	}
}
