package guide

import "handrail/app/report"

// Parts returns the blocks to show before the list of what to do, and those to show after it and
// after the files and pages: the text to copy, with what belongs to it. A warning is always before.
func (h *Handover) Parts() (before, after []report.Block) {
	if len(h.Todo) == 0 && len(h.Bundles) == 0 {
		return h.Blocks, nil
	}
	for _, b := range h.Blocks {
		_, code := b.(report.Code)
		banner, warns := b.(report.Banner)
		switch {
		case !code && len(after) == 0, warns && banner.Tone != report.Note && banner.Tone != report.OK:
			before = append(before, b)
		case len(after) == 0 && len(before) > 0:
			if heading, is := before[len(before)-1].(report.Heading); is { // it leads this text
				before, after = before[:len(before)-1], append(after, heading)
			}
			after = append(after, b)
		default:
			after = append(after, b)
		}
	}
	return before, after
}
