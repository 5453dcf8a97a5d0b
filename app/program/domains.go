package program

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/mail/dns"
	"handrail/app/mail/domainlook"
	"handrail/app/mail/domainpart"
	"handrail/app/task"
	"handrail/store"
)

// How long all domains may take that are looked at again, and how many are looked at side by side.
const (
	domainsFor  = 2 * time.Minute
	domainsOnce = 24
)

// notes notes what looks at domains find; where the data folder keeps nothing, looks are not noted.
func (p *Program) notes() (n domainlook.Notes, kept bool) {
	if p.Store.ReadOnly() || p.Store.Unsaved() != nil {
		return n, false
	}
	p.domains = store.NewDomains(p.Folder, p.flags.Clock(), p.Store.Settings,
		func(one store.Notice) { p.later.add(one) })
	return domainlook.Notes{To: p.domains, Now: p.flags.Clock()}, true
}

// pastOfDomains returns what is remembered of domains; nil where nothing is.
func (p *Program) pastOfDomains() (history.Past, error) {
	if p.domains == nil {
		return nil, nil
	}
	return p.domains.Past()
}

// LookAtDomains looks again at every domain that Handrail knows: from earlier looks, guides and reports. It returns
// those that could not be looked at in time.
func (p *Program) LookAtDomains(ctx context.Context, report task.Report) (left []string, err error) {
	all, selectors, err := p.knownDomains(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	limited, stop := context.WithTimeout(ctx, domainsFor)
	defer stop()
	for some := range slices.Chunk(all, domainsOnce) {
		_, err := p.Health(limited, some, selectors, report)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil && limited.Err() == nil:
			return nil, err
		case err != nil:
			for _, d := range some {
				left = append(left, d.ASCII)
			}
		}
	}
	return left, nil
}

// knownDomains returns the domains that Handrail knows, those that were looked at last first, and the selectors of
// their keys.
func (p *Program) knownDomains(ctx context.Context) (all []dns.Domain, selectors []string, err error) {
	seen := map[string]bool{}
	add := func(text string) {
		name, _, _ := strings.Cut(text, " (") // as in “bücher.example (xn--bcher-kva.example)”
		d, err := dns.CleanDomain(name)
		if err == nil && strings.Contains(d.ASCII, ".") && !seen[d.ASCII] {
			seen[d.ASCII] = true
			all = append(all, d)
		}
	}
	past, err := p.pastOfDomains()
	if err != nil {
		return nil, nil, err
	}
	if k, ok := past.(*store.History); ok {
		looks, err := k.Known(ctx)
		if err != nil {
			return nil, nil, err
		}
		for _, l := range looks {
			if domain, part, of, _ := domainpart.Split(l.Of); part == domainpart.DKIM && !slices.Contains(selectors, of) {
				selectors = append(selectors, of)
			} else {
				add(domain)
			}
		}
	}
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return nil, nil, err
	}
	add(settings[guide.DomainSetting])
	visits, err := p.Visits().Visits(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range visits {
		if slices.Contains(domainGuides, v.Guide) {
			add(v.Subject)
		}
	}
	reports, err := p.Store.Reports(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range reports {
		if slices.Contains(domainGuides, r.Guide) {
			add(r.Subject)
		}
	}
	return all, selectors, nil
}

// domainGuides are the guides whose subject is a domain.
var domainGuides = []string{"mail-health", "mta-sts", "tls-reports"}
