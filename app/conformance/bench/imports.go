package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"handrail/app/conformance/python"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
)

// imports measures how the program reads and saves TLS reports, beside parsedmarc, which reads the same folder and saves
// nothing. What a file takes is the slope from one file to many, so that the start of neither counts; of few files it is
// the whole process.
func imports(b *bench) ([]Figure, error) {
	many := b.size(10_000, 500)
	slope := Figure{Row: "import", Work: fmt.Sprintf("import of %d TLS reports, a file", many), Unit: "µs",
		Peer: "parsedmarc", Targets: []Target{{ofValue, 60}, {ofRatio, 9}}}
	whole := Figure{Row: "import", Work: "import of 100 TLS reports, from start to end", Unit: "s", Peer: "parsedmarc",
		Targets: []Target{{ofRatio, 20}}}
	folders := map[int]string{}
	for _, count := range []int{1, 100, many} {
		folders[count] = filepath.Join(b.folder, fmt.Sprint("reports-", count))
		if err := write(folders[count], count); err != nil {
			return nil, err
		}
	}
	py, _, err := python.Prepare(b.ctx, "app/conformance/bench/parsedmarc", "parsedmarc-program")
	here := err == nil
	if err != nil && !errors.Is(err, python.ErrNotHere) {
		return nil, err
	}
	if !here {
		slope.Peer += notHere
		whole.Peer += notHere
	}
	theirs := func(count int) (turn, error) {
		return b.run(nil, filepath.Join(filepath.Dir(py), "parsedmarc"), "--offline", "-s", folders[count])
	}
	ours := func(count int) (turn, error) {
		data, err := b.place("import")
		if err != nil {
			return turn{}, err
		}
		defer os.RemoveAll(filepath.Dir(data))
		return b.handrail("import", "tlsrpt", folders[count], "-json", "-data", data)
	}
	var slopes, wholes func() (turn, error)
	if here {
		slopes = func() (turn, error) { return sloped(many, theirs) }
		wholes = func() (turn, error) { return theirs(100) }
	}
	err = b.beside(&slope, func() (turn, error) { return sloped(many, ours) }, slopes)
	if err == nil {
		err = b.beside(&whole, func() (turn, error) { return ours(100) }, wholes)
	}
	return []Figure{slope, whole}, err
}

// sloped returns how many microseconds each file beyond the first takes; the rest is of all files.
func sloped(many int, run func(count int) (turn, error)) (turn, error) {
	one, err := run(1)
	if err != nil {
		return turn{}, err
	}
	all, err := run(many)
	all.value = (all.value - one.value) / float64(many-1) * 1e6
	return all, err
}

// notHere is what stands behind the name of a peer that cannot be had.
const notHere = " is not here"

// peer returns what runs a program of others with an input; nil and why where it cannot be had.
func (b *bench) peer(name string) (run func(in []byte) (turn, error), why string, err error) {
	py, script, err := python.Prepare(b.ctx, "app/conformance/"+name, name)
	if errors.Is(err, python.ErrNotHere) {
		return nil, notHere, nil
	}
	return func(in []byte) (turn, error) { return b.run(in, py, script) }, "", err
}

// write puts gzip reports into a folder, each tenth with two failures.
func write(folder string, count int) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	for i := range count {
		path := filepath.Join(folder, fmt.Sprint(i, ".json.gz"))
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, err := z.Write(tlsrpt.WriteReport(aReport(i)))
		if err = errors.Join(err, z.Close(), os.WriteFile(path, packed.Bytes(), 0o600)); err != nil {
			return err
		}
	}
	return nil
}

func aReport(i int) *tlsreport.Report {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%300)
	r := &tlsreport.Report{Organisation: fmt.Sprint("Organisation ", i%40), ID: fmt.Sprint(i), Contact: "a@b.example",
		Start: start, End: start.Add(24*time.Hour - time.Second),
		Policies: []tlsreport.Policy{{Type: tlsreport.STS, Domain: "a.example",
			Text: []string{"version: STSv1", "mode: testing", "mx: mx.a.example", "max_age: 86400"},
			MX:   []string{"mx.a.example"}, Succeeded: int64(i % 90)}}}
	if i%10 == 9 {
		r.Policies[0].Failed = 2
		for _, why := range []string{"certificate-expired", "starttls-not-supported"} {
			r.Policies[0].Failures = append(r.Policies[0].Failures, tlsreport.Failure{Result: why, Count: 1,
				SendingIP: "192.0.2.200", Host: "mx.a.example", ReceivingIP: "192.0.2.25"})
		}
	}
	return r
}
