package graph

import (
	"context"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// peopleObjects are the objects of people and groups.
var peopleObjects = []object{
	{
		path: requirementsObject,
		read: func(s start, id string) ask { return s.requirements(id) },
		patch: func(_ context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			return g.requiring(id, body)
		},
	},
	{
		path: "/groups",
		list: true,
		read: func(s start, _ string) ask { return get(s.groups().ToGetRequestInformation) },
		post: func(ctx context.Context, g *Client, _ string, body []byte) (*abs.RequestInformation, error) {
			return written(ctx, g.start().groups().ToPostRequestInformation, models.CreateGroupFromDiscriminatorValue, body)
		},
	},
	{
		path: "/groups/{}",
		read: func(s start, id string) ask { return get(s.groups().ByGroupId(id).ToGetRequestInformation) },
		patch: func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			b := g.start().groups().ByGroupId(id)
			return written(ctx, b.ToPatchRequestInformation, models.CreateGroupFromDiscriminatorValue, body)
		},
		remove: func(ctx context.Context, g *Client, id string, _ []byte) (*abs.RequestInformation, error) {
			return g.start().groups().ByGroupId(id).ToDeleteRequestInformation(ctx, nil)
		},
	},
	{
		path: "/groups/{}/members",
		list: true,
		read: func(s start, id string) ask { return get(s.groups().ByGroupId(id).Members().ToGetRequestInformation) },
	},
	{
		path: "/groups/{}/members/$ref",
		post: func(ctx context.Context, g *Client, id string, body []byte) (*abs.RequestInformation, error) {
			b := g.start().groups().ByGroupId(id).Members().Ref()
			return written(ctx, b.ToPostRequestInformation, models.CreateReferenceCreateFromDiscriminatorValue, body)
		},
	},
	{
		path: "/groups/{}/members/{}/$ref",
		remove: func(ctx context.Context, g *Client, ids string, _ []byte) (*abs.RequestInformation, error) {
			group, member, _ := strings.Cut(ids, "/")
			b := g.start().groups().ByGroupId(group).Members().ByDirectoryObjectId(member).Ref()
			return b.ToDeleteRequestInformation(ctx, nil)
		},
	},
}
