package tenant

import (
	"context"
	"encoding/csv"
	"strings"
)

// Plans are the service plans that an organisation has, by lower-case id; nil
// where its licences were never read whole.
type Plans map[string]bool

// PlansOf reads the plans from what is kept. A licence that was suspended or
// deleted has none.
func PlansOf(ctx context.Context, view View) (Plans, error) {
	st, err := view.Status(ctx, SectionLicences)
	if err != nil || st.Completed.IsZero() {
		return nil, err
	}
	plans := Plans{}
	err = Each(ctx, view, SectionLicences, func(l Licence) error {
		for _, p := range l.Plans {
			if p.Status.Is("Success") && !l.Status.Is("Deleted") && !l.Status.Is("Suspended") {
				plans[strings.ToLower(string(p.ID))] = true
			}
		}
		return nil
	})
	return plans, err
}

// Has reports whether a plan is there; "" is a plan that everyone has. Entra ID
// P2 contains P1. It is unknown where licences were not read.
func (p Plans) Has(plan string) Flag {
	switch {
	case plan == "":
		return On()
	case p == nil:
		return Flag{}
	}
	return Flag{Known: true, Yes: p[plan] || plan == PlanP1 && p[PlanP2]}
}

// PlansByMeaning returns the IDs in a data file of Handrail by what they mean. Its columns are the ID, the name and the
// meaning, under a header; lines that begin with # are comments. It panics if the file is not such a table.
func PlansByMeaning(file string) map[string][]string {
	all := map[string][]string{}
	for _, row := range rowsOf(file, 3) {
		all[row[2]] = append(all[row[2]], row[0])
	}
	return all
}

// rowsOf returns the rows under the header of a data file of Handrail; lines that begin with # are comments. It panics
// if a row has another number of fields.
func rowsOf(file string, fields int) [][]string {
	r := csv.NewReader(strings.NewReader(file))
	r.Comment, r.FieldsPerRecord = '#', fields
	rows, err := r.ReadAll()
	if err != nil {
		panic("tenant: a data file: " + err.Error())
	}
	return rows[1:]
}
