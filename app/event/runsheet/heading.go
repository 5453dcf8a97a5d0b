package runsheet

import (
	"strings"

	"handrail/app/pattern"
)

// names are the known headings of columns, in lower case, in English, German and French. They include those of
// Ontime's export and import (cpvalente/ontime, versions 3 and 4).
var names = byHeading(map[Field]string{
	FieldOffset: "from start|offset|relative|t|minutes from start|elapsed|elapsed time|ab start|depuis le début",
	FieldClock: "clock|time|time start|start|start time|scheduled start|begin|begins|starts|when|from|" +
		"zeit|uhrzeit|beginn|anfang|startzeit|von|wann|heure|horaire|début|quand",
	FieldEnd: "time end|end|end time|scheduled end|ends|to|until|finish|bis|ende|endzeit|fin",
	FieldLength: "length|duration|minutes|min|mins|how long|dauer|länge|minuten|durée|" +
		"duration min|length min|dauer min|durée min",
	FieldFixed: "fixed|hard start", FieldLink: "link start",
	FieldTitle: "title|item|what|event|titel|was|programmpunkt|punkt|titre|quoi|élément",
	FieldCue:   "cue",
	FieldWho: "who|person|responsible|presenter|speaker|leader|lead|led by|host|wer|verantwortlich|leitung|zuständig|" +
		"qui|responsable|intervenant",
	FieldScreen: "screen|on screen|video|slide|slides|bild|folie|leinwand|écran|diapo",
	FieldSound:  "sound|audio|heard|ton|son",
	FieldNote: "note|notes|comment|comments|remark|remarks|bemerkung|bemerkungen|notiz|notizen|hinweis|hinweise|" +
		"remarque|remarques|commentaire|commentaires",
	FieldSkip: "skip", FieldType: "timer type",
})

// weaker are headings of the items where no other column is called so.
var weaker = strings.Split("description|activity|topic|agenda item|agenda|segment|session|subject|content|element|"+
	"thema|beschreibung|inhalt|ablauf|programm|activité|sujet|description de l'activité|intitulé|programme|program", "|")

func byHeading(all map[Field]string) map[string]Field {
	out := map[string]Field{}
	for f, text := range all {
		for _, name := range strings.Split(text, "|") {
			out[name] = f
		}
	}
	return out
}

// inBrackets is what a heading says about its unit: “Length (min)”, “Dauer [h:mm]”.
var inBrackets = pattern.Lazy(`\s*[(\[]([^)\]]*)[)\]]\s*`)

// heading returns a heading in lower case, without brackets and marks, and what stands in its brackets.
func heading(text string) (name, unit string) {
	name = strings.ToLower(clean(text))
	if m := inBrackets().FindStringSubmatch(name); m != nil {
		unit = strings.TrimSpace(m[1])
		name = inBrackets().ReplaceAllString(name, " ")
	}
	return strings.Trim(name, " :.*#?"), unit
}

// DetectColumns returns the row with the headings and its columns: of the first 40 rows, the one with most headings
// that are known. ok is false if no row has a heading for the items and one other.
func DetectColumns(rows [][]string) (header int, c Columns, ok bool) {
	for i, row := range rows[:min(len(rows), 40)] {
		found := Columns{}
		for k, text := range row {
			name, _ := heading(text)
			if f, known := names[name]; known {
				if _, twice := found[f]; !twice {
					found[f] = k
				}
			}
		}
		_, title := found[FieldTitle]
		_, cue := found[FieldCue]
		for k := 0; k < len(row) && !title && !cue; k++ {
			name, _ := heading(row[k])
			for _, w := range weaker {
				if name == w {
					found[FieldTitle], title = k, true
				}
			}
		}
		if (title || cue) && len(found) > max(1, len(c)) {
			header, c, ok = i, found, true
		}
	}
	return header, c, ok
}
