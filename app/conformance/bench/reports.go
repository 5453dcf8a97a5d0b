package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"handrail/app/conformance/python"
	"handrail/app/graph"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
	"handrail/app/sample/graphsim"
	"handrail/app/sample/tlsreports"
	"handrail/store"
)

// beside is how many reports both programs read.
const beside = 1000

// parsedmarc reads the same reports with the program and with parsedmarc, each
// from its start to its end, and reports how many times longer parsedmarc takes.
func parsedmarc(program string, runs int) error {
	ctx := context.Background()
	py, script, err := python.Prepare(ctx, "app/conformance/parsedmarc", "parsedmarc")
	if errors.Is(err, python.ErrNotHere) {
		fmt.Fprintln(os.Stderr, "parsedmarc is left out:", err)
		return nil
	}
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "handrail-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	paths, err := write(filepath.Join(folder, "reports"), beside)
	if err != nil {
		return err
	}
	list, err := json.Marshal(paths)
	if err != nil {
		return err
	}
	var ours, theirs []float64
	for i := range runs {
		took, err := timed(exec.CommandContext(ctx, program, "import", "tlsrpt", filepath.Join(folder, "reports"),
			"-json", "-data", filepath.Join(folder, fmt.Sprint("data", i))), nil)
		if err != nil {
			return err
		}
		ours = append(ours, took)
		if took, err = timed(exec.CommandContext(ctx, py, script), list); err != nil {
			return err
		}
		theirs = append(theirs, took)
	}
	row("1,000 TLS reports, saved, from start to end", median(ours), "s")
	row("the same read by parsedmarc, which saves none", median(theirs), "s")
	row("parsedmarc's time over ours", median(theirs)/median(ours), "times")
	return nil
}

// timed runs a command. Status 1 only means that something was found.
func timed(cmd *exec.Cmd, in []byte) (seconds float64, err error) {
	cmd.Stdin = bytes.NewReader(in)
	began := time.Now()
	said, err := cmd.CombinedOutput()
	var status *exec.ExitError
	if err != nil && !(errors.As(err, &status) && status.ExitCode() == 1) {
		return 0, fmt.Errorf("%s: %w\n%.2000s", cmd.Path, err, said)
	}
	return time.Since(began).Seconds(), nil
}

// write puts gzip reports into a folder.
func write(folder string, count int) (paths []string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	for i := range count {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%300)
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write(tlsrpt.WriteReport(&tlsreport.Report{Organisation: fmt.Sprint("Organisation ", i%40),
			ID: fmt.Sprint(i), Contact: "a@b.example", Start: start, End: start.Add(24*time.Hour - time.Second),
			Policies: []tlsreport.Policy{{Type: tlsreport.STS, Domain: "a.example", MX: []string{"mx.a.example"},
				Succeeded: int64(i % 90)}}}))
		path := filepath.Join(folder, fmt.Sprint(i, ".json.gz"))
		if err = errors.Join(err, z.Close(), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// mailbox reads the sample's mailbox where every answer takes 150 ms.
func mailbox() error {
	folder, err := os.MkdirTemp("", "handrail-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	now := time.Now
	mails, err := tlsreports.Make(tlsreports.Config{Domain: "a.example", Host: "mx.a.example", Now: now(), Seed: 1,
		Trouble: true})
	if err != nil {
		return err
	}
	c := graphsim.New(graphsim.Options{Latency: 150 * time.Millisecond, Mails: func() (all []graphsim.Mail) {
		for _, m := range mails {
			all = append(all, graphsim.Mail{Folder: "Inbox", Received: m.Date, Raw: m.Raw})
		}
		return all
	}})
	base, err := c.Start()
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	s, _, err := store.Open(folder, now)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	office := graph.NewConnections(graph.ConnectionPorts{Kept: s, Local: base,
		OpenCache: func(id string) (graph.CacheFile, error) {
			c, _, err := store.OpenCache(folder, id, now)
			return c, err
		}})
	defer func() { _ = office.Close() }()
	ctx, began := context.Background(), time.Now()
	box, err := office.Mailbox(ctx, tlsimport.MailLocation{Folder: "Inbox"})
	if err != nil {
		return err
	}
	t, err := tlsimport.Intake{Keeper: s}.Mailbox(ctx, box.Source(), box)
	if err != nil || t.New != len(mails) {
		return fmt.Errorf("%+v, %w", t, err)
	}
	row("reports from a mailbox, each answer 150 ms away", float64(t.New)/time.Since(began).Seconds(), "mails/s")
	return nil
}
