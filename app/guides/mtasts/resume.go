package mtasts

import (
	"handrail/app/guide"
	"handrail/app/report"
)

// resume returns how a visit continues: with a new check, then at the
// first step whose work is not done or no longer holds.
func (d deps) resume() *guide.Resume {
	return &guide.Resume{Step: stepToday, Due: due}
}

// due returns the step to go to; "" leaves the visit where it is. A step is never
// named before those it needs are completed.
func due(v *guide.Visit, found *report.Document) string {
	done := func(step string) bool { return v.Outcomes[step].State == guide.Completed }
	facts := found.Facts()
	aim := v.Answer(askAim)
	switch {
	case v.Answer(askDomain) == "" || !done(stepToday) || aim == "":
		return ""
	case !done(stepReports) && aim != aimLeave:
		return stepReports
	case !done(stepPolicy):
		return stepPolicy
	case aim == aimRetire && done(stepHost) && done(stepServed) && done(stepAnnounce) && done(stepAnnounced):
		return dueAtEnd(v, facts)
	case aim != aimLeave && !servedRight(facts):
		if done(stepHost) && done(stepServed) && facts["policy"] == "unknown" {
			return ""
		}
		if done(stepHost) {
			return stepServed
		}
		return stepHost
	}
	for _, step := range []string{stepHost, stepServed} {
		if !done(step) {
			return step
		}
	}
	if aim != aimLeave && facts["record"] != "unknown" && !announcedRight(facts) {
		if done(stepAnnounce) {
			return stepAnnounced
		}
		return stepAnnounce
	}
	return firstOpen(v, stepAnnounce, stepAnnounced, stepWatch, stepRecord)
}

// dueAtEnd returns the step to go to once mode none is published. Only the date
// counts then; the record and the file are meant to disappear.
func dueAtEnd(v *guide.Visit, facts map[string]string) string {
	if facts["policy"] == "valid" && facts[factMode] != "none" {
		return stepServed
	}
	return firstOpen(v, stepWatch, stepRecord)
}

func firstOpen(v *guide.Visit, steps ...string) string {
	for _, step := range steps {
		if v.Outcomes[step].State != guide.Completed {
			return step
		}
	}
	return ""
}

func servedRight(facts map[string]string) bool {
	made := facts[factMadeHash]
	return facts["policy"] == "valid" && (made == "" || facts[factHash] == made)
}

func announcedRight(facts map[string]string) bool {
	made := facts[factMadeID]
	return facts["record"] == "valid" && (made == "" || facts[factLiveID] == made)
}
