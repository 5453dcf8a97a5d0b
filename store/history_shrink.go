package store

import (
	"context"
	"errors"
)

// shrink returns free pages to the disk where they are many, for a time, and reports whether there are more.
func (h *History) shrink(ctx context.Context, late func() bool) (more bool, err error) {
	if h.write == nil {
		return false, h.refusal()
	}
	for {
		var pages, free int
		err := errors.Join(h.write.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages),
			h.write.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free))
		if err != nil || free < 1000 || free < pages/8 {
			return false, h.translate(ctx, err)
		}
		if late() {
			return true, nil
		}
		if _, err := h.write.ExecContext(ctx, "PRAGMA incremental_vacuum(500)"); err != nil {
			return false, h.translate(ctx, err)
		}
	}
}
