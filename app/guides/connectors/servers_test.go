package connectors

import (
	"testing"

	"handrail/app/mail/connector"
)

// TestManyConnectorsStandInOneColumn: a column for each of three would be too narrow.
func TestManyConnectorsStandInOneColumn(t *testing.T) {
	named := func(name string) connector.Candidate {
		return connector.Candidate{Inbound: &connector.Inbound{Name: name}}
	}
	for n, want := range map[int]int{2: 4, 3: 3} {
		r := result{all: []connector.Candidate{named("One"), named("Two"), named("Three")}[:n]}
		d := connector.Difference{Setting: connector.SetName, Differs: connector.Yes}
		for _, text := range []string{"a", "b", "c"}[:n] {
			d.Values = append(d.Values, connector.Value{Known: true, Answer: connector.Unread, Text: text})
		}
		r.table = []connector.Difference{d}
		table := r.differences()
		if len(table.Columns) != want || len(table.Rows) != 1 || len(table.Rows[0]) != want {
			t.Errorf("%d connectors: %+v", n, table)
		} else if got := table.Rows[0][2]; n == 3 && got != "One: a; Two: b; Three: c" {
			t.Errorf("%q", got)
		}
	}
}
