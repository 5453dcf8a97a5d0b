package graph

import (
	"context"
	"strings"

	"handrail/app"

	abs "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/solutions"
)

// object is what a guide may read as it is now, and change. Nothing else can be changed.
type object struct {
	path string // as the documentation writes it; {} stands for an ID
	list bool   // it is a collection, and is read to its last page
	beta bool   // what v1.0 leaves out of the collection is read from the beta
	// Each is nil where Handrail does not do it. id is the ID in the path; two IDs have a slash between them.
	read   func(s start, id string) ask
	patch  writing
	post   writing
	remove writing // the body is nil
}

// writing builds the request for a change.
type writing func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error)

// objects are all of them, with their request builders.
var objects = append([]object{
	{
		path: "/policies/authenticationMethodsPolicy",
		read: func(s start, _ string) ask {
			return get(s.policies().AuthenticationMethodsPolicy().ToGetRequestInformation)
		},
		patch: func(ctx context.Context, g *Client, _ string, body []byte) (*abs.RequestInformation, error) {
			b := g.start().policies().AuthenticationMethodsPolicy()
			create := models.CreateAuthenticationMethodsPolicyFromDiscriminatorValue
			return written(ctx, b.ToPatchRequestInformation, create, body)
		},
	},
	{
		path: "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{}",
		patch: func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			b := g.start().policies().AuthenticationMethodsPolicy().AuthenticationMethodConfigurations().
				ByAuthenticationMethodConfigurationId(id)
			create := models.CreateAuthenticationMethodConfigurationFromDiscriminatorValue
			return written(ctx, b.ToPatchRequestInformation, create, body)
		},
	},
	{
		path: "/policies/identitySecurityDefaultsEnforcementPolicy",
		read: func(s start, _ string) ask {
			return get(s.policies().IdentitySecurityDefaultsEnforcementPolicy().ToGetRequestInformation)
		},
		patch: func(ctx context.Context, g *Client, _ string, body []byte) (*abs.RequestInformation, error) {
			create := models.CreateIdentitySecurityDefaultsEnforcementPolicyFromDiscriminatorValue
			b := g.start().policies().IdentitySecurityDefaultsEnforcementPolicy()
			return written(ctx, b.ToPatchRequestInformation, create, body)
		},
	},
	{
		path: "/identity/conditionalAccess/policies",
		list: true, beta: true,
		read: func(s start, _ string) ask { return get(s.conditionalAccess().Policies().ToGetRequestInformation) },
		post: func(ctx context.Context, g *Client, _ string, body []byte) (*abs.RequestInformation, error) {
			create := models.CreateConditionalAccessPolicyFromDiscriminatorValue
			return written(ctx, g.start().conditionalAccess().Policies().ToPostRequestInformation, create, body)
		},
	},
	{
		path: "/identity/conditionalAccess/policies/{}",
		read: func(s start, id string) ask {
			return get(s.conditionalAccess().Policies().ByConditionalAccessPolicyId(id).ToGetRequestInformation)
		},
		patch: func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			create := models.CreateConditionalAccessPolicyFromDiscriminatorValue
			b := g.start().conditionalAccess().Policies().ByConditionalAccessPolicyId(id)
			return written(ctx, b.ToPatchRequestInformation, create, body)
		},
		remove: func(ctx context.Context, g *Client, id string, _ []byte) (*abs.RequestInformation, error) {
			b := g.start().conditionalAccess().Policies().ByConditionalAccessPolicyId(id)
			return b.ToDeleteRequestInformation(ctx, nil)
		},
	},
	{
		path: "/identity/conditionalAccess/deletedItems/policies",
		list: true,
		read: func(s start, _ string) ask {
			return get(s.conditionalAccess().DeletedItems().Policies().ToGetRequestInformation)
		},
	},
	{
		path: "/identity/conditionalAccess/deletedItems/policies/{}/restore",
		post: func(ctx context.Context, g *Client, id string, _ []byte) (*abs.RequestInformation, error) {
			b := g.start().conditionalAccess().DeletedItems().Policies().ByConditionalAccessPolicyId(id)
			return b.Restore().ToPostRequestInformation(ctx, nil)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls",
		post: func(ctx context.Context, g *Client, _ string, body []byte) (*abs.RequestInformation, error) {
			create := models.CreateVirtualEventTownhallFromDiscriminatorValue
			return written(ctx, g.start().townhalls().ToPostRequestInformation, create, body)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/getByUserRole(role='organizer')",
		list: true,
		read: func(s start, _ string) ask {
			role := "organizer"
			return get(s.townhalls().GetByUserRoleWithRole(&role).ToGetRequestInformation)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}",
		read: func(s start, id string) ask {
			return get(s.townhalls().ByVirtualEventTownhallId(id).ToGetRequestInformation)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}/presenters",
		list: true,
		read: func(s start, id string) ask {
			return get(s.townhalls().ByVirtualEventTownhallId(id).Presenters().ToGetRequestInformation)
		},
		post: func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			b := g.start().townhalls().ByVirtualEventTownhallId(id).Presenters()
			create := models.CreateVirtualEventPresenterFromDiscriminatorValue
			return written(ctx, b.ToPostRequestInformation, create, body)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}/sessions",
		list: true,
		read: func(s start, id string) ask {
			return get(s.townhalls().ByVirtualEventTownhallId(id).Sessions().ToGetRequestInformation)
		},
	},
	{
		path: "/solutions/virtualEvents/townhalls/{}/publish",
		post: func(_ context.Context, g *Client, id string, _ []byte) (*abs.RequestInformation, error) {
			return g.publishing(id)
		},
	},
}, peopleObjects...)

func (s start) townhalls() *solutions.VirtualEventsTownhallsRequestBuilder {
	return solutions.NewVirtualEventsRequestBuilderInternal(s.root, s.adapter).Townhalls()
}

// objectAt returns the object at a path, and the ID in it. The error is *app.Error.
func objectAt(path string) (object, string, error) {
	parts := strings.Split(path, "/")
	for _, o := range objects {
		pattern := strings.Split(o.path, "/")
		id, same := "", len(pattern) == len(parts)
		for i := 0; same && i < len(pattern); i++ {
			if pattern[i] == "{}" && parts[i] != "" {
				id = strings.TrimPrefix(id+"/"+parts[i], "/")
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
	return app.Errorf(app.Internal, "Try again. If it happens again, copy the technical details.",
		"Handrail has no request for “%s”. Nothing was changed.", path)
}
