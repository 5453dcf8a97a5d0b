package graph

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"handrail/app/tenant"
)

// previewJob is the type of a difference report; others restore something.
const previewJob = "#microsoft.graph.entraRecoveryServices.recoveryPreviewJob"

// recoveryJob is a job of Entra Backup. Target is the time of the snapshot that it compares with.
type recoveryJob struct {
	ID      string    `json:"id"`
	Type    string    `json:"@odata.type"`
	Status  string    `json:"status"`
	Target  time.Time `json:"targetStateDateTime"`
	Started time.Time `json:"jobStartDateTime"`
}

// fetchDifferences reads what the difference reports of Entra Backup found that someone created there. It creates none.
// One that cannot be read leaves all of them unknown.
func (g *Client) fetchDifferences(ctx context.Context, _ string, page func(tenant.Page) error) error {
	src, q, err := g.byID(ctx, tenant.SectionDifferences)
	if err != nil {
		return err
	}
	jobs, err := whole(ctx, src, q)
	if err != nil {
		return err
	}
	var snapshots map[int64]string
	var out tenant.Page
	for _, row := range jobs {
		var j recoveryJob
		if json.Unmarshal(row.Body, &j) != nil || j.Type != previewJob || j.Status != "successful" {
			continue
		}
		if snapshots == nil {
			if snapshots, err = g.snapshots(ctx); err != nil {
				return err
			}
		}
		of := snapshots[j.Target.Unix()]
		if of == "" {
			continue // Microsoft has removed the snapshot, and with it the way to the report
		}
		rows, err := g.differences(ctx, of, j)
		if err != nil {
			return err
		}
		out.Rows = append(out.Rows, rows...)
	}
	return page(out)
}

// snapshots returns the IDs of the snapshots by their time. One cannot be asked for by its ID.
func (g *Client) snapshots(ctx context.Context) (map[int64]string, error) {
	src, q, err := g.byID(ctx, tenant.SectionSnapshots)
	if err != nil {
		return nil, err
	}
	rows, err := whole(ctx, src, q)
	all := map[int64]string{}
	for _, row := range rows {
		var s struct {
			At time.Time `json:"createdDateTime"`
		}
		if json.Unmarshal(row.Body, &s) == nil {
			all[s.At.Unix()] = row.ID
		}
	}
	return all, err
}

// differences returns what one report found. Each row says also of which object it is and between which times.
func (g *Client) differences(ctx context.Context, snapshot string, j recoveryJob) ([]tenant.Row, error) {
	path := strings.NewReplacer("{snapshot}", escape(snapshot), "{job}", escape(j.ID)).Replace(changesPath)
	const page = 999 // the largest (Microsoft Learn, recoveryPreviewJob: getChanges)
	rows, err := whole(ctx, g.from(func(s start) ask { return s.path(version, path) }), query{}.pages(page))
	if err != nil {
		return nil, err
	}
	for i := range rows {
		r := &rows[i]
		for _, add := range [][2]string{{tenant.DifferenceOf, r.ID},
			{tenant.DifferenceSnapshot, j.Target.UTC().Format(time.RFC3339)},
			{tenant.DifferenceMade, j.Started.UTC().Format(time.RFC3339)}} {
			if r.Body, err = with(r.Body, add[0], add[1]); err != nil {
				return nil, err
			}
		}
		r.ID = strings.ToLower(j.ID) + "/" + strings.ToLower(r.ID)
	}
	return rows, nil
}
