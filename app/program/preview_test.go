package program

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

const methodsPolicyPath = "/policies/authenticationMethodsPolicy"

// policyParts returns the settings of the sample's policy by the name that a plan has for
// them, as they are on the server.
func policyParts(t *testing.T, h *Program) map[string]any {
	t.Helper()
	body, err := h.graph.Read(context.Background(), methodsPolicyPath)
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Migration      any              `json:"policyMigrationState"`
		Enforcement    map[string]any   `json:"registrationEnforcement"`
		Configurations []map[string]any `json:"authenticationMethodConfigurations"`
	}
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	parts := map[string]any{"Legacy MFA settings": p.Migration,
		"Registration campaign": p.Enforcement["authenticationMethodsRegistrationCampaign"]}
	for _, c := range p.Configurations {
		name, _ := c["id"].(string)
		for _, m := range mfa.Methods() {
			if strings.EqualFold(string(m), name) {
				name = m.Title()
			}
		}
		parts[name] = c
	}
	return parts
}

// differing returns the names of the parts that are not equal, in order.
func differing(a, b map[string]any) (all []string) {
	for name := range a {
		if !reflect.DeepEqual(a[name], b[name]) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// shuffle gives the sample's policy settings by chance.
func shuffle(t *testing.T, h *Program, chance *rand.Rand, group string) {
	t.Helper()
	ctx := context.Background()
	if err := h.graph.Ask(ctx); err != nil {
		t.Fatal(err)
	}
	state := func() string { return []string{"enabled", "disabled"}[chance.IntN(2)] }
	lists := [][]string{{group}, {"all_users"}, {group, "all_users"}, {"all_users", group}, {}}
	include := func() string {
		var all []string
		for _, id := range lists[chance.IntN(len(lists))] {
			all = append(all, `{"targetType":"group","isRegistrationRequired":false,"id":"`+id+`"}`)
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	exclude := []string{"[]", `[{"targetType":"group","id":"` + group + `"}]`}
	kinds := map[string]string{"Sms": "sms", "Voice": "voice", "SoftwareOath": "softwareOath",
		"MicrosoftAuthenticator": "microsoftAuthenticator", "TemporaryAccessPass": "temporaryAccessPass"}
	for _, id := range slices.Sorted(maps.Keys(kinds)) {
		path := methodsPolicyPath + "/authenticationMethodConfigurations/" + id
		body := `{"@odata.type":"#microsoft.graph.` + kinds[id] + `AuthenticationMethodConfiguration","state":"` +
			state() + `","includeTargets":` + include() + `,"excludeTargets":` + exclude[chance.IntN(2)] + `}`
		if _, err := h.graph.Patch(ctx, path, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	body := `{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"` + state() + `"}}}`
	if _, err := h.graph.Patch(ctx, methodsPolicyPath, []byte(body)); err != nil {
		t.Fatal(err)
	}
}

// aGroup returns the id of a group of the sample.
func aGroup(t *testing.T, h *Program) string {
	t.Helper()
	view, err := h.Tenant.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	all, err := tenant.All[tenant.Group](context.Background(), view, tenant.SectionGroups)
	if err != nil || len(all) == 0 {
		t.Fatal("the sample has no groups", err)
	}
	return all[0].ID
}

// changesByChance returns a list of changes that do not exclude each other.
func changesByChance(chance *rand.Rand, group string) string {
	all, ends := []string{}, []string{"-on", "-off", "-only:all_users", "-only:" + group, "-without:" + group}
	for _, word := range []string{"sms", "voice", "authenticator", "softwareoath", "tap"} {
		if chance.IntN(2) == 0 {
			all = append(all, word+ends[chance.IntN(len(ends))])
		}
	}
	for _, more := range [][]string{{"campaign-start", "campaign-stop", "campaign-start:authenticator"},
		{"campaign-snooze:0", "campaign-snooze:14"}, {"migration-complete"}} {
		if chance.IntN(2) == 0 {
			all = append(all, more[chance.IntN(len(more))])
		}
	}
	if len(all) == 0 {
		return "sms-off"
	}
	return strings.Join(all, ",")
}

// TestWhatIsPreviewedIsWhatChanges: from settings by chance, with changes by chance, the
// settings that differ at Microsoft afterwards are those whose rows in the plan differ,
// no more and no fewer. A change that is refused leaves all as it was.
func TestWhatIsPreviewedIsWhatChanges(t *testing.T) {
	h := openSample(t)
	seed := rand.Uint64()
	chance, made := rand.New(rand.NewPCG(seed, 1)), 0
	group := aGroup(t, h)
	for round := range 40 {
		shuffle(t, h, chance, group)
		what := changesByChance(chance, group)
		k := changeOf(t, h, what)
		before := policyParts(t, h)
		p := k.plan("confirm")
		var shown []string
		for _, c := range p.Changes {
			if !c.Unchanged() {
				shown = append(shown, c.Setting)
			}
		}
		slices.Sort(shown)
		err := k.apply("confirm", p)
		got := differing(before, policyParts(t, h))
		switch {
		case err == nil && !slices.Equal(got, shown):
			t.Errorf("seed %d, round %d, %s: shown %q, changed %q", seed, round, what, shown, got)
		case err != nil && len(got) > 0:
			t.Errorf("seed %d, round %d, %s: refused with %v, changed %q", seed, round, what, err, got)
		case err != nil && app.CodeOf(err) != app.Denied:
			t.Errorf("seed %d, round %d, %s: %v", seed, round, what, err)
		case err == nil && len(got) > 0:
			made++
		}
	}
	if made < 10 {
		t.Errorf("seed %d: only %d changes were made", seed, made)
	}
}
