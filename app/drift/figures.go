package drift

// figures returns what else is another number now, as sentences with a blank after each.
func (t Told) figures() (text string) {
	for _, f := range t.Facts {
		switch {
		case f.Before == "":
			text += f.What + ": " + f.After + ". "
		default:
			text += f.What + ": " + f.Before + " before, " + f.After + " now. "
		}
	}
	return text
}
