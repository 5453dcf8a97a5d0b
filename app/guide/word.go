package guide

// Label returns the word a person reads for s.
func (s State) Label() string {
	switch s {
	case InProgress:
		return "In progress"
	case CannotStart:
		return "Cannot start yet"
	case Waiting:
		return "Waiting"
	case Completed:
		return "Completed"
	case HasProblem:
		return "There is a problem"
	}
	return "Not yet started"
}

// Icon names the icon of s in the icon set.
func (s State) Icon() string {
	switch s {
	case InProgress:
		return "progress"
	case CannotStart:
		return "lock"
	case Waiting:
		return "clock"
	case Completed:
		return "tick"
	case HasProblem:
		return "problem"
	}
	return "ring"
}
