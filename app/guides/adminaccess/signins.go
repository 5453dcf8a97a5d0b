package adminaccess

import (
	"context"
	"slices"

	"handrail/app/task"
	"handrail/app/tenant"
)

// rereadSignIns reads the sign-ins again if there is a policy to watch: those that were
// saved before it was created have no result of it. Where that fails, the saved ones stay.
func (d deps) rereadSignIns(ctx context.Context, w *world, progress task.Report) error {
	c := d.Tenant.Connection
	watching := slices.ContainsFunc(own, func(p wanted) bool {
		_, there := w.named(p.name)
		return there
	})
	if !watching || c == nil || !c.SignedIn(ctx) {
		return ctx.Err()
	}
	_, _ = c.Refresh(ctx, []string{tenant.SectionSignIns}, progress) // its state says why
	return ctx.Err()
}
