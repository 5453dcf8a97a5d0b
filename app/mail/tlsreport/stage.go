package tlsreport

// Stage is one stage of a policy: how strict it is, and how many seconds senders
// cache it.
type Stage struct {
	Mode   string
	MaxAge int64
}

const day = 86400

// Stages returns the stages from a first test to a permanent policy. A policy moves
// to the next one only when all conditions are met. The last is the most that RFC
// 8461 section 3.2 allows.
func Stages() []Stage {
	return []Stage{{"testing", day}, {"enforce", 7 * day}, {"enforce", 14 * day}, {"enforce", 28 * day},
		{"enforce", 31557600}}
}

// NextStage returns the stage after a policy; false where it is the last, or
// not one of the stages.
func NextStage(mode string, maxAge int64) (Stage, bool) {
	stairs := Stages()
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
	return Stage{}, false
}

// Rollback returns the first stage: testing, cached for a day.
func Rollback() Stage { return Stages()[0] }
