package spf

// Over returns the lookup that is one too many; nil where the limit is kept.
func (w *Walk) Over() *Lookup {
	if len(w.Lookups) <= MaxLookups {
		return nil
	}
	return &w.Lookups[MaxLookups]
}

// Voids returns the lookups that find nothing.
func (w *Walk) Voids() (all []Lookup) {
	for _, l := range w.Lookups {
		if l.Void {
			all = append(all, l)
		}
	}
	return all
}

// Open returns the lookups whose cost is not known: there may be more than were counted.
func (w *Walk) Open() (all []Lookup) {
	for _, l := range w.Lookups {
		if l.Err != nil {
			all = append(all, l)
		}
	}
	return all
}

// Cost returns how many lookups a part of the domain’s own record leads to.
func (w *Walk) Cost(top string) (n int) {
	for _, l := range w.Lookups {
		if l.Top == top {
			n++
		}
	}
	return n
}

// Find returns the faults of one kind.
func (w *Walk) Find(kind string) (all []Fault) {
	for _, f := range w.Faults {
		if f.Kind == kind {
			all = append(all, f)
		}
	}
	return all
}
