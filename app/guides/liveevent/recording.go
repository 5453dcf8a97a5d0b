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

// A published recording of a town hall expires after 30 days, or 60 if the organiser
// extended it (Microsoft Learn, "Plan for Teams town halls").
const (
	recordingEnds = 30
	remindBefore  = 7 // days
)

func (d Deps) recordingAsks() []guide.Ask {
	saved := []guide.Option{option("no", "Not yet", ""), option("yes", "Yes", "It is saved where it does not expire."),
		option("none", "No recording", "The event was not recorded.")}
	return []guide.Ask{
		{Name: askSaved, Label: "Have you downloaded the recording?",
			Hint: "Handrail reminds you until you have saved it, also on Home.", Kind: guide.Choice,
			Options: func(*guide.Visit) []guide.Option { return saved },
			Default: func(*guide.Visit) string { return "no" }, Valid: oneOf(saved),
			What: "Teams creates it a few hours after the end: in the event, or in the organiser’s OneDrive."},
		{Name: askWhere, Label: "Where is the recording saved?",
			Hint: "Enter a folder or a page. Leave it empty if you do not know yet.", Kind: guide.Line, Default: empty,
			Valid: anyText, Clean: strings.TrimSpace, What: "With this, someone else can find it next year."},
		{Name: askShown, Label: "Where is it published?", Hint: "Enter a page. Leave it empty if it is not published.",
			Kind: guide.Line, Default: empty, Valid: anyText, Clean: strings.TrimSpace,
			What: "Publish it where it can stay, with the consent of everyone who is visible."},
	}
}

// over returns the planned end of the event.
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
		out.find("recording-none", report.Note, "There is no recording", "You do not need to do anything.", "")
	case saved == "yes":
		out.find("recording-saved", report.OK, "The recording is saved", "It no longer depends on Teams.", "")
	case d.Now().After(last):
		out.find("recording-over", report.Problem, "The recording may have expired",
			"A published recording expires 30 days after the event, on "+day(last)+", unless the organiser extended it.",
			"Check the event and the organiser’s OneDrive.")
	case d.Now().After(last.AddDate(0, 0, -remindBefore)):
		out.find("recording-soon", report.Warning, "The recording expires soon",
			"A published recording expires on "+day(last)+", unless the organiser extended it.", "Download it now.")
	default:
		out.find("recording-open", report.Note, "The recording is not saved yet",
			"A published recording expires on "+day(last)+". The organiser can extend it to 60 days.",
			"Download it from the event, or from the organiser’s OneDrive.")
	}
	out.fact("recording", "Downloaded", v.Answer(askSaved), map[string]string{"yes": "Yes", "no": "Not yet",
		"none": "No recording"}[v.Answer(askSaved)])
	out.fact("recording-ends", "Expires in Teams", last.UTC().Format(time.DateOnly), day(last))
	out.fact("recording-where", "Saved at", v.Answer(askWhere), or(v.Answer(askWhere), "Not known yet"))
	out.fact("recording-shown", "Published at", v.Answer(askShown), or(v.Answer(askShown), "Not published"))
	return out.done("What to know"), nil
}

// waitRecording waits until the day after the event, then until a week before the
// recording expires; not at all once it is saved.
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
		return guide.Until{At: first, Reason: "The recording is available a few hours after the event. Download it then."},
			nil
	}
	return guide.Until{At: last, Reason: "Download the recording. A published recording expires a week after this day."},
		nil
}
