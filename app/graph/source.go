package graph

import (
	"context"
	"fmt"
	"strings"

	abs "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// source builds the requests of one collection or object with Microsoft's request builder for it.
type source struct {
	client *Client
	build  func(start) ask
}

// start is where a request builder starts: the adapter, and the parameters of the path.
type start struct {
	root    map[string]string
	adapter abs.RequestAdapter
}

// ask returns a request that reads.
type ask func(context.Context) (*abs.RequestInformation, error)

// get takes the method of a request builder that returns its request. C is the configuration of the builder, which
// this package sets itself. It takes the method and not the builder: a builder in an interface would bring all its
// methods, and with them most of the SDK's models, into the program (50 MB).
func get[C any](request func(context.Context, *C) (*abs.RequestInformation, error)) ask {
	return func(ctx context.Context) (*abs.RequestInformation, error) { return request(ctx, nil) }
}

// from returns the source that build describes.
func (g *Client) from(build func(start) ask) source { return source{g, build} }

// query is what a read asks for, and the headers of every page.
type query struct {
	parameters
	headers map[string]string
}

// parameters have the form in which Microsoft's request builders take them. Empty ones are left out.
type parameters struct {
	Count  *bool    `uriparametername:"%24count"`
	Expand []string `uriparametername:"%24expand"`
	Filter *string  `uriparametername:"%24filter"`
	Order  []string `uriparametername:"%24orderby"`
	Search *string  `uriparametername:"%24search"`
	Select []string `uriparametername:"%24select"`
	Top    *int32   `uriparametername:"%24top"`
}

// selecting returns a query for some properties.
func selecting(properties ...string) query { return query{parameters: parameters{Select: properties}} }

// where returns the query with the conditions of a filter, in OData.
func (q query) where(filter string) query {
	q.Filter = &filter
	return q
}

// searching returns the query with a search, in KQL.
func (q query) searching(text string) query {
	q.Search = &text
	return q
}

// pages returns the query with a page size; 0 leaves it to Microsoft.
func (q query) pages(size int) query {
	if q.Top = nil; size > 0 {
		top := int32(size)
		q.Top = &top
	}
	return q
}

// quoted returns text as a string of OData (OData 4.01 URL conventions, section 5.1.1.11.1).
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// request returns the request for the first page.
func (s source) request(ctx context.Context, q query) (*abs.RequestInformation, error) {
	r, err := s.build(s.client.start())(ctx)
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	r.AddQueryParameters(q.parameters)
	q.head(r)
	return r, nil
}

// onward returns the request for a later page, at an address below the cloud's root as it is saved. The address holds
// the query; the headers are repeated.
func (s source) onward(ctx context.Context, next string, q query) (*abs.RequestInformation, error) {
	address := s.client.absolute(next)
	if !within(address, s.client.cloud.Root) {
		return nil, &refusal{hostOf(address)}
	}
	r, err := s.build(s.client.startAt(address))(ctx)
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	q.head(r)
	return r, nil
}

func (q query) head(r *abs.RequestInformation) {
	for name, value := range q.headers {
		r.Headers.Add(name, value)
	}
}

// read sends the first request of a source and returns the text of the answer.
func (s source) read(ctx context.Context, q query) ([]byte, error) {
	r, err := s.request(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.client.send(ctx, r)
}

// path returns the path of a source as it is written in a batch: without the version.
func (s source) path(ctx context.Context) (string, error) {
	r, err := s.request(ctx, query{})
	if err != nil {
		return "", err
	}
	u, err := r.GetUri()
	if err != nil {
		return "", fmt.Errorf("graph: %w", err)
	}
	return strings.TrimPrefix(u.String(), s.client.base()+"/"), nil
}

// base returns the address below which the builders build.
func (g *Client) base() string { return g.cloud.Root + "/" + version }

// start returns where a builder starts. Each gets its own: the SDK writes into the parameters.
func (g *Client) start() start {
	return start{map[string]string{"baseurl": g.base()}, g.adapter}
}

// startAt returns where a builder starts that is to build the request for an address, such as a next page. It is what
// the WithUrl of each builder does, for all of them.
func (g *Client) startAt(address string) start {
	return start{map[string]string{"baseurl": g.base(), "request-raw-url": address}, g.adapter}
}

// myself is the ID that Microsoft's root client uses for the person who is signed in; see ofMe.
const myself = "me-token-to-replace"

// me returns the request builder for the person who is signed in.
func (s start) me() *users.UserItemRequestBuilder {
	s.root["user%2Did"] = myself
	return users.NewUserItemRequestBuilderInternal(s.root, s.adapter)
}

// ofMe writes /me into a request that was built by me. The SDK has no builders for /me: its root client, which is not
// used here, replaces the address of a user in the same way.
func ofMe(r *abs.RequestInformation) {
	if r.PathParameters["user%2Did"] == myself {
		r.UrlTemplate = strings.Replace(r.UrlTemplate, "/users/{user%2Did}", "/me", 1)
	}
}
