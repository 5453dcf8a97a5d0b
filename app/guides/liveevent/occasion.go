package liveevent

import (
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
)

// oneHour is how long an event counts whose run sheet is not written yet.
const oneHour = time.Hour

// occasion returns the event of a visit, once its date and time are set.
func occasion(v *guide.Visit) (o guide.Occasion, dated bool) {
	m, err := start(v)
	if err != nil || v.Outcomes[stepWhen].State != guide.Completed {
		return o, false
	}
	o = guide.Occasion{Title: v.Answer(askTitle), Start: m.at, End: m.at.Add(oneHour), Step: stepDay}
	sheet := v.Outcomes[stepSheet].State == guide.Completed
	if run, err := runsheet.FromAnswers(v.Answers); err == nil && sheet && len(run.Items) > 0 {
		o.Screen = runsheet.Screen
		if end := run.PlannedEnd(); end.After(o.Start) {
			o.End = end
		}
	}
	rehearsed := v.Outcomes[stepRehearse]
	switch {
	case o.Screen == "":
		o.Ready = "The run sheet is not written yet."
	case rehearsed.State == guide.Completed:
		o.Ready = "The run sheet is ready. You confirmed the rehearsal on " +
			rehearsed.At.In(m.loc).Format("2 January") + "."
	default:
		o.Ready = "The run sheet is ready. The rehearsal is not confirmed yet."
	}
	return o, true
}
