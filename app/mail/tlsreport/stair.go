package tlsreport

// Stair is one stage of a policy: how strict it is, and how many seconds senders
// cache it.
type Stair struct {
	Mode   string
	MaxAge int64
}

const day = 86400

// Stairs returns the stages from a first test to a permanent policy. A policy moves
// to the next one only when all conditions are met. The last is the most that RFC
// 8461 section 3.2 allows.
func Stairs() []Stair {
	return []Stair{{"testing", day}, {"enforce", 7 * day}, {"enforce", 14 * day}, {"enforce", 28 * day}, {"enforce", 31557600}}
}

// NextStair returns the stage after a policy; false where it is the last, or
// not one of the stages.
func NextStair(mode string, maxAge int64) (Stair, bool) {
	stairs := Stairs()
	switch mode {
	case "testing":
		return stairs[1], true
	case "enforce":
		for _, s := range stairs[1:] {
			if s.MaxAge > maxAge {
				return s, true
			}
		}
	}
	return Stair{}, false
}

// StepBack returns the first stage: testing, cached for a day.
func StepBack() Stair { return Stairs()[0] }
