package tlsreports_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/guides/tlsreports"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
)

// torn is a store with one file that could not be read.
type torn struct{ tlsreport.Empty }

func (torn) TLSRefused(context.Context, int) ([]tlsreport.Rejected, error) {
	return []tlsreport.Rejected{{Path: "torn.gz", Reason: "It is not complete.", At: noon.AddDate(0, 0, -1)}}, nil
}

// TestReadingNamesEarlierFiles also where it reads no folder now.
func TestReadingNamesEarlierFiles(t *testing.T) {
	g := tlsreports.Guide(services.Services{Mail: services.Mail{Check: check, Reports: torn{}},
		Now: func() time.Time { return noon }})
	read := g.Steps[slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == "read" })]
	doc, err := read.Look(t.Context(), &guide.Visit{Answers: map[string]string{"domain": domain}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"torn.gz", "It is not complete.", "21 November 2026"}
	if !slices.ContainsFunc(doc.Blocks, func(b report.Block) bool {
		table, ok := b.(report.Table)
		return ok && slices.ContainsFunc(table.Rows, func(r []string) bool { return slices.Equal(r, want) })
	}) {
		t.Errorf("%+v", doc.Blocks)
	}
}
