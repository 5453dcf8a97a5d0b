package migration

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/migration"
	"handrail/app/report"
)

// act is how an act is shown.
type act struct {
	severity report.Severity
	word     string // the outcome, short
	text     string // what it means
	do       string // what to do; may be empty
}

var actWords = map[migration.Act]act{
	migration.ActDone: {report.OK, "Complete", "The migration is complete. There is nothing to do.", ""},
	migration.ActComplete: {report.OK, "Can finish", "The migration can finish without an approval.",
		"Finish it."},
	migration.ActApprove: {report.Warning, "To approve",
		"The migration waits until someone approves the skipped items.",
		"See what would be lost, then decide."},
	migration.ActList: {report.Unknown, "List missing",
		"Items were skipped, and the export does not show which. Do not approve what you have not seen.",
		"Run migrations.ps1, and enter the file that it writes."},
	migration.ActSupport: {report.Problem, "Cannot finish",
		"Microsoft expects a large loss. No command can force this migration.", "Contact Microsoft Support."},
	migration.ActSync: {report.Note, "Still copying", "The migration still copies the mailbox.",
		"Wait until it is synced."},
	migration.ActRunning: {report.Note, "Finishing", "The migration finishes now.",
		"Export the migrations again later."},
	migration.ActRetry: {report.Warning, "Failed", "The migration failed or was stopped.",
		"Read its error, fix the cause, and start it again."},
	migration.ActUnread: {report.Unknown, "Not known", "The export does not show whether the migration can finish.",
		"Run migrations.ps1, and enter the file that it writes."},
}

// reasonWords has what to know beside an act.
var reasonWords = map[migration.Reason]string{
	migration.ReasonNumber: "The grade is a number in this export, and Microsoft can change what a number means. " +
		"Export the grades as text.",
	migration.ReasonWord:   "Handrail does not know this grade.",
	migration.ReasonAbsent: "The export does not have the grade.",
	migration.ReasonNoGrade: "Microsoft has not graded this migration. " +
		"It may be an older request, or one with limits.",
	migration.ReasonStatus:   "Handrail does not know this status.",
	migration.ReasonRemoving: "The migration is being removed.",
	migration.ReasonOpenList: "The list has fewer items than were skipped. An approval also covers the others.",
	migration.ReasonOpenState: "The export does not show whether someone has already approved. " +
		"A second approval does no harm.",
}

var gradeWords = map[migration.Grade]string{migration.Perfect: "Perfect", migration.Good: "Good",
	migration.Investigate: "Investigate", migration.Poor: "Poor", migration.NoGrade: "Not graded",
	migration.GradeUnread: "Grade not known"}

var wayWords = map[migration.Way]string{migration.InBatch: "In a batch",
	migration.Bare:      "A move request without a batch",
	migration.WayUnread: "Not known"}

var answerWords = map[migration.Answer]string{migration.Yes: "Yes", migration.No: "No", migration.Unread: "Not known"}

var changeWords = map[migration.Change]act{
	migration.Finished:    {report.OK, "Complete", "", ""},
	migration.WasFinished: {report.OK, "Complete", "It was complete before the commands.", ""},
	migration.Moving: {report.Note, "In progress", "The migration got further.",
		"Export the migrations again later."},
	migration.Same: {report.Warning, "No change", "It is not further than in the first export.",
		"Wait up to 8 hours before you repeat a command. Then look for skipped items that wait for an approval."},
	migration.Worse: {report.Problem, "Worse", "The migration failed, or its grade is worse.",
		"Check this person again."},
	migration.Gone: {report.Unknown, "Not in export",
		"The new export does not have this person. This does not show that the migration is complete.",
		"Check this person in the Exchange admin center."},
	migration.New: {report.Note, "New", "The first export did not have this person.", ""},
	migration.ChangeUnread: {report.Unknown, "Not known", "The new export does not show the status.",
		"Export it again."},
}

// lossText returns what a person would lose, in one sentence.
func lossText(p *migration.Person) string {
	content := contentText(p.Content())
	switch p.List {
	case migration.ListWhole:
		return upper(content) + "."
	case migration.ListPart:
		return upper(content) + " on the list, of " + number(p.Skipped) + " skipped."
	case migration.ListNone:
		return "Nothing was skipped."
	case migration.ListLost:
		return number(p.Skipped) + " skipped. The export does not show what."
	}
	return "The export does not show whether anything was skipped."
}

// contentText returns what a list has, in one phrase: "2 messages or items and 180
// permissions".
func contentText(c migration.Content) string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{c.Items, "message or item", "messages or items"}, {c.Folders, "folder", "folders"},
		{c.Permissions, "permission", "permissions"}, {c.Settings, "setting", "settings"},
		{c.Others, "item of another kind", "items of other kinds"}} {
		if p.n > 0 {
			parts = append(parts, guide.Count(p.n, p.one, p.many))
		}
	}
	switch n := len(parts); n {
	case 0:
		return "nothing"
	case 1:
		return parts[0]
	default:
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
}

func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
