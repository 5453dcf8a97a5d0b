package services

import (
	"context"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/tenant"
)

// Noting is the organisation as guides read it: what a look reads is noted as what it rests on (guide.RestsOn).
type Noting struct{ tenant.Connection }

// View implements tenant.Connection.
func (n Noting) View(ctx context.Context) (tenant.View, error) {
	v, err := n.Connection.View(ctx)
	if err != nil {
		return nil, err
	}
	return noting{v}, nil
}

type noting struct{ tenant.View }

// Past implements history.Keeper.
func (n noting) Past() history.Past {
	if k, ok := n.View.(history.Keeper); ok {
		return k.Past()
	}
	return nil
}

func (n noting) Status(ctx context.Context, section string) (tenant.Status, error) {
	guide.RestsOn(ctx, section)
	return n.View.Status(ctx, section)
}

func (n noting) Each(ctx context.Context, section string, f func(id string, body []byte) error) error {
	guide.RestsOn(ctx, section)
	return n.View.Each(ctx, section, f)
}

func (n noting) Row(ctx context.Context, section, id string) (tenant.Row, error) {
	guide.RestsOn(ctx, section)
	return n.View.Row(ctx, section, id)
}

// ofPeople are what the list of people is made of.
func (noting) ofPeople(ctx context.Context) {
	for _, section := range []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionRoles} {
		guide.RestsOn(ctx, section)
	}
}

func (n noting) Find(ctx context.Context, q tenant.PeopleQuery) ([]int64, error) {
	n.ofPeople(ctx)
	return n.View.Find(ctx, q)
}

func (n noting) Count(ctx context.Context) (map[tenant.PeopleFilter]int, error) {
	n.ofPeople(ctx)
	return n.View.Count(ctx)
}

func (n noting) Person(ctx context.Context, id string) (tenant.Person, error) {
	n.ofPeople(ctx)
	return n.View.Person(ctx, id)
}
