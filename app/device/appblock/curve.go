package appblock

// Level is what the apps up to a score are together.
type Level struct {
	Score         int
	Apps          int
	Domains       int // different ones
	PeopleLeast   int // the most people of one app: so many there are at least
	PeopleMost    int // if no one used two of the apps; it says nothing where PeopleUnknown is not 0
	PeopleUnknown int // apps of which the people are not known
	Transactions  int64
	Traffic       int64 // bytes
	// TrafficUnknown and TransactionsUnknown are apps of which these are not known.
	TrafficUnknown, TransactionsUnknown int
}

// Curve returns the levels for the scores from 0 to MaxScore. It goes once through the apps.
func Curve(apps []App, needs Needs) [MaxScore + 1]Level {
	var of [MaxScore + 1][]App
	for _, a := range apps {
		if ClassOf(a, needs) == Open {
			of[a.Score] = append(of[a.Score], a)
		}
	}
	var all [MaxScore + 1]Level
	var sum Level
	domains := map[string]bool{}
	for score := range all {
		for _, a := range of[score] {
			sum.add(a)
			for _, d := range a.Domains {
				domains[address(d)] = true
			}
		}
		sum.Score, sum.Domains = score, len(domains)
		all[score] = sum
	}
	return all
}

func (l *Level) add(a App) {
	l.Apps++
	if a.PeopleKnown {
		l.PeopleLeast = max(l.PeopleLeast, a.People)
		l.PeopleMost = int(plus(int64(l.PeopleMost), int64(a.People)))
	} else {
		l.PeopleUnknown++
	}
	l.Transactions = plus(l.Transactions, a.Transactions)
	if !a.TransactionsKnown {
		l.TransactionsUnknown++
	}
	l.Traffic = plus(l.Traffic, a.Traffic)
	if !a.TrafficKnown {
		l.TrafficUnknown++
	}
}
