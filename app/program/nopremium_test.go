package program

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/sample/graphsim"
	"handrail/app/terminal"
)

// TestAdministratorsWithoutP1: in an organisation without Entra ID P1, the guide to
// protecting administrators skips no step, speaks of no policy, and plans what protects.
func TestAdministratorsWithoutP1(t *testing.T) {
	c := graphsim.New(graphsim.Options{NoPremium: true})
	base, err := c.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	glass := "breakglass=" + strings.ReplaceAll(graphsim.EmergencyAccounts, "\n", `\n`)
	data := t.TempDir()
	for means, setting := range map[string]string{"security-defaults": "Security defaults", "per-user": "Per-user MFA: "} {
		var out, errs bytes.Buffer
		if status := runTerminal(t, &out, &errs, "run", "admin-access", "-graph", base, "-data", data, "-set", glass,
			"-set", "means="+means); status == terminal.NotDone || errs.Len() > 0 {
			t.Fatalf("%s ends with %d: %s", means, status, errs.String())
		}
		text := out.String()
		if strings.Contains(text, "Steps that were skipped") || !strings.Contains(text, setting) ||
			!strings.Contains(text, "must register a method") || strings.Contains(text, "Both policies are on") {
			t.Errorf("%s:\n%s", means, text)
		}
		out.Reset()
		runTerminal(t, &out, &errs, "run", "admin-access", "-graph", base, "-data", data, "-set", glass, "-set",
			"means="+means, "-json")
		var got struct {
			Facts map[string]string
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.Facts["p1"] != "no" ||
			got.Facts["means"] != means || got.Facts["on"] != "no" {
			t.Errorf("%s: %v, %v", means, got.Facts, err)
		}
	}
}

// admins is the guide to protecting administrators in an open program.
func admins(t *testing.T, h *Program, answers map[string]string) *change {
	t.Helper()
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "admin-access" })
	answers["breakglass"], answers["roles"] = graphsim.EmergencyAccounts, "held"
	return &change{t: t, h: h, g: h.Guides[i], v: &guide.Visit{ID: "v", Guide: "admin-access", Answers: answers,
		Outcomes: map[string]guide.Outcome{}}}
}

// TestSomethingIsDoneWithoutP1: through the SDK, what protects goes on, is read back, and goes
// off again.
func TestSomethingIsDoneWithoutP1(t *testing.T) {
	for _, means := range []string{"security-defaults", "per-user"} {
		c := graphsim.New(graphsim.Options{NoPremium: true})
		base, err := c.Start()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		h, err := Open(context.Background(), terminal.Flags{Data: t.TempDir(), Graph: base}, false)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.Close)
		if _, _, err := h.Tenant.Organisations(context.Background()); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Tenant.Refresh(context.Background(), nil, nil); err != nil {
			t.Fatal(err)
		}
		k := admins(t, h, map[string]string{"means": means, "keep-instead": "off"})
		shown := k.plan("switch")
		if shown.ByHand || shown.Changes[0].Unchanged() || shown.Summary != "" {
			t.Fatalf("%s: %+v", means, shown)
		}
		if err := k.apply("switch", shown); err != nil {
			t.Fatalf("%s: %v", means, err)
		}
		if facts := k.look("again").Facts(); facts["on"] != "yes" {
			t.Errorf("%s: %v", means, facts)
		}
		if facts := k.look("record").Facts(); facts["on"] != "yes" {
			t.Errorf("%s, recorded: %v", means, facts)
		}
		if err := k.apply("keep", k.plan("keep")); err != nil {
			t.Errorf("%s: %v", means, err)
		}
		if _, err := h.Tenant.Refresh(context.Background(), nil, nil); err != nil {
			t.Fatal(err)
		}
		code := map[string]string{"security-defaults": "defaults-turned-off", "per-user": "per-user-off"}[means]
		notices, err := k.g.Notices(context.Background(), []guide.Visit{*k.v})
		if err != nil || !slices.ContainsFunc(notices, func(n guide.Notice) bool { return n.Code == code }) {
			t.Errorf("%s, on Home: %+v, %v", means, notices, err)
		}
		if facts := k.look("again").Facts(); facts["on"] != "no" {
			t.Errorf("%s, undone: %v", means, facts)
		}
	}
}

// TestTheGroupIsMadeInTheSample: through the SDK, the group is made with both accounts, the
// policies exclude it, and neither account is stopped by them.
func TestTheGroupIsMadeInTheSample(t *testing.T) {
	k := admins(t, openSample(t), map[string]string{"emergency-group": "new"})
	if err := k.apply("group", k.plan("group")); err != nil {
		t.Fatal(err)
	}
	if err := k.apply("create", k.plan("create")); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, f := range k.look("emergency").Findings() {
		if f.Severity == "ok" {
			said[f.Code] = true
		}
	}
	for _, code := range []string{"emergency-group-kind", "emergency-group-members", "emergency-group-others",
		"emergency-group-roles"} {
		if !said[code] {
			t.Errorf("%s is not fine", code)
		}
	}
	for _, r := range k.h.sim.Writes() {
		if body := string(r.Body); strings.Contains(body, "includeRoles") && !strings.Contains(body, "excludeGroups") {
			t.Errorf("%s", body)
		}
	}
	k.v.Answers["emergency-group"] = "accounts"
	if p := k.plan("group"); !strings.Contains(p.Summary, "a policy excludes it") {
		t.Errorf("%+v", p)
	}
}
