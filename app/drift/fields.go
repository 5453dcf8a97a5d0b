package drift

import (
	"slices"
	"strings"

	"handrail/app/history"
	"handrail/app/report"
)

// field is what one property means. It is a fact that is true or not, or a value with a label.
type field struct {
	yes, no string            // what is true of the subject; only for true and false
	label   string            // else what the property is called
	words   map[string]string // values that a person knows by another word
	worse   string            // the value after which it is a warning; “*” is any
	worst   string            // the value after which it is a problem
	better  string            // the value after which it is better than before
	noise   string            // the kind, where it has no consequence
	do      string            // what to do where it is worse
}

// tell returns the sentence of one property. subject begins a sentence.
func (d field) tell(t Told, f history.Field, subject string) Told {
	t.Field = f.Path
	t.Before, t.After = d.value(f.Before), d.value(f.After)
	text := subject + " has another “" + safe(f.Path, longName) + "”."
	switch {
	case d.yes != "" && string(f.After) == "true":
		t = t.about(d.yes, "")
		text = subject + " " + d.yes + "."
	case d.no != "" && string(f.After) == "false":
		text = subject + " " + d.no + "."
	case d.label != "" && t.After == "":
		text = subject + " no longer has " + d.label + "."
	case d.label != "" && t.Before == "":
		text = subject + " now has " + d.label + ": " + t.After + "."
	case d.label != "":
		text = subject + " has another " + bare(d.label) + ": " + t.After + "."
	}
	t.many, t.What = "", d.what(f.Path)
	t = t.says(text, "").unset(f)
	if d.noise != "" {
		return t.quiet(d.noise, text)
	}
	after := strings.Trim(string(f.After), `"`)
	switch {
	case d.worst != "" && strings.EqualFold(after, d.worst):
		t.Severity, t.Do = report.Problem, d.do
	case d.worse == "*" || d.worse != "" && strings.EqualFold(after, d.worse):
		t.Severity, t.Do = report.Warning, d.do
	case d.better != "" && strings.EqualFold(after, d.better):
		t.Severity = report.OK
	}
	return t
}

// what returns what a property is called where its values stand beside each other; "" where its sentence says it.
func (d field) what(path string) string {
	switch {
	case d.label != "":
		label := bare(d.label)
		return strings.ToUpper(label[:1]) + label[1:]
	case d.yes != "" || d.no != "":
		return ""
	}
	return safe(path, longName)
}

// unset returns t with null shown as no value; a value that was absent stays "".
func (t Told) unset(f history.Field) Told {
	if string(f.Before) == "null" {
		t.Before = "not set"
	}
	if string(f.After) == "null" {
		t.After = "not set"
	}
	return t
}

// value returns a value in words.
func (d field) value(value []byte) string {
	if word := d.words[strings.Trim(string(value), `"`)]; word != "" {
		return word
	}
	return shown(value)
}

// fields returns the sentences of every property of a changed row: by its meaning, or as it is. subject begins a
// sentence.
func (t Told) fields(all []history.Field, means map[string]field, subject string) (told []Told) {
	for _, f := range all {
		told = append(told, t.fieldOf(f, means, subject))
	}
	return told
}

func (t Told) fieldOf(f history.Field, means map[string]field, subject string) Told {
	d, known := means[f.Path]
	if !known {
		d = means[lastOf(f.Path)]
	}
	switch {
	case fresh(f):
		t.Field = f.Path
		return t.quiet(kindFields, subject+" has a new empty “"+safe(f.Path, longName)+"”.")
	case sameText(f):
		t.Field = f.Path
		return t.quiet(kindOrder, subject+" has the same empty “"+safe(f.Path, longName)+"”.")
	}
	if d.yes == "" && d.label == "" && d.noise == "" {
		if common, ok := everywhere[lastOf(f.Path)]; ok {
			d = common
		}
	}
	return t.unlisted(d, f, subject)
}

// unlisted is tell, and of a list only what is new and what is gone.
func (t Told) unlisted(d field, f history.Field, subject string) Told {
	one := d.tell(t, f, subject)
	before, was := texts(f.Before)
	after, is := texts(f.After)
	if !was || !is || len(before)+len(after) == 0 || len(before) == 0 || len(after) == 0 {
		return one
	}
	one.Before, one.After = d.list(without(before, after)), d.list(without(after, before))
	if d.label != "" {
		one = one.differs(subject + " has another " + bare(d.label) + ".")
	}
	return one
}

// differs adds what is new in a list and what is gone.
func (t Told) differs(headline string) Told {
	var more []string
	if t.After != "" {
		more = append(more, "New: "+t.After+".")
	}
	if t.Before != "" {
		more = append(more, "Gone: "+t.Before+".")
	}
	return t.says(headline, strings.Join(more, " "))
}

// bare returns a label without its article.
func bare(label string) string { return strings.TrimPrefix(strings.TrimPrefix(label, "an "), "a ") }

func (d field) list(values []string) string {
	var all []string
	for _, v := range values {
		switch word := d.words[v]; {
		case word != "":
			v = word
		case strings.HasPrefix(v, "{"):
			v = properties([]byte(v))
		}
		all = append(all, safe(v, longValue))
	}
	slices.Sort(all)
	return listed(all)
}

func lastOf(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// everywhere are properties that mean the same in every section.
var everywhere = map[string]field{
	"modifiedDateTime": {noise: kindTimes}, "lastModifiedDateTime": {noise: kindTimes},
	"createdDateTime": {noise: kindTimes}, "lastUpdatedDateTime": {noise: kindTimes},
	"policyVersion": {noise: kindCounters}, "version": {noise: kindCounters}, "@odata.etag": {noise: kindCounters},
	"description": {label: "a description"}, "displayName": {label: "a name"}, "mail": {label: "an email address"},
}

// other is for what no rule of its own knows: new, gone, or property by property.
func (w *world) other(t Told, c history.Change) []Told { return w.titled(t, c, titles[c.Section]) }
