package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"handrail/app"

	abs "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/serialization"
	parsing "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/solutions"
)

// object is what a guide may read as it is now, and change. Nothing else can be changed.
type object struct {
	path string // as the documentation writes it; {} stands for an ID
	// Each is nil where Handrail does not do it. id is what stands in the place of {}.
	read  func(g *Client, id string) source
	patch writing
	post  writing
}

// writing builds the request for a change.
type writing func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error)

// objects are all of them, with their request builders.
var objects = []object{
	{
		path: "/policies/authenticationMethodsPolicy",
		read: func(g *Client, _ string) source { return from(g, g.policies().AuthenticationMethodsPolicy()) },
		patch: func(ctx context.Context, g *Client, _ string, body []byte) (*abs.RequestInformation, error) {
			b := g.policies().AuthenticationMethodsPolicy()
			return patch(ctx, b, models.CreateAuthenticationMethodsPolicyFromDiscriminatorValue, body)
		},
	},
	{
		path: "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{}",
		patch: func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			b := g.policies().AuthenticationMethodsPolicy().AuthenticationMethodConfigurations().
				ByAuthenticationMethodConfigurationId(id)
			return patch(ctx, b, models.CreateAuthenticationMethodConfigurationFromDiscriminatorValue, body)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls",
		post: func(ctx context.Context, g *Client, _ string, body []byte) (*abs.RequestInformation, error) {
			return post(ctx, g.townhalls(), models.CreateVirtualEventTownhallFromDiscriminatorValue, body)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/getByUserRole(role='organizer')",
		read: func(g *Client, _ string) source {
			role := "organizer"
			return from(g, g.townhalls().GetByUserRoleWithRole(&role))
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}",
		read: func(g *Client, id string) source { return from(g, g.townhalls().ByVirtualEventTownhallId(id)) },
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}/presenters",
		read: func(g *Client, id string) source {
			return from(g, g.townhalls().ByVirtualEventTownhallId(id).Presenters())
		},
		post: func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			b := g.townhalls().ByVirtualEventTownhallId(id).Presenters()
			return post(ctx, b, models.CreateVirtualEventPresenterFromDiscriminatorValue, body)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}/sessions",
		read: func(g *Client, id string) source {
			return from(g, g.townhalls().ByVirtualEventTownhallId(id).Sessions())
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}/publish",
		post: func(_ context.Context, g *Client, id string, _ []byte) (*abs.RequestInformation, error) {
			return g.publishing(id)
		},
	},
}

func (g *Client) townhalls() *solutions.VirtualEventsTownhallsRequestBuilder {
	return solutions.NewVirtualEventsRequestBuilderInternal(g.root(), g.adapter).Townhalls()
}

// objectAt returns the object at a path, and the ID in it. The error is *app.Error.
func objectAt(path string) (object, string, error) {
	parts := strings.Split(path, "/")
	for _, o := range objects {
		pattern := strings.Split(o.path, "/")
		id, same := "", len(pattern) == len(parts)
		for i := 0; same && i < len(pattern); i++ {
			if pattern[i] == "{}" && parts[i] != "" {
				id = parts[i]
			} else {
				same = pattern[i] == parts[i]
			}
		}
		if same {
			return o, id, nil
		}
	}
	return object{}, "", noObject(path)
}

func noObject(path string) error {
	return app.Errorf(app.Internal, "Try again. If it happens again, select “Copy details”.",
		"Handrail has no request for “%s”. Nothing was changed.", path)
}

// patcher and poster are Microsoft's request builders that change and create. M is the model of the body.
type patcher[M, C any] interface {
	ToPatchRequestInformation(context.Context, M, *C) (*abs.RequestInformation, error)
}

type poster[M, C any] interface {
	ToPostRequestInformation(context.Context, M, *C) (*abs.RequestInformation, error)
}

func patch[M, C any](
	ctx context.Context, b patcher[M, C], make serialization.ParsableFactory, body []byte,
) (*abs.RequestInformation, error) {
	model, err := modelOf[M](make, body)
	if err != nil {
		return nil, err
	}
	r, err := b.ToPatchRequestInformation(ctx, model, nil)
	return confirmed(r, err, body)
}

func post[M, C any](
	ctx context.Context, b poster[M, C], make serialization.ParsableFactory, body []byte,
) (*abs.RequestInformation, error) {
	model, err := modelOf[M](make, body)
	if err != nil {
		return nil, err
	}
	r, err := b.ToPostRequestInformation(ctx, model, nil)
	return confirmed(r, err, body)
}

// modelOf reads a body into the model of Microsoft's SDK for it.
func modelOf[M any](make serialization.ParsableFactory, body []byte) (model M, err error) {
	node, err := parsing.NewJsonParseNode(body)
	if err != nil {
		return model, fmt.Errorf("graph: %w", err)
	}
	value, err := node.GetObjectValue(make)
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
