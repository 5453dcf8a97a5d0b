package graph

import (
	"testing"

	"handrail/app/tenant"
)

// TestTheManagerOfAPerson: one row or none, and what is refused is not “none”.
func TestTheManagerOfAPerson(t *testing.T) {
	for name, c := range map[string]struct {
		reply reply
		rows  int
		fails bool
	}{
		"one":     {ok(`{"@odata.type":"#microsoft.graph.user","id":"m","displayName":"Maria"}`), 1, false},
		"none":    {reply{status: 404, body: `{"error":{"code":"Request_ResourceNotFound","message":"No."}}`}, 0, false},
		"unknown": {reply{status: 404, body: `{"error":{"code":"UnknownError","message":""}}`}, 0, true},
		"refused": {reply{status: 403, body: `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`}, 0, true},
		"empty":   {ok(`{}`), 0, true}, "null": {ok(`{"id":null}`), 0, true},
		"faulty": {ok(`{"error":{"code":"x","message":"y"}}`), 0, true},
	} {
		s := serve(t, map[string][]reply{"/v1.0/users/p/manager": {c.reply}})
		g, _ := client(t, s)
		rows, pages, err := fetched(g, tenant.ManagerSection("p"), "")
		if len(rows) != c.rows || (err != nil) != c.fails || !c.fails && len(pages) != 1 {
			t.Errorf("%s: %d rows, %d pages, %v", name, len(rows), len(pages), err)
		}
	}
}
