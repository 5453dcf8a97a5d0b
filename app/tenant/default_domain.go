package tenant

import (
	"context"

	"handrail/app"
)

// DefaultDomain returns the default domain of the connected organisation; "" where none is connected, where it was not
// read, or where it has only the one that Microsoft gave it.
func DefaultDomain(ctx context.Context, c Connection) (name string, err error) {
	if c == nil {
		return "", nil
	}
	view, err := c.View(ctx)
	if app.CodeOf(err) == app.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	err = Each(ctx, view, SectionDomains, func(d Domain) error {
		if d.Default.Yes && d.Verified.Yes && !d.Initial.Yes {
			name = d.ID
		}
		return nil
	})
	return name, err
}
