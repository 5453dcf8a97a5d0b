package screens

import "handrail/app/guide"

// helpTopic is the help for one page: what it is for, what one can do there, and what its words mean.
type helpTopic struct {
	title string
	text  []string
	terms []guide.Term
}

// The words that several pages use.
var (
	termGuide = guide.Term{Word: "Guide", Meaning: "A change in steps: Handrail checks, shows who is affected, makes " +
		"the change or tells you how, and checks again."}
	termReport = guide.Term{Word: "Saved report", Meaning: "What Handrail found at one time. You can read it offline."}
	termMFA    = guide.Term{Word: "MFA", Meaning: "Multifactor authentication: you sign in with your password and " +
		"something else, such as an app."}
	termSample = guide.Term{Word: "Sample organisation", Meaning: "A fictional charity on this computer. You can try " +
		"everything in it without risk."}
	termDomain = guide.Term{Word: "Domain", Meaning: "The part of an email address after the @."}
	termPolicy = guide.Term{Word: "Policy", Meaning: "What your domain asks of mail servers that send email to you."}
)

// helpTopics are the helps by the name that a screen returns. A test opens every place and asks for its help.
var helpTopics = map[string]helpTopic{
	"home": {"Home", []string{
		"Home shows what needs your attention today, what waits, and what is under way.",
		"Each line has a button for the next thing to do.",
		"Before you start your first guide, Home asks for one thing, such as your email domain."},
		[]guide.Term{termGuide, termDomain, termSample}},
	"guides": {"Guides", []string{
		"Each guide takes you through one change. You can stop at any step and continue another day.",
		"A guide that you started shows its state. You can have several of them under way.",
		"If you delete the answers of a guide, its reports and the change log stay."},
		[]guide.Term{termGuide}},
	"reports": {"Reports", []string{
		"Handrail saves the result of each check here, newest first.",
		"Open a report to read it, save it as a file, print it or delete it.",
		"The first rows lead to reports that Handrail makes new each time you open them."},
		[]guide.Term{termReport}},
	"report": {"A saved report", []string{
		"This is what Handrail found at the time that is shown under the heading. It does not change later.",
		"You can save it as a page, a PDF, tables, text or data. Files stay where you saved them.",
		"A button in a finding opens the guide that fixes it."},
		[]guide.Term{termReport}},
	"diary": {"Change diary", []string{
		"This page has every change that you made with Handrail in a period, with who, when, why and for whom.",
		"It also has what was undone later, what was done by hand, and which reports were removed.",
		"Print it as a PDF for others. They can read it without Handrail."}, []guide.Term{termReport}},
	"verify": {"Verify a file", []string{
		"Each saved report has a number and a check hash. Handrail sees when one was changed outside it, and names it.",
		"A file that was saved from a report is compared with the report on this computer.",
		"A report that was deleted in Handrail leaves its number, time and hash. It is not called altered."},
		[]guide.Term{termReport}},
	"changes": {"What changed", []string{
		"This page compares the data that Handrail read on two days, and shows each difference in a sentence.",
		"Choose the days, the subject or a person above the list.",
		"Below the list, Handrail says what it could not compare, and why."}, nil},
	"dates": {"Dates", []string{
		"This page lists everything that waits or ends, nearest first, with the reason.",
		"You can save the dates as a calendar file. Your calendar program then reminds you."}, nil},
	"affected": {"Who is affected", []string{
		"This list shows each person with the result of the change, most serious first.",
		"Choose one result above the list, search by name, or select a person to see the reasons.",
		"You can save the list, print it, and write to the people in it."}, []guide.Term{termMFA}},
	"run-sheet": {"The run sheet", []string{
		"Each row is one item. Times follow from the lengths, and an item that overlaps another one is marked.",
		"The buttons above the table show their keys. The text form and the table are the same run sheet."}, nil},
	"organisation": {"Organisation", []string{
		"This page shows which data about your organisation is saved on this computer, and how old it is.",
		"Refresh reads everything again. It changes nothing at Microsoft.",
		"You can sign out, and read the saved data without a connection. Removing the organisation deletes that data."},
		nil},
	"was": {"Past days", []string{
		"This page shows the data as it was on a past day.",
		"If Handrail read nothing on that day, it shows the nearest earlier day that it remembers, and says so."}, nil},
	"people": {"People", []string{
		"This list shows everyone in the organisation. Search by part of a name, or show only some people.",
		"Select a person to see how they sign in and which policies apply to them.",
		"“Not known” means that Handrail has not read this. It does not mean “none”."}, []guide.Term{termMFA}},
	"person": {"A person", []string{
		"This page shows who the person is, how they sign in, and which policies apply to them.",
		"Each part shows how old its data is."}, []guide.Term{termMFA}},
	"mail": {"Mail delivery reports", []string{
		"Other organisations report each day whether they could deliver email to your domains.",
		"Drop report files on the window, or choose a folder that Handrail reads automatically.",
		"A day without a report is not known. It is not a good day."}, []guide.Term{termDomain, termPolicy}},
	"settings": {"Settings", []string{
		"Each change takes effect immediately and is saved.",
		"Text size goes from 80 % to 200 %. You can also change it on every page with the keyboard.",
		"Remembering changes for a shorter time deletes older ones. Handrail shows you first what that deletes."}, nil},
	"notices": {"Open-source licences", []string{
		"Handrail contains software and data by others. This page shows each licence in full."}, nil},
	"help": {"Help", []string{
		"This page leads to the help for each place, the list of keys, the licences and the problem report."}, nil},
	"problem": {"Report a problem", []string{
		"Handrail collects a few files that help someone else to find a problem. You can read each file first.",
		"The files have no names of people, no addresses, no domains and no sign-in data.",
		"Handrail saves one file on this computer. It sends nothing and opens nothing."}, nil},
	"event-day": {"The event-day screen", []string{
		"The screen shows what is on now, how much time is left, and what comes next.",
		"Press Space to start the next item, Backspace to undo, and H to pause. Handrail saves each press at once.",
		"The screen works without a connection. If you close it, it continues where it was."}, nil},
	"wizard": {"A step of a guide", []string{
		"The column at the left shows all steps with their states. Select a step to open it.",
		"Back never loses an answer. You can close Handrail at any time and continue later."},
		[]guide.Term{termGuide}},
	"wizard/ask": {"Questions", []string{
		"Answer the questions, then continue. If an answer is wrong, Handrail says why beside it.",
		"Handrail saves what you type, also when you close the window."}, nil},
	"wizard/look": {"A check", []string{
		"Handrail checks how things are now. This only reads, and changes nothing.",
		"You can check again at any time. The most serious findings come first."}, nil},
	"wizard/plan": {"The plan", []string{
		"This page shows each setting now and after the change, who is affected, and how to undo it.",
		"Nothing changes before you select the main button. Handrail reads the settings again just before the change, " +
			"and stops if they differ."}, nil},
	"wizard/hand": {"Steps for you", []string{
		"Some changes only a person can make. This page has exactly what to do, with links and text to copy.",
		"When it is done, say so with the main button. The next step checks it."}, nil},
	"wizard/wait": {"Waiting", []string{
		"Some changes take time until they are everywhere. The page shows until when there is nothing to do.",
		"You can close Handrail. Home shows when it is time."}, nil},
	"wizard/ended": {"A completed guide", []string{
		"This page shows what was done and where the report is. You can go back to each step and read it."},
		[]guide.Term{termReport}},
}
