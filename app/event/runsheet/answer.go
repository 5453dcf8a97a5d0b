package runsheet

// The names of the answers that hold a run sheet. They are stored with every visit, so
// never rename them. The event-day screen knows an event by these alone.
const (
	AnswerTitle = "title"
	AnswerDate  = "date"
	AnswerClock = "time"
	AnswerZone  = "zone"
	AnswerSheet = "sheet"
	AnswerTeam  = "team" // the roles, one on each line: “Leader: Farida; Ewan”
)

// Screen is the name of the event-day screen, for a step of a guide.
const Screen = "event-day"

// Editor is the name of the screen that edits a run sheet as a table, for a question of a guide.
const Editor = "run-sheet"

// FromAnswers returns a run with the sheet and the start in answers. The error says which
// answer cannot be used.
func FromAnswers(answers map[string]string) (Run, error) {
	start := Start{Date: answers[AnswerDate], Clock: answers[AnswerClock], Zone: answers[AnswerZone]}
	at, _, err := start.At()
	if err != nil {
		return Run{}, err
	}
	items, err := Parse(answers[AnswerSheet])
	if err != nil {
		return Run{}, err
	}
	return Run{Title: answers[AnswerTitle], Start: at.UTC(), Zone: start.Zone, Items: items}, nil
}
