package graph

import (
	"context"
	"encoding/json"
	"testing"

	"handrail/app"
)

// TestAListIsReadToItsEnd: every page of a collection, or an error; never a part that looks whole.
func TestAListIsReadToItsEnd(t *testing.T) {
	const role = "/solutions/virtualEvents/townhalls/getByUserRole(role='organizer')"
	const at = "/v1.0" + role
	next := func(rows, token string) reply {
		return ok(`{"value":[` + rows + `],"@odata.nextLink":"BASE` + at + `?$skiptoken=` + token + `"}`)
	}
	for name, k := range map[string]struct {
		replies map[string][]reply
		rows    int // -1: an error
	}{
		"one page": {map[string][]reply{at: {ok(`{"value":[{"id":"a"}]}`)}}, 1},
		"none":     {map[string][]reply{at: {ok(`{"value":[]}`)}}, 0},
		"three pages": {map[string][]reply{at: {next(`{"id":"a"}`, "2")}, at + "#2": {next(``, "3")},
			at + "#3": {ok(`{"value":[{"id":"c"}]}`)}}, 2},
		"null":        {map[string][]reply{at: {ok(`{"value":null}`)}}, -1},
		"no list":     {map[string][]reply{at: {ok(`{"id":"a"}`)}}, -1},
		"an error":    {map[string][]reply{at: {ok(`{"error":{"code":"x","message":"y"}}`)}}, -1},
		"null later":  {map[string][]reply{at: {next(`{"id":"a"}`, "2")}, at + "#2": {ok(`{"value":null}`)}}, -1},
		"gone later":  {map[string][]reply{at: {next(`{"id":"a"}`, "2")}, at + "#2": {{status: 404, body: `{}`}}}, -1},
		"in a circle": {map[string][]reply{at: {next(`{"id":"a"}`, "2")}, at + "#2": {next(`{"id":"b"}`, "2")}}, -1},
		"elsewhere": {map[string][]reply{at: {ok(`{"value":[{"id":"a"}],` +
			`"@odata.nextLink":"https://evil.example/v1.0/x"}`)}}, -1},
	} {
		t.Run(name, func(t *testing.T) {
			o := office(t, t.TempDir(), serve(t, k.replies).URL)
			body, err := o.Read(context.Background(), role)
			var list struct {
				Value []json.RawMessage `json:"value"`
			}
			switch {
			case k.rows < 0:
				if err == nil || body != nil || app.CodeOf(err) == app.NotFound {
					t.Errorf("%s, %v", body, err)
				}
			case err != nil || json.Unmarshal(body, &list) != nil || len(list.Value) != k.rows || list.Value == nil:
				t.Errorf("%s, %v", body, err)
			}
		})
	}
}
