package background

import "slices"

// State is how a check ended.
type State string

// The states.
const (
	Fine    State = "fine"
	Warned  State = "warned"  // it may be refused, or not look as meant
	Refused State = "refused" // Teams does not take it
	Untold  State = "unknown"
)

// Code is what a check found.
type Code string

// The codes.
const (
	TypeFine     Code = "type"
	TypeRefused  Code = "type-refused"
	TypeNamed    Code = "type-named" // Teams takes the type, and the name of the file claims another
	SizeFine     Code = "size"
	TooSmall     Code = "too-small"
	TooLarge     Code = "too-large"
	RatioFine    Code = "ratio"
	RatioCut     Code = "ratio-cut"  // edges are cut off in a frame of 16:9
	RatioLong    Code = "ratio-long" // longer than Teams is said to take
	NoRotation   Code = "rotation"
	Rotation     Code = "rotation-stored"
	RotationOpen Code = "rotation-unknown"
)

// Check is one check of a picture.
type Check struct {
	Code  Code
	State State
}

// Check returns whether Teams takes a picture in a gallery: type, size, ratio and rotation. Of a type
// that Handrail cannot read, there is only the first.
func (p Picture) Check(g Gallery) []Check {
	l := LimitsOf(g)
	if !slices.Contains(l.Types, p.Kind) {
		return append([]Check{{TypeRefused, Refused}}, p.measures(l)...)
	}
	kind := Check{TypeFine, Fine}
	if p.Named != "" && p.Named != p.Kind {
		kind = Check{TypeNamed, Warned}
	}
	return append([]Check{kind}, p.measures(l)...)
}

func (p Picture) measures(l Limits) []Check {
	width, height := p.Shown()
	if width == 0 {
		return nil
	}
	no, size, ratio, rotation := Refused, Check{SizeFine, Fine}, Check{RatioFine, Fine}, Check{NoRotation, Fine}
	if !l.Confirmed {
		no = Warned
	}
	switch {
	case width < l.LeastWidth || height < l.LeastHeight:
		size = Check{TooSmall, no}
	case width > l.MostWidth || height > l.MostHeight:
		size = Check{TooLarge, no}
	}
	switch cut := p.Cut(); {
	case l.MostRatio > 0 && max(width, height) > l.MostRatio*min(width, height):
		ratio = Check{RatioLong, no}
	case cut > 0:
		ratio = Check{RatioCut, Warned}
	}
	switch {
	case !p.OrientationKnown:
		rotation = Check{RotationOpen, Untold}
	case p.Rotated():
		rotation = Check{Rotation, Warned}
	}
	return []Check{size, ratio, rotation}
}

// Cut returns how many percent of the picture a frame of 16:9 cuts off, if the picture fills it.
func (p Picture) Cut() int {
	width, height := p.Shown()
	if width == 0 || height == 0 {
		return 0
	}
	// The part that stays is the smaller of both ratios by the larger.
	a, b := int64(width)*9, int64(height)*16
	return int(100 - (100*min(a, b)+max(a, b)/2)/max(a, b))
}

// Worst returns the most serious state of some checks.
func Worst(all []Check) State {
	order, worst := []State{Refused, Warned, Untold, Fine}, len([]State{Refused, Warned, Untold})
	for _, c := range all {
		worst = min(worst, slices.Index(order, c.State))
	}
	return order[worst]
}
