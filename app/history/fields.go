package history

// Fields counts in how many rows of a section each top-level property stands. It tells a change of the organisation
// from a change of what is read: a property that no row had before is newly read, and one that no row has any more is
// no longer read, because a permission ended or Microsoft renamed it.
type Fields map[string]int

// Add counts a row in the form of Canon; with n = -1 it is taken away.
func (f Fields) Add(row []byte, n int) {
	all, _ := members(row)
	for name := range all {
		if f[name] += n; f[name] <= 0 {
			delete(f, name)
		}
	}
}

// Apart returns the properties that stand in only one of the two: their differences are not changes of the
// organisation.
func (f Fields) Apart(other Fields) map[string]bool {
	apart := map[string]bool{}
	for name := range f {
		if other[name] == 0 {
			apart[name] = true
		}
	}
	for name := range other {
		if f[name] == 0 {
			apart[name] = true
		}
	}
	return apart
}
