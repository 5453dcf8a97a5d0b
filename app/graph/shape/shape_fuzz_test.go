package shape

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"handrail/app"
)

// FuzzPage: a body of any shape is a list only if it is an object with a list of objects in
// “value” and without an error; the rows are exactly those, and nothing else has rows.
func FuzzPage(f *testing.F) {
	for _, s := range []string{`{"value":[]}`, `{"value":[{"id":"1"},{"userId":2}],"@odata.nextLink":"https://x/y"}`,
		`{"value":null}`, `null`, `{}`, `[]`, `[{"id":"1"}]`, `{"error":{"code":"x","message":"y"},"value":[]}`,
		`{"error":null,"value":[{}]}`, `{"value":[null]}`, `{"value":{"id":"1"}}`, `{"value":[{"id":"1"}`,
		`{"value":[1]}`,
		`{"value":[],"@odata.count":"many"}`, `{"value":[],"@odata.nextLink":5}`, `<html>`, `{"Value":[]}`, ``,
		`{"isEnabled":false}`, `{"value":[{"isEnabled":true,"@odata.context":"c"}]}`, `{"value":{"isEnabled":null}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := Page(body)
		list, isList := listIn(body)
		if (err == nil) != isList {
			t.Fatalf("%q: list %v, error %v", body, isList, err)
		}
		if err != nil {
			if app.CodeOf(err) != app.Unreachable || len(c.Value) > 0 || c.Next != "" {
				t.Fatalf("%q: %v with %+v", body, err, c)
			}
		} else {
			sameRows(t, c, list)
			goesOn(t, c, body)
		}
		object(t, body)
	})
}

// listIn returns the list of an answer; false if it has none.
func listIn(body []byte) (list []json.RawMessage, ok bool) {
	var all map[string]json.RawMessage
	if json.Unmarshal(body, &all) != nil || len(all) == 0 {
		return nil, false
	}
	if fault, there := all["error"]; there && string(fault) != "null" {
		return nil, false
	}
	value := bytes.TrimSpace(all["value"])
	if len(value) == 0 || value[0] != '[' || json.Unmarshal(value, &list) != nil {
		return nil, false
	}
	return list, !slices.ContainsFunc(list, func(row json.RawMessage) bool {
		var o map[string]json.RawMessage
		return json.Unmarshal(row, &o) != nil || o == nil
	})
}

func sameRows(t *testing.T, c Collection, list []json.RawMessage) {
	t.Helper()
	rows := Rows(c.Value)
	if len(rows) != len(list) || c.Value == nil {
		t.Fatalf("%d rows of %d", len(rows), len(list))
	}
	for i, row := range rows {
		if row.ID == "" || !bytes.Equal(row.Body, list[i]) || IDOf(list[i]) != row.ID {
			t.Fatalf("row %q with id %q, want %q", row.Body, row.ID, list[i])
		}
	}
}

// goesOn checks that a list which names a next page does not pass for a whole one.
func goesOn(t *testing.T, c Collection, body []byte) {
	t.Helper()
	var all map[string]json.RawMessage
	_ = json.Unmarshal(body, &all)
	next := string(all["@odata.nextLink"])
	if end := next == "" || next == "null" || next == `""`; end != (c.Next == "") {
		t.Fatalf("the next page is %q, read as %q", next, c.Next)
	}
}

// object checks that an object has what makes it one, and is not empty.
func object(t *testing.T, body []byte) {
	t.Helper()
	c, err := Object(body, "isEnabled")
	if err != nil {
		if len(c.Value) > 0 {
			t.Fatalf("%q: %v with %q", body, err, c.Value)
		}
		return
	}
	var one map[string]json.RawMessage
	if len(c.Value) != 1 || json.Unmarshal(c.Value[0], &one) != nil || len(one["isEnabled"]) == 0 ||
		string(one["isEnabled"]) == "null" {
		t.Fatalf("%q is read as %q", body, c.Value)
	}
	if _, there := one["error"]; there && string(one["error"]) != "null" {
		t.Fatalf("%q is an error", body)
	}
}
