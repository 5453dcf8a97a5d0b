package recheck

import (
	"context"

	"handrail/app/report"
)

// nowhere is a library that saves nothing.
type nowhere struct{ report.Library }

// SaveReport implements report.Library.
func (nowhere) SaveReport(context.Context, report.SavedReport) (string, error) { return "", nil }
