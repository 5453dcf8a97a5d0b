package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"handrail/app"
	"handrail/app/tenant"
)

// collection is a page as Graph sends it (Microsoft Learn, Paging Microsoft Graph data in your app).
type collection struct {
	Value []json.RawMessage `json:"value"`
	Next  tenant.Text       `json:"@odata.nextLink"`
	Count *int              `json:"@odata.count"`
}

// readPage parses one page: an object whose value is a list of objects. Anything else is no list and must not replace
// what was read before: null, an error with status 200, or a list that was cut.
func readPage(body []byte) (collection, error) {
	var c collection
	shape, err := readShape(body)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(shape["value"], &c.Value); err != nil || c.Value == nil {
		return c, unreadable("it has no list where its documentation describes one")
	}
	for _, row := range c.Value {
		if len(row) == 0 || row[0] != '{' {
			return c, unreadable("an entry of its list is empty")
		}
	}
	_ = json.Unmarshal(shape["@odata.count"], &c.Count) // a count that is no number must not cost the rows
	_ = json.Unmarshal(shape["@odata.nextLink"], &c.Next)
	return c, nil
}

// readObject parses the only object of a section. It must have the member without which it says nothing. Some answers
// have it in place of the list.
func readObject(body []byte, member string) (collection, error) {
	var c collection
	shape, err := readShape(body)
	if err != nil {
		return c, err
	}
	var inner []json.RawMessage
	if value := shape["value"]; json.Unmarshal(value, &inner) == nil && len(inner) == 1 {
		body = inner[0]
	} else if len(value) > 0 {
		body = value
	}
	if shape, err = readShape(body); err != nil {
		return c, err
	}
	if value := shape[member]; len(value) == 0 || string(value) == "null" {
		return c, unreadable("it does not have “" + member + "”")
	}
	one, err := bare(body)
	c.Value = []json.RawMessage{one}
	return c, err
}

// readShape returns the members of an answer. It must be an object, and not an error.
func readShape(body []byte) (map[string]json.RawMessage, error) {
	var shape map[string]json.RawMessage
	if json.Unmarshal(body, &shape) != nil || len(shape) == 0 {
		return nil, unreadable("it is not what its documentation describes")
	}
	if fault := shape["error"]; len(fault) > 0 && string(fault) != "null" {
		// Not an *answer: with status 200 it refuses nothing, it only gives nothing.
		err := unreadable("it reports an error")
		err.Err = errors.New(refused(http.StatusOK, http.Header{}, body).Error())
		return nil, err
	}
	return shape, nil
}

// unreadable returns the error for an answer that does not have what was asked for, although its status is good.
func unreadable(why string) *app.Error {
	return app.Errorf(app.Unreachable, "Try again. If it happens again, select “Copy details”.",
		"Handrail could not read Microsoft’s answer: %s.", why)
}

// objectOf names the sections that are one object, with the member that it always has.
var objectOf = map[string]string{
	tenant.SectionMethods:  "authenticationMethodConfigurations",
	tenant.SectionDefaults: "isEnabled",
}

// fetchObject reads a section that is one object. There is no next page.
func (g *Client) fetchObject(ctx context.Context, id string) (tenant.Page, error) {
	src, q, err := g.byID(ctx, id)
	if err != nil {
		return tenant.Page{}, err
	}
	body, err := src.read(ctx, q)
	if err != nil {
		return tenant.Page{}, err
	}
	c, err := readObject(body, objectOf[id])
	return tenant.Page{Rows: rowsOf(c.Value)}, err
}
