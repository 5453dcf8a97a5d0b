package runsheet

// The answers of a guide that hold a run sheet, by name. Stored with every visit:
// never renamed. Whoever shows the day knows an event by these alone.
const (
	AnswerTitle = "title"
	AnswerDate  = "date"
	AnswerClock = "time"
	AnswerZone  = "zone"
	AnswerSheet = "sheet"
)

// Screen names the screen of the day, for a guide's step.
const Screen = "event-day"

// FromAnswers makes a run of answers: the sheet with its start. The error says
// which answer cannot be used.
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
