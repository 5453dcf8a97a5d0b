package graphsim

import (
	"encoding/base64"
	"time"
)

// The kinds of Entra Backup (Graph entraRecoveryServices, v1.0).
var (
	snapshotKind = &kind{name: "entraRecoveryServices.snapshot", context: "directory/recovery/snapshots",
		page: 100, most: 999}
	backupJobKind = &kind{name: "entraRecoveryServices.recoveryJobBase", context: "directory/recovery/jobs",
		page: 100, most: 999}
	backupChangeKind = &kind{name: "entraRecoveryServices.recoveryChangeObjectBase",
		context: "Collection(microsoft.graph.entraRecoveryServices.recoveryChangeObjectBase)", page: 100, most: 999}
)

// snapshotDays is how many snapshots there are, one a day. Microsoft's pages say five and seven; the live service had
// seven in July 2026.
const snapshotDays = 7

// snapshotAt returns when a snapshot was made, the latest first.
func (c *Cloud) snapshotAt(i int) time.Time { return c.base.Add(time.Duration(-2-24*i) * time.Hour) }

// snapshotID is the time in base64, as Microsoft's is.
func snapshotID(at time.Time) string {
	return base64.StdEncoding.EncodeToString([]byte(at.Format(time.RFC3339)))
}

// comparedDay is the snapshot with which the difference report compared.
const comparedDay = 4

func backupRoutes() []route {
	licensed := func(do func(x *call) *answer) func(x *call) *answer {
		return func(x *call) *answer {
			if x.cloud.options.NoPremium {
				return x.noPremium()
			}
			return do(x)
		}
	}
	const of, path = "[]microsoft.graph.entraRecoveryServices.", "/directory/recovery/"
	return []route{
		{of: of + "snapshot", pattern: path + "snapshots", do: licensed(snapshots)},
		{of: of + "recoveryJobBase", pattern: path + "jobs", do: licensed(backupJobs)},
		{of: of + "recoveryChangeObjectBase", pattern: path + "snapshots/{}/recoveryPreviewJobs/{}" +
			"/microsoft.graph.entraRecoveryServices.getChanges", do: licensed(backupChanges)},
	}
}

// snapshots answers with the days. totalChangedObjects is in the metadata, and the live service never sends it.
func snapshots(x *call) *answer {
	var rows []object
	for i := range snapshotDays {
		at := x.cloud.snapshotAt(i)
		rows = append(rows, object{{"id", snapshotID(at)}, {"createdDateTime", at}})
	}
	return x.list(snapshotKind, these(rows))
}

// backupJobs answers with a difference report of this morning, and one that failed.
func backupJobs(x *call) *answer {
	var rows []object
	for i, status := range []string{"successful", "failed"} {
		started := x.cloud.base.Add(time.Duration(-i) * time.Hour)
		rows = append(rows, object{
			{"@odata.type", "#microsoft.graph.entraRecoveryServices.recoveryPreviewJob"},
			{"id", x.cloud.guid("backup-job/" + status)}, {"status", status},
			{"targetStateDateTime", x.cloud.snapshotAt(comparedDay)}, {"jobStartDateTime", started},
			{"jobCompletionDateTime", started.Add(40 * time.Minute)}, {"filteringCriteria", nil},
			{"totalChangedObjectsCalculated", 3}, {"totalChangedLinksCalculated", 0}})
	}
	return x.list(backupJobKind, these(rows))
}

// backupChanges answers with what differs between the snapshot and the organisation as it is: an account that was
// blocked, a policy that was off, and a group that was not there.
func backupChanges(x *call) *answer {
	if x.arg(0) != snapshotID(x.cloud.snapshotAt(comparedDay)) || x.arg(1) != x.cloud.guid("backup-job/successful") {
		return notFound(x.arg(1))
	}
	row := func(kind, id, name, action string, then, now object) object {
		return object{{"entityTypeName", kind}, {"id", id}, {"displayName", name}, {"recoveryAction", action},
			{"deltaFromCurrent", append(object{{"@odata.type", "#microsoft.graph." + kind}}, then...)},
			{"currentState", append(object{{"@odata.type", "#microsoft.graph." + kind}}, now...)}}
	}
	p, g := x.cloud.hand[0], x.cloud.groups[0]
	for _, q := range x.cloud.hand {
		if q.disabled && !q.guest {
			p = q
			break
		}
	}
	rows := []object{
		row("user", p.id, p.name, "update", object{{"accountEnabled", p.disabled}}, object{{"accountEnabled", !p.disabled}}),
		row("group", g.id, g.body.str("displayName"), "softDelete", object{{"deletedDateTime", x.cloud.base}},
			object{{"deletedDateTime", nil}}),
	}
	for _, o := range x.policies() {
		if o.str("state") == "enabled" {
			rows = append(rows, row("conditionalAccessPolicy", o.str("id"), o.str("displayName"), "update",
				object{{"state", "disabled"}}, object{{"state", "enabled"}}))
			break
		}
	}
	return x.list(backupChangeKind, these(rows))
}
