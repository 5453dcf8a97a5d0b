package appblock

import (
	"context"
	"fmt"

	"handrail/app/device/indicator"
	"handrail/app/guide"
	"handrail/app/report"
)

// The pages of Microsoft that the steps name.
const (
	indicatorsPage = "https://security.microsoft.com/securitysettings/endpoints/custom_ti_indicators"
	advancedPage   = "https://security.microsoft.com/securitysettings/endpoints/integration"
	aboutPage      = "https://learn.microsoft.com/defender-endpoint/indicator-manage"
)

// handList hands over the files with the new rows.
func (d deps) handList(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	if !w.known {
		return &guide.Handover{Nothing: "Handrail does not know which apps people use, so there is no list.",
			Done: "Continue without a list"}, nil
	}
	p := d.plan(w, v)
	if len(p.rows) == 0 {
		return &guide.Handover{Nothing: "No new address is to be blocked. Nothing changes for anyone.",
			Done: "Continue without a list"}, nil
	}
	bundle := guide.Bundle{ID: "block-list", Title: "The block list", Summary: "For a Security Administrator.",
		Steps: []string{"Save the files.", "Import each of them in Microsoft Defender."}}
	files := indicator.Files(p.rows)
	for i, data := range files {
		name := "handrail-block-list.csv"
		if len(files) > 1 {
			name = fmt.Sprintf("handrail-block-list-%d-of-%d.csv", i+1, len(files))
		}
		bundle.Files = append(bundle.Files, guide.File{Path: name, Data: data})
	}
	usual, longest := indicator.Hours()
	h := &guide.Handover{Bundles: []guide.Bundle{bundle}, Done: "I have imported the files",
		Todo: []string{"Turn on “Custom network indicators” under Settings > Endpoints > Advanced features.",
			"Go to Settings > Endpoints > Indicators, and select the tab “URLs/Domains”.",
			"Select Import, then Choose file, and import each file. Each has at most " +
				guide.Figures(indicator.RowsPerFile()) + " rows.",
			fmt.Sprintf("Wait. In most cases the list works within %d hours, at the latest after %d.", usual, longest)},
		Links: []guide.Link{{Title: "Open the indicators in Microsoft Defender", URL: indicatorsPage},
			{Title: "Open the advanced features in Microsoft Defender", URL: advancedPage},
			{Title: "Read Microsoft’s page about importing indicators", URL: aboutPage}}}
	hit := w.collateral(chosen(v))
	if len(hit.Rows) > 0 {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: hit.Title + ". ",
			Text: "They have addresses under the blocked ones."}, hit)
	}
	h.Blocks = append(h.Blocks, report.Text{Text: "To undo this, delete the rows with “Cloud app:” in their title in " +
		"Microsoft Defender."})
	return h, nil
}
