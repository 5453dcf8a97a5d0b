package dynrule

import "time"

// valueForm is what a value of an object is.
type valueForm uint8

const (
	unreadValue valueForm = iota
	nullValue
	textValue
	boolValue
	dateValue
	listValue
	recordValue
)

// Value is a value of an object. The zero value was never read.
type Value struct {
	form   valueForm
	text   string
	yes    bool
	at     time.Time
	list   []Value
	record map[string]Value
}

// Unread is a value that was never read: nothing can be said of it.
func Unread() Value { return Value{} }

// Null is a value that Microsoft says is not there.
func Null() Value { return Value{form: nullValue} }

// Text is a text.
func Text(s string) Value { return Value{form: textValue, text: s} }

// Bool is true or false.
func Bool(yes bool) Value { return Value{form: boolValue, yes: yes} }

// Date is a moment.
func Date(at time.Time) Value { return Value{form: dateValue, at: at} }

// List is a collection.
func List(items ...Value) Value { return Value{form: listValue, list: items} }

// Texts is a collection of texts.
func Texts(all []string) Value {
	items := make([]Value, len(all))
	for i, s := range all {
		items[i] = Text(s)
	}
	return List(items...)
}

// Record is an item of a collection that has fields of its own.
func Record(fields map[string]Value) Value { return Value{form: recordValue, record: fields} }

// Object is what a rule is asked about. Value returns the value of a property by its
// documented name, and whether the object knows of the property at all.
type Object interface {
	Kind() Kind
	Value(property string) (Value, bool)
}

// Person and Machine are objects by the names of their properties. What is not in the map
// is null if it is documented, and unread if it is not.
type (
	Person  map[string]Value
	Machine map[string]Value
)

// Kind implements Object.
func (Person) Kind() Kind { return User }

// Value implements Object.
func (p Person) Value(property string) (Value, bool) { v, ok := p[property]; return v, ok }

// Kind implements Object.
func (Machine) Kind() Kind { return Device }

// Value implements Object.
func (m Machine) Value(property string) (Value, bool) { v, ok := m[property]; return v, ok }

// item is what the body of -any and -all is asked about.
type item struct {
	kind  Kind
	value Value
}

func (i item) Kind() Kind { return i.kind }

func (i item) Value(property string) (Value, bool) {
	if property == "_" {
		return i.value, true
	}
	if i.value.form != recordValue {
		return Value{}, false
	}
	v, ok := i.value.record[property]
	return v, ok
}

// empty reports whether a value is null or a text without a letter in it.
func (v Value) empty() bool { return v.form == nullValue || v.form == textValue && v.text == "" }
