package mfaview

import (
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
)

// BoardLine is one entry of the lists of a board for programs. Its names are stable.
type BoardLine struct {
	Who
	Department string `json:"department"`
	Manager    string `json:"manager"` // "" where there is none, or it was not read
	Admin      string `json:"admin"`   // yes, no, unknown, as the next three
	Dormant    string `json:"dormant"`
	Used       string `json:"used"`
	Texts      int    `json:"used-texts"`
	Calls      int    `json:"used-calls"`
}

// BoardFate is what many entries of the lists have in common, for programs.
type BoardFate struct {
	Queue        string   `json:"queue"`
	Date         string   `json:"date"`
	DateSure     bool     `json:"date-certain"`
	MayUse       string   `json:"may-use"` // yes or unknown: the number is registered and allowed
	Takes        []string `json:"takes"`
	TakesMaybe   []string `json:"takes-possible"`
	Left         []string `json:"left"`
	LeftMaybe    []string `json:"left-possible"`
	Guest        string   `json:"guest"`
	NumberSignIn bool     `json:"number-sign-in"`
	LosesReset   string   `json:"loses-sspr"`
	Reason       string   `json:"reason,omitempty"`
	Do           string   `json:"do"`
}

func lineOf(b *mfa.Board, l *mfa.Line) BoardLine {
	p := b.Who(l)
	return BoardLine{Who{p.ID, p.UPN, p.Name}, p.Department, l.Manager.Name, p.Admin.String(), l.Dormant.String(),
		l.Used.Used.String(), l.Used.Texts, l.Used.Calls}
}

func fateOf(l *mfa.Line) BoardFate {
	may := access.Unknown
	if l.Numbers != 0 {
		may = access.Yes
	}
	return BoardFate{string(l.Queue), l.On.Format(time.DateOnly), l.Sure, may.String(), l.Numbers.Codes(),
		(l.NumbersMaybe &^ l.Numbers).Codes(), l.Left.Codes(), (l.LeftMaybe &^ l.Left).Codes(), l.Guest.String(),
		l.NumberSignIn, l.LosesReset.String(), l.Reason, QueueDo(l.Queue)}
}

// lineState returns what a list says about a person: the day, why it is not known, use.
func lineState(b *mfa.Board, l *mfa.Line) []string {
	all := []string{"ends on " + mfa.DayWords(l.On)}
	if !l.Sure {
		all[0] = "ends on " + mfa.DayWords(l.On) + " or " + mfa.DayWords(mfa.Retirements().Last)
	}
	if l.Dormant == access.Yes {
		all = append([]string{QueueTitle(l.Queue)}, all...)
	}
	if l.Queue == mfa.UnknownNumber {
		return append(all[:len(all)-1], l.Reason)
	}
	return append(all, takes(l), UseWords(b.Log, l.Used))
}

// takes returns what the numbers of a person take in a few words.
func takes(l *mfa.Line) string {
	text, texts := l.Numbers&mfa.Text, l.NumbersMaybe&mfa.Text
	call, calls := l.Numbers&mfa.Calls, l.NumbersMaybe&mfa.Calls
	switch {
	case text != 0 && call != 0:
		return "texts and calls"
	case text != 0 && calls != 0:
		return "texts, perhaps calls"
	case text != 0:
		return "texts only"
	case texts != 0:
		return "calls, perhaps texts"
	}
	return "calls only"
}

// UseWords describes how often a person used the number.
func UseWords(log *mfa.Log, u mfa.Use) string {
	switch u.Used {
	case access.Yes:
		return "used " + guide.Count(u.Texts+u.Calls, "time", "times") + " " + LogSpan(log)
	case access.No:
		return "not used " + LogSpan(log)
	}
	return "use not known"
}

// LogSpan describes the days of a log, such as “from 19 to 26 November 2026”.
func LogSpan(log *mfa.Log) string {
	from := mfa.DayWords(log.From)
	if y, m, _ := log.From.Date(); y == log.To.Year() && m == log.To.Month() {
		from = log.From.Format("2")
	}
	return "from " + from + " to " + mfa.DayWords(log.To)
}

// LineTakes describes what the numbers of a person take.
func LineTakes(l *mfa.Line) string {
	words := strings.Join(l.Numbers.Titles(), ", ")
	if more := l.NumbersMaybe &^ l.Numbers; more != 0 {
		words = strings.TrimPrefix(words+"; not certain: "+strings.Join(more.Titles(), ", "), "; ")
	}
	return words
}

// LineDay describes by when the number of a person ends.
func LineDay(l *mfa.Line) string {
	if l.Sure {
		return mfa.DayWords(l.On)
	}
	return mfa.DayWords(l.On) + ". Handrail does not know whether the person is a Global Administrator or an " +
		"external user, who have until " + mfa.DayWords(mfa.Retirements().Last) + "."
}

// LineAfter describes what is left after that day.
func LineAfter(l *mfa.Line) string {
	left := strings.Join(l.Left.Titles(), ", ")
	if more := l.LeftMaybe &^ l.Left; more != 0 {
		left = strings.TrimPrefix(left+"; not certain: "+strings.Join(more.Titles(), ", "), "; ")
	}
	switch {
	case l.Queue == mfa.UnknownNumber && left == "":
		return "Not known: " + l.Reason
	case l.Queue == mfa.UnknownNumber:
		return left + ". " + l.Reason
	case l.Queue != mfa.OnlyNumber:
		return left + "."
	case l.Guest == access.Yes:
		return "Nothing. Microsoft has only planned passkeys for guests, so it is not certain how they can sign in."
	case l.Guest == access.Unknown:
		return "Nothing. Microsoft asks them to set up a passkey before they continue. For a guest this is not certain."
	}
	return "Nothing. Microsoft asks them to set up a passkey before they continue. They cannot put this off."
}

// lineDetails returns the document that opens from an entry.
func lineDetails(l *mfa.Line) *report.Document {
	rows := []report.Fact{{Label: "Queue", Value: QueueTitle(l.Queue)}}
	if takes := LineTakes(l); takes != "" {
		rows = append(rows, report.Fact{Label: "The number takes", Value: takes})
	}
	rows = append(rows, report.Fact{Label: "By when", Value: LineDay(l)},
		report.Fact{Label: "Left after that day", Value: LineAfter(l)})
	if l.NumberSignIn {
		rows = append(rows, report.Fact{Label: "Sign-in with the number alone", Value: "Ends on that day too."})
	}
	reset := map[access.Answer]string{access.Yes: "Lost on that day.", access.No: "Not lost on that day.",
		access.Unknown: "Not known."}[l.LosesReset]
	rows = append(rows, report.Fact{Label: "Self-service password reset", Value: reset},
		report.Fact{Label: "What to do", Value: QueueDo(l.Queue)})
	return &report.Document{Blocks: []report.Block{report.Facts{Title: "Phone number", Rows: rows}}}
}
