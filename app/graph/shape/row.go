package shape

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"handrail/app/tenant"
)

// bare returns an object without the address of its metadata, which names the server and not the organisation.
func bare(object json.RawMessage) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(object, &all); err != nil || all["@odata.context"] == nil {
		return object, nil
	}
	delete(all, "@odata.context")
	return json.Marshal(all)
}

// IDOf returns the ID of a row; one without gets an ID from its text.
func IDOf(row json.RawMessage) string {
	var id, user tenant.Text
	_ = tenant.EachField(row, func(name, raw []byte) { // a whole decoding of each row costs a multiple
		switch string(name) {
		case "id":
			_ = id.UnmarshalJSON(raw)
		case "userId":
			_ = user.UnmarshalJSON(raw)
		}
	})
	switch {
	case id != "":
		return string(id)
	case user != "":
		return string(user)
	}
	sum := sha256.Sum256(row)
	return hex.EncodeToString(sum[:12])
}

// Rows returns the rows of a page.
func Rows(values []json.RawMessage) []tenant.Row {
	rows := make([]tenant.Row, 0, len(values))
	for _, v := range values {
		rows = append(rows, tenant.Row{ID: IDOf(v), Body: v})
	}
	return rows
}
