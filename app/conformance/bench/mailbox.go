package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"handrail/app/graph"
	"handrail/app/mail/tlsimport"
	"handrail/app/sample/graphsim"
	"handrail/app/sample/tlsreports"
	"handrail/store"
)

// mailbox reads the sample's mailbox where every answer takes 150 ms.
func mailbox(b *bench) ([]Figure, error) {
	folder, err := b.place("mailbox")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(folder))
	now := time.Now
	mails, err := tlsreports.Make(tlsreports.Config{Domain: "a.example", Host: "mx.a.example", Now: now(), Seed: 1,
		Trouble: true})
	if err != nil {
		return nil, err
	}
	c := graphsim.New(graphsim.Options{Latency: 150 * time.Millisecond, Mails: func() (all []graphsim.Mail) {
		for _, m := range mails {
			all = append(all, graphsim.Mail{Folder: "Inbox", Received: m.Date, Raw: m.Raw})
		}
		return all
	}})
	base, err := c.Start()
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	s, _, err := store.Open(folder, now)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	office := graph.NewConnections(graph.ConnectionPorts{Kept: s, Local: base,
		OpenCache: func(id string) (graph.CacheFile, error) {
			c, _, err := store.OpenCache(folder, id, now)
			return c, err
		}})
	defer func() { _ = office.Close() }()
	ctx, began := b.ctx, time.Now()
	box, err := office.Mailbox(ctx, tlsimport.MailLocation{Folder: "Inbox"})
	if err != nil {
		return nil, err
	}
	t, err := tlsimport.Intake{Keeper: s}.Mailbox(ctx, box.Source(), box)
	if err != nil {
		return nil, err
	}
	if t.New != len(mails) {
		return nil, fmt.Errorf("%d reports of %d are new", t.New, len(mails))
	}
	f := Figure{Row: "mailbox", Work: "reports from a mailbox, each answer 150 ms away, an email", Unit: "ms"}
	f.add(turn{value: float64(time.Since(began).Milliseconds()) / float64(t.New)})
	return []Figure{f}, nil
}
