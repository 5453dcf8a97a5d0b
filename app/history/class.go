package history

import "strings"

// Class is what happened to a row, as far as it can be known without its values: one of these, or the paths that
// differ, with commas. Classes are stored.
type Class string

// The classes that are not paths.
const (
	ClassNone    Class = ""  // a line begins: nothing is compared
	ClassAdded   Class = "+" // the row is new
	ClassRemoved Class = "-" // the row is gone
	ClassMany    Class = "*" // more properties differ than are named
)

// mostPaths is how many paths a class names.
const mostPaths = 6

// ClassOf returns the class of a row in which these properties differ.
func ClassOf(fields []Field) Class {
	if len(fields) == 0 || len(fields) > mostPaths || fields[0].Path == "" {
		return ClassMany
	}
	paths := make([]string, len(fields))
	for i, f := range fields {
		paths[i] = f.Path
	}
	return Class(strings.Join(paths, ","))
}

// paths returns the properties that differ; nil where the class names none.
func (c Class) paths() []string {
	switch c {
	case ClassNone, ClassAdded, ClassRemoved, ClassMany:
		return nil
	}
	return strings.Split(string(c), ",")
}

// Within reports whether every property that differs is one of these, and so nothing else.
func (c Class) Within(names map[string]bool) bool {
	paths := c.paths()
	for _, p := range paths {
		if top, _, _ := strings.Cut(p, "."); !names[top] {
			return false
		}
	}
	return len(paths) > 0
}

// Counts are how many rows have each class.
type Counts map[Class]int

// All returns how many rows there are.
func (c Counts) All() (n int) {
	for _, k := range c {
		n += k
	}
	return n
}

// Add counts n more rows of a class; a class without rows is left out.
func (c Counts) Add(class Class, n int) {
	if class == ClassNone {
		return
	}
	if c[class] += n; c[class] <= 0 {
		delete(c, class)
	}
}

// Without leaves out the classes in which only these properties differ.
func (c Counts) Without(names map[string]bool) {
	for class := range c {
		if class.Within(names) {
			delete(c, class)
		}
	}
}
