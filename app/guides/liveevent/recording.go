package liveevent

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
)

// remindBefore is how many days before the recording expires Handrail reminds. Where the
// expiry is not known, it reminds as for the shortest one.
const (
	remindBefore  = 7
	shortestKnown = "broadcast"
)

// expiry returns when the recording of a visit expires by default and the words for it;
// known is false where that is not known for the event type.
func expiry(v *guide.Visit, end time.Time) (last time.Time, words string, known bool) {
	kind := v.Answer(askKind)
	days := recordingDays(kind)
	if days == 0 {
		return end.AddDate(0, 0, recordingDays(shortestKnown)), "", false
	}
	last = end.AddDate(0, 0, days)
	after := strconv.Itoa(days) + " days after the event, on " + last.Format("2 January 2006")
	if kind == "meeting" {
		return last, "By default, Teams deletes the recording of a meeting " + after +
			". Your organisation may have set another number of days.", true
	}
	return last, "A published recording expires " + after + ", unless the organiser extended it.", true
}

func (d deps) recordingAsks() []guide.Ask {
	return []guide.Ask{
		ask.Choice(askSaved, ask.Words{Label: "Have you downloaded the recording?",
			Hint: "Handrail reminds you until you have saved it, also on Home. If you are not sure, keep “Not yet”.",
			Help: "Teams creates it a few hours after the end: in the event, or in the organiser’s OneDrive."},
			[]guide.Option{{Value: "no", Label: "Not yet"},
				{Value: "yes", Label: "Yes", Hint: "It is saved where it does not expire."},
				{Value: "none", Label: "No recording", Hint: "The event was not recorded."}}),
		ask.Optional(ask.Line(askWhere, ask.Words{Label: "Where is the recording saved?",
			Hint: "Enter a folder or a page. Leave it empty if you do not know yet.",
			Help: "With this, someone else can find it next year."})),
		ask.Optional(ask.Line(askShown, ask.Words{Label: "Where is it published?",
			Hint: "Enter a page. Leave it empty if it is not published.",
			Help: "Publish it where it can stay, with the consent of everyone who is visible."})),
	}
}

// over returns the planned end of the event.
func over(v *guide.Visit) (time.Time, error) {
	run, err := runsheet.FromAnswers(v.Answers)
	return run.PlannedEnd(), err
}

func (d deps) recording(_ context.Context, v *guide.Visit, out draft, _ task.Report) error {
	end, err := over(v)
	if err != nil {
		return err
	}
	last, words, known := expiry(v, end)
	switch saved := v.Answer(askSaved); {
	case saved == "none":
		out.find("recording-none", report.Note, "There is no recording", "You do not need to do anything.", "")
	case saved == "yes":
		out.find("recording-saved", report.OK, "The recording is saved", "It no longer depends on Teams.", "")
	case !known:
		out.find("recording-open", report.Note, "The recording is not saved yet",
			"Handrail does not know when a recording of this event type expires.",
			"Check its expiry date in the organiser’s OneDrive, and download it.")
	case d.Now().After(last):
		out.find("recording-over", report.Problem, "The recording may have expired", words,
			"Check the event and the organiser’s OneDrive.")
	case d.Now().After(last.AddDate(0, 0, -remindBefore)):
		out.find("recording-soon", report.Warning, "The recording expires soon", words, "Download it now.")
	default:
		out.find("recording-open", report.Note, "The recording is not saved yet", words,
			"Download it from the event, or from the organiser’s OneDrive.")
	}
	out.Fact("recording", "Downloaded", v.Answer(askSaved), map[string]string{"yes": "Yes", "no": "Not yet",
		"none": "No recording"}[v.Answer(askSaved)])
	if known {
		out.Fact("recording-ends", "Expires in Teams", last.UTC().Format(time.DateOnly), last.Format("2 January 2006"))
	} else {
		out.Fact("recording-ends", "Expires in Teams", "unknown", "Not known")
	}
	out.Fact("recording-where", "Saved at", v.Answer(askWhere), cmp.Or(v.Answer(askWhere), "Not known yet"))
	out.Fact("recording-shown", "Published at", v.Answer(askShown), cmp.Or(v.Answer(askShown), "Not published"))
	return nil
}

// waitRecording waits until the day after the event, then until a week before the
// recording expires; not at all once it is saved.
func (d deps) waitRecording(_ context.Context, v *guide.Visit) (guide.Until, error) {
	if v.Answer(askSaved) == "yes" || v.Answer(askSaved) == "none" {
		return guide.Until{}, nil
	}
	end, err := over(v)
	if err != nil {
		return guide.Until{}, err
	}
	ends, words, _ := expiry(v, end)
	first, last := end.AddDate(0, 0, 1), ends.AddDate(0, 0, -remindBefore)
	if d.Now().Before(first) {
		return guide.Until{At: first, Reason: "The recording is available a few hours after the event. Download it " +
				"then."},
			nil
	}
	return guide.Until{At: last, Reason: strings.TrimSpace("Download the recording. " + words)}, nil
}
