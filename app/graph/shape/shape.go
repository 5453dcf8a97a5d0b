// Package shape reads the answers of Microsoft Graph, whose shape decides whether they say
// anything: a list, an object, or neither. It knows nothing of how they were asked for.
package shape

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"handrail/app"
	"handrail/app/jsontext"
	"handrail/app/tenant"
)

// Collection is a page as Graph sends it (Microsoft Learn, Paging Microsoft Graph data in your app).
type Collection struct {
	Value []json.RawMessage `json:"value"`
	Next  tenant.Text       `json:"@odata.nextLink"`
	Count *int              `json:"@odata.count"`
}

// Page parses one page: an object whose value is a list of objects. Anything else is no list and must not replace
// what was read before: null, an error with status 200, or a list that was cut.
func Page(body []byte) (Collection, error) {
	var c Collection
	members, err := Members(body)
	if err != nil {
		return c, err
	}
	rows := []json.RawMessage{}
	if tenant.Items(members["value"], func(row []byte) { rows = append(rows, row) }) != nil {
		return c, Unreadable("it has no list where its documentation describes one")
	}
	c.Value = rows
	for _, row := range c.Value {
		if len(row) == 0 || row[0] != '{' {
			return Collection{}, Unreadable("an entry of its list is empty")
		}
	}
	_ = json.Unmarshal(members["@odata.count"], &c.Count) // a count that is no number must not cost the rows
	_ = json.Unmarshal(members["@odata.nextLink"], &c.Next)
	return c, nil
}

// Object parses the only object of a section. It must have the member without which it says nothing. Some answers
// have it in place of the list.
func Object(body []byte, member string) (Collection, error) {
	var c Collection
	members, err := Members(body)
	if err != nil {
		return c, err
	}
	var inner []json.RawMessage
	if value := members["value"]; json.Unmarshal(value, &inner) == nil && len(inner) == 1 {
		body = inner[0]
	} else if len(value) > 0 {
		body = value
	}
	if members, err = Members(body); err != nil {
		return c, err
	}
	if value := members[member]; len(value) == 0 || string(value) == "null" {
		return c, Unreadable("it does not have “" + member + "”")
	}
	one, err := bare(body)
	c.Value = []json.RawMessage{one}
	return c, err
}

// Members returns the members of an answer, which lie in body. It must be an object, and not an error.
func Members(body []byte) (map[string]json.RawMessage, error) {
	members := map[string]json.RawMessage{} // body is examined once and not copied: a page may have megabytes
	if !jsontext.Valid(body) || tenant.Fields(body, func(name string, raw []byte) { members[name] = raw }) != nil ||
		len(members) == 0 {
		return nil, Unreadable("it is not what its documentation describes")
	}
	if fault := members["error"]; len(fault) > 0 && string(fault) != "null" {
		// With status 200 it refuses nothing, it only gives nothing.
		err := Unreadable("it reports an error")
		code, message := Fault(body)
		err.Err = fmt.Errorf("%w: status %d, %s: %s", ErrUnreadable, http.StatusOK, code, message)
		return nil, err
	}
	return members, nil
}

// Unreadable returns the error for an answer that does not have what was asked for, although its status is good.
func Unreadable(why string) *app.Error {
	err := app.Errorf(app.Unreachable, "Try again. If it happens again, copy the technical details.",
		"Handrail could not read Microsoft’s answer: %s.", why)
	err.Err = ErrUnreadable
	return err
}

// ErrUnreadable is in the chain of every Unreadable error.
var ErrUnreadable = errors.New("graph: an answer of another shape")

// Fault returns the code and the message of Graph's error object (Microsoft Learn, Microsoft Graph error responses).
func Fault(body []byte) (code, message string) {
	var e struct {
		Error struct {
			Code    tenant.Text `json:"code"`
			Message tenant.Text `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &e) != nil {
		return "", ""
	}
	return string(e.Error.Code), string(e.Error.Message)
}
