package history

import "strings"

// mostNamed is how many actors a sentence names.
const mostNamed = 5

// Words returns why it is not known who did it, in a sentence; "" where it is known.
func (a Answer) Words() string {
	who := a.names()
	switch a.Why {
	case "":
		return ""
	case WhyUnread:
		return strings.TrimSpace("Handrail could not read the audit log. " + a.Detail)
	case WhyNotYet:
		return "The audit log has no entry about it yet. Entries can arrive late; the next refresh looks again."
	case WhyNone:
		return strings.TrimSpace("The audit log has no entry about it in that time. " + a.Detail)
	case WhyOlder:
		return "The audit log does not reach back to all of that time." + only(who)
	case WhyCut:
		return "Handrail read only the newest entries of the audit log, which do not reach back to all of that time." +
			only(who)
	case WhySeveral:
		return "Several did this: " + who + "."
	case WhyMicrosoft:
		return "A service of Microsoft did this: " + who + "."
	case WhyNobody:
		return "The audit log names no one for it."
	case WhyNoLog:
		return "Microsoft’s audit log has no entries for this kind of change."
	case WhyPart:
		return "It is known for a part of it only: " + who + "."
	}
	if who == "" {
		return "The audit log does not say clearly who did this."
	}
	return "The audit log has entries by " + who + " in that time, but does not say clearly that they changed this."
}

// only names the actors of the part that a log keeps.
func only(who string) string {
	if who == "" {
		return ""
	}
	return " In the part that it keeps: " + who + "."
}

// names returns the names of the actors in one line.
func (a Answer) names() string {
	var all []string
	for i, one := range a.Actors {
		if i == mostNamed {
			all = append(all, "and more")
			break
		}
		all = append(all, one.Name)
	}
	return strings.Join(all, ", ")
}
