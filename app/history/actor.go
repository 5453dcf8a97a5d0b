package history

import "time"

// Actor is who made a change, as Microsoft's audit log says.
type Actor struct {
	ID      string // of the person, or of the application where no person acted
	Name    string // of the person or the application
	Program string // with which it was made; "" where it is not known
	At      time.Time
}
