package diary

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/report"
)

// Compare compares an exported file that was verified with the reports on this computer. words says how that went;
// good is false where the file or the report here is not as it was saved.
func Compare(ctx context.Context, data []byte, v report.Verified, places Places, lib report.Library) (words string,
	good bool, err error) {
	if v.Seal == nil {
		return "", true, nil
	}
	p, err := places.PlaceBy(ctx, v.Seal.Hash)
	switch {
	case app.CodeOf(err) == app.NotFound:
		words, err := elsewhere(ctx, v.Seal.Number, lib)
		return words, err == nil, err
	case err != nil:
		return "", false, err
	case p.Number != v.Seal.Number:
		return fmt.Sprintf("Its check hash is that of report %d, not of report %d.", p.Number, v.Seal.Number), false, nil
	case p.State == report.Removed:
		return Judge(p) + " The file is the last copy that Handrail knows.", true, nil
	case !p.State.Good():
		return Judge(p), false, nil
	}
	same, err := sameDocument(ctx, data, p, lib)
	if err == nil && !same {
		return fmt.Sprintf("It differs from report %d as it was saved.", p.Number), false, nil
	}
	return Judge(p), err == nil, err
}

// elsewhere describes a file whose report is not here. It may be from another computer, so this alone is no fault; but
// where someone put an older copy of the data back, it is how that is seen.
func elsewhere(ctx context.Context, number int, lib report.Library) (string, error) {
	words := "No report on this computer has its check hash, so Handrail cannot compare it. "
	all, err := lib.Reports(ctx)
	if err != nil || len(all) == 0 {
		return strings.TrimSpace(words), err
	}
	newest := 0
	for _, k := range all {
		newest = max(newest, k.Number)
	}
	if newest < number {
		return words + fmt.Sprintf("The newest report here is report %d. The file is from another computer, or reports are "+
			"lost here.", newest), nil
	}
	return words + fmt.Sprintf("Report %d here is another one. The file is from another computer, or the reports here were "+
		"replaced.", number), nil
}

// sameDocument reports whether a file in JSON has the document that is saved. Web pages and PDF files have only their
// checksum.
func sameDocument(ctx context.Context, data []byte, p report.Place, lib report.Library) (bool, error) {
	var d report.Document
	if json.Unmarshal(data, &d) != nil {
		return true, nil
	}
	k, err := lib.Report(ctx, p.Report)
	if err != nil {
		return false, err
	}
	d.Seal = nil // it has the name of the organisation as it was then
	var file, saved bytes.Buffer
	if err := report.WriteCompactJSON(&file, &d); err != nil {
		return false, err
	}
	if err := report.WriteCompactJSON(&saved, k.Document); err != nil {
		return false, err
	}
	return bytes.Equal(file.Bytes(), saved.Bytes()), nil
}
