package liveevent

import (
	"context"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/runsheet"
	"handrail/app/task"
)

// A published recording of a town hall ends after 30 days, or 60 where the
// organiser made it last longer (plan-town-halls.md).
const (
	recordingEnds = 30
	remindBefore  = 7 // days
)

func (d Deps) recordingAsks() []guide.Ask {
	saved := []guide.Option{option("no", "Not yet", ""), option("yes", "Yes", "It lies where it does not end."), option("none", "There is none", "It was not recorded.")}
	return []guide.Ask{
		{Name: askSaved, Label: "Have you downloaded the recording?", Hint: "Until then Handrail reminds you, on Home too.", Kind: guide.Choice, Options: func(*guide.Visit) []guide.Option { return saved },
			Default: func(*guide.Visit) string { return "no" }, Valid: oneOf(saved), What: "Teams makes it some hours after the end: in the event, or in the organiser’s OneDrive."},
		{Name: askWhere, Label: "Where does it lie?", Hint: "A folder or a page; empty if you do not know yet.", Kind: guide.Line, Default: empty, Valid: anyText, Clean: strings.TrimSpace, What: "So that somebody else finds it next year."},
		{Name: askShown, Label: "Where is it published?", Hint: "A page; empty if nowhere.", Kind: guide.Line, Default: empty, Valid: anyText, Clean: strings.TrimSpace, What: "Publish it where it may stay, with the consent of those who are seen."},
	}
}

// over is when the event ends by its plan.
func over(v *guide.Visit) (time.Time, error) {
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		return time.Time{}, err
	}
	return run.State(run.Start).PlanEnd, nil
}

func (d Deps) recording(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "The recording", v)
	if err != nil {
		return nil, err
	}
	end, err := over(v)
	if err != nil {
		return nil, err
	}
	last := end.AddDate(0, 0, recordingEnds)
	day := func(at time.Time) string { return at.Format("2 January 2006") }
	switch saved := v.Answer(askSaved); {
	case saved == "none":
		out.find("recording-none", report.Note, "There is no recording", "Nothing has to be done.", "")
	case saved == "yes":
		out.find("recording-saved", report.OK, "The recording is downloaded", "It no longer depends on Teams.", "")
	case d.Now().After(last):
		out.find("recording-over", report.Problem, "The recording may be gone", "A published recording ends 30 days after the event, on "+day(last)+", unless it was made to last longer.", "Look in the event, and in the organiser’s OneDrive.")
	case d.Now().After(last.AddDate(0, 0, -remindBefore)):
		out.find("recording-soon", report.Warning, "The recording ends soon", "A published recording ends on "+day(last)+", unless it was made to last longer.", "Download it now.")
	default:
		out.find("recording-open", report.Note, "The recording is not downloaded yet", "A published recording ends on "+day(last)+", unless it was made to last longer, to 60 days at most.", "Download it from the event, or from the organiser’s OneDrive.")
	}
	out.fact("recording", "Downloaded", v.Answer(askSaved), map[string]string{"yes": "Yes", "no": "Not yet", "none": "There is none"}[v.Answer(askSaved)])
	out.fact("recording-ends", "Ends in Teams", last.UTC().Format(time.DateOnly), day(last))
	out.fact("recording-where", "Where it lies", v.Answer(askWhere), or(v.Answer(askWhere), "Not known yet"))
	out.fact("recording-shown", "Published at", v.Answer(askShown), or(v.Answer(askShown), "Nowhere"))
	return out.done("What to know"), nil
}

// waitRecording reminds of what is not downloaded: the day after the event, then a
// week before it ends.
func (d Deps) waitRecording(ctx context.Context, v *guide.Visit) (guide.Until, error) {
	if err := ctx.Err(); err != nil || v.Answer(askSaved) == "yes" || v.Answer(askSaved) == "none" {
		return guide.Until{}, err
	}
	end, err := over(v)
	if err != nil {
		return guide.Until{}, err
	}
	first, last := end.AddDate(0, 0, 1), end.AddDate(0, 0, recordingEnds-remindBefore)
	if d.Now().Before(first) {
		return guide.Until{At: first, Reason: "The recording is there some hours after the event. Download it then."}, nil
	}
	return guide.Until{At: last, Reason: "Download the recording: a published one ends a week after this day."}, nil
}
