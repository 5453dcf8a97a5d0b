package program

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestAnExclusionEndsInTheSample: through the SDK, a person who is excluded from a policy is
// excluded no more, and everything else of the policy is as it was.
func TestAnExclusionEndsInTheSample(t *testing.T) {
	h, ctx := openSample(t), context.Background()
	read := func(name string) (p tenant.AccessPolicy, conditions map[string]any) {
		t.Helper()
		if _, err := h.Tenant.Refresh(ctx, []string{tenant.SectionAccess}, nil); err != nil {
			t.Fatal(err)
		}
		have, err := tenant.Require(ctx, tenant.Request{Link: h.Tenant, Now: time.Now()}, tenant.SectionAccess)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := tenant.All[tenant.AccessPolicy](ctx, have, tenant.SectionAccess)
		i := slices.IndexFunc(rows, func(p tenant.AccessPolicy) bool {
			return name == "" && p.State.Is("enabled") && len(p.Conditions.Users.Exclude) > 0 || string(p.Name) == name &&
				name != ""
		})
		if err != nil || i < 0 {
			t.Fatal(i, err)
		}
		var body struct{ Conditions map[string]any }
		if err := json.Unmarshal(rows[i].Raw(), &body); err != nil {
			t.Fatal(err)
		}
		return rows[i], body.Conditions
	}
	was, before := read("")
	who := was.Conditions.Users.Exclude[0]
	k := admins(t, h, map[string]string{"exclusion-ends": who + " 2026-01-01"})
	shown := k.plan("end-exclusions")
	if len(shown.Changes) != 1 || shown.Changes[0].Unchanged() {
		t.Fatalf("%+v", shown)
	}
	if strings.Contains(shown.Summary, "does not end") {
		k.v.Answers["breakglass"] = ""
		shown = k.plan("end-exclusions")
	}
	if err := k.apply("end-exclusions", shown); err != nil {
		t.Fatalf("%v\n%+v", err, shown)
	}
	is, after := read(string(was.Name))
	if slices.Contains(is.Conditions.Users.Exclude, who) ||
		len(is.Conditions.Users.Exclude) != len(was.Conditions.Users.Exclude)-1 {
		t.Errorf("%v, before %v", is.Conditions.Users.Exclude, was.Conditions.Users.Exclude)
	}
	before["users"].(map[string]any)["excludeUsers"] = after["users"].(map[string]any)["excludeUsers"]
	x, _ := json.Marshal(before)
	y, _ := json.Marshal(after)
	if string(x) != string(y) {
		t.Errorf("before %s\nafter  %s", x, y)
	}
}
