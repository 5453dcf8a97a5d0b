package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	abs "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/serialization"
	parsing "github.com/microsoft/kiota-serialization-json-go"
)

// builds is the method of one of Microsoft's request builders that changes or creates. M is the model of the body.
type builds[M, C any] func(context.Context, M, *C) (*abs.RequestInformation, error)

// written returns the request for a change with a body, in Microsoft's model of it.
func written[M, C any](
	ctx context.Context, build builds[M, C], create serialization.ParsableFactory, body []byte,
) (*abs.RequestInformation, error) {
	model, err := modelOf[M](create, body)
	if err != nil {
		return nil, err
	}
	r, err := build(ctx, model, nil)
	return confirmed(r, err, body)
}

// modelOf reads a body into the model of Microsoft's SDK for it.
func modelOf[M any](create serialization.ParsableFactory, body []byte) (model M, err error) {
	node, err := parsing.NewJsonParseNode(body)
	if err != nil {
		return model, fmt.Errorf("graph: %w", err)
	}
	value, err := node.GetObjectValue(create)
	if err != nil {
		return model, fmt.Errorf("graph: %w", err)
	}
	model, ok := value.(M)
	if !ok {
		return model, fmt.Errorf("graph: %T is not the model of this change", value)
	}
	return model, nil
}

// confirmed makes sure that a request sends what was confirmed and is in the change log. The models leave out nulls
// and values that they do not know; where they did, the confirmed text itself is sent.
func confirmed(r *abs.RequestInformation, err error, body []byte) (*abs.RequestInformation, error) {
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	var want, have any
	if err := decode(body, &want); err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	if decode(r.Content, &have) != nil || !reflect.DeepEqual(want, without(have, want)) {
		r.Content = body
	}
	return r, nil
}

// decode reads JSON and leaves numbers as they are written.
func decode(text []byte, into *any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// without returns have without the types that a model adds to its objects, where want does not name them.
func without(have, want any) any {
	switch h := have.(type) {
	case map[string]any:
		w, _ := want.(map[string]any)
		out := map[string]any{}
		for name, value := range h {
			if _, named := w[name]; named || name != "@odata.type" {
				out[name] = without(value, w[name])
			}
		}
		return out
	case []any:
		w, _ := want.([]any)
		out := []any{}
		for i, value := range h {
			var other any
			if i < len(w) {
				other = w[i]
			}
			out = append(out, without(value, other))
		}
		return out
	}
	return have
}
