package tlsreport

import (
	"context"

	"handrail/app"
)

// Empty is a Shelf without reports.
type Empty struct{}

// TLSSums is Shelf's.
func (Empty) TLSSums(ctx context.Context, _ GroupBy, _ Filter) ([]Sum, error) { return nil, ctx.Err() }

// TLSFailures is Shelf's.
func (Empty) TLSFailures(ctx context.Context, _ Filter) ([]FailureRow, error) { return nil, ctx.Err() }

// TLSPolicies is Shelf's.
func (Empty) TLSPolicies(ctx context.Context, _ Filter) ([]PolicyRow, error) { return nil, ctx.Err() }

// TLSDoubts is Shelf's.
func (Empty) TLSDoubts(ctx context.Context, _ Filter) (Doubts, error) { return Doubts{}, ctx.Err() }

// TLSReports is Shelf's.
func (Empty) TLSReports(ctx context.Context, _ Filter, _ int64, _ int) ([]Row, error) {
	return nil, ctx.Err()
}

// TLSRaw is Shelf's.
func (Empty) TLSRaw(context.Context, int64) ([]byte, error) {
	return nil, app.Errorf(app.NotFound, "Read your reports first.", "Handrail has not saved this report.")
}

// TLSRefused is Shelf's.
func (Empty) TLSRefused(ctx context.Context, _ int) ([]Rejected, error) { return nil, ctx.Err() }
