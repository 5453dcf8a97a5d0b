package guide

import "time"

// End is something of Microsoft’s that ends on an announced day, from a dated data file of a guide.
type End struct {
	Code  string // unique in the guide; stable
	Title string // the fact, such as "Text messages and phone calls end"
	Why   string // what it means, and how sure the day is
	// On is the day that the title names; its time of day says nothing. Zero: no day is announced.
	On   time.Time
	Step string // id of the step that deals with it; "" is the first one
	// Public marks what is announced for Microsoft’s public cloud only.
	Public bool
}
