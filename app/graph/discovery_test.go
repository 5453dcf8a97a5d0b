package graph

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestDiscoveredAppsAreReadOneRequestASecond: pages, a refusal with a wait, and a way to continue.
func TestDiscoveredAppsAreReadOneRequestASecond(t *testing.T) {
	const path = "/beta/security/dataDiscovery/cloudAppDiscovery/uploadedStreams/6a59%20b" +
		"/microsoft.graph.security.aggregatedAppsDetails(period=duration'P30D')"
	served := strings.ReplaceAll(path, "%20", " ")
	s := serve(t, map[string][]reply{served: {
		ok(`{"@odata.nextLink":"BASE` + path + `?$skip=1","value":[{"id":"1","riskScore":4}]}`),
		{status: 429, header: map[string]string{"Retry-After": "7"}, body: `{}`},
		ok(`{"value":[{"id":"2","riskScore":null}]}`)}})
	g, z := client(t, s)
	rows, _, err := fetched(g, tenant.DiscoveredSection("6a59 b"), "")
	if err != nil || len(rows) != 2 || rows[0].ID != "1" || rows[1].ID != "2" {
		t.Fatal(rows, err)
	}
	if !slices.Equal(z.all, []time.Duration{7 * time.Second}) {
		t.Errorf("waited %v", z.all)
	}
	i := slices.IndexFunc(limits(), func(l limit) bool { return l.holds(served) })
	if i < 0 || limits()[i].count != 1 || limits()[i].within != time.Second {
		t.Errorf("limit %d of %+v", i, limits())
	}
}

// TestDiscoveredAppsRefused: a missing permission is not an empty list.
func TestDiscoveredAppsRefused(t *testing.T) {
	s := serve(t, map[string][]reply{"/beta/security/dataDiscovery/cloudAppDiscovery/uploadedStreams": {
		{status: 403, body: `{"error":{"code":"Forbidden","message":"Missing scope"}}`}}})
	g, _ := client(t, s)
	rows, _, err := fetched(g, tenant.SectionStreams, "")
	if err == nil || len(rows) != 0 {
		t.Fatal(rows, err)
	}
}
