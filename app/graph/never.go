package graph

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/tenant"
)

// leaveOut removes properties from rows, at any depth and in any case of letters, before anything is saved.
func leaveOut(names []string, rows []tenant.Row) error {
	for i := range rows {
		var row any
		err := decode(rows[i].Body, &row)
		if err == nil {
			strike(names, row)
			rows[i].Body, err = json.Marshal(row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func strike(names []string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
				delete(v, name)
				continue
			}
			strike(names, inner)
		}
	case []any:
		for _, inner := range v {
			strike(names, inner)
		}
	}
}
